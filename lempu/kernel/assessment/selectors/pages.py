"""What the pages say: headings, figures, bars, lines, as words and numbers a person reads."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import Column, RoundState, Stage
from lempu.kernel.assessment.models import Assessment, Round
from lempu.kernel.assessment.scoring import Instrument, Score, score
from lempu.kernel.assessment.scoring.gap import worth
from lempu.kernel.assessment.selectors.answers import Given, frozen, given_in, sheet_of, shown
from lempu.kernel.assessment.selectors.content import Piece
from lempu.kernel.assessment.selectors.outline import Line, outline
from lempu.kernel.assessment.selectors.scores import Scores
from lempu.kernel.offices.selectors import role_words


def points(value: Fraction | Decimal) -> str:
    """Points as a person reads them: two decimals in the language of the page. Only for showing.

    Rounded here, since ``number_format`` cuts a decimal off.
    """
    rounded = Fraction(round(Fraction(value) * 100), 100)
    return number_format(rounded.numerator / rounded.denominator, 2)


def answered(answers: Mapping[str, Given]) -> set[str]:
    return {item for item, each in answers.items() if each.value}


def address(row: Assessment, item: str) -> str:
    return reverse("assessment:question", args=[row.pk, item])


def room_address(row: Assessment, item: str) -> str:
    return reverse("assessment:judge", args=[row.pk, item])


def heading(scored: Score) -> str:
    """The answer of the page: whether it is enough for the first predicate, and what lacks."""
    for name in reversed(scored.instrument.predicates):
        if scored.reaches(name):
            return _("Enough for %(name)s by the answers given") % {"name": name}
    first = scored.instrument.predicates[0]
    failing = [test for test in scored.tests() if test.predicate == first and not test.holds]
    total = next((test for test in failing if test.id == "total"), None)
    if total is not None:
        return _("Not enough for %(name)s yet: %(lacks)s points short") % {
            "name": first,
            "lacks": points(total.lacks),
        }
    return _("Not enough for %(name)s yet: %(count)s tests fail") % {
        "name": first,
        "count": len(failing),
    }


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str


def figures(scores: Scores) -> list[Figure]:
    """The numbers of the sheet, each with its own label and what it counts."""
    return [
        Figure(
            _("Claimed score"),
            points(scores.claimed.total),
            _("What the office answers, whether proved or not."),
        ),
        Figure(
            _("Verified score"),
            points(scores.verified.total),
            _("Only answers with evidence that a reviewer accepted."),
        ),
        Figure(
            _("Year-end forecast"),
            points(scores.forecast.total),
            _("If everything the plan still owes this year is done and accepted."),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of 300 for one area: what is claimed and verified, and where the predicates begin."""

    name: str
    fill: str
    proved: str
    ticks: list[tuple[str, str]]
    claimed: str
    verified: str
    full: str
    is_enough: bool


def area_bars(scores: Scores) -> list[Bar]:
    return [_bar(scores, area.number) for area in scores.claimed.instrument.areas]


def _bar(scores: Scores, number: int) -> Bar:
    instrument = scores.claimed.instrument
    area = next(each for each in instrument.areas if each.number == number)
    claimed, verified = scores.claimed.part(number), scores.verified.part(number)
    limits = _limits(scores.claimed, number)
    scale = 300 / area.weight
    return Bar(
        name=f"{area.number}. {area.name}",
        fill=f"{float(claimed * scale):.1f}",
        proved=f"{float(verified * scale):.1f}",
        ticks=[(name, f"{float(limit * scale):.1f}") for name, limit in limits.items()],
        claimed=points(claimed),
        verified=points(verified),
        full=points(area.weight),
        is_enough=all(claimed >= limit for limit in list(limits.values())[:1]),
    )


def _limits(scored: Score, number: int) -> dict[str, Fraction]:
    name = f"area-{number}"
    return {test.predicate: test.minimum for test in scored.tests() if test.id == name}


