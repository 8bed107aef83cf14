"""Uploads are bounded while they arrive, not after they have filled the disk, and hashed on the way."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Streams each file to a temporary one and stops one byte past the limit.

    A file that arrived whole carries its fingerprint (``sha256``), so that it need not be read again.
    What is cut is marked: ``too_large`` or ``disk_full`` on the uploaded file, so that
    ``files.services`` can refuse it in words. A body far past the limit, or a disk
    without room, ends the request early instead of being read to its end.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.refusal = "" if self._has_room() else "disk_full"
        super().new_file(*args, **kwargs)
        self.received = 0
        self.fingerprint = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT_BYTES:
            self.refusal = self.refusal or "too_large"
        if self.received > settings.UPLOAD_LIMIT_BYTES * 8:
            raise StopUpload(connection_reset=True)
        if self.refusal:
            return None
        try:
            super().receive_data_chunk(raw_data, start)
            self.fingerprint.update(raw_data)
        except OSError:
            self.refusal = "disk_full"
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        try:
            file = super().file_complete(file_size)
            if file is not None:
                file.flush()
        except OSError:  # what was still in memory found no room
            self.refusal, file = "disk_full", self.file
        if file is not None:
            file.refusal = self.refusal  # type: ignore[attr-defined]
            file.sha256 = "" if self.refusal else self.fingerprint.hexdigest()  # type: ignore[attr-defined]
        return file

    def _has_room(self) -> bool:
        folder = settings.FILE_UPLOAD_TEMP_DIR
        Path(folder).mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free > settings.UPLOAD_ROOM_BYTES
