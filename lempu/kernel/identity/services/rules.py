"""What an office demands of those who sign in."""

from typing import Any

from django.db import transaction

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.models import Rules
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office


@transaction.atomic
def change_rules(*, office: Office, actor: User, **rules: Any) -> Rules:
    """Change what the office demands. Whoever lacks it is asked at their next page, at the latest
    five minutes later."""
    row, _is_new = Rules.objects.update_or_create(office=office, defaults=rules)
    ledger.record(office=office, act=Act.RULES_CHANGED, subject=row, actor=actor, **rules)
    return row
