"""What the records suggest, beside the human answer: value, words, months, records, difference."""

from dataclasses import dataclass

from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring.answers import values_of
from lempu.kernel.assessment.scoring.gap import worth
from lempu.kernel.assessment.selectors.answers import Given, sheet_of
from lempu.kernel.assessment.selectors.outline import Line
from lempu.kernel.assessment.selectors.pages import points
from lempu.kernel.assessment.suggestions import Facts, Suggestion, suggest
from lempu.shared.periods import Month, months_of

RECORDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion as the page shows it. ``higher`` is how many points the human answer lies above."""

    value: str
    option: str
    words: str
    strip: list[tuple[Month, str]]
    records: list[tuple[int, str, Month]]
    more: int
    later: str
    higher: str


def hint_of(assessment: Assessment, line: Line, given: Given, facts: Facts) -> Hint | None:
    """The suggestion for one question; None where no rule speaks of it."""
    found = suggest(facts).get(line.item)
    if found is None or line.question is None:
        return None
    later = suggest(facts.at_year_end()).get(line.item)
    return Hint(
        value=found.value,
        option=option_of(assessment, line, found.value),
        words=found.words,
        strip=_strip(assessment.year, facts, found),
        records=[
            (cell.pk, cell.row, Month(assessment.year, cell.month))
            for cell in found.cells[:RECORDS_SHOWN]
        ],
        more=max(len(found.cells) - RECORDS_SHOWN, 0),
        later=later.value if later and later.value != found.value else "",
        higher=_higher(assessment, line, given, found),
    )


def option_of(assessment: Assessment, line: Line, value: str) -> str:
    """The words of an option; empty where they say no more than the value."""
    if line.question is None or line.question.is_ratio:
        return ""
    names = list(assessment.instrument.scales[line.question.scale])
    words = dict(zip(names, line.options, strict=False)).get(value, "")
    return "" if words == value else words


def _strip(year: int, facts: Facts, found: Suggestion) -> list[tuple[Month, str]]:
    """Twelve months, each on, a gap, or not yet."""
    if found.months is None:
        return []
    return [
        (
            month,
            "on" if month.number in found.months
            else "gap" if month.number <= facts.ended else "",
        )
        for month in months_of(year)
    ]  # fmt: skip


def _higher(assessment: Assessment, line: Line, given: Given, found: Suggestion) -> str:
    if not given.value or line.question is None:
        return ""
    instrument = assessment.instrument
    mine, theirs = (
        values_of(sheet_of(instrument, {line.item: value}))[0][line.item]
        for value in (given.value, found.value)
    )
    return points((mine - theirs) * worth(instrument, line.question)) if mine > theirs else ""
