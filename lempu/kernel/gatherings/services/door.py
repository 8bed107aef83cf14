"""The codes by which people say that they are there: signed, short-lived, bound to one gathering.

The code on the screen leads to a form; the form carries a key of its own, which is taken once. Both name the
gathering and its door, so neither opens another gathering nor one whose door was made anew.
"""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Final

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import Act
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

CODE_SALT: Final = "gatherings.code"
FORM_SALT: Final = "gatherings.form"
#: A code on the screen is renewed before it ends; a form may be filled in at leisure.
CODE_LASTS: Final = dt.timedelta(minutes=15)
FORM_LASTS: Final = dt.timedelta(minutes=30)
#: So long before it begins people may say that they are there, and so long after it ended.
BEFORE: Final = dt.timedelta(hours=1)
AFTER: Final = dt.timedelta(hours=2)


def is_open(gathering: Gathering, now: dt.datetime) -> bool:
    return gathering.is_planned and (
        gathering.starts_at - BEFORE <= now <= gathering.ends_at + AFTER
    )


def code_for(gathering: Gathering) -> str:
    return signing.dumps([gathering.code, gathering.door], salt=CODE_SALT)


def form_key_for(gathering: Gathering) -> str:
    return signing.dumps([gathering.code, gathering.door, secrets.token_hex(12)], salt=FORM_SALT)


def gathering_behind(code: str) -> Gathering:
    """The gathering a code opens now. Refuses (``code_void``) every other, alike."""
    given = _read(code, CODE_SALT, CODE_LASTS)
    return _open(given[:2])


def read_form_key(key: str) -> tuple[Gathering, str]:
    """The gathering a form was made for, and the key it is taken by. Refuses ``code_void``."""
    given = _read(key, FORM_SALT, FORM_LASTS)
    return _open(given[:2]), str(given[2])


@transaction.atomic
def renew_door(*, gathering: Gathering, actor: "User") -> Gathering:
    """Make every code and form that is out void. Refuses ``not_planned``."""
    row = held(gathering)
    require_planned(row)
    row.door += 1
    row.save(update_fields=["door"])
    record(row, Act.DOOR, actor, door=row.door)
    return row


def void_code() -> DomainError:
    return DomainError(
        _("This code does not open any more. Scan the one on the screen again."), code="code_void"
    )


def _read(text: str, salt: str, lasts: dt.timedelta) -> list[str]:
    try:
        found: list[str] = signing.loads(text, salt=salt, max_age=lasts)
    except signing.BadSignature as error:
        raise void_code() from error
    return found


def _open(given: list[str]) -> Gathering:
    rows = Gathering.objects.select_related("office")
    row = rows.filter(code=given[0], door=int(given[1])).first()
    if row is None or not is_open(row, timezone.now()):
        raise void_code()
    return row
