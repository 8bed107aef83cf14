"""What the library of second steps asks of the product: names, and how secrets are kept."""

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

PRODUCT = "Lempu"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc, unused-ignore]
    """Secrets are encrypted with a key made of the installation's own: a copied database has no use."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_user_identifier(self, user: "User | Any") -> str:
        return str(user.username)

    def _get_site_name(self) -> str:
        return PRODUCT


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"lempu.second-step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
