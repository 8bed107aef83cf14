"""Milliseconds and queries of the main pages, over the demo that LEMPU_HOME holds."""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.prod")
os.environ["LEMPU_DEMO"] = "1"
os.environ.setdefault("LEMPU_LOG_LEVEL", "ERROR")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from lempu.kernel.accounts.models import User  # noqa: E402

PAGES = (
    ("demo-teknis-hukum", "/hari-ini/"),
    ("demo-koordinator", "/matriks/"),
    ("demo-ketua", "/kokpit/"),
    ("demo-verifikator", "/verifikasi/"),
    ("demo-koordinator", "/jejak/"),
    ("demo-koordinator", "/rencana/"),
)


def main():
    if not User.objects.filter(username="demo-ketua").exists():
        raise SystemExit("prepare the demo first: lempu demo --no-serve")
    for username, path in PAGES:
        client = Client(SERVER_NAME="localhost")
        client.force_login(
            User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
        )
        client.get(path)
        times = []
        for _ in range(9):
            with CaptureQueriesContext(connection) as queries:
                begun = time.perf_counter()
                response = client.get(path)
                times.append((time.perf_counter() - begun) * 1000)
        size = len(response.content) / 1024
        print(f"{path:14} {statistics.median(times):6.0f} ms  {len(queries):3} queries  {size:6.0f} KB"
              f"  status {response.status_code}")  # fmt: skip


if __name__ == "__main__":
    main()
