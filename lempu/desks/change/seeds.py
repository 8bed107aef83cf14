"""What the demo shows at this desk: the year 2025 and the running one, as an office would have lived it."""

import datetime as dt
import io
import zoneinfo
from decimal import Decimal
from typing import TYPE_CHECKING

import time_machine
from PIL import Image, ImageDraw

from lempu.desks.change import services
from lempu.desks.change.enums import Channel, Part, Purpose
from lempu.desks.change.models import Point
from lempu.kernel.demo.registry import Scene, register
from lempu.kernel.files.services import store
from lempu.kernel.plans.models import Indicator
from lempu.kernel.plans.selectors.bindings import proposals_of
from lempu.kernel.plans.services.bindings import bind_row
from lempu.shared.periods import Month, months_of, today

if TYPE_CHECKING:
    from lempu.kernel.files.models import StoredFile

PLACES = ("Pintu masuk kantor", "Ruang pelayanan PPID", "Aula", "Papan pengumuman", "Meja pegawai")
#: Days ago, channel, what it told, how many saw it.
POSTS = (
    (40, Channel.INSTAGRAM, "Maklumat pelayanan PPID", 860),
    (24, Channel.WEBSITE, "Berita: apel pencanangan zona integritas", 310),
    (9, Channel.FACEBOOK, "Cara mengadu dan melapor gratifikasi", 1240),
    (3, Channel.INSTAGRAM, "Tolak gratifikasi: ajakan kepada masyarakat", 975),
)
INITIATIVES = {
    3: "Apel pagi dicatat lewat ponsel (Subbagian Parmas dan SDM).",
    6: "Arsip dinamis ditata ulang di luar jam layanan (Subbagian Keuangan dan Umum).",
}
PLEDGE = (
    "Saya menyatakan:\n\n"
    "1. berperan aktif mencegah dan memberantas korupsi, kolusi, dan nepotisme;\n"
    "2. tidak meminta atau menerima pemberian yang bertentangan dengan ketentuan;\n"
    "3. bersikap jujur, terbuka, dan bertanggung jawab dalam melaksanakan tugas;\n"
    "4. menjaga disiplin jam kerja, pakaian dinas, dan pelaksanaan tugas;\n"
    "5. menyampaikan laporan bila mengetahui penyimpangan di lingkungan kerja."
)


@register("change.programme")
def live(scene: Scene) -> None:
    """Bind programme 1 in the plan in force, then do its work of January and of the last days."""
    _bind(scene)
    zone = zoneinfo.ZoneInfo(scene.office.timezone)
    days = [dt.date(scene.plan.year, 1, day) for day in (5, 6, 8)]
    for day, act in zip(days, (_team, _banners, _pledges), strict=True):
        moment = dt.datetime.combine(day, dt.time(10), tzinfo=zone)
        if moment < scene.now:
            with time_machine.travel(moment, tick=True):
                act(scene)
    for month in months_of(scene.plan.year):
        moment = dt.datetime.combine(month.last, dt.time(15), tzinfo=zone)
        if moment < scene.now:
            with time_machine.travel(moment, tick=True):
                _discipline(scene, month)
    for number, (back, channel, title, reach) in enumerate(POSTS, start=1):
        moment = scene.now - dt.timedelta(days=back)
        if moment.year == scene.plan.year:
            with time_machine.travel(moment, tick=True):
                _post(scene, number, channel, title, reach)
    for back in range(45, 0, -3):
        moment = scene.now - dt.timedelta(days=back)
        if moment.year == scene.plan.year:
            with time_machine.travel(moment, tick=True):
                services.explain(
                    office=scene.office,
                    actor=scene.people["demo-petugas"],
                    purpose=Purpose.INFORMATION if back % 2 else Purpose.SERVICE,
                )


def _bind(scene: Scene) -> None:
    rows = Indicator.objects.filter(plan=scene.plan).with_place().in_order()
    for row in rows.filter(sub_activity__activity__programme__number=1):
        targets = {each.measure.key: Decimal(each.measure.target) for each in proposals_of(row)}
        if not targets:  # the amendment of the demo takes the telling words away
            targets = {"change.explanations": Decimal(1)}
        bind_row(indicator=row, actor=scene.people["demo-koordinator"], targets=targets)


def _team(scene: Scene) -> None:
    people = scene.people
    services.set_team(
        office=scene.office,
        actor=people["demo-koordinator"],
        number=f"1 Tahun {scene.plan.year}",
        decided_on=dt.date(scene.plan.year, 1, 5),
        members=[
            (people["demo-ketua"], Part.CHAIR, ""),
            (people["demo-koordinator"], Part.SECRETARY, ""),
            (people["demo-parmas-sdm"], Part.AGENT, "Absen apel dicatat lewat ponsel"),
            (people["demo-teknis-hukum"], Part.MEMBER, ""),
            (people["demo-perencanaan"], Part.MEMBER, ""),
        ],
    )
    services.note_meeting(
        office=scene.office,
        actor=people["demo-koordinator"],
        day=dt.date(scene.plan.year, 1, 5),
        attended=14,
        decided="Rencana aksi disusun per program; penanggung jawab ditetapkan.",
    )


def _banners(scene: Scene) -> None:
    actor = scene.people["demo-koordinator"]
    for place in PLACES:
        point = services.add_point(office=scene.office, actor=actor, place=place)
        if place != PLACES[-1]:
            day = dt.date(scene.plan.year, 1, 6)
            services.show_point(point=point, actor=actor, day=day, photo=_photo(point))


def _pledges(scene: Scene) -> None:
    actor = scene.people["demo-koordinator"]
    text = services.write_pledge(
        office=scene.office, actor=actor, year=scene.plan.year, text=PLEDGE
    )
    for name in ("ketua", "koordinator", "teknis-hukum", "perencanaan", "keuangan-umum"):
        services.sign_pledge(office=scene.office, actor=scene.people[f"demo-{name}"], text=text)


def _discipline(scene: Scene, month: Month) -> None:
    """Seventeen people, of whom one or two came late; towards the end of the year all keep the rules."""
    late = 2 if month.number < 4 else 1 if month.number < 9 else 0
    services.note_discipline(
        office=scene.office,
        actor=scene.people["demo-koordinator"],
        month=month,
        staff=17,
        hours=17 - late,
        uniform=17 if month.number > 2 else 16,
        duties=17,
        initiatives=INITIATIVES.get(month.number, ""),
    )


def _post(scene: Scene, number: int, channel: Channel, title: str, reach: int) -> None:
    actor = scene.people["demo-parmas-sdm"]
    post = services.note_post(
        office=scene.office,
        actor=actor,
        day=today(scene.office.timezone),
        channel=channel,
        url=f"https://contoh.invalid/kpu-luwu/{number}",
        title=title,
    )
    services.count_post(post=post, actor=actor, reach=reach, responses=reach // 20)


def _photo(point: Point) -> "StoredFile":
    picture = Image.new("RGB", (640, 400), (176, 32, 40))
    words = f"ZONA INTEGRITAS\nWBK - WBBM\n{point.place}"
    ImageDraw.Draw(picture).multiline_text((60, 120), words, fill="white", spacing=16)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=70)
    content.seek(0)
    return store(content=content, name=f"{point.place}.jpg")
