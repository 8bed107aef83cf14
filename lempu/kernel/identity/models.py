"""What an office demands of those who sign in, invitations, and tries that are counted."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lempu.kernel.offices.models import Membership, Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class Rules(models.Model):
    """How safe accounts must be in an office. Each field has a default that its page shows; no row
    means all of them. ``second_step_roles`` lists the roles that need more than a password."""

    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="+")
    second_step_roles = models.JSONField(default=list)
    invitation_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(membership__in=Membership.objects.visible_to(user))

    def open(self, now: dt.datetime | None = None) -> Self:
        """Still good: neither used nor withdrawn nor too old, and its person has not come in otherwise."""
        return self.filter(
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=now or timezone.now(),
            user__last_login=None,
            user__is_active=True,
        )


class Invitation(models.Model):
    """Lets a person who never signed in set what they will sign in with, once.

    Only a hash of its secret is kept. The secret is the end of an address in a mail, or a code on paper.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    is_mailed = models.BooleanField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
