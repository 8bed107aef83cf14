"""The offices beside and above: what an observer of the province or of the nation sees of a year.

The province hands a short plan down; its offices make it theirs and are ahead, usual, late, silent or
still drafting. One office of another province has a plan of its own. They prove by link, so that the
demo stays quick; every act is done by the product's own services as for the demo office.
"""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

import time_machine

from lempu.kernel.accounts.models import User
from lempu.kernel.demo.services.people import NATIONAL, PROVINCIAL, enter, sister_people
from lempu.kernel.demo.services.year import Year
from lempu.kernel.evidence import services as evidence
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import enact_plan
from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.models import Template
from lempu.kernel.oversight.services import templates
from lempu.kernel.plans.enums import DueRule, Expectation
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.services import assignments, drafts, rows

PLAN = "demo/regional-plan"
PROVINCE, NATION, DRAFTING = "73", "0", "7326"
Table = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Sister:
    """An office and what becomes of its obligations: shares that add up, then nothing is sent."""

    code: str
    fates: Table
    closes: bool = True
    handed: bool = True


SISTERS = (
    Sister("7322", ((0.97, "accepted"), (1.0, "late"))),
    Sister("7324", ((0.70, "accepted"), (0.84, "late"), (0.90, "mended"), (0.97, "undone"))),
    Sister("7373", ((0.25, "accepted"), (0.40, "late"), (0.48, "returned")), closes=False),
    Sister("7308", (), closes=False),
    Sister("7401", ((0.85, "accepted"), (0.95, "late")), handed=False),
)


def live_around(now: dt.datetime, year: int) -> None:
    """Everything above, until ``now``; in the first months with the year before, which has more to see."""
    first = year - 1 if now.month < 4 else year
    offices = {office.code: office for office in Office.objects.select_related("parent")}
    with time_machine.travel(_morning(offices[PROVINCE], first, 5), tick=True):
        coordinator = _enter_above(offices)
        template = _handed_down(offices[PROVINCE], coordinator, first)
    for sister in SISTERS:
        _live(sister, offices[sister.code], template, first, year, now)
    _still_drafting(offices[DRAFTING], template, year)


def _enter_above(offices: dict[str, Office]) -> User:
    enter(NATIONAL, offices[NATION])
    return enter(PROVINCIAL, offices[PROVINCE])


def _handed_down(province: Office, coordinator: User, year: int) -> Template:
    """A draft of the province, with what proves each row, given to every office below."""
    plan = _written(province, coordinator, year)
    return templates.hand_down(
        plan=plan,
        actor=coordinator,
        title=f"Rencana aksi ringkas {year}",
        note="Tambahkan kegiatan satker Anda sendiri, lalu tetapkan paling lambat akhir Januari.",
        below=province.children.all(),
    )


def _written(office: Office, coordinator: User, year: int) -> Plan:
    plan = drafts.create_from_example(office=office, actor=coordinator, year=year, example=PLAN)
    for indicator in Indicator.objects.filter(plan=plan):
        plan.refresh_from_db(fields=["edition"])
        rows.change_expectation(
            indicator=indicator,
            actor=coordinator,
            edition=plan.edition,
            expectation=Expectation.ONCE if len(indicator.months) == 1 else Expectation.MONTHLY,
            required=["report"],
            due_rule=DueRule.MONTH_END,
            due_day=None,
        )
    return plan


def _live(
    sister: Sister, office: Office, template: Template, first: int, year: int, now: dt.datetime
) -> None:
    with time_machine.travel(_morning(office, first, 12), tick=True):
        people = sister_people(office)
        coordinator = people["demo-koordinator"]
        plan = (
            templates.adopt(template=template, office=office, actor=coordinator, year=first)
            if sister.handed
            else _written(office, coordinator, first)
        )
        assignments.set_owners_of_many(
            plan=plan,
            actor=coordinator,
            indicators=list(plan.indicators.all()),
            owners=[people["demo-pelaksana"]],
        )
        enact(plan, coordinator)
    end = dt.datetime(first + 1, 1, 31, tzinfo=zoneinfo.ZoneInfo(office.timezone))
    SisterYear(sister, plan, people, until=min(now, end)).live()
    if year > first:
        with time_machine.travel(_morning(office, year, 2), tick=True):
            plan = drafts.copy_plan(source=plan, actor=coordinator, year=year)
            enact(plan, coordinator)
        SisterYear(sister, plan, people, until=now).live()


def _still_drafting(office: Office, template: Template, year: int) -> None:
    """Took the plan over, ticked a month more, and has not enacted it."""
    with time_machine.travel(_morning(office, year, 15), tick=True):
        coordinator = sister_people(office)["demo-koordinator"]
        plan = templates.adopt(template=template, office=office, actor=coordinator, year=year)
        row = plan.indicators.filter(months=[1]).first() or plan.indicators.get(order=1)
        rows.set_month(indicator=row, actor=coordinator, edition=plan.edition, month=2, ticked=True)


def enact(plan: Plan, actor: User) -> None:
    plan.refresh_from_db()
    enact_plan(plan=plan, actor=actor, edition=plan.edition)


def _morning(office: Office, year: int, day: int) -> dt.datetime:
    return dt.datetime(year, 1, day, 9, tzinfo=zoneinfo.ZoneInfo(office.timezone))


class SisterYear(Year):
    """A year that is proved by links and goes by the shares of its office."""

    def __init__(
        self, sister: Sister, plan: Plan, people: dict[str, User], until: dt.datetime
    ) -> None:
        super().__init__(plan, people, until)
        self.sister = sister
        self.chance.seed(f"{sister.code}/{plan.year}")

    def _fate(self, obligation: Obligation) -> str:
        dice = self.chance.random()
        return next((fate for limit, fate in self.sister.fates if dice < limit), "missing")

    def _prove(self, obligation: Obligation, day: dt.date) -> None:
        owner = self._owner(obligation)
        self._link(obligation, owner, day)
        evidence.submit(obligation=obligation, actor=owner)

    def _mend(self, obligation: Obligation, day: dt.date) -> None:
        self._prove(obligation, day + dt.timedelta(days=6))

    def _link(self, obligation: Obligation, owner: User, day: dt.date) -> None:
        place = f"{self.sister.code}/{obligation.indicator.code}/{day.isoformat()}"
        evidence.add_evidence(
            obligation=obligation,
            actor=owner,
            content=evidence.Content(
                url=f"https://berkas.example/{place}", name=f"Laporan {obligation.indicator.code}"
            ),
            details=evidence.Details(kind="report", document_date=day),
        )

    def _close(self, month: int) -> None:
        if self.sister.closes:
            super()._close(month)
