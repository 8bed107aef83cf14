"""Living a year: every obligation meets a fate, and every act is done by the product's own services.

The acts of a year are put in order of time and done one after the other under a set clock, so that the
ledger reads as if the office had worked. Acts that would lie in the future are left out: that is what
makes the current month open.
"""

import datetime as dt
import functools
import heapq
import io
import random
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import time_machine
from django.utils import timezone

from lempu.kernel.accounts.models import User
from lempu.kernel.closing.services import close_month
from lempu.kernel.demo.services.papers import paper
from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.models import Submission
from lempu.kernel.files.services import store
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import state_undone
from lempu.kernel.plans.enums import Expectation
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.reviews.services import decide
from lempu.shared.errors import DomainError

NIL = "Tidak ada undangan atau kejadian bulan ini."
UNDONE = "Kegiatan ditunda karena pegawai bertugas di luar daerah sampai akhir bulan."
RETURNED = "Dokumen belum ditandatangani. Unggah yang sudah ditandatangani."


#: Deeds told from elsewhere: the day of each, and what is done.
Deeds = Iterable[tuple[dt.date, Callable[[], object]]]


@dataclass(order=True)
class Deed:
    """Something that happens at a moment."""

    at: dt.datetime
    order: int
    do: Callable[[], object] = field(compare=False)


