from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """Bytes kept once, under the name of their own SHA-256. Rows that use them point here.

    ``media_type`` is judged from the content, never from the name. Who may see the bytes is a
    question to the row that points here, so no page serves a stored file by its own key.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(
        default=timezone.now, help_text="when these bytes were last given to us"
    )
    pages = models.PositiveIntegerField(null=True, help_text="known once somebody looked at it")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        return address(self.sha256)

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_text(self) -> bool:
        return self.media_type.startswith("text/")

    def open(self) -> "File[bytes]":
        return default_storage.open(self.path, "rb")


def address(sha256: str) -> str:
    """Where bytes lie in the storage: two levels of folders, then the fingerprint."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
