"""The papers of the demo year: monthly reports, two evaluations, and what became of their advice."""

import datetime as dt
from collections.abc import Callable, Iterator

from lempu.kernel.accounts.models import User
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.selectors.versions import in_force
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import Kind
from lempu.kernel.reporting.models import FollowUp, Report, Version

KOP = {
    "name": "KOMISI PEMILIHAN UMUM\nKABUPATEN LUWU",
    "address": "Kompleks Perkantoran Belopa, Kabupaten Luwu, Sulawesi Selatan",
    "contact": "Laman: kab-luwu.kpu.go.id",
    "place": "Belopa",
}
Deeds = Iterator[tuple[dt.date, Callable[[], object]]]


class Papers:
    """What coordinator and leader do with the reports of the first year, each act on its day."""

    def __init__(self, plan: Plan, people: dict[str, User]) -> None:
        self.plan = plan
        self.people = people
        self.coordinator, self.leader = people["demo-koordinator"], people["demo-ketua"]

    def first_year(self) -> Deeds:
        year = self.plan.year
        yield dt.date(year, 8, 7), self._settle
        yield dt.date(year, 8, 11), self._second_quarter
        yield dt.date(year, 9, 20), lambda: self._done("jadwal", "Jadwal disepakati dalam rapat.")
        yield dt.date(year, 9, 22), lambda: self._verify("jadwal")
        yield dt.date(year, 10, 8), lambda: self._signed(Kind.MONTHLY, 8, "31/PW.02-LP/7317/2025")
        yield dt.date(year, 11, 3), lambda: self._done("pengganti", "Daftar pengganti ditempel.")
        yield dt.date(year, 11, 7), lambda: self._signed(Kind.MONTHLY, 9, "36/PW.02-LP/7317/2025")
        yield dt.date(year, 11, 12), self._third_quarter

    def waiting(self, day: dt.date) -> Deeds:
        """The report of the last month that ended lies with the leader."""
        month = (day.replace(day=1) - dt.timedelta(days=1)).month
        if month < day.month:
            number = f"{month + 27}/PW.02-LP/7317/{self.plan.year}"
            yield day, lambda: self._numbered(Kind.MONTHLY, month, number)

    def _settle(self) -> None:
        services.set_letterhead(office=self.plan.office, actor=self.coordinator, **KOP)
        for kind in Kind:
            rows = selectors.asking_rows(self.plan, kind)
            keys = {row.indicator.key for row in rows if row.asks}
            services.choose_rows(plan=self.plan, kind=kind, actor=self.coordinator, keys=keys)

    def _second_quarter(self) -> None:
        year = self.plan.year
        report = selectors.blank_report(self.plan.office, Kind.QUARTERLY, year, 2)
        said = (
            ("jadwal", "Susun jadwal pengumpulan bahan sampai tanggal 20 setiap bulan.", 9, 30),
            (
                "pengganti",
                "Tetapkan pegawai pengganti bila pelaksana bertugas di luar daerah.",
                11,
                3,
            ),
            ("pelatihan", "Adakan pelatihan mengunggah bukti bagi semua pelaksana.", 10, 15),
        )
        owners = ("demo-perencanaan", "demo-parmas-sdm", "demo-keuangan-umum")
        for (_key, text, month, day), owner in zip(said, owners, strict=True):
            self._recommend(report, text, owner, dt.date(year, month, day))
        self._signed(Kind.QUARTERLY, 2, "24/PW.02-LP/7317/2025")

    def _third_quarter(self) -> None:
        year = self.plan.year
        report = selectors.blank_report(self.plan.office, Kind.QUARTERLY, year, 3)
        text = "Periksa bukti bersama setiap pekan terakhir supaya tidak ada yang dikembalikan."
        self._recommend(report, text, "demo-teknis-hukum", dt.date(year + 1, 12, 18))
        self._signed(Kind.QUARTERLY, 3, "38/PW.02-LP/7317/2025")

    def _recommend(self, report: Report, text: str, owner: str, due_on: dt.date) -> None:
        what = services.Recommendation(
            text=text,
            owner=self.people[owner],
            due_on=due_on,
            obstacle="Bahan terkumpul terlambat karena pegawai bertugas di luar daerah.",
        )
        services.propose_follow_up(report=report, actor=self.coordinator, what=what)

    def _signed(self, kind: Kind, period: int, number: str) -> None:
        version = self._numbered(kind, period, number)
        services.sign_version(version=version, actor=self.leader, sha256=version.pdf.sha256)

    def _numbered(self, kind: Kind, period: int, number: str) -> Version:
        report = selectors.blank_report(self.plan.office, kind, self.plan.year, period)
        plan = in_force(self.plan.office, self.plan.year)
        assert plan is not None  # a year that is lived has one
        version = services.make_version(report=report, plan=plan, actor=self.coordinator)
        today = version.made_at.date()
        return services.give_number(
            version=version, actor=self.coordinator, number=number, date=today
        )

    def _advice(self, words: str) -> FollowUp:
        return FollowUp.objects.get(office=self.plan.office, text__contains=words)

    def _done(self, words: str, note: str) -> None:
        row = self._advice(words)
        services.finish_follow_up(follow_up=row, actor=row.owner, done=services.Done(note))

    def _verify(self, words: str) -> None:
        services.verify_follow_up(follow_up=self._advice(words), actor=self.coordinator)