class Year:
    """One year of a plan, lived until ``until``; the last ``waiting`` decisions are still to come."""

    def __init__(
        self, plan: Plan, people: dict[str, User], until: dt.datetime, *, waiting: int = 0
    ) -> None:
        self.waiting = waiting
        self.decisions: list[dt.datetime] = []
        self.plan = plan
        self.people = people
        self.until = until
        self.zone = zoneinfo.ZoneInfo(plan.office.timezone)
        self.chance = random.Random(plan.year)  # noqa: S311 -- a story, not a secret
        self.deeds: list[Deed] = []
        self.noted = 0
        self.last_at = until
        self.told: set[int] = set()

    def live(self, papers: Deeds = ()) -> int:
        """Do every deed in its time, ``papers`` among them; returns how many were done."""
        for day, do in papers:
            self._at(day, do)
        self._tell_all()
        for month in range(1, 11):
            closing = self._month_end(month) + dt.timedelta(days=36)
            self._at(closing, functools.partial(self._close, month))
        done = 0
        while self.deeds and self.deeds[0].at <= self.until:
            deed = heapq.heappop(self.deeds)
            with time_machine.travel(deed.at, tick=False):
                self._do(deed)
            done += 1
        return done

    def amended(self, plan: Plan) -> None:
        """Go on with the version that is in force now; what it asks for anew meets its fate too."""
        self.plan = plan
        self._tell_all()

    def _do(self, deed: Deed) -> None:
        """What an amendment withdrew meanwhile is left alone."""
        try:
            deed.do()
        except DomainError as refusal:
            if refusal.code != "withdrawn_by_amendment":
                raise

    def _tell_all(self) -> None:
        rows = Obligation.objects.filter(plan=self.plan).exclude(pk__in=self.told).for_listing()
        for obligation in rows.prefetch_related("indicator__owners"):
            self.told.add(obligation.pk)
            self._tell(obligation)

    def _tell(self, obligation: Obligation) -> None:
        """Choose the fate of one obligation and note its deeds."""
        fate = self._fate(obligation)
        if fate == "missing":
            return
        late = fate == "late"
        day = self._day(obligation.due_on, +3 if late else -9, +20 if late else 0)
        day = max(day, obligation.begins_on + dt.timedelta(days=4))
        if fate == "undone":
            self._at(obligation.due_on + dt.timedelta(days=6), lambda: self._undone(obligation))
            return
        if fate == "nil":
            self._at(day, lambda: self._nil(obligation))
            self._decide_later(obligation, day, accept=True)
            return
        self._at(day, lambda: self._prove(obligation, day))
        again = fate in {"mended", "returned"}
        self._decide_later(obligation, day, accept=not again)
        if fate == "mended":
            self._at(day + dt.timedelta(days=6), lambda: self._mend(obligation, day))
            self._decide_later(obligation, day + dt.timedelta(days=6), accept=True)

    def _fate(self, obligation: Obligation) -> str:
        dice = self.chance.random()
        per_event = obligation.indicator.expectation == Expectation.PER_EVENT
        if per_event and dice < 0.45:
            return "nil"
        table = [(0.80, "accepted"), (0.87, "late"), (0.92, "mended"), (0.95, "undone")]
        if obligation.month >= 9:
            table = [(0.74, "accepted"), (0.81, "late"), (0.87, "mended"), (0.94, "returned")]
        return next((fate for limit, fate in table if dice < limit), "missing")

    # what people do

    def _prove(self, obligation: Obligation, day: dt.date) -> None:
        obligation = self._as_now(obligation)
        owner = self._owner(obligation)
        row = obligation.indicator.sub_activity.name
        for kind in obligation.indicator.required:
            made = paper(
                kind=kind, label=kind_label(kind), code=obligation.indicator.code, row=row, day=day
            )
            file = store(content=io.BytesIO(made.content), name=made.name)
            evidence.add_evidence(
                obligation=obligation,
                actor=owner,
                content=evidence.Content(file=file, name=made.name),
                details=evidence.Details(kind=kind, number=made.number, document_date=made.dated),
            )
        evidence.submit(obligation=obligation, actor=owner)

    def _mend(self, obligation: Obligation, day: dt.date) -> None:
        obligation = self._as_now(obligation)
        owner = self._owner(obligation)
        first = obligation.evidence.offered().with_versions().first()
        if first is None or Submission.objects.filter(obligation=obligation).waiting().exists():
            return
        made = paper(
            kind=first.kind,
            label=f"{kind_label(first.kind)} lengkap",
            code=obligation.indicator.code,
            row=obligation.indicator.sub_activity.name,
            day=day,
        )
        file = store(content=io.BytesIO(made.content + b"\n"), name=made.name)
        evidence.add_version(
            evidence=first, actor=owner, content=evidence.Content(file=file, name=made.name)
        )
        evidence.submit(obligation=obligation, actor=owner)

    def _as_now(self, obligation: Obligation) -> Obligation:
        """An amendment may have carried it to another row meanwhile."""
        if obligation.plan_id == self.plan.pk:
            return obligation
        rows = Obligation.objects.for_listing().prefetch_related("indicator__owners")
        return rows.get(pk=obligation.pk)

    def _nil(self, obligation: Obligation) -> None:
        evidence.state_nil(obligation=obligation, actor=self._owner(obligation), reason=NIL)

    def _undone(self, obligation: Obligation) -> None:
        state_undone(obligation=obligation, actor=self._owner(obligation), reason=UNDONE)

    def _decide(self, obligation: Obligation, *, accept: bool) -> None:
        submission = Submission.objects.filter(obligation=obligation).waiting().first()
        if submission is None or self._is_left(timezone.now()):
            return
        decide(
            submission=submission,
            actor=self.people["demo-verifikator"],
            accept=accept,
            content_hash=submission.content_hash,
            reason="" if accept else RETURNED,
        )

    def _is_left(self, moment: dt.datetime) -> bool:
        """Whether this decision is one of the last, so that the reviewer finds something to do."""
        later = sum(moment < other <= self.until for other in self.decisions)
        return later < self.waiting

    def _close(self, month: int) -> None:
        open_rows = Obligation.objects.filter(plan=self.plan, month=month, state=State.OPEN)
        reasons = dict.fromkeys(open_rows.values_list("pk", flat=True), UNDONE)
        coordinator = self.people["demo-koordinator"]
        try:
            close_month(plan=self.plan, month=month, actor=coordinator, reasons=reasons)
        except DomainError as refusal:
            if refusal.code != "not_due_yet":
                raise

    # when they do it

    def _decide_later(self, obligation: Obligation, day: dt.date, *, accept: bool) -> None:
        later = day + dt.timedelta(days=self.chance.randrange(1, 5))
        self._at(later, lambda: self._decide(obligation, accept=accept))
        self.decisions.append(self.last_at)

    def _owner(self, obligation: Obligation) -> User:
        return next(iter(obligation.indicator.owners.all()), self.people["demo-koordinator"])

    def _day(self, due: dt.date, earliest: int, latest: int) -> dt.date:
        return due + dt.timedelta(days=self.chance.randint(earliest, latest))

    def _month_end(self, month: int) -> dt.date:
        following = dt.date(self.plan.year + month // 12, month % 12 + 1, 1)
        return following - dt.timedelta(days=1)

    def _at(self, day: dt.date, do: Callable[[], object]) -> None:
        clock = dt.time(8 + self.chance.randrange(8), self.chance.randrange(60), self.noted % 60)
        moment = dt.datetime.combine(day, clock, tzinfo=self.zone)
        heapq.heappush(self.deeds, Deed(moment, self.noted, do))
        self.last_at = moment
        self.noted += 1
