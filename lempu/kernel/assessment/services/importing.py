"""A filled workbook: read, shown as a dry run, applied once a person confirms."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import WITH_OFFICE, Act, Column
from lempu.kernel.assessment.models import Answer, Assessment, SheetImport
from lempu.kernel.assessment.readers import read_workbook
from lempu.kernel.assessment.selectors.importing import dry_run_of
from lempu.kernel.assessment.services.answers import Saying, held, save_answer
from lempu.kernel.files.services import store
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.shared.errors import DomainError


def start_import(*, assessment: Assessment, actor: User, file: Any, name: str) -> SheetImport:
    """Keep a workbook and read it; nothing of the sheet is changed.

    Refuses what is no workbook (``unreadable``) or has no head with a column *Jawaban* (``no_head``).
    """
    stored = store(content=file, name=name)
    instrument = assessment.instrument
    texts = {key: each.text for key, each in instrument.questions.items()}
    texts |= {key: line.name for key, line in instrument.results.items()}
    counts = {
        key: [name for name, _text in each.counts] for key, each in instrument.questions.items()
    }
    try:
        with NamedTemporaryFile(suffix=".xlsx") as copy, stored.open() as content:
            for piece in iter(lambda: content.read(1 << 20), b""):
                copy.write(piece)
            copy.flush()
            found = read_workbook(Path(copy.name), texts, counts)
    except UnreadableFile as error:
        raise DomainError(
            _("This file is no Excel workbook (.xlsx) that can be read."), code="unreadable"
        ) from error
    if not found.has_head:
        raise DomainError(
            _("No sheet of this file has a head with the columns Penilaian and Jawaban."),
            code="no_head",
        )
    return SheetImport.objects.create(
        assessment=assessment,
        name=name[-200:],
        file=stored,
        reading={
            "rows": [row.plain() for row in found.rows],
            "unknown": list(found.unknown)[:200],
            "instrument": found.instrument[:60],
        },
        created_by=actor,
        created_at=timezone.now(),
    )


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
