"""Time stamps: an authority outside says that a seal existed by then (RFC 3161).

The authority is asked for the SHA-256 of the seal and learns nothing else. Its answer is kept as it
came, after it was checked against the roots the installation trusts. Where it cannot be reached,
seals stand without and are asked for again; nothing waits for it.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import requests
import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from lempu.kernel.ledger.models import Seal, Stamp
from lempu.shared.errors import DomainError

log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/timestamp-query"
PATIENCE_SECONDS: Final = 20
LARGEST_ANSWER: Final = 64 * 1024
#: Seals that one run asks for; the rest follows with the next.
AT_ONCE: Final = 200


class NoStamp(Exception):
    """The authority did not give a stamp that can be trusted; the argument says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: when the seal existed, and the bytes of it."""

    at: dt.datetime
    content: bytes


def is_on() -> bool:
    """Whether an authority is configured."""
    return bool(settings.TIMESTAMP_URL)


def unstamped() -> list[Seal]:
    """The last seal of each office, where it has no stamp: it covers the ones before it."""
    last = Seal.objects.of(OuterRef("office")).order_by("-number")
    rows = Seal.objects.filter(pk=Subquery(last.values("pk")[:1]), stamp=None)
    return list(rows.order_by("made_at", "pk")[:AT_ONCE])


def stamp_due() -> int:
    """Ask for the stamps that are missing until the authority fails; how many came.

    Refuses ``no_authority`` where none is configured and ``no_stamp`` with its reason when it
    failed; what came before stays.
    """
    if not is_on():
        raise DomainError(
            _("No authority for time stamps is configured (LEMPU_TIMESTAMP_URL)."),
            code="no_authority",
        )
    done = 0
    for seal in unstamped():
        try:
            done += _keep(seal, ask(seal.body.encode()))
        except NoStamp as failure:
            log.warning("stamp_missing", reason=str(failure))
            raise DomainError(
                _(
                    "The authority for time stamps gave no stamp that holds (%(reason)s). "
                    "The seals stand without one; they are asked for again."
                )
                % {"reason": failure},
                code="no_stamp",
            ) from failure
    return done


def ask(text: bytes) -> Answer:
    """Have the SHA-256 of a text stamped. Raises ``NoStamp``."""
    # Imported here, for the web process never needs it.
    from rfc3161_client import (  # noqa: PLC0415
        HashAlgorithm,
        TimestampRequestBuilder,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )

    request = (
        TimestampRequestBuilder()
        .data(text)
        .hash_algorithm(HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    content = _answer_to(request.as_bytes())
    builder = VerifierBuilder.from_request(request)
    for root in _roots(settings.TIMESTAMP_ROOTS):
        builder = builder.add_root_certificate(root)
    try:
        response = decode_timestamp_response(content)
        builder.build().verify_message(response, text)
    except (ValueError, VerificationError) as error:
        raise NoStamp(str(error)) from error
    return Answer(response.tst_info.gen_time, content)


def _answer_to(question: bytes) -> bytes:
    headers = {"Content-Type": MEDIA_TYPE}
    try:
        with requests.post(
            settings.TIMESTAMP_URL,
            data=question,
            headers=headers,
            timeout=PATIENCE_SECONDS,
            stream=True,
        ) as answer:
            answer.raise_for_status()
            return bytes(answer.raw.read(LARGEST_ANSWER, decode_content=True))
    except (requests.RequestException, OSError) as error:
        raise NoStamp(type(error).__name__) from error


@cache
def _roots(pem: str) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    return load_pem_x509_certificates(pem.encode())


def _keep(seal: Seal, answer: Answer) -> bool:
    try:
        with transaction.atomic():
            Stamp.objects.create(
                seal=seal,
                authority=settings.TIMESTAMP_URL,
                stamped_at=answer.at,
                token=answer.content,
            )
    except IntegrityError:  # another process was faster; its stamp stands
        return False
    return True
