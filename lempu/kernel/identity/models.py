"""What an office demands of those who sign in, and tries that are counted."""

from django.db import models
from django.utils import timezone

from lempu.kernel.offices.models import Office


class Rules(models.Model):
    """How safe accounts must be in an office. Each field has a default that its page shows; no row
    means all of them. ``second_step_roles`` lists the roles that need more than a password."""

    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="+")
    second_step_roles = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.office_id)


class Tries(models.Model):
    """How often somebody tried since a moment (``second:12``). Kept here and not in a memory of the
    process, so that all web processes agree."""

    key = models.CharField(max_length=100, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
