"""Tries are counted, so that nothing short can be guessed."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.identity.models import Tries
from lempu.shared.errors import DomainError

WINDOW = dt.timedelta(minutes=15)


@transaction.atomic
def take_try(key: str, *, limit: int = 5) -> int:
    """Use up one try before it is judged; how many are left after it.

    Refuses (``too_many_tries``) once ``limit`` were used within a quarter of an hour of the first.
    """
    Tries.objects.get_or_create(key=key)
    row = Tries.objects.select_for_update().get(key=key)
    now = timezone.now()
    if now - row.since > WINDOW:
        row.since, row.count = now, 0
    if row.count >= limit:
        opens = timezone.localtime(row.since + WINDOW) + dt.timedelta(minutes=1)
        raise DomainError(
            _("Too many tries. You can try again at %(time)s.") % {"time": f"{opens:%H.%M}"},
            code="too_many_tries",
        )
    row.count += 1
    row.save(update_fields=["since", "count"])
    return limit - row.count


def forget_tries(key: str) -> None:
    """It was right: count anew from here."""
    Tries.objects.filter(key=key).delete()


def sweep(now: dt.datetime) -> int:
    """Forget what no longer counts."""
    gone, _kinds = Tries.objects.filter(since__lt=now - WINDOW).delete()
    return gone
