"""What was noticed, in words, and what stands beside it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lempu.kernel.findings.enums import Rule, Severity
from lempu.kernel.findings.models import Finding, Switch
from lempu.kernel.findings.selectors.beside import Pair, pair_of
from lempu.kernel.findings.selectors.limits import severity_of
from lempu.kernel.findings.selectors.shown import Shown, is_elsewhere, sentence, shown
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office

__all__ = [
    "Pair",
    "RuleRow",
    "Shown",
    "findings_on",
    "is_elsewhere",
    "pair_of",
    "rules_of",
    "sentence",
    "shown",
    "unanswered_on",
]

_WEIGHT = {Severity.HIGH: 0, Severity.MIDDLE: 1, Severity.LOW: 2}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as an office has it; ``count`` of its findings nobody has answered."""

    rule: Rule
    severity: Severity
    is_on: bool
    count: int


def findings_on(obligation: Obligation) -> list[Shown]:
    """What was noticed of an obligation, the weightiest first; one query."""
    rows = Finding.objects.standing().filter(obligation=obligation).for_listing()
    found = []
    for row in rows:
        row.obligation = obligation
        found.append(shown(row))
    return sorted(found, key=lambda one: (_WEIGHT[one.severity], one.finding.pk))


def unanswered_on(obligations: Iterable[int]) -> Counter[int]:
    """Obligation -> how many findings nobody has answered; one query."""
    rows = Finding.objects.unanswered().filter(obligation__in=list(obligations))
    return Counter(rows.values_list("obligation", flat=True))


def rules_of(office: Office) -> list[RuleRow]:
    """Every rule, the weightiest first; two queries."""
    off = set(Switch.objects.filter(office=office).values_list("rule", flat=True))
    open_ = Finding.objects.filter(office=office, gone_at=None, accepted_at=None)
    counts = Counter(open_.values_list("rule", flat=True))
    rows = [RuleRow(rule, severity_of(rule), rule not in off, counts[rule]) for rule in Rule]
    return sorted(rows, key=lambda row: _WEIGHT[row.severity])
