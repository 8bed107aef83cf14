"""A colleague stands in for a person on leave."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices import selectors
from lempu.kernel.offices.enums import Act
from lempu.kernel.offices.models import Delegation, Membership, Office
from lempu.kernel.offices.services import people
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


@transaction.atomic
def delegate(
    *,
    office: Office,
    person: User,
    delegate: User,
    actor: User,
    starts_on: dt.date,
    ends_on: dt.date,
    duties: list[str] | None = None,
    reason: str = "",
) -> Delegation:
    """Let a colleague do a person's duties from a day until a day; ``duties`` None is all of them.

    Refuses the person themselves (``same_person``), people who are not in the office on all these days
    (``not_there``), days in the wrong order or past (``ends_before_it_starts``, ``date_passed``), an empty
    choice (``nothing_chosen``) and one that is not the person's (``foreign_duty``); a second delegation of
    the same duties on one of the days (``overlapping``); a delegate who is away then or a person who
    stands in for somebody then (``circular`` when it is each for the other, else ``chained``).
    """
    people.lock_office(office)
    _require_days(starts_on, ends_on, today(office.timezone))
    if person.pk == delegate.pk:
        raise DomainError(
            _("Choose a colleague: nobody stands in for themselves."),
            code="same_person",
            field="delegate",
        )
    for who in (person, delegate):
        _require_there(office, who, starts_on, ends_on)
    _require_own(office, person, duties)
    others = Delegation.objects.filter(office=office).overlapping(starts_on, ends_on)
    _require_free(others.filter(person=person).for_listing(), duties)
    _require_straight(others.for_listing(), person, delegate)
    made = Delegation.objects.create(
        office=office,
        person=person,
        delegate=delegate,
        starts_on=starts_on,
        ends_on=ends_on,
        duties=duties or [],
        reason=reason.strip(),
        made_by=actor,
    )
    _record(made, actor)
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, actor: User) -> Delegation:
    """End a delegation at once, before its last day. Refuses one that is over (``over``)."""
    people.lock_office(delegation.office)
    row = Delegation.objects.select_related("office", "person", "delegate").get(pk=delegation.pk)
    if row.ended_at is not None or row.ends_on < today(row.office.timezone):
        raise DomainError(_("This delegation is over already."), code="over")
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    ledger.record(office=row.office, act=Act.DELEGATION_ENDED, subject=row, actor=actor)
    return row


def end_all_of(user: User, *, office: Office, actor: User) -> None:
    """Whoever leaves stands in for nobody, and nobody for them."""
    rows = Delegation.objects.not_over().filter(Q(person=user) | Q(delegate=user), office=office)
    for row in rows.order_by("pk"):
        end_delegation(delegation=row, actor=actor)


def _record(made: Delegation, actor: User) -> None:
    ledger.record(
        office=made.office,
        act=Act.DELEGATED,
        subject=made,
        actor=actor,
        person=made.person_id,
        delegate=made.delegate_id,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        duties=made.duties,
        reason=made.reason,
    )


def _require_days(first: dt.date, last: dt.date, now: dt.date) -> None:
    if last < first:
        raise DomainError(
            _("The last day lies before the first."), code="ends_before_it_starts", field="ends_on"
        )
    if first < now:
        raise DomainError(
            _("This day has passed. A delegation begins today or later."),
            code="date_passed",
            field="starts_on",
        )


def _require_there(office: Office, who: User, first: dt.date, last: dt.date) -> None:
    rows = Membership.objects.working()
    rows = rows.filter(user=who, office=office, user__is_active=True)
    if not (rows.in_force(first).exists() and rows.in_force(last).exists()):
        raise DomainError(
            _("%(name)s is not in the office on all of these days.") % {"name": who.name},
            code="not_there",
            field="delegate",
        )


def _require_own(office: Office, person: User, duties: list[str] | None) -> None:
    if duties is None:
        return
    if not duties:
        raise DomainError(
            _("Choose at least one duty, or all of them."), code="nothing_chosen", field="duties"
        )
    offered = selectors.lendable_of(person, office, today(office.timezone))
    if set(duties) - {name for _label, rows in offered for name, _words in rows}:
        raise DomainError(
            _("One of these duties is not this person’s any more. Choose again."),
            code="foreign_duty",
            field="duties",
        )


def _require_free(others: "Iterable[Delegation]", duties: list[str] | None) -> None:
    for other in others:
        if duties is None or other.is_all or set(duties) & set(other.duties):
            raise DomainError(
                _("%(name)s stands in for this already until %(date)s. End that first.")
                % {"name": other.delegate.name, "date": date_format(other.ends_on, "j F Y")},
                code="overlapping",
            )


def _require_straight(others: "Iterable[Delegation]", person: User, delegate: User) -> None:
    for other in others:
        names = {
            "absent": other.person.name,
            "name": other.delegate.name,
            "date": date_format(other.ends_on, "j F Y"),
        }
        if (other.person_id, other.delegate_id) == (delegate.pk, person.pk):
            raise DomainError(
                _(
                    "%(absent)s is away too and left their duties to %(name)s until %(date)s. "
                    "Each cannot stand in for the other; choose somebody else."
                )
                % names,
                code="circular",
                field="delegate",
            )
        if delegate.pk == other.person_id or person.pk == other.delegate_id:
            raise DomainError(
                _(
                    "%(name)s stands in for %(absent)s until %(date)s. What is left to somebody is not "
                    "passed on; end that first or choose other days."
                )
                % names,
                code="chained",
                field="delegate",
            )
