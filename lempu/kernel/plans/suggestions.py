"""What a row of the plan probably asks for, guessed from its words: shown, never decided.

The knowledge is data (``expectations.json``, ``evidence-kinds.json``, ``areas.json``); this module
only compares words. A pattern fits when each of its groups has a word in the row; the one
whose words stand nearest to what is to be done wins, general patterns ("a meeting") come last.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lempu.shared import reference

Expectation = Literal["once", "monthly", "per_event"]
DueRule = Literal["month_end", "day_of_next_month"]
Note = Literal["", "decree_many_months", "once_many_months", "unknown"]

SHORT_WORD: Final = 4
ABOVE_GENERAL: Final = 100
_NOISE: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of document or record that is asked for as proof (jenis bukti)."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area of change; ``lke`` is its letter in the evaluation sheet, None when it has none."""

    key: str
    label: str
    lke: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What Lempu proposes for one indicator. ``key`` names the pattern, "" when none fits.

    ``lke`` are questions of the evaluation sheet (PermenPANRB 90/2021) the row can feed.
    """

    key: str
    expectation: Expectation
    required: tuple[str, ...]
    due_rule: DueRule
    due_day: int | None
    area: str | None
    lke: tuple[str, ...]
    months: int
    note: Note

    @property
    def reason(self) -> str:
        """Why this is proposed, in whole sentences of the reader's language."""
        if self.note == "unknown":
            return _unknown(self.months)
        sentences = [_because(self.key, self.expectation)]
        if self.due_day is not None:
            sentences.append(
                _("It is due on day %(day)s of the next month.") % {"day": self.due_day}
            )
        if self.note == "decree_many_months":
            sentences.append(
                _(
                    "%(count)s months are ticked, although one decree holds for the whole year. "
                    "Choose every month if the ticks mean the work itself."
                )
                % {"count": self.months}
            )
        if self.note == "once_many_months":
            sentences.append(
                _("The %(count)s months ticked are read as the time to get it done.")
                % {"count": self.months}
            )
        return " ".join(sentences)


def suggest(
    programme: str, activity: str, sub_activity: str, indicator: str, months: Collection[int]
) -> Suggestion:
    """Propose expectation, evidence and due date for one row.

    A row without known words gets a report: every month when several months are ticked, else once.
    """
    ticked = len(months)
    found = _best(sub_activity, indicator, activity)
    if found is None:
        return Suggestion(
            key="",
            expectation=_by_months(ticked),
            required=("report",),
            due_rule="month_end",
            due_day=None,
            area=area_of(programme),
            lke=(),
            months=ticked,
            note="unknown",
        )
    expectation: Expectation = found["expectation"] or _by_months(ticked)
    required = tuple(found["required"])
    return Suggestion(
        key=found["key"],
        expectation=expectation,
        required=required,
        due_rule=found["due"]["rule"],
        due_day=found["due"].get("day"),
        area=area_of(programme) or found["area"],
        lke=tuple(found["lke"]),
        months=ticked,
        note=_note(expectation, required, ticked),
    )


def area_of(programme: str) -> str | None:
    """The key of the area of change a programme belongs to; None when its name does not say."""
    text = _plain(programme)
    for area in _records("areas", "areas"):
        if _has(text, area["words"]):
            return str(area["key"])
    return None


def kinds() -> list[EvidenceKind]:
    """All kinds of evidence in the order in which forms offer them."""
    return [
        EvidenceKind(record["key"], _spoken(record, ""), _spoken(record, "hint_"))
        for record in _records("evidence-kinds", "kinds")
    ]


def kind_label(key: str) -> str:
    """The name of a kind of evidence; a key that is no longer known is shown as it is."""
    return next((kind.label for kind in kinds() if kind.key == key), key)


def areas() -> list[Area]:
    """All areas of change in the order in which they are recognised."""
    return [
        Area(record["key"], _spoken(record, ""), record["lke"])
        for record in _records("areas", "areas")
    ]


def area_label(key: str) -> str:
    return next((area.label for area in areas() if area.key == key), key)


def words_found(groups: Iterable[Iterable[str]], *texts: str) -> list[str]:
    """One word of each group that stands in the texts; empty unless every group has one."""
    text = _plain(" ".join(texts))
    found = [next((word for word in group if _has(text, [word])), "") for group in groups]
    return found if found and all(found) else []


def _best(*fields: str) -> dict[str, Any] | None:
    """The pattern that fits best; fields come with the most telling first."""
    texts = [_plain(field) for field in fields]
    best, highest = None, 0
    for pattern in _records("expectations", "expectations"):
        score = _score(pattern, texts)
        if score > highest:
            best, highest = pattern, score
    return best


def _score(pattern: dict[str, Any], texts: list[str]) -> int:
    """0 when a group has no word in the row; any special pattern beats any general one.

    A single group of telling words ("kode etik") weighs as much as two groups of common ones.
    """
    if any(_has(text, pattern["without"]) for text in texts[:2]):
        return 0
    weights = [_weight(group, texts) for group in pattern["words"]]
    if not all(weights):
        return 0
    weight = sum(weights) * (2 if len(weights) == 1 else 1)
    return weight if pattern["is_general"] else weight + ABOVE_GENERAL


def _weight(group: list[str], texts: list[str]) -> int:
    """4 for a word in the first text, 3 in the second, 2 in the third, 0 for none."""
    return next((4 - place for place, text in enumerate(texts) if _has(text, group)), 0)


def _has(text: str, words: Iterable[str]) -> bool:
    """Whether a word stands in the text; short ones ("sk", "ppid") only as a whole word."""
    return any(f" {word} " in text if len(word) <= SHORT_WORD else word in text for word in words)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return f" {_NOISE.sub(' ', letters).strip()} "


def _by_months(ticked: int) -> Expectation:
    return "monthly" if ticked > 1 else "once"


def _note(expectation: Expectation, required: tuple[str, ...], ticked: int) -> Note:
    if expectation != "once" or ticked < 2:
        return ""
    return "decree_many_months" if required[0] == "decree" else "once_many_months"


def _because(key: str, expectation: Expectation) -> str:
    topic = {"topic": _topic(key)}
    if expectation == "once":
        return _("The row is about %(topic)s: proof is usually given once in the year.") % topic
    if expectation == "monthly":
        return _("The row is about %(topic)s: proof is usually given every month.") % topic
    return (
        _(
            "The row is about %(topic)s: proof is given each time it happens, and a month "
            "without it is answered with nothing to report."
        )
        % topic
    )


def _unknown(ticked: int) -> str:
    if ticked > 1:
        return _(
            "Lempu does not know rows with these words. Several months are ticked, so a report "
            "every month is proposed."
        )
    return _("Lempu does not know rows with these words, so one report in the year is proposed.")


def _topic(key: str) -> str:
    pattern = next(each for each in _records("expectations", "expectations") if each["key"] == key)
    return _spoken(pattern, "topic_")


def _spoken(record: dict[str, Any], prefix: str) -> str:
    """The Indonesian or English text of a record, in the language of the reader."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return str(record[f"{prefix}{language}"])


@cache
def _records(name: str, key: str) -> tuple[dict[str, Any], ...]:
    return tuple(reference.read(name)[key])