def worth_of(instrument: Instrument, line: Line) -> str:
    """Points the line can bring, as text."""
    if line.question is not None:
        return points(worth(instrument, line.question))
    return points(line.result.weight) if line.result else ""


def statement(row: Assessment, user: User) -> str:
    """The words of the SPTJM, as they are signed and kept."""
    return _(
        "I, %(name)s, %(role)s of %(office)s, state that the answers of the self-assessment of the "
        "integrity zone %(year)s and the evidence under them are true, and that I answer for them "
        "in full. If they prove untrue, I am ready to be held to account by law."
    ) % {
        "name": user.name,
        "role": role_words(user, row.office),
        "office": row.office.name,
        "year": row.year,
    }


def without_proof(content: Mapping[str, Any]) -> list[str]:
    """Questions that are answered and have no evidence."""
    proofs = content["proofs"]
    return [i for i, each in content["answers"].items() if each["value"] and not proofs.get(i)]


@dataclass(frozen=True, slots=True)
class Said:
    """What one column answered in one round."""

    column: str | Promise
    round: int
    value: str
    note: str


def verdicts_on(row: Assessment, item: str, *, until: int | None = None) -> list[Said]:
    """What assessors said of a question in the rounds that are closed; latest last."""
    found = []
    for round_ in row.rounds.exclude(state=RoundState.OPEN).order_by("number"):
        if until is not None and round_.number >= until:
            continue
        for column, answers in round_.verdicts.items():
            if each := answers.get(item):
                label = Column(column).label
                found.append(Said(label, round_.number, shown(each["value"]), each["note"]))
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a submitted round: the office's answer beside the assessor's."""

    line: Line
    theirs: str
    mine: str
    note: str
    pieces: int

    @property
    def differs(self) -> bool:
        return bool(self.mine) and self.mine != self.theirs


def compared(row: Assessment, round_: Round, column: Column) -> list[Compared]:
    content = round_.content
    theirs, mine = frozen(content["answers"]), given_in(round_, column)
    return [
        Compared(
            line,
            theirs[line.item].shown if line.item in theirs else "",
            mine[line.item].shown if line.item in mine else "",
            mine[line.item].note if line.item in mine else "",
            len(content["proofs"].get(line.item, [])),
        )
        for part in outline(row.instrument, ())
        for line in part.lines
    ]


def totals(row: Assessment, round_: Round, column: Column) -> list[Figure]:
    """What the office claimed in the round and what the assessor finds."""
    theirs = {item: each["value"] for item, each in round_.content["answers"].items()}
    mine = {item: each.value for item, each in given_in(round_, column).items()}
    claimed = score(sheet_of(row.instrument, theirs)).total
    judged = score(sheet_of(row.instrument, mine)).total
    return [
        Figure(_("Claimed in this round"), points(claimed), _("As the leader signed it.")),
        Figure(
            _("Judged so far"),
            points(judged),
            _("Your column; what is not judged counts as nothing."),
        ),
    ]


def left_to_judge(row: Assessment, judged: Mapping[str, Given]) -> list[str]:
    done: Collection[str] = answered(judged)
    return [item for item in row.instrument.questions if item not in done]


def chosen(pieces: Sequence[Piece], asked: str) -> Piece | None:
    """The piece asked for with ``?berkas=``, else the first."""
    named = (piece for piece in pieces if str(piece.version.pk) == asked)
    return next(named, pieces[0] if pieces else None)


def windows(row: Assessment) -> list[tuple[str | Promise, dt.date | None, dt.date | None]]:
    """Stages with the days on which they open and close, in the order of the stages."""
    known = [stage for stage in Stage if stage.value in row.windows]
    return [(stage.label, *_days(row.windows[stage.value])) for stage in known]


def _days(window: Sequence[str]) -> tuple[dt.date | None, dt.date | None]:
    opens, closes = (dt.date.fromisoformat(day) if day else None for day in window)
    return opens, closes
