from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kinds


class KindForm(forms.Form):
    """Which kind of evidence a cover sheet is for."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [(kind.key, kind.label) for kind in kinds()],
        widget=forms.Select({"class": "form-select"}),
    )


class PlaceForm(KindForm):
    """Where a scan of the tray belongs."""

    obligation = forms.ModelChoiceField(
        label=_("Row and month"),
        queryset=Obligation.objects.none(),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose the row and month it belongs to.")},
    )
    field_order = ["obligation", "kind"]

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["obligation"]
        field.queryset = rows
        field.label_from_instance = _label


class AsideForm(forms.Form):
    """Why a scan is no evidence."""

    reason = forms.CharField(
        label=_("Why is it no evidence?"),
        max_length=500,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": _("Say why it is set aside.")},
    )


def _label(row: Obligation) -> str:
    place = row.indicator.sub_activity.name[:70]
    return f"{row.indicator.code} {row.period.name} {row.year}: {place}"
