"""What a reviewer says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """One decision. ``content_hash`` is the fingerprint the reviewer has before their eyes."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    checks = forms.MultipleChoiceField(
        label=_("You check"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    reason = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
        help_text=_("Needed when you return it. Say what must be replaced."),
    )
    decision = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("return", _("Return"))],
        error_messages={"required": _("Choose: accept or return.")},
    )

    def __init__(self, *args: Any, checks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = [(check, check) for check in checks]  # type: ignore[attr-defined]

    @property
    def is_acceptance(self) -> bool:
        return bool(self.cleaned_data["decision"] == "accept")
