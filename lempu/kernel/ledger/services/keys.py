"""The keys an installation seals with: the first one, a hand-over, and what to do after a loss.

The private key lies in ``LEMPU_HOME/keys`` and nowhere else; the database knows the public ones.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.enums import Act, KeyReason
from lempu.kernel.ledger.models import Head, Key
from lempu.kernel.ledger.services.recording import record
from lempu.shared import signing
from lempu.shared.errors import DomainError


def path_of(number: int) -> Path:
    return Path(settings.KEYS, f"seal-{number}.pem")


def current_key() -> Key:
    """The key that signs now; made the first time it is asked for.

    Refuses ``key_missing`` when its file is gone: making another in silence would let anybody who
    deletes the file begin a history of their own.
    """
    latest = Key.objects.order_by("-number").first()
    if latest is None:
        return _begin()
    if not path_of(latest.number).exists():
        raise _missing()
    return latest


def sign(key: Key, bodies: list[bytes]) -> list[str]:
    """Signatures over ``bodies``. Refuses ``key_missing`` and a file with another key (``key_foreign``)."""
    try:
        signed = signing.sign(path_of(key.number), bodies)
    except signing.NoKey as error:
        raise _missing() from error
    if signed.public != key.public:
        raise DomainError(
            _("The sealing key on this machine is not the one recorded. Nothing was sealed."),
            code="key_foreign",
        )
    return signed.signatures


def rotate_key(*, lost: bool = False) -> Key:
    """Let a new key take over; every office with a ledger notes it, and the old file is removed.

    The old key signs the hand-over. With ``lost`` there is no old key to do so: whoever checks
    must compare with printed seals. Refuses ``key_missing`` when the old key is not there and it
    was not said to be lost.
    """
    if not Key.objects.exists():
        return _begin()
    old = Key.objects.order_by("-number")[0]
    if not lost and not path_of(old.number).exists():
        raise _missing()
    number, reason = old.number + 1, KeyReason.LOST if lost else KeyReason.ROTATED
    public, at = signing.make(path_of(number)), timezone.now()
    body = canonical.key_body(
        number=number, at=at, public=public, previous=old.public, reason=str(reason)
    )
    signature = signing.sign(path_of(number), [body]).signatures[0]
    endorsement = "" if lost else sign(old, [body])[0]
    with transaction.atomic():
        key = Key.objects.create(
            number=number,
            public=public,
            reason=reason,
            made_at=at,
            body=body.decode(),
            signature=signature,
            endorsement=endorsement,
        )
        act = Act.KEY_LOST if lost else Act.KEY_ROTATED
        for head in Head.objects.select_related("office").order_by("pk"):
            facts = {"public": public, "previous": old.public}
            record(office=head.office, act=act, subject=key, actor=None, **facts)
    path_of(old.number).unlink(missing_ok=True)
    return key


def _begin() -> Key:
    public, at = signing.make(path_of(1)), timezone.now()
    body = canonical.key_body(
        number=1, at=at, public=public, previous="", reason=str(KeyReason.FIRST)
    )
    signature = signing.sign(path_of(1), [body]).signatures[0]
    key, _created = Key.objects.get_or_create(
        number=1,
        defaults={
            "public": public,
            "reason": KeyReason.FIRST,
            "made_at": at,
            "body": body.decode(),
            "signature": signature,
        },
    )
    return key


def _missing() -> DomainError:
    return DomainError(
        _(
            "The sealing key is not on this machine, so nothing was sealed. Bring it back from a "
            "back-up, or record its loss with lempu seal --key-lost."
        ),
        code="key_missing",
    )
