"""Seals: a signed statement on everything an office has recorded so far."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.enums import Act
from lempu.kernel.ledger.models import Entry, Head, Key, Seal
from lempu.kernel.ledger.services import keys
from lempu.kernel.ledger.services.recording import record
from lempu.shared.errors import DomainError
from lempu.shared.proof.merkle import Growing

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

#: So many offices are signed for by one process.
BATCH = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A seal before it is signed."""

    fields: dict[str, Any]
    body: bytes


def seal_office(*, office: "Office", actor: "User | None" = None) -> Seal | None:
    """Seal what the office recorded up to now; None while nothing was.

    A person's wish is an entry itself, which the seal then covers. Without anything new the last
    seal stands. Refuses ``key_missing``, ``key_foreign``, and a ledger that no longer bears its own
    last seal (``ledger_broken``): sealing that would only hide it.
    """
    key = keys.current_key()
    if actor is not None:
        with transaction.atomic():
            record(office=office, act=Act.SEAL_ASKED, subject=office, actor=actor)
    draft = _draft(office, key)
    if draft is not None:
        _keep(key, [draft])
    return Seal.objects.of(office).order_by("-number").first()


def seal_offices(offices: "Sequence[Office]") -> int:
    """Seal several offices; how many new seals there are."""
    if not offices:
        return 0
    key, made = keys.current_key(), 0
    for start in range(0, len(offices), BATCH):
        drafts = [_draft(office, key) for office in offices[start : start + BATCH]]
        made += _keep(key, [draft for draft in drafts if draft is not None])
    return made


def seal_due() -> int:
    """Seal every office that has recorded something and has no seal of today yet."""
    last = Seal.objects.filter(office=models.OuterRef("office")).order_by("-number")
    waiting = (
        Head.objects.filter(seq__gt=0)
        .annotate(
            sealed=models.Subquery(last.values("size")[:1]),
            sealed_at=models.Subquery(last.values("made_at")[:1]),
        )
        .filter(models.Q(sealed=None) | models.Q(sealed__lt=models.F("seq")))
    )
    today = timezone.localdate()
    due = [
        head.office
        for head in waiting.select_related("office").order_by("pk")
        if head.sealed_at is None or timezone.localdate(head.sealed_at) < today
    ]
    return seal_offices(due)


def _draft(office: "Office", key: Key) -> Draft | None:
    """Nothing is locked: entries are only ever added, and the number of a seal is taken once."""
    head = Head.objects.filter(office=office).first()
    last = Seal.objects.of(office).order_by("-number").first()
    if head is None or head.seq == (last.size if last else 0):
        return None
    tree = _tree_of(last)
    fresh = Entry.objects.filter(office=office, seq__gt=tree.size, seq__lte=head.seq)
    for text in fresh.order_by("seq").values_list("hash", flat=True).iterator():
        tree.add(bytes.fromhex(text))
    if tree.size != head.seq:
        raise _broken()
    facts: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "size": tree.size,
        "root": tree.root().hex(),
        "head": head.hash,
    }
    at, previous = timezone.now(), last.hash if last else canonical.GENESIS
    body = canonical.seal_body(
        office=office.code, at=at, key=key.public, previous=previous, **facts
    )
    peaks = json.dumps([peak.hex() for peak in tree.peaks])
    fields = {"office_id": office.pk, "made_at": at, "key": key, "peaks": peaks, **facts}
    return Draft(fields, body)


def _tree_of(last: Seal | None) -> Growing:
    if last is None:
        return Growing()
    try:
        tree = Growing(last.size, [bytes.fromhex(peak) for peak in json.loads(last.peaks)])
    except ValueError as error:
        raise _broken() from error
    if tree.root().hex() != last.root:
        raise _broken()
    return tree


def _keep(key: Key, drafts: list[Draft]) -> int:
    if not drafts:
        return 0
    kept = 0
    for draft, signature in zip(
        drafts, keys.sign(key, [draft.body for draft in drafts]), strict=True
    ):
        try:
            with transaction.atomic():
                Seal.objects.create(
                    **draft.fields,
                    body=draft.body.decode(),
                    hash=canonical.digest(draft.body),
                    signature=signature,
                )
            kept += 1
        except IntegrityError:  # somebody else sealed at the same moment; theirs stands
            continue
    return kept


def _broken() -> DomainError:
    return DomainError(
        _(
            "The ledger does not bear its last seal any more, so it was not sealed again. Check it now."
        ),
        code="ledger_broken",
    )
