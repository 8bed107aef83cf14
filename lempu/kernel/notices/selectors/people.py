"""To whom an obligation is said: who delivers it, who coordinates it, who leads."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from lempu.kernel.obligations.models import Obligation, ObligationQuerySet
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Delegation, Membership
from lempu.kernel.plans.models import Indicator

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


def with_people(rows: ObligationQuerySet) -> list[Obligation]:
    """Obligations with the people of their rows; three queries."""
    indicators = Indicator.objects.with_place().prefetch_related("owners", "coordinators")
    return list(
        rows.prefetch_related(Prefetch("indicator", indicators)).order_by(
            "due_on", "indicator__order"
        )
    )


class Team:
    """The people of an office on a day, read at once. Who has left is nobody's address, and for
    somebody on leave the colleague who stands in is told."""

    def __init__(self, office: "Office", day: dt.date) -> None:
        rows = Membership.objects.in_force(day).filter(office=office, user__is_active=True)
        self._memberships = list(rows.select_related("user").order_by("user__name"))
        self._here = {m.user_id: m.user for m in self._memberships}
        away = Delegation.objects.in_force(day).filter(office=office, delegate__in=self._here)
        self._away = list(away.order_by("pk"))

    def _seen_to(self, people: "list[User]", kind: str, key: object) -> "list[User]":
        """The people, each on leave replaced by whoever stands in for them in this."""
        found = []
        for user in people:
            theirs = [each for each in self._away if each.person_id == user.pk]
            stand_in = next((each for each in theirs if each.covers(kind, key)), None)
            found.append(self._here[stand_in.delegate_id] if stand_in else user)
        return list(dict.fromkeys(found))

    def those_who_deliver(self, row: Obligation) -> "list[User]":
        """The owners; where a row has none, the staff of its sub-division."""
        owners = list(row.indicator.owners.all())
        if owners:
            here = [self._here[user.pk] for user in owners if user.pk in self._here]
            return self._seen_to(here, "obligations.owned", row.indicator_id)
        unit = row.indicator.unit_id
        staff = {Role.MEMBER, Role.OFFICER}
        found = {
            m.user_id: m.user
            for m in self._memberships
            if unit is not None and m.unit_id == unit and m.role in staff
        }
        return self._seen_to(list(found.values()), "obligations.unit", unit)

    def those_who_coordinate(self, row: Obligation) -> "list[User]":
        """The row's coordinators; where it has none, those of its area, who may be all."""
        coordinators = [m for m in self._memberships if m.role == Role.COORDINATOR]
        named = {user.pk for user in row.indicator.coordinators.all()}
        found = [m.user for m in coordinators if m.user_id in named]
        if not found:
            area = row.indicator.sub_activity.activity.programme.area
            found = [m.user for m in coordinators if not m.areas or area in m.areas]
        return self._seen_to(found, "offices.roles", Role.COORDINATOR)

    def those_who_lead(self) -> "list[User]":
        leaders = [m.user for m in self._memberships if m.role == Role.LEADER]
        return self._seen_to(leaders, "offices.roles", Role.LEADER)

    def administrators(self) -> "list[User]":
        return [m.user for m in self._memberships if m.role == Role.ADMINISTRATOR]
