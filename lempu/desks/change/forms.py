from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from lempu.desks.change.enums import Channel, Part, Purpose
from lempu.kernel.files.forms import WholeForm
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.selectors import people_of
from lempu.shared.periods import Month

CONTROL = {"class": "form-control"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(CONTROL | {"type": "date"}, format="%Y-%m-%d")
    )


def _text(label: Any, rows: int = 3) -> forms.CharField:
    area = forms.Textarea(CONTROL | {"rows": rows})
    return forms.CharField(label=label, max_length=8000, widget=area)


class PlainForm(forms.Form):
    use_required_attribute = False


class TeamForm(PlainForm):
    number = forms.CharField(
        label=_("Decree number"), max_length=120, widget=forms.TextInput(CONTROL)
    )
    decided_on = _day(_("Date of the decree"))
    chair: Any = forms.ModelChoiceField(
        label=_("Chair of the team"), queryset=None, widget=forms.Select({"class": "form-select"})
    )
    people: Any = forms.ModelMultipleChoiceField(
        label=_("Members of the team"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    agent: Any = forms.ModelChoiceField(
        label=_("Agent of change"),
        queryset=None,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    change = forms.CharField(
        label=_("What the agent changes"),
        max_length=300,
        required=False,
        widget=forms.TextInput(CONTROL),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chair", "people", "agent"):
            self.fields[name].queryset = people_of(office)  # type: ignore[attr-defined]

    def members(self) -> list[tuple[Any, Part, str]]:
        """Everybody once: the chair, the agent, then the others."""
        given = self.cleaned_data
        found = [(given["chair"], Part.CHAIR, "")]
        if given["agent"] and given["agent"] != given["chair"]:
            found.append((given["agent"], Part.AGENT, given["change"]))
        taken = {person.pk for person, _part, _change in found}
        rest = [(each, Part.MEMBER, "") for each in given["people"] if each.pk not in taken]
        return found + rest


class MeetingForm(PlainForm):
    day = _day(_("Day of the meeting"))
    attended = forms.IntegerField(
        label=_("People who came"), min_value=0, max_value=9999, widget=forms.NumberInput(CONTROL)
    )
    decided = _text(_("What was decided"))


class PointForm(PlainForm):
    place = forms.CharField(label=_("Place"), max_length=160, widget=forms.TextInput(CONTROL))


class PhotoForm(WholeForm):
    day = _day(_("Hangs since"))
    photo = forms.FileField(
        label=_("Photo"), widget=forms.ClearableFileInput(CONTROL | {"accept": "image/*"})
    )
    field_order = ("day", "photo", "whole")


class PostForm(WholeForm):
    use_required_attribute = False

    day = _day(_("Day of the post"))
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=Channel.choices,
        widget=forms.Select({"class": "form-select"}),
    )
    url = forms.URLField(
        label=_("Link"),
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(CONTROL),
    )
    title = forms.CharField(
        label=_("What it tells"), max_length=200, widget=forms.TextInput(CONTROL)
    )
    picture = forms.FileField(
        label=_("Picture of the post (may be empty)"),
        required=False,
        widget=forms.ClearableFileInput(CONTROL | {"accept": "image/*"}),
    )
    field_order = ("day", "channel", "url", "title", "picture", "whole")


class CountForm(PlainForm):
    reach = forms.IntegerField(
        label=_("Reach: how many saw it"),
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.NumberInput(CONTROL),
    )
    responses = forms.IntegerField(
        label=_("Responses: likes, comments, shares"),
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.NumberInput(CONTROL),
    )


class ExplainForm(PlainForm):
    purpose = forms.ChoiceField(choices=Purpose.choices)


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=9999, widget=forms.NumberInput(CONTROL)
    )


class DisciplineForm(PlainForm):
    month = forms.TypedChoiceField(
        label=_("Month"), coerce=int, widget=forms.Select({"class": "form-select"})
    )
    staff = _count(_("People counted"))
    hours = _count(_("People who kept the working hours all month"))
    uniform = _count(_("People who wore the uniform of the day all month"))
    duties = _count(_("People who did all their duties"))
    initiatives = forms.CharField(
        label=_("Initiatives of people (may be empty)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(CONTROL | {"rows": 3}),
    )

    def __init__(self, *args: Any, months: list[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(each.number, each.name) for each in months]  # type: ignore[attr-defined]


class PledgeTextForm(PlainForm):
    text = _text(_("Text of the pledge"), 8)


class SignForm(PlainForm):
    text = forms.IntegerField(widget=forms.HiddenInput)
