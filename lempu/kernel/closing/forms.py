from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.obligations.models import Obligation


class ReasonField(forms.CharField):
    """Why an obligation was not carried out; ``obligation`` is the row the page shows beside it."""

    def __init__(self, obligation: Obligation) -> None:
        super().__init__(
            label=obligation.indicator.code,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            error_messages={"required": _("Say why it was not carried out.")},
        )
        self.obligation = obligation


class CloseForm(forms.Form):
    """One reason for every obligation of the month that has no proof."""

    def __init__(self, *args: Any, unproved: list[Obligation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for obligation in unproved:
            self.fields[f"reason_{obligation.pk}"] = ReasonField(obligation)

    def reasons(self) -> dict[int, str]:
        """Reasons by obligation, as ``services.close_month`` takes them."""
        return {
            field.obligation.pk: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, ReasonField)
        }
