from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.api.enums import Scope

DAYS = [(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year"))]


class TokenForm(forms.Form):
    """A new token: what it is for, what it may read, how long."""

    name = forms.CharField(
        label=_("What is it for"),
        help_text=_("For instance: the dashboard of the province."),
        max_length=80,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may read"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"),
        choices=DAYS,
        coerce=int,
        initial=90,
        widget=forms.Select({"class": "form-select"}),
    )
