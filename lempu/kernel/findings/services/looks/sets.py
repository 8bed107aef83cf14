"""What is noticed of an obligation as a whole, and of a row over the year."""

from collections.abc import Iterator

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.selectors.limits import limits
from lempu.kernel.findings.selectors.subjects import Subject
from lempu.kernel.findings.services.looks.found import Found
from lempu.kernel.obligations.enums import State


def incomplete(subject: Subject) -> Iterator[Found]:
    """Once it was submitted; before, the checklist says what is still to come."""
    if subject.obligation.state not in (State.SUBMITTED, State.ACCEPTED):
        return
    here = {piece.evidence.kind for piece in subject.pieces}
    lacking = [kind for kind in subject.obligation.indicator.required if kind not in here]
    if lacking:
        yield Found(Rule.INCOMPLETE, data={"kinds": lacking})


def all_at_once(subject: Subject) -> Iterator[Found]:
    """The proof of many months of a row, all of it there is, came within one week."""
    wanted, obligation = limits("week"), subject.obligation
    if subject.is_once or not subject.pieces:
        return
    rows = Version.objects.filter(
        evidence__obligation__indicator=obligation.indicator_id,
        evidence__obligation__year=obligation.year,
        evidence__withdrawn_at=None,
        number=1,
    )
    added = list(rows.values_list("evidence__obligation__month", "added_at"))
    months = {month for month, _at in added}
    if len(months) < wanted["fewest_months"]:
        return
    first, last = min(at for _month, at in added), max(at for _month, at in added)
    if (last - first).days < wanted["days"]:
        yield Found(
            Rule.ALL_AT_ONCE,
            data={
                "months": len(months),
                "first": first.date().isoformat(),
                "last": last.date().isoformat(),
            },
        )
