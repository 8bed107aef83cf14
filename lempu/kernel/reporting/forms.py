"""What people type of reports and of what follows from them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.selectors import people_of
from lempu.kernel.reporting.models import FollowUp
from lempu.kernel.reporting.selectors import Asking
from lempu.kernel.reporting.services import Recommendation
from lempu.shared.periods import today

TEXT = {"class": "form-control"}


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput({**TEXT, **attrs})


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({**TEXT, "rows": rows})


def _asked(words: Any) -> dict[str, Any]:
    """What a field says when it is empty, in words of its own."""
    return {"required": words}


def _day() -> forms.DateInput:
    return forms.DateInput({**TEXT, "type": "date"}, "%Y-%m-%d")


class ReportForm(forms.Form):
    """The text of a report, begun with what Lempu knows.

    What is left as it was proposed is kept as empty, so that it goes on following the numbers.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput)
    recipient = forms.CharField(label=_("Addressed to"), max_length=200, widget=_text())
    opening = forms.CharField(label=_("Introduction"), max_length=8000, widget=_area(4))
    obstacles = forms.CharField(
        label=_("Obstacles"),
        help_text=_("A line that begins with a dash becomes an item of a list."),
        max_length=8000,
        widget=_area(7),
    )
    closing = forms.CharField(label=_("Closing"), max_length=8000, widget=_area(4))
    leader_name = forms.CharField(
        label=_("Name of the leader"), max_length=120, required=False, widget=_text()
    )
    leader_position = forms.CharField(
        label=_("Position of the leader"), max_length=160, widget=_text()
    )
    leader_nip = forms.CharField(
        label=_("NIP of the leader"), max_length=30, required=False, widget=_text()
    )
    maker_name = forms.CharField(
        label=_("Name of the maker"), max_length=120, required=False, widget=_text()
    )
    maker_position = forms.CharField(
        label=_("Position of the maker"), max_length=160, widget=_text()
    )
    maker_nip = forms.CharField(
        label=_("NIP of the maker"), max_length=30, required=False, widget=_text()
    )

    def __init__(self, *args: Any, proposed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed

    def written(self) -> dict[str, str]:
        """The fields as ``services.write_report`` takes them."""
        given = {name: text for name, text in self.cleaned_data.items() if name != "edition"}
        return {
            name: "" if _plain(text) == _plain(self.proposed.get(name, "")) else _plain(text)
            for name, text in given.items()
        }


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class LetterheadForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the institution"),
        help_text=_("As it stands at the head of letters, one line under the other."),
        max_length=300,
        widget=_area(3),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False, widget=_text())
    contact = forms.CharField(
        label=_("Telephone, e-mail, site"), max_length=200, required=False, widget=_text()
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("The town that stands before the date."),
        max_length=80,
        required=False,
        widget=_text(),
    )


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the letter"),
        help_text=_("From your register of letters, for instance 12/PW.02-LP/7317/2025."),
        max_length=80,
        widget=_text(autocomplete="off"),
        error_messages=_asked(_("Write the number of the letter, as your register has it.")),
    )
    date = forms.DateField(
        label=_("Date of the letter"),
        initial=today,
        widget=_day(),
        error_messages=_asked(_("Choose the date of the letter.")),
    )


class SignForm(forms.Form):
    """``sha256`` is the fingerprint of the file on the page that was signed from."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RowsForm(forms.Form):
    """Which rows ask for the report."""

    rows = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple({"class": "form-check-input"})
    )

    def __init__(self, *args: Any, asking: list[Asking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [  # type: ignore[attr-defined]
            (str(row.indicator.key), row.indicator.code) for row in asking
        ]


class RecommendationForm(forms.Form):
    text = forms.CharField(
        label=_("Recommendation"),
        max_length=2000,
        widget=_area(3),
        error_messages=_asked(_("Write what is recommended.")),
    )
    obstacle = forms.CharField(
        label=_("Obstacle it answers"), max_length=2000, required=False, widget=_area(2)
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who sees to it"),
        empty_label=_("Choose a person"),
        widget=forms.Select({"class": "form-select"}),
        error_messages=_asked(
            _("Choose who sees to it: a recommendation of nobody is not followed.")
        ),
    )
    due_on = forms.DateField(
        label=_("Until when"),
        widget=_day(),
        error_messages=_asked(_("Choose until when it is done.")),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(office)  # type: ignore[attr-defined]

    def recommendation(self) -> Recommendation:
        return Recommendation(**self.cleaned_data)

    @staticmethod
    def kept(follow_up: FollowUp) -> dict[str, Any]:
        names = ("text", "obstacle", "owner", "due_on")
        return {name: getattr(follow_up, name) for name in names}


class DoneForm(forms.Form):
    note = forms.CharField(
        label=_("What was done"),
        max_length=2000,
        widget=_area(3),
        error_messages=_asked(_("Say in a sentence what was done.")),
    )
    url = forms.CharField(
        label=_("Link"),
        max_length=1000,
        required=False,
        widget=_text(inputmode="url", autocapitalize="none"),
    )
    file = forms.FileField(
        label=_("File"), required=False, widget=forms.ClearableFileInput({"class": "form-control"})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=_area(2),
        error_messages=_asked(_("Give the reason.")),
    )
