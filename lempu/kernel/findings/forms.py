from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Why a finding is in order."""

    reason = forms.CharField(
        label=_("Why is this in order?"),
        help_text=_("It stays visible with your name, for reviewers and assessors."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        error_messages={"required": _("Say why this is in order.")},
    )
