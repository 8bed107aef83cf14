"""What a year holds, laid out as files with readable names, and as what the page shows of it."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from lempu.kernel.assessment.selectors.content import Piece
from lempu.kernel.assessment.selectors.exporting import FOLDER, Asked
from lempu.kernel.bundles.renditions import (
    Names,
    ending_of,
    overview_page,
    question_page,
    safe,
)
from lempu.kernel.bundles.selectors import Year
from lempu.kernel.bundles.services.segments import Segment
from lempu.kernel.bundles.services.writing import Item
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.ledger import canonical
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import exports
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.reporting.enums import Kind
from lempu.shared import acts
from lempu.shared.proof.archive import fingerprint

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Seal

Json = dict[str, Any]
OVERVIEW = f"{FOLDER}/Semua pertanyaan.html"


def items_and_content(year: Year, seal: "Seal", segment: Segment) -> tuple[list[Item], Json]:
    """Files with the entry that names each, and the content of the page."""
    layout = _Layout(year, seal, segment)
    papers = layout.papers()
    reports = layout.reports()
    content = {
        "kind": "bundle",
        "office": {"code": year.plan.office.code, "name": year.plan.office.name},
        "year": year.plan.year,
        "decree": year.plan.decree_number,
        "seal": seal_content(seal),
        "papers": papers,
        "reports": reports,
        "programmes": layout.programmes(),
    }
    content["questions"] = layout.questions()  # after the programmes: it leads to their files
    return layout.items, content


def seal_content(seal: "Seal") -> Json:
    return {
        "number": seal.number,
        "at": canonical.moment(seal.made_at),
        "size": seal.size,
        "hash": seal.hash,
        "key": seal.key.public,
    }


class _Layout:
    """Gives every file its place once."""

    def __init__(self, year: Year, seal: "Seal", segment: Segment) -> None:
        self.year, self.seal, self.segment = year, seal, segment
        self.names, self.items = Names(), list[Item]()
        self.files: dict[int, Json] = {}

    def add(self, stem: str, ending: str, content: Any) -> Json:
        path = self.names.free(stem, ending)
        if isinstance(content, bytes):
            sha256, size = fingerprint(iter([content]))
        else:
            sha256, size = content.sha256, content.size
        entry = self.segment.named.get(sha256, 0)
        self.items.append(Item(path, content, entry))
        name = PurePosixPath(path).name
        return {"path": path, "name": name, "sha256": sha256, "size": size, "entry": entry}

    def papers(self) -> list[Json]:
        """The annex in the decree's own layout, the decree as it was given, the evaluation sheet."""
        plan = self.year.plan
        annex = exports.annex(plan, "pdf", at=self.seal.made_at)
        found = [self.add(f"lampiran/Rencana aksi {plan.year}", "pdf", annex.content)]
        if plan.source_file is not None:
            ending = ending_of(plan.source_name, plan.source_file.media_type)
            found.append(
                self.add("lampiran/Keputusan sebagaimana diunggah", ending, plan.source_file)
            )
        if self.year.sheet is not None:
            found.append(self.add(f"LKE {plan.year}", "xlsx", self.year.sheet.workbook))
        return found

    def reports(self) -> list[Json]:
        found = []
        for report, version in self.year.reports:
            is_monthly = report.kind == Kind.MONTHLY
            span = f"{report.period:02}" if is_monthly else f"triwulan {report.period}"
            word = "Laporan bulanan" if is_monthly else "Monev"
            state = "ditandatangani" if version.is_signed else "belum ditandatangani"
            stem = f"laporan/{report.year}-{span} {word} versi {version.number} {state}"
            found.append(self.add(stem, "pdf", version.pdf))
        return found

    def programmes(self) -> list[Json]:
        programmes: dict[int, Json] = {}
        rows: dict[int, Json] = {}
        for obligation in self.year.obligations:
            indicator = obligation.indicator
            programme = indicator.sub_activity.activity.programme
            above = programmes.setdefault(
                programme.pk, {"number": programme.number, "name": programme.name, "rows": []}
            )
            if indicator.pk not in rows:
                rows[indicator.pk] = {
                    "code": indicator.code,
                    "name": indicator.sub_activity.name,
                    "indicator": indicator.text,
                    "months": [],
                }
                above["rows"].append(rows[indicator.pk])
            rows[indicator.pk]["months"].append(self.month(obligation))
        return list(programmes.values())

    def month(self, obligation: Obligation) -> Json:
        pieces = self.year.pieces.get(obligation.pk, [])
        about = self.segment.about.get(f"obligations.obligation:{obligation.pk}", [])
        return {
            "month": obligation.month,
            "name": str(obligation.period.name),
            "due": obligation.due_on.isoformat(),
            "state": str(obligation.get_state_display()),
            "late": obligation.was_late,
            "evidence": [
                self.piece(obligation, place, each) for place, each in enumerate(pieces, 1)
            ],
            "history": [_line(body) for body in about],
        }

    def piece(self, obligation: Obligation, place: int, piece: Evidence) -> Json:
        version = piece.current
        fact: Json = {
            "kind": str(kind_label(piece.kind)),
            "number": piece.number,
            "date": date_format(piece.document_date, "j F Y") if piece.document_date else "",
            "note": piece.note,
            "version": version.number,
            "url": version.url,
            "source": version.source,
        }
        if version.file is not None:
            stem = self.stem(obligation, place, fact["kind"])
            ending = ending_of(version.name, version.file.media_type)
            fact["file"] = self.files[piece.pk] = self.add(stem, ending, version.file)
        return fact

    def questions(self) -> list[Json]:
        """A page for each question of the evaluation sheet with evidence, one for all."""
        sheet = self.year.sheet
        if sheet is None:
            return []
        abouts = [self.question(asked) for asked in sheet.questions]
        for about in abouts:
            if about["evidence"]:
                self._page(about["page"], question_page(about["page"], OVERVIEW, about))
        office = self.year.plan.office.name
        self._page(OVERVIEW, overview_page(OVERVIEW, office, self.year.plan.year, abouts))
        return [about for about in abouts if about["evidence"]]

    def _page(self, path: str, text: str) -> None:
        self.items.append(Item(path, text.encode()))

    def question(self, asked: Asked) -> Json:
        pieces = [self.offered(piece) for piece in asked.pieces if not piece.is_gone]
        names = ("item", "text", "area", "sub_area", "page", "answer", "note")
        return {name: getattr(asked, name) for name in names} | {"evidence": pieces}

    def offered(self, piece: Piece) -> Json:
        file = self.files.get(piece.evidence, {})
        return {
            "kind": str(piece.label),
            "row": piece.row,
            "month": str(piece.obligation.period.name),
            "state": str(piece.obligation.get_state_display()),
            "path": file.get("path", ""),
            "entry": file.get("entry", 0),
            "url": piece.version.url,
            "serves": list(piece.serves),
        }

    def stem(self, obligation: Obligation, place: int, kind: str) -> str:
        indicator = obligation.indicator
        programme = indicator.sub_activity.activity.programme
        return "/".join(
            (
                "bukti",
                safe(f"{programme.number:02} {programme.name}"),
                safe(f"{indicator.code} {indicator.sub_activity.name}"),
                f"{obligation.year}-{obligation.month:02}",
                safe(f"{place:02} {kind}", 50),
            )
        )


def _line(body: Json) -> Json:
    """An entry as the page tells it: people by their key, never by name."""
    reason = body["payload"].get("reason") or ""
    return {
        "seq": body["seq"],
        "at": body["at"],
        "who": "sistem" if body["actor"] == "system" else body["actor"].replace("user:", "orang "),
        "words": str(acts.sentence(body["act"])),
        "reason": reason if isinstance(reason, str) else "",
    }
