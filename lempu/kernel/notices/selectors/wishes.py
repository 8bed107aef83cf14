"""How people and offices want to be reminded, with the defaults filled in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lempu.kernel.notices.enums import Frequency, Weekday
from lempu.kernel.notices.models import Preference, Rules

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Wish:
    """What holds for one person in one office."""

    mail_on: bool
    frequency: Frequency
    hour: int
    weekday: Weekday
    reminders: bool
    escalations: bool


def rules_of(office: "Office") -> Rules:
    """The office's choices; the defaults, not kept, where it has made none."""
    return Rules.objects.filter(office=office).first() or Rules(office=office)


def preference_of(user: "User") -> Preference:
    """The person's choices; the defaults, not kept, where they have made none."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def wish_of(preference: Preference, rules: Rules) -> Wish:
    return Wish(
        mail_on=preference.mail_on,
        frequency=Frequency(preference.frequency or rules.frequency),
        hour=rules.hour if preference.hour is None else preference.hour,
        weekday=Weekday(rules.weekday if preference.weekday is None else preference.weekday),
        reminders=preference.reminders,
        escalations=preference.escalations,
    )
