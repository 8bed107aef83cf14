"""How long a monthly report takes, from its rows to PDF/A and Word, over the demo that LEMPU_HOME holds."""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.prod")
os.environ["LEMPU_DEMO"] = "1"
os.environ.setdefault("LEMPU_LOG_LEVEL", "ERROR")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from lempu.kernel.offices.models import Office  # noqa: E402
from lempu.kernel.plans.models import Plan  # noqa: E402
from lempu.kernel.reporting import renditions, selectors  # noqa: E402
from lempu.kernel.reporting.enums import Kind  # noqa: E402
from lempu.shared.moments import one_moment  # noqa: E402

RUNS = 9


def once(office, plan, kind, period):
    """Seconds of reading, PDF and Word; queries; rows; pieces of evidence."""
    begun = time.perf_counter()
    report = selectors.blank_report(office, kind, plan.year, period)
    with CaptureQueriesContext(connection) as queries, one_moment() as at:
        snapshot = selectors.snapshot_of(report, plan, at=at, day=at.date())
    read = time.perf_counter()
    document = renditions.document_of(snapshot, version=1, fingerprint="0" * 64)
    renditions.write_pdf(document)
    pdf = time.perf_counter()
    renditions.write_docx(document)
    word = time.perf_counter()
    figures = len(queries), len(snapshot["rows"]), len(snapshot["evidence"])
    return (read - begun, pdf - read, word - pdf), figures


def main():
    office = Office.objects.get(code="7317")
    plan = Plan.objects.enacted().get(office=office, year=2025)
    for kind, period in ((Kind.MONTHLY, 9), (Kind.QUARTERLY, 3)):
        cold, _figures = once(office, plan, kind, period)
        runs = [once(office, plan, kind, period) for _ in range(RUNS)]
        read, pdf, word = (
            statistics.median(part) * 1000 for part in zip(*(r[0] for r in runs), strict=True)
        )
        queries, rows, pieces = runs[0][1]
        print(f"{kind:10} {rows:3} rows {pieces:3} pieces  read {read:4.0f} ms ({queries} queries)  "
              f"pdf {pdf:4.0f} ms  word {word:4.0f} ms  to the PDF {read + pdf:4.0f} ms, "
              f"first time {sum(cold[:2]) * 1000:4.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
