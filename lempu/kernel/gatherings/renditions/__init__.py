"""The papers of a gathering: pure, from plain facts to blocks and bytes. Their words are Indonesian."""

import base64
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import segno

from lempu.kernel.plans.renditions.legal import long_date
from lempu.shared.paper.blocks import (
    Block,
    Column,
    Document,
    Picture,
    Section,
    Signature,
    clean,
    heading,
    pictures,
    prose,
    signed,
    table,
)
from lempu.shared.paper.pdf import typeset

BLANK: Final = "." * 36
SHEET: Final = Path(__file__).with_name("sheet.typ")
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONES: Final = {25200: "WIB", 28800: "WITA", 32400: "WIT"}


@dataclass(frozen=True, slots=True)
class Head:
    """The institution above a letter."""

    institution: list[str]
    address: list[str]
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the attendance list; ``svg`` is what the hand drew, ``sign`` how it is told in words."""

    name: str
    institution: str
    sign: str
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What papers say of a gathering. The two moments are on the clock of the office."""

    office: str
    head: Head
    kind: str
    title: str
    agenda: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    organiser: str
    number: str = ""
    dated: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the minutes say; ``tasks`` are rows of what, who, until when."""

    chair: str
    writer: str
    course: str
    decisions: str
    tasks: list[list[str]]


def write_letter(document: Document) -> bytes:
    from lempu.shared.paper import letter  # noqa: PLC0415 -- heavy

    return letter.write_pdf(document)


def day_words(moment: dt.datetime) -> str:
    return f"{DAYS[moment.weekday()]}, {long_date(moment.date().isoformat())}"


def time_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    offset = starts_at.utcoffset() or dt.timedelta()
    zone = ZONES.get(int(offset.total_seconds()), "")
    return f"{starts_at:%H.%M} sampai {ends_at:%H.%M} {zone}".strip()


def _occasion(facts: Facts) -> list[list[str]]:
    return [
        ["Hari, tanggal", day_words(facts.starts_at)],
        ["Pukul", time_words(facts.starts_at, facts.ends_at)],
        ["Tempat", facts.place],
        ["Acara", facts.title],
    ]


def _occasion_table(facts: Facts) -> Block:
    return table([Column("Hal", 3), Column("Keterangan", 9)], _occasion(facts))


def _frame(facts: Facts, title: str, blocks: list[Block], **rest: Any) -> Document:
    given: dict[str, Any] = {"meta": [("Hal", title)], "dated": "", "recipient": []} | rest
    return Document(
        title=f"{title}, {facts.office}",
        institution=facts.head.institution,
        address=facts.head.address,
        blocks=blocks,
        annexes=given.pop("annexes", []),
        signatures=given.pop("signatures", []),
        footer=f"{facts.office} · dibuat oleh Lempu dari catatan kegiatan",
        **given,
    )


def invitation(facts: Facts, invited: Sequence[str], annexes: Sequence[Section] = ()) -> Document:
    """The invitation as a letter; a long list of people stands in an annex."""
    names = [clean(name) for name in invited]
    is_long = len(names) > 5
    recipient = ["Yth. (daftar terlampir)"] if is_long else [f"Yth. {name}" for name in names]
    listed = [Section("Daftar undangan", [Block("list", items=names)])] if is_long else []
    day = long_date(facts.dated.isoformat()) if facts.dated else BLANK
    place = facts.head.place
    blocks = [
        *prose(f"Dengan ini kami mengundang Saudara hadir pada {facts.kind.lower()} berikut."),
        _occasion_table(facts),
        heading("Agenda"),
        *prose(facts.agenda),
        *prose("Atas perhatian dan kehadiran Saudara kami ucapkan terima kasih."),
    ]
    return _frame(
        facts,
        f"Undangan {facts.title}",
        blocks,
        meta=[
            ("Nomor", facts.number or BLANK),
            ("Sifat", "Biasa"),
            ("Lampiran", "1 (satu) berkas" if listed else "-"),
            ("Hal", f"Undangan {facts.title}"),
        ],
        dated=f"{place}, {day}" if place else day,
        recipient=[*recipient, "di tempat"],
        signatures=[
            Signature("", [""], "", ""),
            Signature("Yang mengundang,", ["Penyelenggara"], facts.organiser, ""),
        ],
        annexes=[*listed, *annexes],
    )


def attendance_blocks(facts: Facts, people: Sequence[Person]) -> list[Block]:
    columns = [
        Column("No.", 1, "center"),
        Column("Nama", 6),
        Column("Instansi", 5),
        Column("Cara", 4),
        Column("Paraf", 4, "center"),
    ]
    rows = [
        [str(n), each.name, each.institution, each.sign] for n, each in enumerate(people, start=1)
    ]
    hands = [Picture(each.svg, f"Paraf {each.name}") for each in people]
    return [_occasion_table(facts), signed(columns, rows, hands)]


def minutes_blocks(facts: Facts, said: Said) -> list[Block]:
    blocks = [
        _occasion_table(facts),
        *prose(f"Dipimpin oleh {said.chair}." if said.chair else ""),
        heading("Jalannya acara"),
        *prose(said.course or "-"),
        heading("Keputusan"),
        *prose(said.decisions or "-"),
    ]
    if said.tasks:
        columns = [Column("Tindak lanjut", 8), Column("Penanggung jawab", 4), Column("Batas", 3)]
        blocks += [heading("Tindak lanjut"), table(columns, said.tasks)]
    return blocks


def attendance(facts: Facts, people: Sequence[Person]) -> Document:
    return _frame(facts, f"Daftar hadir {facts.title}", attendance_blocks(facts, people))


def minutes(facts: Facts, said: Said) -> Document:
    hands = [
        Signature("Pimpinan,", ["Pimpinan acara"], said.chair or BLANK, ""),
        Signature("Notulis,", ["Pencatat"], said.writer or BLANK, ""),
    ]
    title = f"Notulen {facts.title}"
    return _frame(facts, title, minutes_blocks(facts, said), signatures=hands)


def photos(facts: Facts, shown: Sequence[Picture]) -> Document:
    blocks = [_occasion_table(facts), pictures(shown)]
    return _frame(facts, f"Foto kegiatan {facts.title}", blocks)


def complete_set(
    facts: Facts,
    invited: Sequence[str],
    people: Sequence[Person],
    said: Said,
    shown: Sequence[Picture],
) -> Document:
    """Invitation, attendance list, minutes and photos in one paper."""
    annexes = [
        Section("Daftar hadir", attendance_blocks(facts, people)),
        Section("Notulen", minutes_blocks(facts, said)),
    ]
    if shown:
        annexes.append(Section("Foto kegiatan", [pictures(shown)]))
    return invitation(facts, invited, annexes)


def initials_svg(strokes: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
        f'<path d="{escape(strokes)}" fill="none" stroke="#141c2b" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def typed_svg(initials: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
        '<text x="150" y="66" font-size="48" text-anchor="middle" font-family="Libertinus Serif">'
        f"{escape(clean(initials)[:8])}</text></svg>"
    )


def photo_svg(jpeg: bytes, width: int, height: int) -> str:
    """A photo in a drawing, since a paper takes drawings only."""
    kept = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{kept}"/></svg>'
    )


def sheet(facts: Facts, names: Sequence[tuple[str, str]], code: str, blank: int) -> bytes:
    """The attendance sheet to be signed on paper; its code brings it back to its gathering."""
    data = {
        "title": f"Daftar hadir {facts.title}",
        "office": facts.office,
        "facts": _occasion(facts),
        "rows": [*([clean(a), clean(b)] for a, b in names), *([["", ""]] * blank)],
        "qr": qr_svg(code),
        "alt": "Kode untuk pembaca pindaian",
        "steps": "Setelah ditandatangani, foto atau pindai lembar ini dengan kode terlihat. "
        "Lempu menyimpannya pada kegiatan ini.",
    }
    return typeset(SHEET, data)


def qr_svg(text: str, *, border: int = 4, scale: int = 1) -> str:
    kept = io.BytesIO()
    segno.make(text, error="q" if len(text) < 60 else "m", micro=False).save(
        kept, kind="svg", border=border, xmldecl=False, scale=scale, omitsize=True
    )
    return kept.getvalue().decode()


def calendar_file(
    *,
    uid: str,
    title: str,
    detail: str,
    place: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    changed_at: dt.datetime,
) -> bytes:
    """One event (iCalendar, RFC 5545), in universal time."""
    from icalendar import Calendar, Event  # noqa: PLC0415 -- heavy

    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Lempu//Kegiatan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", uid)
    event.add("summary", title)
    event.add("description", detail)
    event.add("location", place)
    event.add("dtstart", starts_at.astimezone(dt.UTC))
    event.add("dtend", ends_at.astimezone(dt.UTC))
    event.add("dtstamp", changed_at.astimezone(dt.UTC))
    event.add("sequence", int(changed_at.timestamp()) % 2_000_000_000)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
