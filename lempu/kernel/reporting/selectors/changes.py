"""What differs between two snapshots of the same report, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.obligations.enums import Shown

Json = Mapping[str, Any]

_TEXTS: dict[str, str | Promise] = {
    "opening": gettext_lazy("Introduction"),
    "obstacles": gettext_lazy("Obstacles"),
    "closing": gettext_lazy("Closing"),
}
_LETTER: dict[str, str | Promise] = {
    "number": gettext_lazy("Number of the letter"),
    "date": gettext_lazy("Date of the letter"),
    "recipient": gettext_lazy("Recipient"),
    "leader_name": gettext_lazy("Name of the leader"),
    "leader_position": gettext_lazy("Position of the leader"),
    "leader_nip": gettext_lazy("NIP of the leader"),
    "maker_name": gettext_lazy("Name of the maker"),
    "maker_position": gettext_lazy("Position of the maker"),
    "maker_nip": gettext_lazy("NIP of the maker"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """``what`` changed, from ``before`` to ``after``; both are empty where a text is too long."""

    what: str
    before: str = ""
    after: str = ""


def changes_between(before: Json, after: Json) -> list[Change]:
    """Letter, texts, rows, evidence and recommendations; empty when both say the same."""
    found = [
        Change(str(words), str(before["letter"][name] or "-"), str(after["letter"][name] or "-"))
        for name, words in _LETTER.items()
        if (before["letter"][name] or "") != (after["letter"][name] or "")
    ]
    found += [
        Change(str(words))
        for name, words in _TEXTS.items()
        if before["letter"]["texts"][name] != after["letter"]["texts"][name]
    ]
    if before["plan"]["fingerprint"] != after["plan"]["fingerprint"]:
        found.append(Change(_("The plan itself")))
    if before["letterhead"] != after["letterhead"]:
        found.append(Change(_("Letterhead")))
    return [*found, *_rows(before, after), *_lists(before, after)]


def _rows(before: Json, after: Json) -> list[Change]:
    earlier = {row["pk"]: row for row in before["rows"]}
    later = {row["pk"]: row for row in after["rows"]}
    found = []
    for key, row in later.items():
        old = earlier.get(key)
        if old is None or _said(old) != _said(row):
            found.append(Change(_named(row), _said(old) if old else "-", _said(row)))
        elif old["reason"] != row["reason"] or old["owners"] != row["owners"]:
            found.append(Change(_named(row)))
    gone = [row for key, row in earlier.items() if key not in later]
    return found + [Change(_named(row), _said(row), "-") for row in gone]


def _named(row: Json) -> str:
    return f"{row['code']} {MONTHS[row['month']]}"


def _said(row: Json) -> str:
    word = str(Shown(row["state"]).label)
    return _("%(state)s, late") % {"state": word} if row["late"] else word


def _lists(before: Json, after: Json) -> list[Change]:
    lists = {
        "evidence": _("List of evidence"),
        "recommendations": _("Recommendations"),
        "follow_ups": _("Follow-up of earlier recommendations"),
    }
    return [
        Change(words, _counted(before[name]), _counted(after[name]))
        for name, words in lists.items()
        if before[name] != after[name]
    ]


def _counted(rows: list[Json]) -> str:
    return str(len(rows))
