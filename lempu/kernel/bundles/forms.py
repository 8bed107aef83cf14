from django import forms
from django.utils.translation import gettext_lazy as _


class YearForm(forms.Form):
    """Which year to export; only years with a plan in force."""

    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(year, str(year)) for year in years]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]
