from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.numbering import readers
from lempu.kernel.numbering.enums import NumberState
from lempu.kernel.numbering.selectors import kind_choices, unit_code
from lempu.kernel.numbering.services import Wanted
from lempu.kernel.offices.models import Office, Unit

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}


def _kind(*, first: Any = "") -> forms.ChoiceField:
    empty = [("", first)] if first else []
    return forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [*empty, *kind_choices()],
        required=not first,
        widget=forms.Select(SELECT),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(TEXT | {"type": "date"}, format="%Y-%m-%d")
    )


class OfUnit(forms.Form):
    """A form that asks for a sub-division of the office."""

    use_required_attribute = False
    unit: Any = forms.ModelChoiceField(
        label=_("Sub-division"), queryset=None, required=False, widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(office=office)  # type: ignore[attr-defined]


class TakeForm(OfUnit):
    kind = _kind()
    classification = forms.CharField(
        label=_("Classification"),
        help_text=_("Such as PK.01. Decrees, circulars and procedures have none."),
        max_length=16,
        required=False,
        widget=forms.TextInput(TEXT | {"list": "klasifikasi", "autocapitalize": "characters"}),
    )
    subject = forms.CharField(
        label=_("What it is about"), max_length=300, widget=forms.TextInput(TEXT)
    )
    recipient = forms.CharField(
        label=_("Addressed to"), max_length=200, required=False, widget=forms.TextInput(TEXT)
    )
    field_order = ["kind", "classification", "unit", "subject", "recipient"]

    def clean_classification(self) -> str:
        return str(self.cleaned_data["classification"]).strip().upper()

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


class IssueForm(forms.Form):
    use_required_attribute = False
    day = _day(_("Date of the letter"))


class VoidForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why is it void?"), max_length=500, widget=forms.TextInput(TEXT)
    )


class FilterForm(OfUnit):
    kind = _kind(first=_("All kinds"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *NumberState.choices],
        required=False,
        widget=forms.Select(SELECT),
    )
    q = forms.CharField(
        label=_("Words"),
        max_length=100,
        required=False,
        widget=forms.TextInput(TEXT | {"type": "search"}),
    )
    field_order = ["q", "kind", "unit", "state"]

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        self.fields["unit"].empty_label = _("All sub-divisions")  # type: ignore[attr-defined]


class PatternForm(forms.Form):
    use_required_attribute = False
    kind = _kind()
    text = forms.CharField(
        label=_("Pattern"),
        help_text=_("Places: {n} or {n:03}, {class}, {code}, {office}, {unit}, {roman}, {year}."),
        max_length=80,
        widget=forms.TextInput(TEXT),
    )
    starts_on = _day(_("In force from"))
    basis = forms.CharField(label=_("Legal basis"), max_length=200, widget=forms.TextInput(TEXT))


class PaperForm(OfUnit):
    kind = _kind()
    last = forms.IntegerField(
        label=_("Last number given on paper this year"),
        min_value=1,
        max_value=99_999,
        widget=forms.NumberInput(TEXT | {"inputmode": "numeric"}),
    )
    field_order = ["kind", "unit", "last"]


class CodesForm(forms.Form):
    """One code for each sub-division."""

    use_required_attribute = False

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(Unit.objects.filter(office=office))
        for unit in self.units:
            self.fields[f"unit_{unit.pk}"] = forms.CharField(
                label=unit.name,
                max_length=2,
                initial=unit_code(unit),
                widget=forms.TextInput(TEXT | {"inputmode": "numeric"}),
            )

    def codes(self) -> dict[Unit, str]:
        return {unit: self.cleaned_data[f"unit_{unit.pk}"] for unit in self.units}


def class_choices() -> list[tuple[str, str]]:
    return readers.classes()
