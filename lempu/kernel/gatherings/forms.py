import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.forms import WholeForm
from lempu.kernel.gatherings.enums import FileKind, GatheringState, Kind
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.gatherings.services import Guest, What
from lempu.kernel.offices.models import Office, Unit
from lempu.kernel.offices.selectors import people_of

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}


def _text(label: Any, length: int = 200, *, required: bool = True, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(TEXT | attrs)
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


def _area(label: Any, rows: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(TEXT | {"rows": rows})
    return forms.CharField(
        label=label, max_length=20_000, required=required, help_text=hint, widget=area
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(TEXT | {"type": "date"}, format="%Y-%m-%d")
    )


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(TEXT | {"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"])


class PlainForm(forms.Form):
    use_required_attribute = False


class GatheringForm(PlainForm):
    """What is planned; times are on the clock of the office."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.Select(SELECT))
    title = _text(_("What is it called?"))
    day = _day(_("Day"))
    starts = _time(_("Begins at"))
    ends = _time(_("Ends at"))
    place = _text(_("Place"))
    agenda = _area(
        _("Agenda"), 4, hint=_("One point a line. A line that begins with a dash becomes a list.")
    )
    unit: Any = forms.ModelChoiceField(
        label=_("Sub-division"), queryset=None, required=False, widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(office.timezone)
        self.fields["unit"].queryset = Unit.objects.filter(office=office)  # type: ignore[attr-defined]

    @staticmethod
    def of(row: Gathering) -> dict[str, Any]:
        """The fields as a gathering has them."""
        zone = ZoneInfo(row.office.timezone)
        starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        given = {name: getattr(row, name) for name in ("kind", "title", "place", "agenda", "unit")}
        return given | {"day": row.day, "starts": starts.time(), "ends": ends.time()}

    def what(self) -> What:
        given = self.cleaned_data
        return What(
            kind=Kind(given["kind"]),
            title=given["title"],
            agenda=given["agenda"],
            place=given["place"],
            starts_at=dt.datetime.combine(given["day"], given["starts"], tzinfo=self.zone),
            ends_at=dt.datetime.combine(given["day"], given["ends"], tzinfo=self.zone),
            unit=given["unit"],
        )


class FilterForm(PlainForm):
    q = _text(_("Words"), 100, required=False, type="search")
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), *Kind.choices],
        required=False,
        widget=forms.Select(SELECT),
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *GatheringState.choices],
        required=False,
        widget=forms.Select(SELECT),
    )


class PeopleForm(PlainForm):
    """People of the office, each with a box."""

    people: Any = forms.ModelMultipleChoiceField(
        label=_("People of the office"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people_of(office)  # type: ignore[attr-defined]


class GuestForm(PlainForm):
    name = _text(_("Name"), 120)
    institution = _text(_("Institution"), 160, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(TEXT))


class SendForm(PlainForm):
    classification = _text(_("Classification"), 16)


class PaperForm(PeopleForm):
    """Who signed the printed sheet; guests one a line, name and institution parted by a comma."""

    guests = _area(_("Guests"), 3, required=False, hint=_("One a line: name, institution."))

    def named(self) -> list[Guest]:
        lines = [line.partition(",") for line in self.cleaned_data["guests"].splitlines()]
        return [
            Guest(name.strip()[:120], institution.strip()[:160])
            for name, _comma, institution in lines
            if name.strip()
        ]


class MinutesForm(PlainForm):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    chair = _text(_("Who led it?"), 120, required=False)
    course = _area(_("What was said"), 6)
    decisions = _area(
        _("What was decided"), 4, hint=_("One decision a line, each begun with a dash.")
    )


class TaskForm(PlainForm):
    text = _text(_("What is to be done?"), 300)
    owner: Any = forms.ModelChoiceField(label=_("Who?"), queryset=None, widget=forms.Select(SELECT))
    due_on = _day(_("Until when?"))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(office)  # type: ignore[attr-defined]


class DoneForm(PlainForm):
    note = _area(_("What was done?"), 3)


class ReasonForm(PlainForm):
    reason = _text(_("Why?"), 200)


class FileForm(WholeForm):
    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=FileKind.choices, widget=forms.Select(SELECT)
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(TEXT | {"accept": "image/*,.pdf,.docx,.pptx,.xlsx"}),
    )
    field_order = ["kind", "file", "whole"]


class ServeForm(PlainForm):
    """Which obligations the gathering serves."""

    rows: Any = forms.ModelMultipleChoiceField(
        label=_("Obligations"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"required": _("Choose at least one obligation.")},
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = rows  # type: ignore[attr-defined]


class AttendForm(PlainForm):
    """What somebody without an account says at the door."""

    key = forms.CharField(max_length=300, widget=forms.HiddenInput)
    name = _text(_("Your name"), 120, autocomplete="name")
    institution = _text(_("Institution"), 160, autocomplete="organization")
    strokes = forms.CharField(max_length=6100, required=False, widget=forms.HiddenInput)
    initials = _text(_("Initials, if you cannot draw them"), 20, required=False, autocomplete="off")

    def guest(self) -> Guest:
        return Guest(
            **{
                name: self.cleaned_data[name]
                for name in ("name", "institution", "strokes", "initials")
            }
        )
