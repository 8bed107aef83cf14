"""An instrument is checked before it is used: one that contradicts itself is refused with the reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring.errors import FaultyInstrument

FULL = Fraction(100)
COLUMNS = {"unit", "province", "tpi", "tpn"}


def check(data: Mapping[str, Any]) -> None:
    """Refuse an instrument whose parts do not fit. Raises ``FaultyInstrument``."""
    try:
        _names(data)
        _places(data)
        _weights(data)
        _requirements(data)
        _columns(data)
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise _faulty(_("the part %(part)s is missing or malformed") % {"part": error}) from error


def _names(data: Mapping[str, Any]) -> None:
    for part, name in (("areas", "number"), ("sub_areas", "key"), ("questions", "id"),
                       ("results", "key"), ("settings", "key")):  # fmt: skip
        counted = Counter(each[name] for each in data[part])
        twice = [str(key) for key, times in counted.items() if times > 1]
        if twice:
            raise _faulty(_("%(name)s stands twice") % {"name": ", ".join(twice)})


def _places(data: Mapping[str, Any]) -> None:
    areas = {each["number"] for each in data["areas"]}
    aspects = {each["key"] for each in data["aspects"]}
    for each in data["sub_areas"]:
        if each["area"] not in areas or each["aspect"] not in aspects:
            raise _faulty(_("sub-area %(name)s lies in no area") % {"name": each["key"]})
    places = {each["key"] for each in data["sub_areas"]}
    for each in data["questions"]:
        if each["sub_area"] not in places:
            raise _faulty(_("question %(name)s lies in no sub-area") % {"name": each["id"]})
        _options(each, data["scales"])
    empty = places - {each["sub_area"] for each in data["questions"]}
    if empty:
        raise _faulty(_("sub-area %(name)s has no question") % {"name": ", ".join(sorted(empty))})


def _options(question: Mapping[str, Any], scales: Mapping[str, Any]) -> None:
    if question["scale"] not in scales:
        raise _faulty(_("question %(name)s has no known scale") % {"name": question["id"]})
    if len(question["options"]) > len(scales[question["scale"]]):
        raise _faulty(
            _("question %(name)s has more options than its scale") % {"name": question["id"]}
        )
    counts = {each["key"] for each in question.get("counts", [])}
    formula = question.get("formula", {"numerator": [], "denominator": []})
    terms = {term.lstrip("-") for side in ("numerator", "denominator") for term in formula[side]}
    if not terms <= counts:
        raise _faulty(
            _("the formula of %(name)s counts what is not asked") % {"name": question["id"]}
        )


def _weights(data: Mapping[str, Any]) -> None:
    enablers, results = (Fraction(each["weight"]) for each in data["components"])
    sums = [
        (_("components"), FULL, [enablers, results]),
        (_("aspects"), enablers, _of(data["aspects"])),
        (_("areas"), enablers, _of(data["areas"])),
        (_("result groups"), results, _of(data["result_groups"])),
    ]
    sums += [
        (aspect["key"], Fraction(aspect["weight"]),
         _of(each for each in data["sub_areas"] if each["aspect"] == aspect["key"]))
        for aspect in data["aspects"]
    ]  # fmt: skip
    sums += [
        (str(area["number"]), Fraction(area["weight"]),
         _of(each for each in data["sub_areas"] if each["area"] == area["number"]))
        for area in data["areas"]
    ]  # fmt: skip
    sums += [
        (group["key"], Fraction(group["weight"]),
         _of(each for each in data["results"] if each["group"] == group["key"]))
        for group in data["result_groups"]
    ]  # fmt: skip
    for name, whole, parts in sums:
        if sum(parts) != whole:
            raise _faulty(
                _("the weights of %(name)s make %(sum)s instead of %(whole)s")
                % {"name": name, "sum": float(sum(parts)), "whole": float(whole)}
            )


def _requirements(data: Mapping[str, Any]) -> None:
    known = {"total", "pengungkit", "hasil", "area", "aspect"}
    known |= {each["key"] for each in [*data["result_groups"], *data["results"]]}
    for each in [*data["tests"], *data["warnings"]]:
        limits = each.get("minimum") or each["share"]
        if each["of"] not in known or set(limits) != set(data["predicates"]):
            raise _faulty(_("the test %(name)s measures nothing known") % {"name": each["id"]})


def _columns(data: Mapping[str, Any]) -> None:
    columns = data["columns"]
    if len(set(columns)) != len(columns) or not {"unit", "tpi"} <= set(columns) <= COLUMNS:
        raise _faulty(_("its columns are not those of office, province, TPI and TPN"))


def _of(parts: Iterable[Mapping[str, Any]]) -> list[Fraction]:
    return [Fraction(each["weight"]) for each in parts]


def _faulty(reason: str) -> FaultyInstrument:
    return FaultyInstrument(
        _("This evaluation sheet cannot be used: %(reason)s.") % {"reason": reason},
        code="faulty_instrument",
    )
