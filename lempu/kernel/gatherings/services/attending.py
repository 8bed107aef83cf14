"""Saying that one is there: signed in with one tap, by the form of a code, on paper."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import Act, Way
from lempu.kernel.gatherings.models import Attendance, Gathering
from lempu.kernel.gatherings.services.door import BEFORE, read_form_key
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.kernel.offices.selectors import people_of
from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lempu.kernel.accounts.models import User

#: A field of 300 by 100, lines of whole points.
STROKES: Final = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})+){1,60}")
LONGEST_STROKES: Final = 6000
SHORTEST_STROKES: Final = 6
#: An office has one address for all its phones, so a network is given more than a person needs.
FROM_ONE_NETWORK: Final = 40
WITHIN: Final = 10
AT_MOST: Final = 600


@dataclass(frozen=True, slots=True)
class Guest:
    """What somebody without an account says; one of ``strokes`` and ``initials`` is given."""

    name: str
    institution: str
    strokes: str = ""
    initials: str = ""


@transaction.atomic
def attend_signed_in(*, gathering: Gathering, actor: "User") -> Attendance:
    """One tap. Pressed again it changes nothing. Refuses ``not_planned`` and people of other offices
    (``not_of_office``), who use the form."""
    row = held(gathering)
    require_planned(row)
    if not people_of(row.office).filter(pk=actor.pk).exists():
        raise DomainError(_("You do not work in this office."), code="not_of_office")
    there: Attendance | None = row.attendances.filter(user=actor, struck_at=None).first()
    if there is not None:
        return there
    return _noted(row, actor, name=actor.name, institution=row.office.name, way=Way.TAP, user=actor)


@transaction.atomic
def attend_with_form(*, key: str, guest: Guest, network: str) -> Attendance:
    """Somebody fills in the form of a code. The same form again changes nothing.

    Refuses a form that is too old or not ours (``code_void``), one without a sign of the hand
    (``unsigned``), odd strokes (``odd_strokes``), too many from one network within minutes (``too_many``)
    and a gathering that is full (``full``).
    """
    gathering, form_key = read_form_key(key)
    row = held(gathering)
    require_planned(row)
    there: Attendance | None = row.attendances.filter(form_key=form_key).first()
    if there is not None:
        return there
    _require_signed(guest)
    digest = salted_hmac("gatherings.network", f"{row.code} {network}").hexdigest()[:32]
    _require_room(row, digest)
    return _noted(
        row,
        None,
        name=guest.name.strip(),
        institution=guest.institution.strip(),
        way=Way.DRAWN if guest.strokes else Way.TYPED,
        strokes=guest.strokes,
        initials="" if guest.strokes else guest.initials.strip(),
        form_key=form_key,
        network=digest,
    )


@transaction.atomic
def attend_on_paper(
    *, gathering: Gathering, actor: "User", people: "Iterable[User]", guests: "Iterable[Guest]" = ()
) -> int:
    """Note who signed the printed sheet; whoever is noted already stays as they are. How many are new.

    Refuses ``not_planned``, a day that has not come (``not_yet``) and ``not_of_office``.
    """
    row = held(gathering)
    require_planned(row)
    if timezone.now() < row.starts_at - BEFORE:
        raise DomainError(_("It has not begun yet."), code="not_yet")
    chosen = list(people)
    allowed = set(people_of(row.office).values_list("pk", flat=True))
    if not {person.pk for person in chosen} <= allowed:
        raise DomainError(
            _("Somebody of them does not work in this office any more."),
            code="not_of_office",
            field="people",
        )
    there = set(row.attendances.filter(struck_at=None).values_list("user", flat=True))
    fresh = [person for person in chosen if person.pk not in there]
    for person in fresh:
        _noted(
            row, actor, name=person.name, institution=row.office.name, way=Way.PAPER, user=person
        )
    named = [guest for guest in guests if guest.name.strip()]
    for guest in named:
        _noted(row, actor, name=guest.name, institution=guest.institution, way=Way.PAPER)
    return len(fresh) + len(named)


@transaction.atomic
def strike(*, attendance: Attendance, actor: "User", reason: str) -> Attendance:
    """Strike somebody off who was not there; the row stays with the reason.

    Refuses ``not_planned``, ``struck`` and ``reason_required``.
    """
    gathering = held(attendance.gathering)
    require_planned(gathering)
    row: Attendance = Attendance.objects.select_for_update().get(pk=attendance.pk)
    if row.struck_at is not None:
        raise DomainError(_("This name is struck off already."), code="struck")
    if not reason.strip():
        raise DomainError(_("Say why the name is struck off."), code="reason_required")
    row.struck_at, row.struck_reason = timezone.now(), reason.strip()[:200]
    row.save(update_fields=["struck_at", "struck_reason"])
    record(gathering, Act.STRUCK, actor, attendance=row.pk, reason=row.struck_reason)
    return row


def _noted(row: Gathering, actor: "User | None", **fields: Any) -> Attendance:
    try:
        with transaction.atomic():
            made: Attendance = row.attendances.create(noted_by=actor, **fields)
    except IntegrityError as error:
        raise DomainError(_("This name is on the list already."), code="there") from error
    said = "\n".join((made.name, made.institution, made.strokes, made.initials))
    content = hashlib.sha256(said.encode()).hexdigest()
    record(row, Act.ATTENDED, actor, attendance=made.pk, way=made.way, content=content)
    return made


def _require_signed(guest: Guest) -> None:
    if guest.strokes:
        is_odd = len(guest.strokes) > LONGEST_STROKES or not STROKES.fullmatch(guest.strokes)
        if is_odd or guest.strokes.count("L") < SHORTEST_STROKES:
            raise DomainError(
                _("Draw your initials once more, a little larger."), code="odd_strokes"
            )
    elif not guest.initials.strip():
        raise DomainError(
            _("Draw your initials, or type them below."), code="unsigned", field="initials"
        )


def _require_room(row: Gathering, network: str) -> None:
    guests = row.attendances.exclude(form_key="")
    since = timezone.now() - dt.timedelta(minutes=WITHIN)
    if guests.filter(network=network, at__gte=since).count() >= FROM_ONE_NETWORK:
        raise DomainError(
            _(
                "Too many names came from this network just now. Wait ten minutes, or sign on paper."
            ),
            code="too_many",
        )
    if guests.count() >= AT_MOST:
        raise DomainError(_("The list is full. Sign on paper."), code="full")
