"""Answers as people and programs give them, turned into exact values."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring.errors import FaultyAnswer, readable
from lempu.kernel.assessment.scoring.instrument import Instrument, Question, load


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filling of an instrument: answers by question and by line of results, as they were given."""

    instrument: Instrument
    answers: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, Any] = field(default_factory=dict)


def read_sheet(text: str | bytes) -> Sheet:
    """Read ``{"instrument", "answers", "results", "settings"}``; raises ``FaultyAnswer`` and
    ``FaultyInstrument``. Numbers are taken as they are written, never as binary fractions; what is no
    number (NaN, a billion digits) is kept as one that fits nowhere, so that the refusal names its answer."""
    try:
        data = json.loads(
            text,
            parse_float=_number_of,
            parse_int=_number_of,
            parse_constant=Decimal,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise FaultyAnswer(
            _("This file is no JSON: %(reason)s.") % {"reason": error}, code="no_json"
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("instrument"), str):
        raise FaultyAnswer(_("The sheet does not name its instrument."), code="no_instrument")
    unknown = set(data) - {"instrument", "answers", "results", "settings"}
    if unknown:
        name = sorted(unknown)[0]
        raise FaultyAnswer(
            _("The sheet has an unknown part %(part)s.") % {"part": readable(name)},
            code="unknown_part",
            item=name,
        )
    parts = {name: data.get(name, {}) for name in ("answers", "results", "settings")}
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise FaultyAnswer(
                _("%(part)s must be a list of names and values.") % {"part": readable(name)},
                code="no_object", item=name,
            )  # fmt: skip
    instrument = load(data["instrument"]).with_settings(parts["settings"])
    return Sheet(instrument, parts["answers"], parts["results"])


def values_of(sheet: Sheet) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Values from 0 to 1 of the questions answered, and of the lines of results.

    Raises ``FaultyAnswer`` that names the first answer that cannot be taken. An answer of ``null``
    is one that is not given yet.
    """
    answers = {
        key: _answer(sheet.instrument, key, given)
        for key, given in sheet.answers.items()
        if _is_given(sheet.instrument.questions, key, given)
    }
    results = {
        key: _result(sheet.instrument, key, given)
        for key, given in sheet.results.items()
        if _is_given(sheet.instrument.results, key, given)
    }
    return answers, results


def ratio_of(question: Question, counts: Mapping[str, int], *, when_zero: Fraction) -> Fraction:
    """The ratio a question asks for, from what was counted; between 0 and 1.

    ``when_zero`` is the value where there is nothing to divide by: the rules do not say, so it is a
    visible setting. Raises ``FaultyAnswer`` for a count that is missing or negative.
    """
    known = dict(counts)
    for total, parts in question.formula.get("sums", {}).items():
        known.setdefault(total, sum(known.get(part, 0) for part in parts))
    for key, text in question.counts:
        needed = any(
            key in (term.lstrip("-") for term in question.formula[side])
            for side in ("numerator", "denominator")
        )
        if known.get(key, None if needed else 0) is None or known.get(key, 0) < 0:
            raise FaultyAnswer(
                _("%(question)s: enter “%(count)s” as 0 or more.")
                % {"question": question.id, "count": text},
                code="count_missing", item=question.id,
            )  # fmt: skip
    above, below = (_sum(question.formula[side], known) for side in ("numerator", "denominator"))
    if below == 0:
        return when_zero
    return min(max(Fraction(above, below), Fraction(0)), Fraction(1))


def _sum(terms: list[str], known: Mapping[str, int]) -> int:
    return sum(-known[term[1:]] if term.startswith("-") else known[term] for term in terms)


def _is_given(known: Mapping[str, Any], key: str, given: Any) -> bool:
    if key not in known:
        raise FaultyAnswer(
            _("%(item)s is not in this evaluation sheet.") % {"item": readable(key)},
            code="unknown_item",
            item=key,
        )
    return given is not None


def _answer(instrument: Instrument, key: str, given: Any) -> Fraction:
    question = instrument.questions[key]
    if question.is_ratio:
        return _number(key, given, upper=Fraction(1))
    return _option(instrument, key, question.scale, given)


def _result(instrument: Instrument, key: str, given: Any) -> Fraction:
    line = instrument.results[key]
    if line.maximum is None:
        return _option(instrument, key, line.scale, given)
    return _number(key, given, upper=line.maximum) / line.maximum


def _option(instrument: Instrument, key: str, scale: str, given: Any) -> Fraction:
    options = instrument.scales[scale]
    if not isinstance(given, str) or given not in options:
        raise FaultyAnswer(
            _("%(item)s cannot be answered with %(given)s. Choose one of: %(options)s.")
            % {"item": readable(key), "given": readable(given), "options": ", ".join(options)},
            code="outside_scale", item=key,
        )  # fmt: skip
    return options[given]


def _number(key: str, given: Any, *, upper: Fraction) -> Fraction:
    is_number = isinstance(given, int | Decimal) and not isinstance(given, bool)
    value = _exact(given) if is_number else None
    if value is None or not 0 <= value <= upper:
        raise FaultyAnswer(
            _("%(item)s must be a number from 0 to %(upper)s, not %(given)s.")
            % {"item": readable(key), "upper": upper, "given": readable(given)},
            code="outside_range", item=key,
        )  # fmt: skip
    return value


def _exact(given: int | Decimal) -> Fraction | None:
    """The number, unless it is one nobody means (1e999999 would fill the memory as a fraction)."""
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 30 or len(number.as_tuple().digits) > 40:
        return Fraction(0) if number == 0 else None
    return Fraction(number)


def _number_of(text: str) -> Decimal:
    """The number as written; NaN where no decimal can hold it."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice is a mistake: which of the two answers was meant nobody knows."""
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
        raise FaultyAnswer(
            _("%(item)s is answered twice.") % {"item": readable(name)}, code="twice", item=name
        )
    return found
