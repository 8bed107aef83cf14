"""A plan in force with its obligations, and an amendment of it that lacks nothing but a change."""

import datetime as dt

from lempu.kernel.obligations.services import enact_plan
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.services.amendments import start_amendment
from lempu.kernel.plans.tests.factories import IndicatorFactory, PlanFactory, StoredFileFactory


def plan_in_force(*months, **facts):
    """Version 1 of 2025 with one row for each list of months."""
    facts = {"decree_date": dt.date(2025, 1, 9), "source_name": "sk.pdf", **facts}
    plan = PlanFactory(source_file=StoredFileFactory(), **facts)
    for ticks in months:
        IndicatorFactory(plan=plan, months=ticks)
    return enact_plan(plan=plan, actor=UserFactory(), edition=plan.edition)


def amendment_of(plan, *, date=dt.date(2025, 6, 2)):
    """Its draft of the next version, with number, date and file of a decree of June."""
    draft = start_amendment(plan=plan, actor=UserFactory())
    facts = {"decree_number": str(10 + draft.version), "decree_date": date}
    Plan.objects.filter(pk=draft.pk).update(source_file=StoredFileFactory(), **facts)
    draft.refresh_from_db()
    return draft


def rows(plan):
    return list(plan.indicators.order_by("order"))


def tick(row, *months):
    row.months = sorted(months)
    row.save(update_fields=["months"])
