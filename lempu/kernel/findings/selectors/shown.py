"""A finding as a person reads it: the sentence, what stands beside it, and what they may see of that."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.enums import Rule, Severity
from lempu.kernel.findings.models import Finding
from lempu.kernel.findings.selectors.limits import severity_of
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared import reference
from lempu.shared.periods import Month


@dataclass(frozen=True, slots=True)
class Shown:
    finding: Finding
    words: str
    severity: Severity

    @property
    def is_weighty(self) -> bool:
        return self.severity == Severity.HIGH


def shown(finding: Finding) -> Shown:
    return Shown(finding, sentence(finding), severity_of(finding.rule))


def is_elsewhere(finding: Finding) -> bool:
    """Whether what stands beside it belongs to another office: then nothing of it is shown to anybody here.

    Needs ``for_listing``.
    """
    return finding.other is not None and finding.other.evidence.office_id != finding.office_id


def sentence(finding: Finding) -> str:
    """The reason, in words. Another office is never named for what it offers."""
    if finding.other is not None:
        if is_elsewhere(finding):
            return str(_ELSEWHERE.get(finding.rule, _ELSEWHERE[Rule.SAME_FILE]))
        return _("%(what)s of %(row)s, %(month)s %(year)s.") % {
            "what": _BESIDE[finding.rule],
            **_place(finding.other),
        }
    say = _SENTENCES[finding.rule]
    return say(finding, finding.data)


def _place(version: Version) -> dict[str, Any]:
    other = version.evidence.obligation
    return {"row": other.indicator.code, "month": other.period.name, "year": other.year}


_BESIDE: dict[str, Promise] = {
    Rule.SAME_FILE: gettext_lazy("The same file stands as evidence"),
    Rule.SAME_LINK: gettext_lazy("The same link stands as evidence"),
    Rule.NEAR_PHOTO: gettext_lazy("A nearly identical photo stands as evidence"),
    Rule.NEAR_PAGE: gettext_lazy("A nearly identical page stands as evidence"),
    Rule.COPIED_TEXT: gettext_lazy("Apart from dates and number this is the text of the evidence"),
}
_ELSEWHERE: dict[str, Promise] = {
    Rule.SAME_FILE: gettext_lazy("Another office has offered the same file as evidence."),
    Rule.NEAR_PHOTO: gettext_lazy("Another office has offered a nearly identical photo."),
    Rule.NEAR_PAGE: gettext_lazy("Another office has offered a nearly identical page."),
    Rule.COPIED_TEXT: gettext_lazy(
        "Another office has offered the same text, apart from dates and number."
    ),
}


def _day(text: str) -> str:
    """ "2025-08-31" as 31 August 2025, "2025-08" as August 2025."""
    if len(text) == len("2025-08"):
        year, month = map(int, text.split("-"))
        return f"{Month(year, month).name} {year}"
    return formats.date_format(dt.date.fromisoformat(text), "j F Y")


def _month(finding: Finding) -> str:
    return f"{finding.obligation.period.name} {finding.obligation.year}"


def _document_date(finding: Finding, data: dict[str, Any]) -> str:
    return _("The document date, %(day)s, is outside %(month)s. If it is late proof, say why.") % {
        "day": _day(data["day"]),
        "month": finding.obligation.period.name,
    }


def _text_dates(finding: Finding, data: dict[str, Any]) -> str:
    return _("The text speaks of %(days)s, and of no day in %(month)s.") % {
        "days": ", ".join(map(_day, data["dates"])),
        "month": _month(finding),
    }


def _wrong_year(finding: Finding, data: dict[str, Any]) -> str:
    return _("The text speaks of the year %(years)s only, not of %(year)s.") % {
        "years": ", ".join(map(str, data["years"])),
        "year": finding.obligation.year,
    }


def _other_office(_finding: Finding, data: dict[str, Any]) -> str:
    names = {int(office["code"]): office["name"] for office in reference.read("offices")}
    return _("The text names %(offices)s, and its own office nowhere.") % {
        "offices": ", ".join(names.get(code, str(code)) for code in data["offices"])
    }


def _photo_time(finding: Finding, data: dict[str, Any]) -> str:
    words = _("By the clock of the camera the photo was taken on %(day)s, not in %(month)s.")
    return words % {"day": _day(data["day"]), "month": _month(finding)}


def _photo_day(_finding: Finding, data: dict[str, Any]) -> str:
    words = _(
        "By the clock of the camera the photo was taken on %(day)s; the event is given as %(claimed)s."
    )
    return words % {"day": _day(data["day"]), "claimed": _day(data["claimed"])}


def _photo_place(_finding: Finding, data: dict[str, Any]) -> str:
    words = _(
        "By the camera the photo was taken about %(km)s km from where the office usually takes photos."
    )
    return words % {"km": data["km"]}


def _unsigned(_finding: Finding, data: dict[str, Any]) -> str:
    if data.get("typed"):
        return _(
            "This is a document for typing, which carries no signature. Usually the signed one is proof."
        )
    return _("No signature can be seen: no coloured ink and no digital signature.")


def _incomplete(_finding: Finding, data: dict[str, Any]) -> str:
    return _("Submitted without: %(list)s.") % {
        "list": ", ".join(str(kind_label(k)) for k in data["kinds"])
    }


def _all_at_once(_finding: Finding, data: dict[str, Any]) -> str:
    words = ngettext(
        "The proof of %(count)s month of this row came within one week (%(first)s to %(last)s).",
        "The proof of %(count)s months of this row came within one week (%(first)s to %(last)s).",
        data["months"],
    )
    return words % {
        "count": data["months"],
        "first": _day(data["first"]),
        "last": _day(data["last"]),
    }


def _link_dead(_finding: Finding, data: dict[str, Any]) -> str:
    if data["status"]:
        return _("The page behind the link is not there (answer %(status)s).") % {
            "status": data["status"]
        }
    return _("The link does not open: no server answers there.")


def _link_closed(_finding: Finding, data: dict[str, Any]) -> str:
    if data["status"]:
        return _(
            "The link asks for a sign-in (answer %(status)s), so an assessor will not see the page."
        ) % {"status": data["status"]}
    return _("The link leads into a network of an office, so an assessor will not see the page.")


def _plain(words: Promise) -> "Callable[[Finding, dict[str, Any]], str]":
    return lambda _finding, _data: str(words)


_SENTENCES: dict[str, Callable[[Finding, dict[str, Any]], str]] = {
    Rule.DOCUMENT_DATE: _document_date,
    Rule.TEXT_DATES: _text_dates,
    Rule.WRONG_YEAR: _wrong_year,
    Rule.NO_DATE: _plain(gettext_lazy("No date stands in the text, and none was given.")),
    Rule.NO_NUMBER: _plain(gettext_lazy("No number stands in the text, and none was given.")),
    Rule.OTHER_OFFICE: _other_office,
    Rule.PHOTO_TIME: _photo_time,
    Rule.PHOTO_DAY: _photo_day,
    Rule.PHOTO_PLACE: _photo_place,
    Rule.NO_TEXT: _plain(
        gettext_lazy("No words can be read on this scan. A sharper or brighter one will be.")
    ),
    Rule.UNSIGNED: _unsigned,
    Rule.INCOMPLETE: _incomplete,
    Rule.ALL_AT_ONCE: _all_at_once,
    Rule.LINK_DEAD: _link_dead,
    Rule.LINK_CLOSED: _link_closed,
}
