"""The plan as it was read from a decree, and what the reader was unsure of.

The JSON form is a contract: files in it are kept, compared and shown to people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from lempu.kernel.plans.readers.messages import render

Json = dict[str, Any]
Severity = Literal["must", "look", "note"]

_OPTIONAL: Final = ("field", "span", "proposal")


@dataclass(slots=True)
class Decree:
    """The legal act. What the file does not say is None; ``date`` is ISO 8601."""

    number: str | None = None
    year: int | None = None
    date: str | None = None
    place: str | None = None
    office: str | None = None
    title: str | None = None
    signatory_name: str | None = None
    signatory_position: str | None = None

    def to_json(self) -> Json:
        return {
            "number": self.number,
            "year": self.year,
            "date": self.date,
            "place": self.place,
            "office": self.office,
            "title": self.title,
            "signatory": {"name": self.signatory_name, "position": self.signatory_position},
        }

    @classmethod
    def from_json(cls, data: Json) -> "Decree":
        signatory = data.get("signatory") or {}
        return cls(
            number=data.get("number"),
            year=data.get("year"),
            date=data.get("date"),
            place=data.get("place"),
            office=data.get("office"),
            title=data.get("title"),
            signatory_name=signatory.get("name"),
            signatory_position=signatory.get("position"),
        )


@dataclass(slots=True)
class Indicator:
    """``months`` are 1 to 12, rising. ``extra`` keeps further columns by their heading."""

    text: str
    months: tuple[int, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        data: Json = {"text": self.text, "months": list(self.months)}
        if self.extra:
            data["extra"] = dict(self.extra)
        return data

    @classmethod
    def from_json(cls, data: Json) -> "Indicator":
        return cls(data["text"], tuple(data["months"]), dict(data.get("extra", {})))


@dataclass(slots=True)
class SubActivity:
    """``parts`` are the lettered lines a, b, c ... that say what the sub-activity consists of."""

    name: str
    parts: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "parts": list(self.parts),
            "indicators": [indicator.to_json() for indicator in self.indicators],
        }

    @classmethod
    def from_json(cls, data: Json) -> "SubActivity":
        indicators = [Indicator.from_json(item) for item in data["indicators"]]
        return cls(data["name"], list(data["parts"]), indicators)


@dataclass(slots=True)
class Activity:
    name: str
    sub_activities: list[SubActivity] = field(default_factory=list)

    def to_json(self) -> Json:
        subs = [sub_activity.to_json() for sub_activity in self.sub_activities]
        return {"name": self.name, "sub_activities": subs}

    @classmethod
    def from_json(cls, data: Json) -> "Activity":
        return cls(data["name"], [SubActivity.from_json(item) for item in data["sub_activities"]])


@dataclass(slots=True)
class Programme:
    number: int
    name: str
    activities: list[Activity] = field(default_factory=list)

    def to_json(self) -> Json:
        return {
            "number": self.number,
            "name": self.name,
            "activities": [activity.to_json() for activity in self.activities],
        }

    @classmethod
    def from_json(cls, data: Json) -> "Programme":
        activities = [Activity.from_json(item) for item in data["activities"]]
        return cls(data["number"], data["name"], activities)


@dataclass(slots=True)
class Finding:
    """Something the reader noticed.

    ``must``: a person has to decide before the plan can be enacted; ``look``: worth a glance;
    ``note``: what the reader did by itself. ``row`` is a code of ``row_codes`` or None for the
    whole document; ``field`` names the text meant (programme, activity, sub_activity, part or
    indicator), ``span`` the words in it and ``proposal`` what could stand there instead.
    ``options`` are the answers to offer. Message and action are rendered from code and params
    in the reader's language.
    """

    code: str
    severity: Severity
    row: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    field: str | None = None
    span: str | None = None
    proposal: str | None = None
    options: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        return render(self.code, self.params)[0]

    @property
    def action(self) -> str:
        return render(self.code, self.params)[1]

    def to_json(self) -> Json:
        message, action = render(self.code, self.params)
        data: Json = {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "message": message,
            "action": action,
            "params": dict(self.params),
        }
        data.update({key: getattr(self, key) for key in _OPTIONAL if getattr(self, key)})
        if self.options:
            data["options"] = list(self.options)
        return data

    @classmethod
    def from_json(cls, data: Json) -> "Finding":
        return cls(
            code=data["code"],
            severity=data["severity"],
            row=data.get("row"),
            params=dict(data.get("params", {})),
            field=data.get("field"),
            span=data.get("span"),
            proposal=data.get("proposal"),
            options=tuple(data.get("options", ())),
        )


@dataclass(slots=True)
class Reading:
    """Everything one file told: the decree, its plan and the findings."""

    decree: Decree
    programmes: list[Programme]
    findings: list[Finding] = field(default_factory=list)

    def totals(self) -> dict[str, int]:
        rows = list(walk(self.programmes))
        subs = [
            sub for prog in self.programmes for act in prog.activities for sub in act.sub_activities
        ]
        return {
            "programmes": len(self.programmes),
            "activities": sum(len(programme.activities) for programme in self.programmes),
            "sub_activities": len(subs),
            "parts": sum(len(sub.parts) for sub in subs),
            "indicators": len(rows),
            "obligations": sum(len(row.indicator.months) for row in rows),
        }

    def to_json(self) -> Json:
        return {
            "decree": self.decree.to_json(),
            "programmes": [programme.to_json() for programme in self.programmes],
            "totals": self.totals(),
            "findings": [finding.to_json() for finding in self.findings],
        }

    @classmethod
    def from_json(cls, data: Json) -> "Reading":
        return cls(
            Decree.from_json(data["decree"]),
            [Programme.from_json(item) for item in data["programmes"]],
            [Finding.from_json(item) for item in data.get("findings", [])],
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator with everything above it."""

    code: str
    programme: Programme
    activity: Activity
    sub_activity: SubActivity
    indicator: Indicator


def walk(programmes: list[Programme]) -> Iterator[Row]:
    """The indicators in the decree's order, each with its row code.

    The code is programme number, a point, the activity's place in the programme, and a letter
    when the activity has more than one indicator: 1.1, 1.3a, 1.3b.
    """
    for programme in programmes:
        for place, activity in enumerate(programme.activities, 1):
            rows = [
                (sub, indicator) for sub in activity.sub_activities for indicator in sub.indicators
            ]
            for index, (sub, indicator) in enumerate(rows):
                letter = letters(index) if len(rows) > 1 else ""
                code = f"{programme.number}.{place}{letter}"
                yield Row(code, programme, activity, sub, indicator)


def row_codes(reading: Reading) -> list[str]:
    """The codes of all indicators, in the decree's order."""
    return [row.code for row in walk(reading.programmes)]


def letters(index: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
