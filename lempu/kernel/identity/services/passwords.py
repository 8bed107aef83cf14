"""Setting a password, by the person who has the old one or who can read the person's mail."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.selectors import people_called, person_of_link
from lempu.kernel.identity.services import guessing, keys, mails
from lempu.kernel.offices import services as offices
from lempu.shared.errors import DomainError


@transaction.atomic
def change_password(*, actor: User, password: str) -> User:
    """A person sets their own password and is told so by mail. Other devices are signed out."""
    user = offices.change_password(actor=actor, password=password)
    mails.tell(user=user, news=mails.News.PASSWORD)
    return user


def check_password(*, user: User, password: str) -> None:
    """Judge the password of somebody signed in; five tries in a quarter of an hour.

    Refuses with ``wrong_password`` and ``too_many_tries``.
    """
    guessing.take_try(f"confirm:{user.pk}")
    if not user.check_password(password):
        raise DomainError(_("That is not your password."), code="wrong_password", field="password")
    guessing.forget_tries(f"confirm:{user.pk}")


def write_links(*, name: str) -> int:
    """Write to everybody of that user name or address how to set a new password; how many.

    Three mails in a quarter of an hour, then none: nobody's mailbox can be filled by others.
    """
    written = 0
    for user in people_called(name):
        try:
            guessing.take_try(f"reset:{user.pk}", limit=3)
        except DomainError:
            continue
        written += _write_link(user)
    return written


def _write_link(user: User) -> bool:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = reverse("identity:reset_open", args=[uid, default_token_generator.make_token(user)])
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Dear %(name)s,\n\nSomebody, we hope you, asked for a new password of the Lempu account "
            "%(username)s. Open this address within 24 hours and choose one; it works once.\n\n"
            "%(link)s\n\nIf it was not you, there is nothing to do: your password stays as it is.\n"
        ) % {
            "name": user.name,
            "username": user.username,
            "link": urljoin(settings.PUBLIC_URL, link),
        }
        subject = _("New password for Lempu")
        return mails.write(user=user, subject=subject, text=text, kind="reset") is not None


@transaction.atomic
def recover_password(*, uid: str, token: str, password: str) -> User:
    """Set a new password with the link of a mail; all devices are signed out.

    Refuses a link that was used, is too old or was never ours (``link_void``).
    """
    found = person_of_link(uid, token)
    if found is None:
        raise DomainError(
            _("This link does not work any more. Ask for a new one."), code="link_void"
        )
    user = User.objects.select_for_update().get(pk=found.pk)
    if not default_token_generator.check_token(user, token):
        raise DomainError(
            _("This link does not work any more. Ask for a new one."), code="link_void"
        )
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    keys.note(user=user, act=Act.PASSWORD_RECOVERED, actor=user)
    mails.tell(user=user, news=mails.News.PASSWORD)
    return user
