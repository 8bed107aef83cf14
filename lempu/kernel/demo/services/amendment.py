"""The amendment of the demo: a decree in the middle of the year, as a Word file that is really read."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any, Final

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from lempu.kernel.accounts.models import User
from lempu.kernel.obligations.enums import Past
from lempu.kernel.obligations.services.amending import enact_amendment
from lempu.kernel.plans import selectors
from lempu.kernel.plans.enums import Choice, Extent, Severity
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.renditions import Footer, annex_of, legal, write_docx
from lempu.kernel.plans.selectors.matches import Matches, base_of
from lempu.kernel.plans.services import amendments, assignments, drafts, imports, matching, rows
from lempu.shared.paper import word

NUMBER: Final = "21"
ENDED, QUARTERLY, MOVED = "Pengendalian Jumlah ASN", "Laporan Kode Etik", "Meningkatkan publikasi"
SURVEY: Final = "Melaksanakan survei kepuasan masyarakat atas pelayanan data dan informasi"
REWORDED: Final = "Melakukan sosialisasi eksternal"
#: The demo's plan names no real signatory for decrees that nobody signed.
SIGNATORY: Final = "KETUA (PERAGAAN)"
CONSIDERING: Final = (
    (
        "bahwa hasil monitoring dan evaluasi sampai dengan triwulan berjalan menunjukkan perlunya "
        "penyesuaian Rencana Aksi Zona Integritas;"
    ),
    (
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu menetapkan "
        "perubahan atas rencana aksi tersebut;"
    ),
)


def set_decree(plan: Plan, actor: User, *, number: str, day: dt.date) -> Plan:
    """Give the draft of the new year a decree of its own, with its file."""
    plan = drafts.change_decree(
        plan=plan,
        actor=actor,
        edition=plan.edition,
        year=plan.year,
        number=number,
        date=day,
        place="Belopa",
        office="Komisi Pemilihan Umum Kabupaten Luwu",
        title="Penetapan Rencana Aksi Zona Integritas",
        signatory_name=SIGNATORY,
        signatory_position="Ketua Komisi Pemilihan Umum Kabupaten Luwu",
    )
    name = f"SK {number} Tahun {plan.year} Rencana Aksi ZI.docx"
    content = _paper(selectors.as_reading(plan))
    return amendments.attach_decree(
        plan=plan,
        actor=actor,
        edition=plan.edition,
        file=SimpleUploadedFile(name, content),
        name=name,
    )


def amend(plan: Plan, people: dict[str, User], day: dt.date) -> Plan:
    """Upload the amending decree, settle what the reading leaves open, and enact the new version."""
    coordinator, leader = people["demo-koordinator"], people["demo-ketua"]
    name = f"SK {NUMBER} Tahun {plan.year} Perubahan Rencana Aksi ZI.docx"
    content = _paper(_changed(selectors.as_reading(plan), day))
    started = imports.start_import(
        office=plan.office,
        actor=coordinator,
        file=SimpleUploadedFile(name, content),
        name=name,
        amends=plan,
    )
    imports.read_import(started.pk)
    imported = Import.objects.select_related("amends").get(pk=started.pk)
    _settle(imported, coordinator)
    draft = imports.adopt_import(imported=imported, actor=coordinator)
    draft = rows.accept_suggestions(plan=draft, actor=coordinator, edition=draft.edition)
    survey = draft.indicators.get(sub_activity__name=SURVEY)
    assignments.set_owners(
        indicator=survey,
        actor=coordinator,
        owners=[people["demo-perencanaan"]],
        coordinators=[coordinator],
        unit=None,
    )
    draft.refresh_from_db()
    return enact_amendment(plan=draft, actor=leader, edition=draft.edition, past=Past.SKIP.value)


def _settle(imported: Import, actor: User) -> None:
    """What a coordinator answers on the dry run: the annex is the whole plan, doubts are the same rows."""
    for position, finding in enumerate((imported.reading or {}).get("findings", [])):
        if finding["severity"] == Severity.MUST:
            imports.decide_finding(
                imported=imported, actor=actor, position=position, choice=Choice.LEAVE_EMPTY
            )
    matching.set_extent(imported=imported, actor=actor, extent=Extent.WHOLE)
    imported.refresh_from_db()
    assert imported.amends is not None
    matches = Matches.from_json(imported.matches, base_of(imported.amends))
    for place in matches.doubtful:
        matching.set_match(imported=imported, actor=actor, position=place, key=matches.keys[place])


def _changed(content: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The plan with the changes of the decree: a row ends, one moves, one is new, one is reworded, one is
    asked for every quarter instead of every month."""
    decree = content["decree"]
    before = legal.number_with_year(decree["number"], year=decree["year"], date=decree["date"])
    decree["title"] = legal.amending_title(before, decree["title"])
    decree["number"], decree["date"] = NUMBER, day.isoformat()
    service = content["programmes"][7]["activities"]
    for programme in content["programmes"]:
        programme["activities"] = [a for a in programme["activities"] if a["name"] != ENDED]
        for activity in programme["activities"]:
            for sub in list(activity["sub_activities"]):
                if sub["name"].startswith(MOVED):
                    activity["sub_activities"].remove(sub)
                    service[1]["sub_activities"].append(sub)
                if sub["name"].startswith(REWORDED):
                    sub["name"] = f"{REWORDED} melalui media sosial dan laman resmi satker"
                for row in sub["indicators"]:
                    if row["text"] == QUARTERLY:
                        row["months"] = [3, 6, 9, 12]
    new = {"text": "Tersedianya nilai indeks kepuasan masyarakat", "months": [9, 12]}
    service[0]["sub_activities"].append({"name": SURVEY, "parts": [], "indicators": [new]})
    return content


def _paper(content: dict[str, Any]) -> bytes:
    """The decree as a Word file: its body on the first page, the annex after it."""
    annex = write_docx(annex_of(content, signed=True, footer=Footer()))
    document = docx.Document(io.BytesIO(annex))
    first = document.paragraphs[0]
    for text in _body(content["decree"]):
        paragraph = first.insert_paragraph_before(text)
        paragraph.paragraph_format.keep_together = True
    first.paragraph_format.page_break_before = True
    return word.content_of(document)


def _body(decree: dict[str, Any]) -> Iterator[str]:
    office = decree["office"].upper()
    yield "KEPUTUSAN"
    yield office
    yield f"NOMOR {decree['number']} TAHUN {decree['date'][:4]}"
    yield "TENTANG"
    yield decree["title"].upper()
    yield f"KETUA {office},"
    for letter, text in zip("ab", CONSIDERING, strict=True):
        yield f"{'Menimbang : ' if letter == 'a' else ''}{letter}. {text}"
    yield "MEMUTUSKAN:"
    yield f"Menetapkan : KEPUTUSAN {office} TENTANG {decree['title'].upper()}."
    yield "KESATU : Rencana aksi sebagaimana tercantum dalam Lampiran Keputusan ini."
    yield "KEDUA : Keputusan ini mulai berlaku pada tanggal ditetapkan."
    yield f"Ditetapkan di {decree['place']}"
    yield f"pada tanggal {legal.long_date(decree['date'])}"
