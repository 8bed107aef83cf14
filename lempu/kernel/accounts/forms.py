from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User


class SignInForm(forms.Form):
    """User name and password. Which of the two was wrong is never said."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"class": "form-control", "autocomplete": "current-password"}
        ),
    )

    def clean_username(self) -> str:
        """As it is kept: without blanks around it and in small letters."""
        username: str = self.cleaned_data["username"]
        return User.normalize_username(username.strip()).lower()


class NewPasswordForm(forms.Form):
    """A new password, typed twice; the old one as well unless ``ask_old`` is False."""

    old_password = forms.CharField(
        label=_("Your password now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"class": "form-control", "autocomplete": "current-password"}
        ),
    )
    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters, not common, and not like your name."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password, once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, ask_old: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not ask_old:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("That is not your password now."), code="wrong_password")
        return password

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise forms.ValidationError(
                _("Choose another password than the one you have."), code="same_password"
            )
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("repeated"):
            self.add_error(
                "repeated",
                forms.ValidationError(_("The two new passwords differ."), code="differs"),
            )
        return cleaned
