import os
import time

from lempu.shared import tasks


def test_what_a_stopped_write_left_is_removed_after_a_day(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, folder, fresh = tmp_path / "a.upload", tmp_path / "reading", tmp_path / "b.upload"
    folder.mkdir()
    for file in (old, folder / "decree", fresh):
        file.write_bytes(b"separuh")
    for left in (old, folder):
        os.utime(left, (time.time() - 90_000,) * 2)

    removed = tasks.clear_stopped_writes()

    assert removed == 2
    assert list(tmp_path.iterdir()) == [fresh]
