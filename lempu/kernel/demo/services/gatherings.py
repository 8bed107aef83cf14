"""Gatherings of the running year as the office lived them: cheap to build, whole to look at."""

import datetime as dt
import io
import zoneinfo
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import time_machine
from PIL import Image, ImageDraw

from lempu.kernel.files.services import store
from lempu.kernel.gatherings import services
from lempu.kernel.gatherings.enums import FileKind, Kind
from lempu.kernel.gatherings.services import Guest, What
from lempu.kernel.numbering import services as numbering
from lempu.kernel.numbering.services import Wanted
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.files.models import StoredFile
    from lempu.kernel.gatherings.models import Gathering
    from lempu.kernel.offices.models import Office

HAND: Final = "M20 60L34 22L48 74L60 36L74 66L92 50L120 48L150 56L180 30L196 72L220 44L280 52"
STAFF: Final = ("ketua", "teknis-hukum", "perencanaan", "keuangan-umum", "parmas-sdm", "petugas")


@dataclass(frozen=True, slots=True)
class Lived:
    """One gathering with all it held. ``tasks`` are what, who, days until due, days until done (0: open)."""

    kind: Kind
    title: str
    agenda: str
    course: str
    decisions: str
    guests: tuple[tuple[str, str], ...] = ()
    tasks: tuple[tuple[str, str, int, int], ...] = ()


MONEV: Final = Lived(
    Kind.MONEV,
    "Monev pembangunan zona integritas",
    "- Capaian tiap program\n- Kendala dan bukti yang dikembalikan\n- Rencana bulan depan",
    "Koordinator memaparkan capaian tiap program. Dua program terlambat mengirim daftar hadir.",
    "- Daftar hadir dibuat lewat ponsel pada hari kegiatan\n- Bukti dikirim paling lambat tanggal 25",
    tasks=(
        ("Lengkapi daftar hadir apel bulan lalu", "parmas-sdm", 7, 5),
        ("Perbarui foto banner di ruang pelayanan", "petugas", 14, 0),
    ),
)
OUTREACH: Final = Lived(
    Kind.OUTREACH,
    "Sosialisasi pelayanan informasi dan gratifikasi",
    "- Cara meminta informasi\n- Gratifikasi yang wajib dilaporkan\n- Tanya jawab",
    "Peserta bertanya tentang jangka waktu jawaban dan batas pemberian yang wajar.",
    "- Materi dibagikan kepada semua peserta\n- Sosialisasi diulang tiap semester",
    guests=(("Andi Tenri", "Bawaslu Kabupaten Luwu"), ("Muh. Ilyas", "Dinas Kominfo Luwu")),
)


def live_gatherings(office: "Office", people: "dict[str, User]", now: dt.datetime) -> None:
    """Two that are closed and prove what still waits, one whose invitation is out."""
    organiser = people["demo-koordinator"]
    lived = [
        _held(office, people, now - dt.timedelta(days=back), what)
        for back, what in ((21, MONEV), (9, OUTREACH))
    ]
    with time_machine.travel(now - dt.timedelta(days=2), tick=True):
        for row in lived:
            _serve(row, organiser)
    with time_machine.travel(now - dt.timedelta(days=1), tick=True):
        _planned(office, people, now)
        _letters(office, people)


