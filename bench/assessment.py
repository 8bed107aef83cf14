"""How long scoring takes: once after one answer, and the cheapest way to pass of a whole sheet.

Prints medians and 95th percentiles in milliseconds of processor time; aims: 5 and 1,000 ms.
"""

import statistics
import time
from collections.abc import Callable

import django
from django.conf import settings

RUNS = 60


def measured(act: Callable[[], object]) -> tuple[float, float]:
    times = []
    for _run in range(RUNS):
        begun = time.process_time()
        act()
        times.append((time.process_time() - begun) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


def main() -> None:
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
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


if __name__ == "__main__":
    main()
