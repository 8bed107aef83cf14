"""How long scoring takes: once after one answer, the cheapest way to pass of a whole sheet, and the
overview of every office from its stored readings.

Prints medians and 95th percentiles in milliseconds of processor time; aims: 5 and 1,000 ms, and as many
queries for every office as for one.
"""

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

RUNS = 60
YEAR = 2025
#: Readings kept for each office: one a week.
WEEKS = 50


def measured(act: Callable[[], object]) -> tuple[float, float]:
    times = []
    for _run in range(RUNS):
        begun = time.process_time()
        act()
        times.append((time.process_time() - begun) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        settle_django(Path(home))
        scoring()
        overview()


def settle_django(home: Path) -> None:
    """An empty home of its own, with every office of the country in it."""
    os.environ |= {"LEMPU_HOME": str(home), "LEMPU_LOG_LEVEL": "ERROR"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.prod")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", verbosity=0)


def scoring() -> None:
    from lempu.kernel.assessment.scoring import Sheet, cheapest, load, score

    instrument = load("permenpan-90-2021")
    answers = {
        key: next(reversed(instrument.scales[question.scale]))
        for key, question in instrument.questions.items()
        if not question.is_ratio
    }
    sheet = Sheet(instrument, answers, {"SPAK": 4, "CAPAIAN": "B", "SPKP": 4})
    for name, act in (
        ("score after one answer", lambda: score(sheet)),
        ("cheapest way to WBK", lambda: cheapest(sheet, "WBK")),
        ("cheapest way to WBBM", lambda: cheapest(sheet, "WBBM")),
    ):
        middle, high = measured(act)
        print(f"{name:24} median {middle:7.2f} ms   p95 {high:7.2f} ms")


def overview() -> None:
    """The page of who observes the nation: begun sheets, their latest readings, and how many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lempu.kernel.assessment.models import Assessment
    from lempu.kernel.assessment.selectors.nation import shares, standings
    from lempu.kernel.offices.models import Office

    offices = list(Office.objects.order_by("path"))
    fill(offices)
    for name, top in (
        ("overview of one office", offices[-1]),
        ("overview of the nation", offices[0]),
    ):
        with CaptureQueriesContext(connection) as captured:
            rows = standings(top, YEAR)
        count = f"{len(rows)} offices, {len(captured)} queries"
        middle, high = measured(lambda top=top: shares(standings(top, YEAR)))
        print(f"{name:24} median {middle:7.2f} ms   p95 {high:7.2f} ms   {count}")
    print(f"{'sheets and readings':24} {Assessment.objects.count()} and {WEEKS} each")


def fill(offices: list) -> None:
    from django.utils import timezone

    from lempu.kernel.accounts.models import User
    from lempu.kernel.assessment.models import Assessment, Reading

    who = User.objects.create(username="bench", name="Bench")
    sheets = Assessment.objects.bulk_create(
        Assessment(
            office=office,
            year=YEAR,
            instrument_key="permenpan-90-2021",
            started_by=who,
            started_at=timezone.now(),
        )
        for office in offices
    )
    Reading.objects.bulk_create(
        (
            Reading(
                assessment=sheet,
                day=dt.date(YEAR, 1, 8) + dt.timedelta(weeks=week),
                claimed=Decimal(40 + week % 50),
                verified=Decimal(20 + (week + place) % 60),
                forecast=Decimal(80),
                held={"WBK": [place % 13, 12], "WBBM": [place % 9, 12]},
            )
            for place, sheet in enumerate(sheets)
            for week in range(WEEKS)
        ),
        batch_size=2000,
    )


if __name__ == "__main__":
    main()
