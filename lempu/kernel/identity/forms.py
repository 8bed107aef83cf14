"""What a person types about the safety of their account, and an office about that of all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.enums import Role

TEXT = {"class": "form-control"}


class CodeForm(forms.Form):
    """A code of six digits from the app, or a recovery code of eight."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            {**TEXT, "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class ConfirmForm(forms.Form):
    """The password once more; a person who has none gives a code instead."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({**TEXT, "autocomplete": "current-password"}),
    )


class PasskeyForm(forms.Form):
    """The name of a new passkey and what the device answered."""

    name = forms.CharField(
        label=_("Name of the device"),
        help_text=_("So that you know it again, for instance: my phone."),
        max_length=60,
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class ForgotForm(forms.Form):
    name = forms.CharField(
        label=_("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(
            {**TEXT, "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class InvitedForm(forms.Form):
    """What stands on the paper of an invitation."""

    name = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            {**TEXT, "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Twelve letters and digits, as on the paper."),
        max_length=30,
        widget=forms.TextInput(
            {**TEXT, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class RulesForm(forms.Form):
    """What an office demands, with what it means and its default."""

    second_step_roles = forms.MultipleChoiceField(
        label=_("Roles that need a second step"),
        help_text=_(
            "Beside the password: a code from an app on the phone, or a passkey. "
            "Usual: none is demanded, everybody may add one. We advise it for administrators and leaders."
        ),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    invitation_days = forms.IntegerField(
        label=_("Days an invitation holds"),
        help_text=_("Usual: 7. Then a new one must be made."),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
