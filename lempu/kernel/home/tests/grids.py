"""Rows and ticks of an enacted plan of 2025, in the order they are made."""

from lempu.kernel.obligations.tests.factories import (
    ObligationFactory,
    ProgrammeRowFactory,
    RowFactory,
    SubActivityRowFactory,
)


def row(plan, number=1, **rest):
    programme = plan.programmes.filter(number=number).first() or ProgrammeRowFactory(
        plan=plan, number=number, position=number
    )
    sub = rest.pop("sub_activity", None) or SubActivityRowFactory(activity__programme=programme)
    order = plan.indicators.count() + 1
    return RowFactory(plan=plan, sub_activity=sub, order=order, code=f"{number}.{order}", **rest)


def tick(indicator, month, **rest):
    return ObligationFactory(
        indicator=indicator, office=indicator.plan.office, month=month, year=2025, **rest
    )
