"""A decree is uploaded, read apart, looked at, and taken over into a draft or undone."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files import services as files
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.plans import tasks
from lempu.kernel.plans.enums import SET_BY_DECREE, Act, ImportState, Origin, PlanState
from lempu.kernel.plans.models import Import, Indicator, Plan, PlanFinding
from lempu.kernel.plans.readers.errors import MESSAGES
from lempu.kernel.plans.readers.structure import Reading
from lempu.kernel.plans.services import (
    amendments,
    building,
    drafts,
    findings,
    matching,
    reading,
)
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

#: A claim older than this belongs to a worker that died.
CLAIM_HOLDS = dt.timedelta(seconds=reading.SECONDS * 2)


def start_import(
    *, office: Office, actor: User, file: Any, name: str, amends: Plan | None = None
) -> Import:
    """Keep a decree as it was given and ask for it to be read.

    ``amends`` is the plan in force that the decree changes. Refuses what ``files.services.store``
    refuses (``too_large``, ``disk_full``, ``empty_file``, ``kind_refused``) and a plan that cannot be
    amended now (see ``amendments.start_amendment``).
    """
    if amends is not None:
        amendments.require_amendable(amends)
    stored = files.store(content=file, name=name)  # bytes first, and no lock while they are copied
    with transaction.atomic():
        row = Import.objects.create(
            office=office, file=stored, name=name[-200:], created_by=actor, amends=amends
        )
        ledger.record(
            office=office,
            act=Act.IMPORT_STARTED,
            subject=row,
            actor=actor,
            sha256=stored.sha256,
            name=row.name,
            amends=row.amends_id,
        )
        transaction.on_commit(partial(tasks.read_import.enqueue, row.pk))
    return row


def read_import(import_id: int) -> bool:
    """Read a waiting import; may run twice, only one run does the work. True when this one did.

    A file that is not a plan makes the import FAILED with the reader's code: the file is kept.
    """
    now = timezone.now()
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    waiting = Import.objects.filter(unclaimed, pk=import_id, state=ImportState.WAITING)
    if not waiting.update(claimed_at=now):
        return False
    row = Import.objects.select_related("file", "amends").get(pk=import_id)
    outcome = reading.read_apart(row.file, name=row.name)
    return _keep(row, outcome, claimed_at=now)


@transaction.atomic
def _keep(row: Import, outcome: reading.Outcome, *, claimed_at: dt.datetime) -> bool:
    """Write what was read, unless the import was undone or claimed anew meanwhile."""
    state = ImportState.FAILED if outcome.code else ImportState.READ
    kept = findings.with_suggestions(outcome.reading) if outcome.reading else None
    matches = matching.first_matches(kept, row.amends) if kept and row.amends else {}
    mine = Import.objects.filter(
        pk=row.pk, state=ImportState.WAITING, claimed_at=claimed_at
    ).update(
        state=state,
        reading=kept,
        matches=matches,
        error_code=outcome.code[:40],
        error=outcome.message,
        took_ms=outcome.took_ms,
    )
    if mine:
        content = canonical.digest_of(outcome.reading) if outcome.reading else ""
        ledger.record(
            office=row.office,
            act=Act.IMPORT_READ,
            subject=row,
            actor=None,
            state=state,
            error=outcome.code,
            reading=content,
        )
    return bool(mine)


def failure_of(row: Import) -> str:
    """Why a file could not be read, in the language of who asks."""
    return str(MESSAGES.get(row.error_code, row.error))


def sweep_imports() -> int:
    """Ask again for imports that a dead worker left waiting; how many there were."""
    late = timezone.now() - CLAIM_HOLDS
    left = Import.objects.filter(state=ImportState.WAITING, created_at__lt=late).exclude(
        claimed_at__gte=late
    )
    keys = list(left.values_list("pk", flat=True))
    for key in keys:
        tasks.read_import.enqueue(key)
    return len(keys)


@transaction.atomic
def decide_finding(
    *, imported: Import, actor: User, position: int, choice: str, months: list[int] | None = None
) -> Import:
    """Keep what a person answers to a finding on the dry run; an empty choice takes it back.

    Refuses an import that is not being looked at (``not_read``), a finding there is none of
    (``finding_unknown``), ``choice_unknown`` and ``months_missing``.
    """
    row = _locked(imported, {ImportState.READ})
    found = (row.reading or {}).get("findings", [])
    if not 0 <= position < len(found):
        raise DomainError(
            _("There is no such finding. Load the page again."), code="finding_unknown"
        )
    findings.require_choice(found[position], choice, months or [])
    decisions = {key: value for key, value in row.decisions.items() if key != str(position)}
    if choice:
        decisions[str(position)] = {"choice": choice, "months": sorted(set(months or []))}
    row.decisions = decisions
    row.save(update_fields=["decisions"])
    ledger.record(
        office=row.office,
        act=Act.IMPORT_DECIDED,
        subject=row,
        actor=actor,
        finding=position,
        code=found[position]["code"],
        choice=choice,
        months=sorted(set(months or [])),
    )
    return row


@transaction.atomic
def adopt_import(*, imported: Import, actor: User, year: int | None = None) -> Plan:
    """Make a draft plan of a reading and of what was decided about it; of an amending decree the next
    version of the plan in force (see ``matching.adopt``).

    The draft keeps the original file and every finding. The year is the decree's, else the one
    given, else this year. Refuses an import that was not read, or was taken over or undone before
    (``not_read``): two clicks make one draft.
    """
    row = _locked(imported, {ImportState.READ})
    plan, rows = matching.adopt(row, actor) if row.amends_id else _adopted(row, actor, year)
    for position, finding in enumerate((row.reading or {}).get("findings", [])):
        answer = row.decisions.get(str(position), {})
        indicator = rows.get(finding.get("row") or "")
        findings.apply_choice(
            indicator, finding, answer.get("choice", ""), answer.get("months", [])
        )
        PlanFinding.objects.create(
            plan=plan,
            indicator=indicator,
            position=position,
            code=finding["code"],
            severity=finding["severity"],
            row=finding.get("row") or "",
            content=finding,
            decision=answer.get("choice", ""),
        )
    _take_over(row, plan, actor, rows=plan.indicators.count())
    return plan


def _adopted(row: Import, actor: User, year: int | None) -> tuple[Plan, dict[str, Indicator]]:
    content = row.reading or {}
    plan = Plan(
        office=row.office,
        year=year or content["decree"].get("year") or today().year,
        origin=Origin.IMPORT,
        source_file=row.file,
        source_name=row.name,
        created_by=actor,
    )
    building.set_decree(plan, content["decree"])
    plan.save()
    return plan, {i.code: i for i in building.add_rows(plan, Reading.from_json(content))}


def _take_over(row: Import, plan: Plan, actor: User, *, rows: int) -> None:
    row.state, row.plan = ImportState.ADOPTED, plan
    row.save(update_fields=["state", "plan"])
    ledger.record(
        office=row.office,
        act=Act.DRAFTED,
        subject=plan,
        actor=actor,
        origin=plan.origin,
        year=plan.year,
        version=plan.version,
        amends=plan.amends_id,
        source=row.file.sha256,
        rows=rows,
    )


@transaction.atomic
def enter_by_hand(*, imported: Import, actor: User, year: int) -> Plan:
    """A draft to which a file that could not be read stays attached: an empty one, or for an amendment
    a copy of the plan in force, whose year it keeps.

    Refuses an import that did not fail (``not_failed``), ``year_unreal`` and a plan that cannot be
    amended now (see ``amendments.start_amendment``).
    """
    drafts.require_year(year)
    row = _locked(imported, set(ImportState))
    if row.state != ImportState.FAILED:
        raise DomainError(
            _("This file was read or is being read. Go on from its page."), code="not_failed"
        )
    facts = {"source_file": row.file, "source_name": row.name, "created_by": actor}
    if row.amends_id:
        plan = amendments.copied_amendment(row.amends_id, **facts)
    else:
        plan = Plan.objects.create(
            office=row.office,
            year=year,
            origin=Origin.BLANK,
            decree_office=row.office.name,
            **facts,
        )
    _take_over(row, plan, actor, rows=plan.indicators.count())
    return plan


@transaction.atomic
def withdraw_import(*, imported: Import, actor: User, reason: str = "") -> Import:
    """Undo an import, with the draft made from it. The file and what was read are kept.

    Refuses one that was undone before (``withdrawn_already``) and one whose plan was enacted
    (``enacted_already``).
    """
    row = _locked(imported, set(ImportState))
    if row.state == ImportState.WITHDRAWN:
        raise DomainError(_("This import has been undone already."), code="withdrawn_already")
    if row.plan_id:
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=row.plan_id)
        if plan.state in SET_BY_DECREE:
            raise DomainError(
                _("The plan made from this import is enacted, so it cannot be undone any more."),
                code="enacted_already",
            )
        plan.state = PlanState.WITHDRAWN
        plan.save(update_fields=["state"])
    row.state = ImportState.WITHDRAWN
    row.save(update_fields=["state"])
    ledger.record(
        office=row.office,
        act=Act.IMPORT_WITHDRAWN,
        subject=row,
        actor=actor,
        plan=row.plan_id,
        reason=reason.strip(),
    )
    return row


def _locked(imported: Import, states: set[ImportState]) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("office", "file")
    row = rows.get(pk=imported.pk)
    if row.state not in states:
        raise DomainError(
            _(
                "This import is not open any more: it was taken over or undone. Nothing was changed."
            ),
            code="not_read",
        )
    return row
