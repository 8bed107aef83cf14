import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: "User | Any") -> Self:
        """Tokens are their person's own; nobody else's are shown to anybody."""
        return self.filter(user=user)

    def in_force(self, moment: dt.datetime | None = None) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=moment or timezone.now())

    def for_listing(self) -> Self:
        return self.select_related("office").order_by("-pk")


class Token(models.Model):
    """A key with which a program reads in a person's name (token akses).

    It reaches ``office`` and the offices below, as far as the person may see them, and only what
    ``scopes`` names. Kept as the SHA-256 of a random secret, so that the table opens nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None and not self.has_expired

    def reaches(self, office: Office) -> bool:
        return office.path.startswith(self.office.path)
