"""Rows of the plan that a person owns or coordinates, with what is still open of them."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership, Unit
from lempu.kernel.offices.registry import Duty, Kind, Move, register
from lempu.kernel.offices.selectors import people_of
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Indicator
from lempu.kernel.plans.services.assignments import set_owners

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

PROVING = (Role.MEMBER, Role.OFFICER, Role.COORDINATOR)
#: What is counted of a row, as ``_living`` adds it.
COUNTED = ("returned", "late", "due", "sent", "ahead")
OPEN = (State.OPEN, State.RETURNED, State.SUBMITTED)


def _living(office: "Office", day: dt.date) -> "QuerySet[Indicator]":
    """Rows that somebody must see to: of a plan of this year or a later one, or with something open."""
    waiting = Obligation.objects.filter(indicator=OuterRef("pk"), state__in=OPEN)
    in_use = Q(plan__state__in=[PlanState.DRAFT, PlanState.ENACTED], plan__year__gte=day.year)
    rows = Indicator.objects.filter(plan__office=office).exclude(plan__state=PlanState.WITHDRAWN)
    rows = rows.filter(in_use | Exists(waiting)).with_place()
    open_ones = Q(obligations__state=State.OPEN, obligations__begins_on__lte=day)
    return rows.annotate(
        returned=Count("obligations", filter=Q(obligations__state=State.RETURNED)),
        late=Count("obligations", filter=open_ones & Q(obligations__due_on__lt=day)),
        due=Count("obligations", filter=open_ones & Q(obligations__due_on__gte=day)),
        sent=Count("obligations", filter=Q(obligations__state=State.SUBMITTED)),
        ahead=Count(
            "obligations",
            filter=Q(obligations__state=State.OPEN, obligations__begins_on__gt=day),
        ),
    ).order_by("-plan__year", "order", "pk")


def _duty(row: "Indicator") -> Duty:
    n = {name: getattr(row, name) for name in COUNTED}
    words = {
        "returned": ngettext("%(count)s returned", "%(count)s returned", n["returned"]),
        "late": ngettext("%(count)s late", "%(count)s late", n["late"]),
        "due": ngettext("%(count)s due", "%(count)s due", n["due"]),
        "sent": ngettext("%(count)s waiting for review", "%(count)s waiting for review", n["sent"]),
        "ahead": ngettext("%(count)s to come", "%(count)s to come", n["ahead"]),
    }
    said = [words[name] % {"count": n[name]} for name in COUNTED if n[name]]
    if row.plan.state == PlanState.DRAFT:
        said = [_("in a draft plan")]
    return Duty(
        key=str(row.pk),
        title=f"{row.code} {row.sub_activity.name} ({row.plan.year})",
        note=", ".join(said) or _("nothing open now"),
        url=reverse("plans:grid", args=[row.plan_id]),
        is_urgent=bool(n["returned"] or n["late"]),
    )


def owned(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Rows the person owns; one query."""
    mine = Indicator.owners.through.objects.filter(indicator=OuterRef("pk"), user=user)
    return [_duty(row) for row in _living(office, day).filter(Exists(mine))]


def coordinated(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Rows the person coordinates; one query."""
    mine = Indicator.coordinators.through.objects.filter(indicator=OuterRef("pk"), user=user)
    return [_duty(row) for row in _living(office, day).filter(Exists(mine))]


def of_unit(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Rows without owner of the person's sub-divisions: where others remain they see to them."""
    proving = Membership.objects.filter(office=office, role__in=PROVING)
    units = Unit.objects.filter(pk__in=proving.in_force(day).filter(user=user).values("unit"))
    owners = Indicator.owners.through.objects.filter(indicator=OuterRef("pk"))
    found: list[Duty] = []
    for unit in units:
        rows = list(_living(office, day).filter(~Exists(owners), unit=unit))
        after = proving.in_force(day + dt.timedelta(days=1)).filter(unit=unit).exclude(user=user)
        staying = after.filter(user__is_active=True).order_by("user__name")
        names = list(dict.fromkeys(staying.values_list("user__name", flat=True)))
        if rows and names:
            words = ngettext(
                "%(count)s row of %(unit)s without an owner",
                "%(count)s rows of %(unit)s without an owner",
                len(rows),
            )
            title = words % {"count": len(rows), "unit": unit.name}
            found.append(Duty(f"unit-{unit.pk}", title, stays_with=", ".join(names)))
        elif rows:
            found += [_duty(row) for row in rows]
    return found


def _give(*, owners: bool, coordinators: bool) -> Callable[[Move], None]:
    def give(move: Move) -> None:
        """Put the taker in the place of the giver in each row; one entry for each."""
        here = set(people_of(move.office).values_list("pk", flat=True))

        def after(people: "list[User]", *, moves: bool) -> "list[User]":
            stay = [
                each for each in people if each.pk in here and not (moves and each == move.giver)
            ]
            return [*stay, move.taker] if moves and move.taker not in stay else stay

        rows = Indicator.objects.filter(pk__in=move.keys).select_related("unit")
        for row in rows.prefetch_related("owners", "coordinators").order_by("pk"):
            set_owners(
                indicator=row,
                actor=move.actor,
                owners=after(list(row.owners.all()), moves=owners),
                coordinators=after(list(row.coordinators.all()), moves=coordinators),
                unit=row.unit,
            )

    return give


register(
    Kind(
        key="obligations.owned",
        label=gettext_lazy("Rows of the plan they own"),
        find=owned,
        give=_give(owners=True, coordinators=False),
        needs=PROVING,
        order=20,
        is_lent=True,
    )
)
register(
    Kind(
        key="obligations.unit",
        label=gettext_lazy("Rows of their sub-division"),
        find=of_unit,
        give=_give(owners=True, coordinators=False),
        needs=PROVING,
        order=30,
        when_leaving=True,
    )
)
register(
    Kind(
        key="obligations.coordinated",
        label=gettext_lazy("Rows of the plan they coordinate"),
        find=coordinated,
        give=_give(owners=False, coordinators=True),
        needs=(Role.COORDINATOR,),
        order=40,
    )
)
