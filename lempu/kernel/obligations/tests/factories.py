"""Obligations of an enacted plan, with the few rows above them.

``ObligationFactory(office=office, month=9)`` makes a row of its own; give ``indicator`` for another
month of the same row. Traits set the state; dates follow the month unless given.
"""

import calendar
import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.tests.factories import OfficeFactory
from lempu.kernel.plans.enums import Origin, PlanState
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity


class PlanOfYearFactory(DjangoModelFactory):
    """One enacted plan per office and year."""

    class Meta:
        model = Plan
        django_get_or_create = ("office", "year")

    office = factory.SubFactory(OfficeFactory)
    year = 2025
    state = PlanState.ENACTED
    origin = Origin.BLANK
    enacted_at = factory.LazyFunction(timezone.now)


class ProgrammeRowFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    plan = factory.SubFactory(PlanOfYearFactory)
    position = factory.Sequence(lambda n: n % 30000)
    number = factory.Sequence(lambda n: 1 + n % 8)
    name = factory.Sequence(lambda n: f"Program {n}")


class ActivityRowFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    programme = factory.SubFactory(ProgrammeRowFactory)
    position = 0
    name = factory.Sequence(lambda n: f"Kegiatan {n}")


class SubActivityRowFactory(DjangoModelFactory):
    class Meta:
        model = SubActivity

    activity = factory.SubFactory(ActivityRowFactory)
    position = 0
    name = factory.Sequence(lambda n: f"Sub kegiatan {n}")


class RowFactory(DjangoModelFactory):
    """An indicator with its place. ``owners`` may be given as a list of people."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    class Params:
        office = factory.SubFactory(OfficeFactory)
        year = 2025

    plan = factory.LazyAttribute(lambda o: PlanOfYearFactory(office=o.office, year=o.year))
    sub_activity = factory.LazyAttribute(
        lambda o: SubActivityRowFactory(activity__programme__plan=o.plan)
    )
    position = 0
    order = factory.Sequence(lambda n: n % 30000)
    code = factory.Sequence(lambda n: f"{1 + n % 8}.{1 + n % 9}")
    text = factory.Sequence(lambda n: f"Indikator {n}")
    months = factory.LazyFunction(lambda: list(range(1, 13)))
    required = factory.LazyFunction(lambda: ["invitation", "attendance"])

    @factory.post_generation
    def owners(self, create, extracted, **_rest):
        if create and extracted:
            self.owners.set(extracted)


class ObligationFactory(DjangoModelFactory):
    class Meta:
        model = Obligation

    class Params:
        submitted = factory.Trait(
            state=State.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        returned = factory.Trait(state=State.RETURNED)
        accepted = factory.Trait(
            state=State.ACCEPTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        nil = factory.Trait(state=State.NIL, submitted_at=factory.LazyFunction(timezone.now))
        undone = factory.Trait(state=State.UNDONE, undone_reason="Anggaran dialihkan.")

    office = factory.SubFactory(OfficeFactory)
    year = 2025
    month = 9
    indicator = factory.LazyAttribute(lambda o: RowFactory(office=o.office, year=o.year))
    plan = factory.LazyAttribute(lambda o: o.indicator.plan)
    begins_on = factory.LazyAttribute(lambda o: dt.date(o.year, o.month, 1))
    due_on = factory.LazyAttribute(
        lambda o: dt.date(o.year, o.month, calendar.monthrange(o.year, o.month)[1])
    )
