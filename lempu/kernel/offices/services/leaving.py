"""A person leaves an office, at once or on a day; what they owe goes to others in the same act."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices import registry, selectors
from lempu.kernel.offices.enums import Act, Perm, Role
from lempu.kernel.offices.models import Departure, Membership, Office
from lempu.kernel.offices.rules import holds
from lempu.kernel.offices.services import access, delegations, people
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handover:
    """Who takes over: ``choices`` (duty -> person), and ``heir`` everything not named there.

    ``later``: what nobody takes over may wait, since access must sometimes end before that is settled.
    """

    heir: User | None = None
    choices: dict[str, User] = field(default_factory=dict)
    later: bool = False

    def taker_of(self, name: str) -> User | None:
        return self.choices.get(name, self.heir)

    @property
    def takers(self) -> list[User]:
        return [*self.choices.values(), *([self.heir] if self.heir else [])]


@dataclass(slots=True)
class Outcome:
    """What moved to whom (kind -> person -> duties) and what nobody took over."""

    moved: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(keys) for takers in self.moved.values() for keys in takers.values())


@transaction.atomic
def leave(
    *,
    office: Office,
    person: User,
    actor: User,
    handover: Handover,
    reason: str,
    last_day: dt.date | None = None,
) -> Departure:
    """End every role of a person in one office: at once, or after ``last_day``.

    At once, their duties pass and their access stops now; else on the day after. Roles in other
    offices stay; who has none left cannot sign in any more. What they did stays under their name.

    Refuses a person without a role there (``ended_already``), one whose leaving is planned
    (``leaving_already``), a day that has passed (``date_passed``), silence (``reason_required``), takers who
    are the person (``taker_leaves``) or are not there any more (``taker_not_here``), duties without
    taker unless they may wait (``duties_open``), and the last administrator without a successor
    (``last_administrator``); a room may refuse what a taker cannot take.
    """
    people.lock_office(office)
    roles = _roles_to_end(office, person, reason, last_day)
    now = today(office.timezone)
    _require_takers(office, person, handover, last_day or now)
    _require_whole(office, person, handover, last_day or now)
    departure = Departure.objects.create(
        user=person,
        office=office,
        last_day=last_day or now - ONE_DAY,
        reason=reason.strip(),
        heir=handover.heir,
        choices={name: taker.pk for name, taker in handover.choices.items()},
        roles={str(role.pk): str(role.ends_on or "") for role in roles},
        planned_by=actor,
    )
    if last_day is None:
        _complete(departure, handover, day=now, patient=False)
        return departure
    _end(roles, departure, actor)
    ledger.record(
        office=office,
        act=Act.LEAVING_PLANNED,
        subject=person,
        actor=actor,
        last_day=last_day,
        reason=departure.reason,
        heir=handover.heir.pk if handover.heir else None,
        choices=departure.choices,
    )
    return departure


@transaction.atomic
def call_off(*, departure: Departure, actor: User) -> Departure:
    """The person stays after all: their roles go on as before. Refuses ``not_planned`` and
    ``held_already``, when a role was given anew for the time after."""
    people.lock_office(departure.office)
    departure = Departure.objects.select_related("office", "user").get(pk=departure.pk)
    if departure.completed_at or departure.cancelled_at:
        raise DomainError(_("No leaving is planned any more."), code="not_planned")
    for role in Membership.objects.filter(pk__in=departure.roles):
        before = departure.roles[str(role.pk)]
        role.ends_on = dt.date.fromisoformat(before) if before else None
        same = Membership.objects.filter(user=role.user_id, office=role.office_id, role=role.role)
        if same.exclude(pk=role.pk).overlapping(role.starts_on, role.ends_on).exists():
            raise DomainError(
                _("This person was given the same role anew. End that one first."),
                code="held_already",
            )
        role.save(update_fields=["ends_on"])
    departure.cancelled_at = timezone.now()
    departure.save(update_fields=["cancelled_at"])
    ledger.record(
        office=departure.office, act=Act.LEAVING_CANCELLED, subject=departure.user, actor=actor
    )
    return departure


@transaction.atomic
def hand_over(*, office: Office, person: User, actor: User, handover: Handover) -> Outcome:
    """Give duties of a person who stays, or who left with some of them open, to others.

    Refuses ``taker_leaves``, ``taker_not_here``, a taker who lacks the role for it when the actor does
    not give roles (``cannot_take``), and a choice of nothing (``nothing_chosen``).
    """
    people.lock_office(office)
    departure = selectors.departure_of(person, office)
    is_gone = departure is not None and departure.completed_at is not None
    day = departure.last_day if departure and is_gone else today(office.timezone)
    _require_takers(office, person, handover, today(office.timezone) - ONE_DAY)
    equips = holds(Perm.MANAGE_PEOPLE, actor, office)
    outcome = _move(_Scene(office, person, actor, day, leaving=is_gone, equips=equips), handover)
    if not outcome.count:
        raise DomainError(
            _("Choose at least one duty and who takes it over."), code="nothing_chosen"
        )
    if departure and is_gone:
        departure.open_count = len(outcome.open)
        departure.save(update_fields=["open_count"])
    ledger.record(
        office=office, act=Act.HANDED_OVER, subject=person, actor=actor, handed=outcome.moved
    )
    return outcome


def complete_departures() -> int:
    """Complete every planned leaving whose last day has passed; how many. May run twice at once."""
    rows = Departure.objects.planned().filter(last_day__lte=today())  # midnight differs by office
    return sum(complete_departure(pk) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def complete_departure(pk: int) -> bool:
    """Let duties pass and access stop; False when that was done, or called off, meanwhile."""
    office = Departure.objects.select_related("office").get(pk=pk).office
    people.lock_office(office)
    departure = Departure.objects.select_related("office", "user", "heir", "planned_by").get(pk=pk)
    now = today(office.timezone)
    if departure.completed_at or departure.cancelled_at or departure.last_day >= now:
        return False
    here = {user.pk: user for user in selectors.people_of(office).exclude(pk=departure.user_id)}
    handover = Handover(
        heir=here.get(departure.heir_id or 0),
        choices={name: here[key] for name, key in departure.choices.items() if key in here},
    )
    _complete(departure, handover, day=departure.last_day, patient=True)
    return True


def _complete(departure: Departure, handover: Handover, *, day: dt.date, patient: bool) -> None:
    office, person, actor = departure.office, departure.user, departure.planned_by
    scene = _Scene(office, person, actor, day, leaving=True, equips=True, patient=patient)
    outcome = _move(scene, handover)
    _end(list(Membership.objects.filter(pk__in=departure.roles)), departure, actor)
    delegations.end_all_of(person, office=office, actor=actor)
    is_last = not person.memberships.not_ended().exists()
    registry.stop_all(registry.Leaving(person, office, actor, is_last))
    if is_last:
        access.close_account(person)
    departure.completed_at = timezone.now()
    departure.open_count, departure.has_closed_account = len(outcome.open), is_last
    departure.save()
    ledger.record(
        office=office,
        act=Act.PERSON_LEFT,
        subject=person,
        actor=actor,
        last_day=departure.last_day,
        reason=departure.reason,
        handed=outcome.moved,
        open=outcome.open,
        account_closed=is_last,
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """``patient``: what is refused stays open for later, since nobody is there to choose again."""

    office: Office
    person: User
    actor: User
    day: dt.date
    leaving: bool
    equips: bool
    patient: bool = False


def _move(scene: _Scene, handover: Handover) -> Outcome:
    outcome = Outcome()
    for kind in registry.kinds(leaving=scene.leaving):
        heap = selectors.Heap(kind, kind.find(scene.person, scene.office, scene.day))
        given: dict[User, list[str]] = defaultdict(list)
        for duty in heap.open:
            taker = handover.taker_of(heap.name_of(duty))
            if taker is None:
                outcome.open.append(heap.name_of(duty))
            else:
                given[taker].append(duty.key)
        for taker, keys in given.items():
            if _given(scene, kind, taker, keys):
                outcome.moved.setdefault(kind.key, {})[str(taker.pk)] = keys
            else:
                outcome.open += [f"{kind.key}:{key}" for key in keys]
    return outcome


def _given(scene: _Scene, kind: registry.Kind, taker: User, keys: list[str]) -> bool:
    move = registry.Move(scene.office, scene.actor, scene.person, taker, keys)
    return _attempt(lambda: _equip_and_give(scene, kind, move), patient=scene.patient)


def _equip_and_give(scene: _Scene, kind: registry.Kind, move: registry.Move) -> None:
    _equip(scene, kind, move.taker)
    kind.give(move)


def _attempt(act: Callable[[], None], *, patient: bool) -> bool:
    try:
        with transaction.atomic():
            act()
    except DomainError:
        if not patient:
            raise
        return False
    return True


def _equip(scene: _Scene, kind: registry.Kind, taker: User) -> None:
    """Give the taker the role that the kind of duty needs, if they have none of them."""
    held = Membership.objects.in_force().filter(user=taker, office=scene.office)
    if not kind.needs or held.filter(role__in=kind.needs).exists():
        return
    role = kind.needs[0]
    if not scene.equips:
        raise DomainError(
            _("%(name)s lacks the role %(role)s, which is needed to take that over.")
            % {"name": taker.name, "role": role.label},
            code="cannot_take",
        )
    people.add_membership(office=scene.office, actor=scene.actor, user=taker, role=role)


def _roles_to_end(
    office: Office, person: User, reason: str, last_day: dt.date | None
) -> list[Membership]:
    if not reason.strip():
        raise DomainError(_("Say why the person leaves."), code="reason_required", field="reason")
    if last_day is not None and last_day < today(office.timezone):
        raise DomainError(
            _("This day has passed. Choose to end the access at once."),
            code="date_passed",
            field="last_day",
        )
    if Departure.objects.planned().filter(office=office, user=person).exists():
        raise DomainError(
            _("It is planned already that this person leaves. Call that off first."),
            code="leaving_already",
        )
    roles = list(Membership.objects.not_ended().filter(office=office, user=person))
    if not roles:
        raise DomainError(
            _("This person has no role in the office any more."), code="ended_already"
        )
    return roles


def _end(roles: list[Membership], departure: Departure, actor: User) -> None:
    """Roles end with the last day, or earlier where they would have anyway; one entry for each."""
    for role in roles:
        if role.ends_on is not None and role.ends_on <= departure.last_day:
            continue
        role.ends_on = departure.last_day
        role.save(update_fields=["ends_on"])
        ledger.record(
            office=departure.office,
            act=Act.MEMBER_ENDED,
            subject=role,
            actor=actor,
            reason=departure.reason,
            ends_on=role.ends_on,
        )


def _require_takers(office: Office, person: User, handover: Handover, day: dt.date) -> None:
    rows = Membership.objects.in_force(day + ONE_DAY).working()
    rows = rows.filter(office=office, user__is_active=True)
    here = set(rows.values_list("user_id", flat=True))
    for taker in handover.takers:
        if taker.pk == person.pk:
            raise DomainError(
                _("Choose somebody else: this person gives the duties away."), code="taker_leaves"
            )
        if taker.pk not in here:
            raise DomainError(
                _("%(name)s will not be in the office any more. Choose somebody else.")
                % {"name": taker.name},
                code="taker_not_here",
            )


def _require_whole(office: Office, person: User, handover: Handover, day: dt.date) -> None:
    heaps = selectors.duties_of(person, office, day, leaving=True)
    untaken = [
        name
        for heap in heaps
        for name in map(heap.name_of, heap.open)
        if handover.taker_of(name) is None
    ]
    if f"offices.roles:{Role.ADMINISTRATOR}" in untaken:
        raise DomainError(
            _("This is the last administrator of the office. Choose who becomes administrator."),
            code="last_administrator",
        )
    if untaken and not handover.later:
        raise DomainError(
            _(
                "Nobody takes over %(count)s of the duties yet. Choose somebody for all of them, "
                "or say that they are handed over later."
            )
            % {"count": len(untaken)},
            code="duties_open",
            field="heir",
        )
