"""Numbers as an officer says them."""

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

WORDS = (
    pgettext_lazy("number", "zero"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
)


def spoken(number: int) -> str:
    """Up to ten in words, above in figures ("266", "1.204")."""
    if 0 <= number < len(WORDS):
        return str(WORDS[number])
    return number_format(number, force_grouping=True)


def opening(number: int) -> str:
    """``spoken`` at the beginning of a sentence."""
    return capfirst(spoken(number))
