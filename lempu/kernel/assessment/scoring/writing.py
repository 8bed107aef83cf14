"""A score as JSON: unrounded decimal numbers as text, in a fixed order."""

from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from lempu.kernel.assessment.scoring.score import Score, Test

DIGITS = Context(prec=28)


def as_text(value: Fraction) -> str:
    """The number in decimals: all of them where they end, else 28 significant digits."""
    denominator, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator, count = denominator // prime, count + 1
        places = max(places, count)
    if denominator == 1:
        whole = value.numerator * 10**places // value.denominator
        exact = Decimal(whole).scaleb(-places, Context(prec=places + len(str(abs(whole))) + 1))
        return format(exact, "f")
    return format(DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)), "f")


def to_json(score: Score) -> dict[str, Any]:
    """The score in the shape ``lempu lke score --json`` prints."""
    areas = [
        {
            "area": area.number,
            **{
                aspect: as_text(score.part(area.number, aspect))
                for aspect in score.instrument.aspects
            },
            "total": as_text(score.part(area.number)),
        }
        for area in score.instrument.areas
    ]
    return {
        "total": as_text(score.total),
        "pengungkit": as_text(score.enablers),
        "hasil": as_text(score.outcomes),
        "areas": areas,
        "results": {key: as_text(points) for key, points in score.results.items()},
        "tests": [_test(each) for each in score.tests()],
        "warnings": [_test(each) for each in score.warnings()],
        **{name.lower(): score.reaches(name) for name in score.instrument.predicates},
        "missing": list(score.missing),
    }


def _test(test: Test) -> dict[str, Any]:
    return {
        "id": test.id,
        "predicate": test.predicate,
        "value": as_text(test.value),
        "minimum": as_text(test.minimum),
        "holds": test.holds,
    }
