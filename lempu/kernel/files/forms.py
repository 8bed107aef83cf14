"""What every form with files has."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WholeForm(forms.Form):
    """A form with files. ``whole`` is its last field, so that a body cut on its way lacks it."""

    whole = forms.CharField(
        widget=forms.HiddenInput,
        initial="1",
        error_messages={
            "required": _(
                "The upload was cut off on its way. Nothing of it was kept. Send it again."
            )
        },
    )
