"""The two things a finding speaks of, side by side."""

from dataclasses import dataclass, field
from typing import Any

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.selectors import Sight, sight_of
from lempu.kernel.files.models import Page
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.models import Finding
from lempu.kernel.findings.scoring.words import Bit, side_by_side
from lempu.kernel.findings.selectors.shown import is_elsewhere
from lempu.shared.http import may

#: Letters of each text that stand beside each other.
BESIDE = 20_000


@dataclass(slots=True)
class Side:
    """One thing: what is seen of it, or its words with those that differ marked."""

    version: Version
    sight: Sight | None
    bits: list[Bit] = field(default_factory=list)


@dataclass(slots=True)
class Pair:
    """``other`` is None when there is nothing beside it, or nothing the person may see."""

    mine: Side | None
    other: Side | None
    is_elsewhere: bool


def pair_of(finding: Finding, user: Any) -> Pair:
    """What the page of a finding shows. Needs ``for_listing``."""
    away = is_elsewhere(finding)
    as_text = finding.rule == Rule.COPIED_TEXT and finding.other is not None and not away
    mine = _side(finding.version, finding.page, as_text=as_text)
    sees = finding.other is not None and not away and may(user, Perm.VIEW, finding.other.evidence)
    other = _side(finding.other, finding.other_page, as_text=as_text) if sees else None
    if as_text and mine and other:
        mine.bits, other.bits = side_by_side(_text(mine.version), _text(other.version))
    return Pair(mine, other, away)


def _side(version: Version | None, page: int, *, as_text: bool) -> Side | None:
    if version is None:
        return None
    return Side(version, None if as_text else sight_of(version, page))


def _text(version: Version) -> str:
    rows = Page.objects.filter(file=version.file_id).order_by("number")
    return "\n\n".join(rows.values_list("text", flat=True))[:BESIDE]
