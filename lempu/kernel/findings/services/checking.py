"""Looking at obligations: what changed since the last time is looked at again, in the background.

Findings are derived, so nothing of it is in the ledger. Everything may run twice and be cut off
anywhere: the work-list is the ledger of an office, and files whose step *compare* waits.
"""

import time
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from lempu.kernel.evidence.models import Version
from lempu.kernel.files.selectors import files_to_compare
from lempu.kernel.files.services import compared
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.models import Finding, Reach
from lempu.kernel.findings.selectors.subjects import Subject, subject_of
from lempu.kernel.findings.services import links
from lempu.kernel.findings.services.looks import LOOKS
from lempu.kernel.findings.services.looks.found import Found
from lempu.kernel.ledger.selectors import ends_of, subjects_after
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office

#: A run leaves the rest to the next one after so long.
RUN_SECONDS = 20.0
#: Entries of an office gone through at once; where a run was cut off, so many are gone through again.
ENTRIES = 200
ABOUT = "obligations.obligation:"


def refresh(*, seconds: float = RUN_SECONDS) -> int:
    """Look at what changed until the time is up; how many obligations were looked at."""
    until = time.monotonic() + seconds
    done = _read_files(until)
    for office_id in _behind():
        done += _read_ledger(office_id, until)
        if time.monotonic() > until:
            break
    return done


def _behind() -> list[int]:
    """Offices whose ledger has grown since they were looked at."""
    reached = dict(Reach.objects.values_list("office_id", "seq"))
    heads = ends_of(Office.objects.values_list("pk", flat=True))
    return [office for office, seq in heads.items() if reached.get(office, 0) != seq]


def _read_ledger(office_id: int, until: float) -> int:
    """Go through the entries of an office that came since; how many obligations that were."""
    done = 0
    while True:
        reach, _new = Reach.objects.get_or_create(office_id=office_id)
        entries = subjects_after(office_id, reach.seq, ENTRIES)
        if not entries:
            return done
        done += check_all(_obligations_of(subject for _seq, subject in entries))
        moved = Reach.objects.filter(office_id=office_id, seq=reach.seq)
        if not moved.update(seq=entries[-1][0]) or time.monotonic() > until:
            return done


def _obligations_of(subjects: Iterable[str]) -> set[int]:
    return {int(subject[len(ABOUT) :]) for subject in subjects if subject.startswith(ABOUT)}


def _read_files(until: float) -> int:
    """Look again at what offers files that were read since; how many obligations that were."""
    done = 0
    for file, asked_at in files_to_compare().items():
        rows = Version.objects.filter(file=file, evidence__withdrawn_at=None)
        done += check_all(set(rows.values_list("evidence__obligation", flat=True)))
        compared({file: asked_at})
        if time.monotonic() > until:
            break
    return done


def check_all(obligations: set[int]) -> int:
    """Look at obligations, and at those whose findings change with them; how many."""
    later: set[int] = set()
    for key in sorted(obligations):
        later |= check(key)
    for key in sorted(later - obligations):
        check(key)
    return len(obligations | later)


def check(obligation_id: int) -> set[int]:
    """Look at one obligation; the keys of others that are to be looked at again because of it."""
    try:
        subject = subject_of(obligation_id)
    except Obligation.DoesNotExist:
        return set()
    links.note(piece.version.url for piece in subject.pieces)
    found: list[Found] = []
    for look in LOOKS:
        found += look(subject)
    return _keep(subject, [one for one in found if not one.is_of_other]) | _of_others(found)


def _of_others(found: list[Found]) -> set[int]:
    return {one.other.evidence.obligation_id for one in found if one.is_of_other and one.other}


@transaction.atomic
def _keep(subject: Subject, found: list[Found]) -> set[int]:
    """Write what was found, mark what is gone; who pointed at something that is offered no more."""
    obligation = subject.obligation
    rows = {row.key: row for row in Finding.objects.filter(obligation=obligation)}
    fresh = {one.key: one for one in found}
    for key, row in rows.items():
        if key not in fresh and row.gone_at is None:
            Finding.objects.filter(pk=row.pk).update(gone_at=timezone.now())
    for key, one in fresh.items():
        facts = {"page": one.page, "other_page": one.other_page, "data": one.data}
        known = rows.get(key)
        if known is None:
            row = Finding(
                office=obligation.office, obligation=obligation, version=one.version,
                other=one.other, rule=one.rule, key=key, **facts,
            )  # fmt: skip
            Finding.objects.bulk_create([row], ignore_conflicts=True)
        elif known.gone_at is not None or any(
            getattr(known, name) != facts[name] for name in facts
        ):
            Finding.objects.filter(pk=known.pk).update(gone_at=None, **facts)
    return _changed_with(subject, {key for key in fresh if key not in rows})


def _changed_with(subject: Subject, new: set[str]) -> set[int]:
    """Obligations whose findings speak of what is offered here no more, and other months of a hurried row."""
    obligation = subject.obligation
    offered = {piece.version.pk for piece in subject.pieces}
    pointing = Finding.objects.filter(other__evidence__obligation=obligation, gone_at=None)
    changed = set(pointing.exclude(other__in=offered).values_list("obligation", flat=True))
    if any(key.startswith(Rule.ALL_AT_ONCE) for key in new):
        row = Obligation.objects.filter(indicator=obligation.indicator_id, year=obligation.year)
        changed |= set(row.exclude(pk=obligation.pk).values_list("pk", flat=True))
    return changed
