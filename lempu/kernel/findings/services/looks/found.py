"""What a rule says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.selectors.limits import kinds
from lempu.kernel.findings.selectors.subjects import Piece, Subject


@dataclass(frozen=True, slots=True)
class Found:
    """One finding to be kept; if ``is_of_other``, it is ``other`` whose obligation is looked at again."""

    rule: str
    version: Version | None = None
    other: Version | None = None
    page: int = 1
    other_page: int = 1
    data: dict[str, Any] = field(default_factory=dict)
    is_of_other: bool = False

    @property
    def key(self) -> str:
        """What it speaks of; an answer given to it stays as long as that is the same."""
        mine, other = (each.pk if each else 0 for each in (self.version, self.other))
        return f"{self.rule}:{mine}:{other}"


def beside(
    subject: Subject, piece: Piece, rule: str, others: Iterable[Version], **rest: Any
) -> Iterable[Found]:
    """The finding about a piece that stands elsewhere too.

    It is about whoever used it later; those who came after this piece are looked at again. The one that
    stands beside it is of the same office if there is one, else of another, the first that was added.
    Kinds that many offices share, such as a decree of KPU RI, are held against one's own office only.
    """
    mine, office = piece.version, subject.obligation.office_id
    every = list(others)
    if piece.evidence.kind in kinds("common"):
        every = [other for other in every if other.evidence.office_id == office]
    later = [other for other in every if other.pk > mine.pk]
    earlier = [other for other in every if other.pk < mine.pk]
    for other in later:
        yield Found(rule, mine, other, is_of_other=True)
    if earlier:
        chosen = min(earlier, key=lambda other: (other.evidence.office_id != office, other.pk))
        yield Found(rule, mine, chosen, **rest)
