"""A store that speaks S3, for installations that name one (LEMPU_STORE); nothing else imports this.

Each object is one PUT: it is there whole or not at all, and a process that dies leaves no parts behind.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from typing import Any, Final, ParamSpec, TypeVar

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from lempu.shared.storage import Unreachable

#: What is read beyond this goes to a temporary file; what is written is streamed.
IN_MEMORY: Final = 1024 * 1024
ONE_PUT: Final = 5 * 1024**3
P = ParamSpec("P")
R = TypeVar("R")


def reached(act: Callable[P, R]) -> Callable[P, R]:
    """Say that the store is away in one way, whatever its libraries call it."""

    @functools.wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise Unreachable(str(error)) from error

    return tried


class S3Store(S3Storage):  # type: ignore[misc]
    """``bucket/prefix`` of a store; names are overwritten, since a name is what it holds."""

    def get_default_settings(self) -> dict[str, Any]:
        ours: dict[str, Any] = {
            "file_overwrite": True,
            "default_acl": None,
            "max_memory_size": IN_MEMORY,
            "addressing_style": "path",
            "signature_version": "s3v4",
            "transfer_config": TransferConfig(multipart_threshold=ONE_PUT, use_threads=False),
            # Sums in the body's trailer are known to one maker's store only.
            "client_config": Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        }
        return {**super().get_default_settings(), **ours}

    @reached
    def size(self, name: str) -> int:
        return int(super().size(name))

    @reached
    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return super()._open(name, mode)  # type: ignore[no-any-return]

    @reached
    def _save(self, name: str, content: Any) -> str:
        return str(super()._save(name, content))

    @reached
    def delete(self, name: str) -> None:
        super().delete(name)

    @reached
    def get_modified_time(self, name: str) -> dt.datetime:
        return super().get_modified_time(name)  # type: ignore[no-any-return]

    @reached
    def prepare(self) -> None:
        """Make the bucket unless it is there."""
        self.bucket.meta.client.create_bucket(Bucket=self.bucket_name)

    def names(self) -> Iterator[tuple[str, dt.datetime]]:
        """Every name and when it was laid down, a thousand at a time."""
        above = f"{self.location}/" if self.location else ""
        for entry in self.bucket.objects.filter(Prefix=above):
            yield entry.key.removeprefix(above), entry.last_modified
