import pytest
from django.utils import translation

from lempu.shared import numbers


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 0, "zero"),
        ("en", 10, "ten"),
        ("en", 11, "11"),
        ("en", 1204, "1,204"),
        ("id", 1204, "1.204"),
    ],
)
def test_spoken(language, number, words):
    with translation.override(language):
        assert numbers.spoken(number) == words


def test_opening_begins_a_sentence():
    with translation.override("en"):
        assert numbers.opening(2) == "Two"
