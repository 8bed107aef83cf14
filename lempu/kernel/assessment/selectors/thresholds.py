"""Every test of every predicate with its distance, what to raise to pass, and what a trial would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring import FaultyAnswer, Instrument, Score, Test, cheapest
from lempu.kernel.assessment.scoring.answers import values_of
from lempu.kernel.assessment.selectors.answers import sheet_of
from lempu.kernel.assessment.selectors.pages import points
from lempu.kernel.assessment.selectors.proposals import Proposal, proposal_for
from lempu.kernel.plans.models import Indicator


@dataclass(frozen=True, slots=True)
class Row:
    """One test on the page. ``distance`` has its sign: what lacks, or what is to spare."""

    name: str | Promise
    value: str
    minimum: str
    distance: str
    holds: bool
    fill: str
    tick: str


@dataclass(frozen=True, slots=True)
class Table:
    predicate: str
    rows: list[Row]
    warnings: list[Row]

    @property
    def failing(self) -> int:
        return sum(not row.holds for row in self.rows)


@dataclass(frozen=True, slots=True)
class Raise:
    """An answer to raise: from which to which, what it brings, and what would prove it."""

    item: str
    text: str
    now: str
    best: str
    gain: str
    rows: Sequence[Indicator]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Way:
    predicate: str
    steps: list[Raise]
    gain: str
    beyond: list[Row]


def tables_of(scored: Score) -> list[Table]:
    """A table for each predicate."""
    tests, warnings = scored.tests(), scored.warnings()
    return [
        Table(
            name,
            [_row(scored.instrument, test) for test in tests if test.predicate == name],
            [_row(scored.instrument, test) for test in warnings if test.predicate == name],
        )
        for name in scored.instrument.predicates
    ]


def way_to(
    instrument: Instrument,
    values: Mapping[str, str],
    predicate: str,
    rows: Mapping[str, Sequence[Indicator]],
) -> Way:
    """The fewest answers to raise so that every test holds, most points first."""
    sheet = sheet_of(instrument, values)
    path = cheapest(sheet, predicate)
    steps = [
        Raise(
            item=step.question.id,
            text=step.question.text,
            now=values.get(step.question.id, ""),
            best=best_of(instrument, step.question.id),
            gain=points(step.gain),
            rows=rows.get(step.question.id, ()),
            proposal=proposal_for(instrument, step.question.id),
        )
        for step in path.steps
    ]
    beyond = [_row(instrument, test) for test in path.beyond]
    return Way(predicate, steps, points(path.gain), beyond)


def best_of(instrument: Instrument, item: str) -> str:
    """The answer that brings every point of a question."""
    question = instrument.questions[item]
    if question.is_ratio:
        return "1"
    scale = instrument.scales[question.scale]
    return max(scale, key=lambda option: scale[option])


def tried(instrument: Instrument, asked: Sequence[str]) -> dict[str, str]:
    """Trials of the address ("PPA3A:A") that the sheet can take; all others are left out."""
    found = {}
    for text in asked[:200]:
        item, _colon, value = text.partition(":")
        try:
            values_of(sheet_of(instrument, {item: value}))
        except (KeyError, ArithmeticError, FaultyAnswer):
            continue
        found[item] = value
    return found


def _row(instrument: Instrument, test: Test) -> Row:
    full = max(_full(instrument, test.id), test.minimum, Fraction(1))
    scale = 300 / full
    distance = test.value - test.minimum
    sign = "+" if distance >= 0 else "−"
    return Row(
        name=name_of_test(instrument, test.id),
        value=points(test.value),
        minimum=points(test.minimum),
        distance=f"{sign}{points(abs(distance))}",
        holds=test.holds,
        fill=f"{float(test.value * scale):.1f}",
        tick=f"{float(test.minimum * scale):.1f}",
    )


def name_of_test(instrument: Instrument, key: str) -> str:
    """What a test measures, in words of the sheet."""
    kind, _dash, rest = key.partition("-")
    if kind in ("area", "aspect"):
        number, _dash, aspect = rest.partition("-")
        name = next(a.name for a in instrument.areas if str(a.number) == number)
        return f"{number}. {name}" + (f", {aspect}" if aspect else "")
    if key in instrument.results:
        return instrument.results[key].name
    if key in instrument.result_groups:
        return instrument.result_groups[key]
    return _("Total") if key == "total" else key.capitalize()


def _full(instrument: Instrument, key: str) -> Fraction:
    kind, _, rest = key.partition("-")
    number, _, aspect = rest.partition("-")
    if kind in ("area", "aspect"):
        return sum(
            (
                s.weight
                for s in instrument.sub_areas.values()
                if str(s.area) == number and aspect in ("", s.aspect)
            ),
            Fraction(0),
        )
    lines = instrument.results.values()
    if key in instrument.result_groups or key in instrument.results:
        return sum((r.weight for r in lines if key in (r.key, r.group)), Fraction(0))
    results = sum((r.weight for r in lines), Fraction(0))
    return {"total": Fraction(100), "hasil": results}.get(key, 100 - results)
