"""People and offices say how they want to be reminded."""

from typing import Any

from django.db import transaction

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.notices.enums import Act
from lempu.kernel.notices.models import Preference, Rules
from lempu.kernel.offices.models import Office


def choose(*, actor: User, **wishes: Any) -> Preference:
    """How one person is reminded: no act of an office, so no entry in its ledger."""
    preference, _is_new = Preference.objects.update_or_create(user=actor, defaults=wishes)
    return preference


def stop_mail(*, user_id: int) -> None:
    """No more summaries by mail; notices in the product go on."""
    Preference.objects.update_or_create(user_id=user_id, defaults={"mail_on": False})


@transaction.atomic
def change_rules(*, office: Office, actor: User, **rules: Any) -> Rules:
    """Change when an office reminds; holds from the next reminder on."""
    row, _is_new = Rules.objects.update_or_create(office=office, defaults=rules)
    ledger.record(office=office, act=Act.RULES_CHANGED, subject=row, actor=actor, **rules)
    return row
