"""The versions of one year's plan: which is in force, which decree made it, which it amends."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from lempu.kernel.plans.enums import SET_BY_DECREE, PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.renditions import legal

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office


def version_words(plan: Plan) -> str:
    """Which version a paper speaks of: "Version 2, by decree number 7 of 2025, which amends ...".

    Told without the numbers where the decree has none yet. Needs ``select_related("amends")``,
    else one query.
    """
    number = decree_words(plan)
    amended = decree_words(plan.amends) if plan.amends else ""
    facts = {"version": plan.version, "number": number, "amended": amended}
    if plan.is_draft:
        return _("Draft of version %(version)s") % facts
    if number and amended:
        return (
            _(
                "Version %(version)s, by decree number %(number)s, amending decree number %(amended)s"
            )
            % facts
        )
    if number:
        return _("Version %(version)s, by decree number %(number)s") % facts
    return _("Version %(version)s") % facts


def decree_words(plan: Plan) -> str:
    """The number of the decree with its year ("4 Tahun 2025"); "" where it has none."""
    if not plan.decree_number:
        return ""
    date = plan.decree_date.isoformat() if plan.decree_date else None
    return legal.number_with_year(plan.decree_number, year=plan.year, date=date)


def versions_of(plan: Plan) -> list[Plan]:
    """Every version of the plan's year that a decree set, and the amendment in work; latest first.

    One query. A year that was never amended has one version.
    """
    rows = Plan.objects.filter(office=plan.office_id, year=plan.year)
    shown = Q(state__in=SET_BY_DECREE) | Q(state=PlanState.DRAFT, amends__isnull=False)
    return list(
        rows.filter(shown)
        .select_related("office", "amends", "source_file", "enacted_by")
        .order_by("-version", "-pk")
    )


def open_amendment(office: "Office", year: int) -> Plan | None:
    """The draft that will replace the office's plan of a year, if somebody works on one."""
    return Plan.objects.amending().filter(office=office, year=year).first()


def in_force(office: "Office", year: int) -> Plan | None:
    """The version of a year that counts now."""
    rows = Plan.objects.enacted().filter(office=office, year=year)
    return rows.select_related("office", "amends").first()
