"""An evaluation sheet as its regulation sets it: what is asked, how it weighs, what must be reached."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring.checks import check
from lempu.kernel.assessment.scoring.errors import FaultyAnswer, FaultyInstrument, readable
from lempu.shared import reference

FOLDER = "instruments"
RATIO = "RATIO"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of change and the points it can bring (pemenuhan and reform together)."""

    number: int
    letter: str
    name: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class SubArea:
    """A group of questions that share ``weight`` points; ``aspect`` is *pemenuhan* or *reform*."""

    key: str
    area: int
    aspect: str
    name: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Question:
    """One scored question. ``scale`` names the options; a ratio is made of ``counts`` by ``formula``."""

    id: str
    sub_area: str
    text: str
    scale: str
    options: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    formula: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ratio(self) -> bool:
        return self.scale == RATIO


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the component *hasil*: an index from 0 to ``maximum``, or an option of ``scale``."""

    key: str
    group: str
    name: str
    weight: Fraction
    maximum: Fraction | None
    scale: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A choice the rules leave open; shown with its default and the reason it is a choice."""

    key: str
    question: str
    default: str
    choices: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A minimum: in points, or as a share of what ``of`` can bring at most."""

    id: str
    of: str
    minimum: Mapping[str, Fraction]
    share: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One evaluation sheet, complete and checked. Weights are points, 100 in all.

    ``columns`` say who answers: the office (``unit``), a province in between, TPI and TPN.
    """

    key: str
    title: str
    note: str
    legal_basis: tuple[Mapping[str, str], ...]
    valid_from: dt.date
    valid_until: dt.date | None
    scales: Mapping[str, Mapping[str, Fraction]]
    areas: tuple[Area, ...]
    aspects: tuple[str, ...]
    columns: tuple[str, ...]
    sub_areas: Mapping[str, SubArea]
    questions: Mapping[str, Question]
    result_groups: Mapping[str, str]
    results: Mapping[str, ResultLine]
    predicates: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    warnings: tuple[Requirement, ...]
    settings: tuple[Setting, ...]
    prerequisites: tuple[Mapping[str, str], ...]

    def questions_of(self, sub_area: str) -> list[Question]:
        return [each for each in self.questions.values() if each.sub_area == sub_area]

    def with_settings(self, chosen: Mapping[str, str]) -> "Instrument":
        """The sheet under other choices than the defaults. Raises ``FaultyAnswer``."""
        known = {each.key: each for each in self.settings}
        questions = dict(self.questions)
        for key, choice in chosen.items():
            if key not in known or choice not in known[key].choices:
                raise FaultyAnswer(
                    _("%(setting)s cannot be set to %(choice)s.")
                    % {"setting": readable(key), "choice": readable(choice)},
                    code="unknown_setting",
                    item=key,
                )
            what, _colon, name = key.partition(":")
            if what == "scale":
                questions[name] = replace(questions[name], scale=choice)
        return replace(self, questions=questions)


def instruments() -> list[str]:
    """Keys of the instruments that are shipped, in the order of their names."""
    return [name.partition("/")[2] for name in reference.names(FOLDER)]


@cache
def load(key: str) -> Instrument:
    """The instrument ``key``. Raises ``FaultyInstrument`` when it is unknown or contradicts itself."""
    if key not in instruments():
        raise FaultyInstrument(
            _("There is no evaluation sheet %(key)s. Known: %(known)s.")
            % {"key": readable(key), "known": ", ".join(instruments())},
            code="unknown_instrument",
        )
    return build(reference.read(f"{FOLDER}/{key}"))


def build(data: Mapping[str, Any]) -> Instrument:
    """Make an instrument of the content of its file. Raises ``FaultyInstrument`` with the reason."""
    check(data)
    until = data["valid_until"]
    return Instrument(
        key=data["key"],
        title=data["title"],
        note=data["note"],
        legal_basis=tuple(data["legal_basis"]),
        valid_from=dt.date.fromisoformat(data["valid_from"]),
        valid_until=dt.date.fromisoformat(until) if until else None,
        scales={
            name: {option: Fraction(value) for option, value in options}
            for name, options in data["scales"].items()
        },
        areas=tuple(Area(**{**each, "weight": Fraction(each["weight"])}) for each in data["areas"]),
        aspects=tuple(each["key"] for each in data["aspects"]),
        columns=tuple(data["columns"]),
        sub_areas={
            each["key"]: SubArea(**{**each, "weight": Fraction(each["weight"])})
            for each in data["sub_areas"]
        },
        questions={each["id"]: _question(each) for each in data["questions"]},
        result_groups={each["key"]: each["name"] for each in data["result_groups"]},
        results={each["key"]: _result_line(each) for each in data["results"]},
        predicates=tuple(data["predicates"]),
        requirements=tuple(_requirement(each) for each in data["tests"]),
        warnings=tuple(_requirement(each) for each in data["warnings"]),
        settings=tuple(
            Setting(**{**each, "choices": tuple(each["choices"])}) for each in data["settings"]
        ),
        prerequisites=tuple(data["prerequisites"]),
    )


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=data["id"],
        sub_area=data["sub_area"],
        text=data["text"],
        scale=data["scale"],
        options=tuple(data["options"]),
        evidence=tuple(data["evidence"]),
        counts=tuple((each["key"], each["text"]) for each in data.get("counts", [])),
        formula=data.get("formula", {}),
    )


def _result_line(data: Mapping[str, Any]) -> ResultLine:
    return ResultLine(
        key=data["key"],
        group=data["group"],
        name=data["name"],
        weight=Fraction(data["weight"]),
        maximum=Fraction(data["maximum"]) if data["kind"] == "index" else None,
        scale=data.get("scale", ""),
        options=tuple(data.get("options", [])),
    )


def _requirement(data: Mapping[str, Any]) -> Requirement:
    return Requirement(
        id=data["id"],
        of=data["of"],
        minimum={name: Fraction(value) for name, value in data.get("minimum", {}).items()},
        share={name: Fraction(value) for name, value in data.get("share", {}).items()},
    )
