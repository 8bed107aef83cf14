"""Numbers and letters in front of texts: 1, 1., (1), 1.2, I, A., a), -."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Style = Literal["arabic", "roman", "upper", "lower", "dotted", "bullet"]

_ROMAN_VALUES: Final = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ALONE: Final = re.compile(
    r"^\(?(?:(?P<dotted>\d{1,3}(?:\.\d{1,3})+)|(?P<arabic>\d{1,4})|(?P<word>[A-Za-z]{1,8}))\s*[.):]{0,2}$"
)
_LEADING: Final = re.compile(
    r"^(?:(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+"
    r"|\(?(?P<arabic>\d{1,2})(?:[.]\s*(?=\D)|[)]\s*)"
    r"|\(?(?P<roman>[IVXL]{1,6})[.)]\s+"
    r"|\(?(?P<upper>[A-Z])[.)]\s+"
    r"|\(?(?P<lower>[a-z])[.)]\s*(?=\S)"
    r"|(?P<bullet>[-–•▪●◦*·])\s+)(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in front of a text; ``depth`` counts the points of 1.2.3."""

    style: Style
    value: int
    depth: int = 1


def roman_value(text: str) -> int | None:
    """The value of a Roman number up to 399, None when it is not one written properly."""
    rest, value = text.upper(), 0
    for worth, sign in _ROMAN_VALUES:
        while rest.startswith(sign):
            value, rest = value + worth, rest[len(sign) :]
    return value if text and not rest and roman(value) == text.upper() else None


def roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN_VALUES:
        times, value = divmod(value, worth)
        text += sign * times
    return text


def mark_of(text: str) -> Mark | None:
    """Reads a cell that holds nothing but a number, a Roman number or a letter."""
    found = _ALONE.match(text.strip())
    if found is None:
        return None
    if found["dotted"]:
        return _dotted(found["dotted"])
    if found["arabic"]:
        return Mark("arabic", int(found["arabic"]))
    word = found["word"]
    value = roman_value(word)
    if value is not None and word.isupper():
        return Mark("roman", value)
    if len(word) == 1:
        style: Style = "upper" if word.isupper() else "lower"
        return Mark(style, ord(word.lower()) - ord("a") + 1)
    return None


def split_mark(text: str) -> tuple[Mark | None, str]:
    """Takes the enumeration off the beginning of a text."""
    found = _LEADING.match(text)
    if found is None:
        return None, text
    rest = text[found.end() :].strip()
    groups = found.groupdict()
    if groups["dotted"]:
        return _dotted(groups["dotted"]), rest
    if groups["arabic"]:
        return Mark("arabic", int(groups["arabic"])), rest
    if groups["bullet"]:
        return Mark("bullet", 0), rest
    if groups["roman"]:
        value = roman_value(groups["roman"])
        if value is not None:
            return Mark("roman", value), rest
        return None, text
    letter = groups["upper"] or groups["lower"]
    style: Style = "upper" if groups["upper"] else "lower"
    return Mark(style, ord(letter.lower()) - ord("a") + 1), rest


def _dotted(text: str) -> Mark:
    pieces = text.split(".")
    return Mark("dotted", int(pieces[-1]), len(pieces))
