"""Search: which stemmer finds what is meant, and how long a page of results takes.

    python bench/search.py [--sizes 300 3000 30000] [--json FILE]
    python tools/with_postgres.py python bench/search.py

Quality is measured on the labelled set of ``search_set.py`` through the product's own analysis, with the
stemmer exchanged. Times are those of finding, counting, ranking and marking the first page, in a
throw-away database; the clients are threads of one process, as in the web process.
"""

import argparse
import itertools
import json
import os
import random
import resource
import statistics
import tempfile
import threading
import time
from pathlib import Path

from search_set import documents, queries

SECONDS = 4
ASKED = ["layanan", "pengaduan masyarakat", "SK tim", "dievaluasi", "laporan", "verifikasi faktual",
         "rencana aksi", "gratifikasi", "berita acara rapat", "pelayannan"]  # fmt: skip


def stemmers():
    import Stemmer

    from lempu.kernel.search import canonical

    snowball = Stemmer.Stemmer("indonesian")
    return {"PySastrawi": canonical.stem, "Snowball": snowball.stemWord, "none": lambda word: word}


def quality(stem, *, mend):
    """Mean recall and precision by sort of query."""
    from lempu.kernel.search import canonical

    kept, canonical.stem = canonical.stem, stem
    canonical.abbreviations.cache_clear()
    canonical._long_forms.cache_clear()
    try:
        return _quality(canonical, mend)
    finally:
        canonical.stem = kept
        canonical.abbreviations.cache_clear()
        canonical._long_forms.cache_clear()


def _quality(canonical, mend):
    rows = [(t, f"{title} {body}") for t, title, body in documents()]
    index = [(topic, text, set(canonical.stems_of(text))) for topic, text in rows]
    known = {word for _topic, text in rows for word in canonical.words(text)}
    found = {}
    for sort, query, topic, topics in queries():
        place = query.split()[-1] if sort == "with place" else ""
        right = {n for n, (t, text, _s) in enumerate(index) if t in topics and place in text}
        own = {n for n in right if index[n][0] == topic}
        if not own:
            continue
        hits = _hits(canonical, index, query)
        if not hits and mend:
            words = [
                word if word in known else next(iter(canonical.near(word, known)), word)
                for word in canonical.words(query)
            ]
            hits = _hits(canonical, index, " ".join(words))
        recall = len(hits & own) / len(own)
        precision = len(hits & right) / len(hits) if hits else 0.0
        found.setdefault(sort, []).append((recall, precision))
    every = list(itertools.chain(*found.values()))
    return {sort: _mean(pairs) for sort, pairs in [*found.items(), ("all", every)]}


def _hits(canonical, index, query):
    asked = set(canonical.asked(query))
    return {n for n, (_t, _x, stems) in enumerate(index) if asked and asked <= stems}


def _mean(pairs):
    recall, precision = (statistics.mean(side) for side in zip(*pairs, strict=True))
    return {"queries": len(pairs), "recall": round(recall, 3), "precision": round(precision, 3)}


def settle(home):
    import django

    os.environ["LEMPU_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.test")
    (home / "tmp").mkdir()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(office, size, already):
    """Entries until there are ``size``, of the set's texts with some 60 words each."""
    from django.utils import timezone

    from lempu.kernel.search import services
    from lempu.kernel.search.registry import Document

    chance, texts = random.Random(already), list(documents())
    fresh = []
    for number in range(already, size):
        _topic, title, body = texts[number % len(texts)]
        other = chance.choice(texts)
        document = Document(
            kind="row", key=f"bench:{number}", title=f"{title} {number}", url="/",
            body=f"{body} {other[1]} {other[2]}", updated=timezone.now(), year=2025,
            month=number % 12 + 1, programme=number % 8 + 1,
        )  # fmt: skip
        fresh.append(services.entry_of(document, office.pk, "-"))
    services.write(fresh)


def page(user, words):
    from lempu.kernel.search import selectors

    found = selectors.find(user, selectors.Wish(words))
    return len(found.keys), selectors.results(found.keys[:50], found.stems)


def load(user, clients):
    """(p50, p95, pages a second)."""
    from django.db import connections

    times, until = [], time.perf_counter() + SECONDS

    def ask(start):
        for words in itertools.cycle(ASKED[start:] + ASKED[:start]):
            begun = time.perf_counter()
            if begun > until:
                break
            page(user, words)
            times.append((time.perf_counter() - begun) * 1000)
        connections.close_all()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return {"p50": round(statistics.median(ordered), 1), "p95": round(p95, 1),
            "a second": round(len(times) / SECONDS)}  # fmt: skip


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 3000, 30000])
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settle(Path(home))
        from django.db import connection

        from lempu.kernel.offices.models import Office
        from lempu.kernel.offices.tests.factories import person

        said = {"database": connection.vendor, "quality": {}, "speed": {}}
        for name, stem in stemmers().items():
            said["quality"][name] = quality(stem, mend=False)
            said["quality"][f"{name}, errors mended"] = quality(stem, mend=True)
        for name, rows in said["quality"].items():
            print(name, rows)
        office = Office.objects.create(code="7317", name="KPU", level="regency", path="7317/")
        user, already = person(office), 0
        for size in chosen.sizes:
            begun = time.perf_counter()
            fill(office, size, already)
            took, already = time.perf_counter() - begun, size
            said["speed"][size] = {f"{n} clients": load(user, n) for n in (1, 4)}
            print(size, f"indexed in {took:.1f} s", said["speed"][size])
        said["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print("memory", said["megabytes"], "MB")
        if chosen.json:
            chosen.json.write_text(json.dumps(said, indent=1) + "\n")


if __name__ == "__main__":
    main()
