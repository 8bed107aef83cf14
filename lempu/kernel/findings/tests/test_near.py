import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lempu.kernel.files.models import Mark, StoredFile
from lempu.kernel.files.services.reading import bands
from lempu.kernel.findings.selectors.near import Probe, look_up

pytestmark = pytest.mark.django_db
BITS = 0x0123456789ABCDEF


def marked(value: int, kind="whole", number=1) -> int:
    """A file with one mark; its key."""
    file = StoredFile.objects.create(
        sha256=f"{StoredFile.objects.count():064x}", size=1, media_type="image/jpeg"
    )
    text = f"{value:016x}"
    columns = {f"band{part}": band for part, band in enumerate(bands(text))}
    Mark.objects.create(file=file, kind=kind, number=number, bits=text, **columns)
    return file.pk


def flipped(value: int, places) -> int:
    for place in places:
        value ^= 1 << place
    return value


def asked(bits=7, kind="whole", **rest):
    probe = Probe(f"{BITS:016x}", "whole")
    return look_up(kind, [probe], bits=bits, not_of=0, most=50, **rest)


@pytest.mark.parametrize("bits", range(10))
def test_what_is_seven_bits_away_is_found_wherever_the_bits_are(bits):
    chance = random.Random(bits)
    keys = {marked(flipped(BITS, chance.sample(range(64), bits))) for _ in range(40)}

    found = {one.file for one in asked()}

    assert found == (keys if bits <= 7 else set())


def test_three_bits_are_found_by_equal_bands_alone():
    near, far = marked(flipped(BITS, [0, 17, 33])), marked(flipped(BITS, [0, 17, 33, 50]))

    assert [one.file for one in asked(bits=3)] == [near]
    assert {one.file for one in asked(bits=4)} == {near, far}


def test_the_nearest_comes_first_and_other_kinds_do_not_count():
    far, near = marked(flipped(BITS, [1, 2, 3])), marked(flipped(BITS, [9]))
    marked(BITS, kind="page")

    assert [(one.file, one.distance) for one in asked()] == [(near, 1), (far, 3)]


def test_several_probes_are_one_question():
    marked(BITS), marked(flipped(BITS, range(32)), number=2)
    probes = [Probe(f"{BITS:016x}", "whole"), Probe(f"{flipped(BITS, range(32)):016x}", "mirror")]

    with CaptureQueriesContext(connection) as queries:
        found = look_up("whole", probes, bits=7, not_of=0, most=50)

    assert sorted(one.what for one in found) == ["mirror", "whole"]
    assert len(queries) == 1


def test_the_question_goes_by_the_indexes_of_the_bands():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole; bench/findings.py looks at a large one")
    with CaptureQueriesContext(connection) as queries:
        asked()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"].replace("%", "%%"))
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "SCAN" not in plan
    assert all(f"mark_band{part}" in plan for part in range(4))
