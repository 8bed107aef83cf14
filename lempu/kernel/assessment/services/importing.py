"""A filled workbook: read, shown as a dry run, applied once a person confirms."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import WITH_OFFICE, Act, Column
from lempu.kernel.assessment.models import Answer, Assessment, SheetImport
from lempu.kernel.assessment.readers import Read, read_workbook
from lempu.kernel.assessment.selectors.importing import dry_run_of, expected_of
from lempu.kernel.assessment.services.answers import Saying, held, save_answer
from lempu.kernel.files.services import store
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.limits import MAX_FILE_BYTES
from lempu.shared.errors import DomainError

UNREADABLE: dict[str, str | Promise] = {
    "old_excel": _(
        "This is a workbook of the old kind (.xls). Open it, save it as Excel workbook (.xlsx) "
        "and give it again."
    ),
    "encrypted": _(
        "The workbook is locked by a password. Save a copy without a password and give it again."
    ),
    "not_supported": _(
        "This is no Excel workbook (.xlsx). Save the sheet as .xlsx and give it again."
    ),
    "damaged": _(
        "The workbook is damaged or was cut off. Open it on your computer, save it again and "
        "give the new copy."
    ),
    "too_large": _(
        "The workbook is far larger than an evaluation sheet. Give only the sheet itself."
    ),
}


def start_import(*, assessment: Assessment, actor: User, file: Any, name: str) -> SheetImport:
    """Keep a workbook and read it; nothing of the sheet is changed.

    Refuses what is no workbook it can read (``old_excel``, ``encrypted``, ``not_supported``, ``damaged``,
    ``too_large``) or has no head with a column *Jawaban* (``no_head``).
    """
    found = _read(file, assessment)
    file.seek(0)
    if not found.has_head:
        raise DomainError(
            _("No sheet of this file has a head with the columns Penilaian and Jawaban."),
            code="no_head",
        )
    return SheetImport.objects.create(
        assessment=assessment,
        name=name[-200:],
        file=store(content=file, name=name),
        reading={
            "rows": [row.plain() for row in found.rows],
            "unknown": list(found.unknown)[:200],
            "instrument": found.instrument[:60],
            "other_weights": [list(each) for each in found.other_weights],
        },
        created_by=actor,
        created_at=timezone.now(),
    )


def _read(file: Any, assessment: Assessment) -> Read:
    """What stands in the workbook, before it is kept: a refusal then speaks of the sheet."""
    try:
        with NamedTemporaryFile(suffix=".xlsx") as copy:
            copied = 0
            for piece in iter(lambda: file.read(1 << 20), b""):
                copied += copy.write(piece)
                if copied > MAX_FILE_BYTES:
                    raise UnreadableFile("too_large")
            copy.flush()
            return read_workbook(Path(copy.name), expected_of(assessment.instrument))
    except UnreadableFile as error:
        code = error.code if error.code in UNREADABLE else "damaged"
        raise DomainError(UNREADABLE[code], code=code) from error


@transaction.atomic
def apply_import(*, run: SheetImport, actor: User) -> SheetImport:
    """Take the answers of a dry run over. What cannot be taken is kept with its reason.

    Refuses a second time (``already_applied``) and a round that lies with assessors
    (``not_your_turn``). A question that was answered since the dry run keeps that answer.
    """
    run = SheetImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.applied_at is not None:
        raise DomainError(_("This file was taken over already."), code="already_applied")
    assessment = held(run.assessment)
    if assessment.stage not in WITH_OFFICE:
        raise DomainError(
            _("What was submitted is frozen. It can be changed once the round was returned."),
            code="not_your_turn",
        )
    kept = {
        row.item: row for row in Answer.objects.filter(round=assessment.current, column=Column.UNIT)
    }
    taken, refused = [], {}
    for each in dry_run_of(run).verdicts:
        if not each.is_taken:
            continue
        before = kept.get(each.item)
        if before is not None and before.answered_at > run.created_at:
            refused[each.item] = str(_("Answered by somebody since the file was read."))
            continue
        edition = before.edition if before else 0
        said = Saying("" if each.counts else each.value, each.note, each.counts, edition)
        try:
            save_answer(
                assessment=assessment, column=Column.UNIT, item=each.item, actor=actor, said=said
            )
            taken.append(each.item)
        except DomainError as refusal:
            refused[each.item] = str(refusal)
    run.applied_at, run.refused = timezone.now(), refused
    run.save(update_fields=["applied_at", "refused"])
    ledger.record(
        office=assessment.office,
        act=Act.SHEET_TAKEN,
        subject=assessment,
        actor=actor,
        sha256=run.file.sha256,
        items=taken,
        refused=sorted(refused),
    )
    return run
