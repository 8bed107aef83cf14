"""The evaluation sheets of the demo: last year's, judged in two rounds; this year's, half answered."""

import datetime as dt
from collections.abc import Mapping

import time_machine

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import Column, Stage
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.assessment.selectors.facts import suggestions_of
from lempu.kernel.assessment.selectors.linking import evidence_to_link
from lempu.kernel.assessment.services.readings import take_reading
from lempu.kernel.ledger import canonical
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError

INSTRUMENT = "permenpan-90-2021"
#: Questions that assessors of the first round found too high, with their words.
DOUBTED = {
    "PPC4C": ("C", "Baru dua periode terlihat. Lengkapi per bulan."),
    "PPA2C": ("B", "Sosialisasi belum menjangkau pemangku kepentingan secara berkala."),
    "PPE1A": ("B", "Public campaign baru pada triwulan pertama."),
}
RETURNED = "Lengkapi pengukuran SKP per bulan dan bukti sosialisasi, lalu ajukan kembali."
REASON = "Pelaksanaan lengkap menurut catatan subbagian; sebagian lembar masih dipindai."
STATEMENT = "Jawaban dan bukti benar dan dapat dipertanggungjawabkan."
#: The month in which this year's surveys were done.
SURVEYED = 7
COUNTS = {"PRA1A": {"agents": 4, "changes": 3}, "PRA1B": {"changes": 3, "integrated": 2}}


class Sheets:
    """What the office and the TPI do with the sheets, each act on its day."""

    def __init__(self, office: Office, people: Mapping[str, User], now: dt.datetime) -> None:
        self.office, self.people, self.now = office, people, now
        self.coordinator, self.assessor = people["demo-koordinator"], people["demo-penilai"]

    def last_year(self, year: int) -> None:
        """A sheet of two rounds that ended without a proposal."""
        with self._on(dt.date(year + 1, 1, 12)):
            row = self._begun(year)
            self._answer(row, row.instrument, share=(9, 10))
            self._sign(row)
        with self._on(dt.date(year + 1, 1, 19)):
            self._judge(row, DOUBTED)
            services.return_round(assessment=row, actor=self.assessor, note=RETURNED)
        with self._on(dt.date(year + 1, 1, 26)):
            self._mend(row)
            self._sign(row)
        with self._on(dt.date(year + 1, 1, 30)):
            self._judge(row, {})
            services.conclude(
                assessment=row,
                actor=self.assessor,
                is_proposed=False,
                note="Area pengawasan belum mencapai batas minimal; ajukan kembali tahun depan.",
            )

    def this_year(self, year: int) -> None:
        """Half of the sheet of the running year, with a reading for every month that has ended."""
        began = dt.date(year, 2, 9)
        if self.now.date() <= began:
            return
        with self._on(began):
            row = self._begun(year)
            services.set_window(
                assessment=row,
                actor=self.coordinator,
                stage=Stage.TPI,
                opens_on=dt.date(year + 1, 1, 15),
                closes_on=dt.date(year + 1, 2, 15),
            )
        instrument = row.instrument
        items = list(instrument.questions)
        ended = [m for m in range(2, 13) if dt.date(year, m, 27) < self.now.date()]
        for place, month in enumerate(ended):
            with self._on(dt.date(year, month, 27)):
                self._answer(row, instrument, only=items[place * 6 : place * 6 + 6])
                if month == SURVEYED:
                    self._results(row)
                take_reading(row)

    def _on(self, day: dt.date) -> time_machine.travel:
        moment = dt.datetime.combine(day, dt.time(10, 30), tzinfo=self.now.tzinfo)
        return time_machine.travel(min(moment, self.now), tick=True)

    def _begun(self, year: int) -> Assessment:
        return services.start_assessment(
            office=self.office, year=year, actor=self.coordinator, instrument=INSTRUMENT
        )

    def _answer(
        self,
        row: Assessment,
        instrument: Instrument,
        *,
        only: list[str] | None = None,
        share: tuple[int, int] = (1, 1),
    ) -> None:
        """Answers as the records suggest them, else the second best; evidence where rows hold some."""
        suggested = suggestions_of(row)
        kept, of = share
        for place, item in enumerate(instrument.questions if only is None else only):
            if place % of >= kept:
                continue
            found = suggested.get(item)
            self._say(row, Column.UNIT, item, self._value(instrument, item, found), REASON)
            pieces = [piece for piece, _words in evidence_to_link(row, item)[:2]]
            if pieces:
                services.link_proof(
                    assessment=row, item=item, evidence=pieces, actor=self.coordinator
                )
        if only is None:
            self._results(row)

    def _results(self, row: Assessment) -> None:
        for item, value in (("SPAK", "3.52"), ("CAPAIAN", "C"), ("SPKP", "3.38")):
            self._say(row, Column.UNIT, item, value, "Hasil survei dan LKj.")

    def _value(self, instrument: Instrument, item: str, found: object) -> str:
        question = instrument.questions[item]
        if question.is_ratio:
            return "" if item in COUNTS else "0.75"
        if value := getattr(found, "value", ""):
            return str(value)
        options = list(instrument.scales[question.scale])
        return options[0] if len(options) == 2 else options[1]

    def _say(self, row: Assessment, column: Column, item: str, value: str, note: str) -> None:
        who = self.coordinator if column == Column.UNIT else self.assessor
        kept = selectors.given_in(selectors.current_round(row), column).get(item)
        counts = {} if value else COUNTS.get(item, {})
        said = services.Saying(value, note, counts, kept.edition if kept else 0)
        services.save_answer(assessment=row, column=column, item=item, actor=who, said=said)

    def _sign(self, row: Assessment) -> None:
        content = selectors.content_of(selectors.current_round(row))
        services.sign_round(
            assessment=row,
            actor=self.people["demo-ketua"],
            content_hash=canonical.digest_of(content),
            statement=STATEMENT,
        )

    def _judge(self, row: Assessment, doubted: Mapping[str, tuple[str, str]]) -> None:
        """The office's answers, but for those that are doubted."""
        round_ = selectors.current_round(row)
        judged = selectors.given_in(round_, Column.TPI)
        for item, each in round_.content["answers"].items():
            if item in judged:
                continue
            value, note = doubted.get(item, (each["value"], ""))
            self._say(row, Column.TPI, item, value, note)

    def _mend(self, row: Assessment) -> None:
        for item in DOUBTED:
            try:
                self._say(row, Column.UNIT, item, "B", "Bukti dilengkapi setelah putaran pertama.")
            except DomainError as refusal:
                if refusal.code != "outside_scale":
                    raise
