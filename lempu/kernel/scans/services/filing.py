"""What becomes of a scan: filed by its cover sheet, or put in the tray with the reason."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.enums import Perm
from lempu.kernel.files import services as files
from lempu.kernel.files.models import StoredFile
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.scans import registry
from lempu.kernel.scans.enums import Act, Problem, ScanState
from lempu.kernel.scans.models import Scan, Sheet
from lempu.kernel.scans.renditions import parts_of
from lempu.shared.errors import DomainError
from lempu.shared.http import may


def receive(office: Office, key: str, name: str, taken: files.Taken, codes: list[str]) -> Scan:
    """Write what was taken; call it in the transaction that is to keep it."""
    sheet, problem = _sheet_of(office, codes)
    if sheet is not None and not problem:
        try:
            return _file(key, name, taken, sheet)
        except DomainError:
            problem = Problem.ROW_GONE
    stored = files.reference(taken)
    files.ask(stored)
    if problem == Problem.UNKNOWN and (words := _taken_elsewhere(office, codes, stored, name)):
        return _filed_elsewhere(office, key, name, stored, words)
    row = Scan.objects.create(
        key=key, office=office, name=files.tidy_name(name), reason=problem, file=stored, sheet=sheet
    )
    _record(row, Act.ARRIVED, problem=str(problem))
    return row


def _taken_elsewhere(office: Office, codes: list[str], stored: StoredFile, name: str) -> str:
    """Where another room took it to, in words; empty when none knows its code, or it refused."""
    code = next(parts[1] for text in codes if (parts := parts_of(text)))
    try:
        with transaction.atomic():
            return registry.take(registry.Arrived(office, code, stored, name))
    except DomainError:
        return ""


def _filed_elsewhere(office: Office, key: str, name: str, stored: StoredFile, words: str) -> Scan:
    row = Scan.objects.create(
        key=key,
        office=office,
        name=files.tidy_name(name),
        state=ScanState.FILED,
        reason=words,
        file=stored,
        settled_at=timezone.now(),
    )
    _record(row, Act.FILED, place=words)
    return row


@transaction.atomic
def refuse(office: Office, key: str, name: str, words: str) -> Scan:
    """Say that a file was not kept, and why; it stays in the folder of what was refused."""
    row = Scan.objects.create(
        key=key, office=office, name=files.tidy_name(name), state=ScanState.REFUSED, reason=words
    )
    _record(row, Act.REFUSED, reason=words)
    return row


def _sheet_of(office: Office, codes: list[str]) -> tuple[Sheet | None, str]:
    """The cover sheet, or why there is none to go by."""
    ours = [parts for text in codes if (parts := parts_of(text))]
    if not ours:
        return None, Problem.NO_SHEET
    if len(ours) > 1:
        return None, Problem.SEVERAL
    code_of_office, code = ours[0]
    if code_of_office != office.code:
        return None, Problem.FOREIGN
    rows = Sheet.objects.filter(office=office, code=code)
    sheet = rows.select_related("made_by", "obligation__office", "obligation__indicator").first()
    if sheet is None:
        return None, Problem.UNKNOWN
    return sheet, "" if may(sheet.made_by, Perm.OFFER, sheet.obligation) else Problem.NOT_THEIRS


@transaction.atomic
def _file(key: str, name: str, taken: files.Taken, sheet: Sheet) -> Scan:
    """Offered in the name of whoever printed the sheet."""
    piece = evidence.add_evidence(
        obligation=sheet.obligation,
        actor=sheet.made_by,
        content=evidence.Content(taken=taken, name=name),
        details=evidence.Details(kind=sheet.kind),
    )
    row = Scan.objects.create(
        key=key,
        office=sheet.office,
        name=files.tidy_name(name),
        state=ScanState.FILED,
        file=piece.versions.get().file,
        sheet=sheet,
        evidence=piece,
        settled_by=sheet.made_by,
        settled_at=timezone.now(),
    )
    _record(row, Act.FILED, evidence=piece.pk)
    return row


def _record(row: Scan, act: str, **said: Any) -> None:
    """The system acts; what it did in a person's name has its own entry."""
    sha256 = row.file.sha256 if row.file else None
    ledger.record(
        office=row.office, act=act, subject=row, actor=None, name=row.name, sha256=sha256, **said
    )
