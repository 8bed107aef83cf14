"""Plans for tests: ``PlanFactory(rows=3)`` is a draft with three programmes of one row each."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lempu.kernel.files.models import StoredFile
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.kernel.plans.enums import ImportState, Origin, PlanState
from lempu.kernel.plans.models import (
    Activity,
    Import,
    Indicator,
    Plan,
    PlanFinding,
    Programme,
    SubActivity,
)


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1
    media_type = "text/plain"


class PlanFactory(DjangoModelFactory):
    """A draft without rows. ``rows=n`` adds n programmes, each down to one indicator in January."""

    class Meta:
        model = Plan
        skip_postgeneration_save = True

    class Params:
        enacted = factory.Trait(
            state=PlanState.ENACTED, enacted_at=dt.datetime(2025, 1, 9, tzinfo=dt.UTC)
        )
        withdrawn = factory.Trait(state=PlanState.WITHDRAWN)

    office = factory.SubFactory(OfficeFactory)
    year = 2025
    origin = Origin.BLANK
    decree_number = "4"

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        for _ in range(extracted or 0):
            IndicatorFactory(plan=self)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    plan = factory.SubFactory(PlanFactory)
    position = factory.LazyAttribute(lambda o: o.plan.programmes.count() + 1)
    number = factory.LazyAttribute(lambda o: o.position)
    name = factory.LazyAttribute(lambda o: f"Program {o.position}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.LazyAttribute(lambda o: o.programme.activities.count() + 1)
    name = factory.LazyAttribute(lambda o: f"Kegiatan {o.position}")


class SubActivityFactory(DjangoModelFactory):
    class Meta:
        model = SubActivity

    activity = factory.SubFactory(ActivityFactory)
    position = factory.LazyAttribute(lambda o: o.activity.sub_activities.count() + 1)
    name = factory.LazyAttribute(lambda o: f"Sub kegiatan {o.position}")


class IndicatorFactory(DjangoModelFactory):
    """A row in January, under a programme of its own unless told otherwise."""

    class Meta:
        model = Indicator

    plan = factory.SubFactory(PlanFactory)
    sub_activity = factory.LazyAttribute(
        lambda o: SubActivityFactory(activity__programme__plan=o.plan)
    )
    position = factory.LazyAttribute(lambda o: o.sub_activity.indicators.count() + 1)
    order = factory.LazyAttribute(lambda o: o.plan.indicators.count() + 1)
    code = factory.LazyAttribute(
        lambda o: f"{o.sub_activity.activity.programme.number}.{o.sub_activity.activity.position}"
    )
    text = factory.LazyAttribute(lambda o: f"Indikator {o.order}")
    months = factory.LazyFunction(lambda: [1])
    is_suggested = False


class PlanFindingFactory(DjangoModelFactory):
    """A finding that must be decided, on a row without months."""

    class Meta:
        model = PlanFinding

    plan = factory.SubFactory(PlanFactory)
    position = factory.LazyAttribute(lambda o: o.plan.findings.count())
    code = "no_month"
    severity = "must"
    row = "1.1"
    content = factory.LazyAttribute(
        lambda o: {
            "code": o.code,
            "severity": o.severity,
            "row": o.row,
            "params": {},
            "options": ["all_months", "choose_months", "leave_empty"],
        }
    )


def reading(rows=1, findings=()):
    """The reader's JSON of a plan with ``rows`` programmes of one row each."""
    programmes = [
        {
            "number": n,
            "name": f"Program {n}",
            "activities": [
                {
                    "name": f"Kegiatan {n}",
                    "sub_activities": [
                        {
                            "name": f"Sub kegiatan {n}",
                            "parts": [],
                            "indicators": [{"text": f"Produk huku {n}", "months": [1, 2]}],
                        }
                    ],
                }
            ],
        }
        for n in range(1, rows + 1)
    ]
    decree = {
        "number": "4",
        "year": 2025,
        "date": "2025-01-09",
        "place": "Belopa",
        "office": "KPU Luwu",
        "title": "Rencana Aksi",
        "signatory": {"name": "Ketua", "position": "Ketua KPU"},
    }
    return {"decree": decree, "programmes": programmes, "findings": list(findings)}


CUT_WORD = {
    "code": "cut_word",
    "severity": "look",
    "row": "1.1",
    "field": "indicator",
    "span": "huku",
    "proposal": "hukum",
    "params": {"span": "huku", "proposal": "hukum"},
}
NO_MONTH = {
    "code": "no_month",
    "severity": "must",
    "row": "1.1",
    "field": "indicator",
    "params": {},
    "options": ["all_months", "choose_months", "leave_empty"],
}


class ImportFactory(DjangoModelFactory):
    """A decree waiting to be read; ``read=True`` has one row and two findings."""

    class Meta:
        model = Import

    class Params:
        read = factory.Trait(
            state=ImportState.READ,
            reading=factory.LazyFunction(lambda: reading(1, [CUT_WORD, NO_MONTH])),
        )
        failed = factory.Trait(state=ImportState.FAILED, error_code="scan", error="pindai")

    office = factory.SubFactory(OfficeFactory)
    file = factory.SubFactory(StoredFileFactory)
    name = "sk.docx"
    created_by = factory.SubFactory(UserFactory)
