from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.enums import Theme

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Membership


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, name: str, password: str | None = None, **rest: Any
    ) -> "User":
        user = self.model(
            username=self.model.normalize_username(username).lower(), name=name, **rest
        )
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do comes from their memberships, never from here."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.LIGHT)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    #: Filled once per request by ``offices.rules.memberships_of``.
    memberships_cache: "list[Membership] | None" = None

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
        ]

    def __str__(self) -> str:
        return self.name
