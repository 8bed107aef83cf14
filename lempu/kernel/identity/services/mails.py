"""What a person is told by mail about their account; it waits in the outbox like every mail."""

import secrets
from enum import Enum
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.notices.models import Mail
from lempu.kernel.notices.services import outbox
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.rules import memberships_of


class News(Enum):
    """What happened to the account, as its person reads it."""

    PASSWORD = _("The password of your Lempu account was changed.")
    KEY_ADDED = _("A second step was added to your Lempu account.")
    KEY_REMOVED = _("A second step was removed from your Lempu account.")
    KEYS_TAKEN = _("The administrator of your office removed all second steps of your account.")
    CODES_MADE = _("New recovery codes were made for your Lempu account; the old ones are void.")
    CODE_USED = _("A recovery code was used to sign in to your Lempu account.")
    GUESSED = _("Somebody knew your password and gave several wrong codes. Change your password.")


def home_of(user: User) -> Office | None:
    """The office under which a person's mail is looked after."""
    mine = memberships_of(user)
    return mine[0].office if mine else None


def write(*, user: User, subject: str | Promise, text: str, kind: str) -> Mail | None:
    """Put a mail to the person into the outbox; None where they have no address or no mail is sent."""
    if not user.email or not settings.MAIL_ON:
        return None
    return outbox.post(
        key=f"identity:{kind}:{user.pk}:{secrets.token_hex(8)}",
        user=user,
        office=home_of(user),
        to=user.email,
        subject=str(subject),
        text=text,
    )


def tell(*, user: User, news: News) -> Mail | None:
    """Say what happened to the account, so that its person notices what they did not do."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Dear %(name)s,\n\n%(news)s\nTime: %(time)s.\n\n"
            "If it was you, there is nothing to do. If not, change your password now and tell the "
            "administrator of your office.\n\n%(address)s\n"
        ) % {
            "name": user.name,
            "news": news.value,
            "time": timezone.localtime().strftime("%d-%m-%Y %H.%M"),
            "address": urljoin(settings.PUBLIC_URL, reverse("identity:keys")),
        }
        return write(user=user, subject=news.value, text=text, kind=news.name.lower())