def _held(
    office: "Office", people: "dict[str, User]", moment: dt.datetime, lived: Lived
) -> "Gathering":
    organiser = people["demo-koordinator"]
    staff = [people[f"demo-{name}"] for name in STAFF]
    starts_at = moment.astimezone(zoneinfo.ZoneInfo(office.timezone)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    what = What(
        lived.kind, lived.title, lived.agenda, "Aula KPU Kabupaten Luwu",
        starts_at, starts_at + dt.timedelta(hours=2),
    )  # fmt: skip
    with time_machine.travel(starts_at - dt.timedelta(days=3), tick=True):
        row = services.plan(office=office, actor=organiser, what=what)
        services.choose_people(gathering=row, actor=organiser, people=[organiser, *staff])
        for name, institution in lived.guests:
            services.add_guest(gathering=row, actor=organiser, name=name, institution=institution)
        services.send_invitation(gathering=row, actor=organiser, classification="PK.01")
    with time_machine.travel(starts_at + dt.timedelta(minutes=5), tick=True):
        _come(row, organiser, staff, lived)
    with time_machine.travel(starts_at + dt.timedelta(hours=2), tick=True):
        _conclude(row, people, lived)
    return row


def _come(row: "Gathering", organiser: "User", staff: "list[User]", lived: Lived) -> None:
    for person in (organiser, *staff[:-1]):
        services.attend_signed_in(gathering=row, actor=person)
    for name, institution in lived.guests:
        services.attend_with_form(
            key=services.form_key_for(row),
            guest=Guest(name, institution, strokes=HAND),
            network="demo",
        )
    services.add_file(
        gathering=row,
        actor=organiser,
        kind=FileKind.PHOTO,
        file=_photo(row),
        name="Foto kegiatan.jpg",
    )


def _conclude(row: "Gathering", people: "dict[str, User]", lived: Lived) -> None:
    organiser = people["demo-koordinator"]
    services.write_minutes(
        gathering=row, actor=organiser, edition=0, chair=people["demo-ketua"].name,
        course=lived.course, decisions=lived.decisions,
    )  # fmt: skip
    for text, name, due, done in lived.tasks:
        owner = people[f"demo-{name}"]
        task = services.give_task(
            gathering=row, actor=organiser, text=text, owner=owner,
            due_on=row.day + dt.timedelta(days=due),
        )  # fmt: skip
        if done:
            with time_machine.travel(row.ends_at + dt.timedelta(days=done), tick=True):
                services.finish_task(task=task, actor=owner, note="Sudah lengkap, terkirim.")
                services.check_task(task=task, actor=organiser)
    services.close_gathering(gathering=row, actor=organiser)


def _serve(row: "Gathering", actor: "User") -> None:
    """Offered where something of it is asked for and nothing was submitted."""
    rows = Obligation.objects.counted().filter(
        office=row.office, year=row.day.year, month=row.day.month, state=State.OPEN
    )
    asking = [
        each
        for each in rows.select_related("indicator", "office").order_by("indicator__order")
        if {"minutes", "attendance"} & set(each.indicator.required)
    ]
    if asking:
        services.serve(gathering=row, actor=actor, obligations=asking[:2])


def _planned(office: "Office", people: "dict[str, User]", now: dt.datetime) -> None:
    organiser = people["demo-koordinator"]
    day = now.astimezone(zoneinfo.ZoneInfo(office.timezone)) + dt.timedelta(days=6)
    starts_at = day.replace(hour=13, minute=30, second=0, microsecond=0)
    what = What(
        Kind.MEETING, "Rapat persiapan penilaian mandiri", "- Pembagian tugas\n- Jadwal",
        "Ruang rapat", starts_at, starts_at + dt.timedelta(hours=1, minutes=30),
    )  # fmt: skip
    row = services.plan(office=office, actor=organiser, what=what)
    staff = [people[f"demo-{name}"] for name in STAFF]
    services.choose_people(gathering=row, actor=organiser, people=staff)
    services.send_invitation(gathering=row, actor=organiser, classification="PK.01")


def _letters(office: "Office", people: "dict[str, User]") -> None:
    """A register with one of everything: issued, reserved, void."""
    actor = people["demo-petugas"]
    wanted = [
        Wanted("letter", "Permintaan data pemilih pemula", "HM.02", recipient="Dinas Pendidikan"),
        Wanted("assignment", "Tugas sosialisasi di Kecamatan Bua", "HM.02"),
        Wanted("letter", "Jawaban permohonan informasi", "HM.02", recipient="Pemohon"),
    ]
    rows = [numbering.reserve(office=office, actor=actor, wanted=each) for each in wanted]
    numbering.issue(number=rows[0], actor=actor, day=rows[0].reserved_at.date())
    numbering.void(number=rows[1], actor=actor, reason="Kegiatan ditunda")


def _photo(row: "Gathering") -> "StoredFile":
    picture = Image.new("RGB", (640, 420), (52, 74, 94 + row.pk % 60))
    words = f"{row.title.upper()}\nKPU KABUPATEN LUWU"
    ImageDraw.Draw(picture).multiline_text((40, 150), words, fill="white", spacing=14)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=70)
    content.seek(0)
    return store(content=content, name="Foto kegiatan.jpg")
