"""Any plan, written to any format, reads back as it was."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lempu.kernel.plans.readers import Activity, Indicator, Programme, Reading, SubActivity, read
from lempu.kernel.plans.readers.enumeration import roman
from lempu.kernel.plans.tests import paper
from lempu.kernel.plans.tests.paper import Style

WORDS = [
    "Penyusunan",
    "rapat",
    "laporan",
    "data",
    "pegawai",
    "layanan",
    "arsip",
    "hukum",
    "pemilih",
    "dokumen",
    "tim",
    "evaluasi",
    "kinerja",
    "SPIP",
    "PPID",
    "JDIH",
    "(hardcopy)",
    "dan",
    "di",
    "untuk",
    "“baru”",
    "e-government",
    "survei/kuesioner",
    "35",
    "100%",
    "&",
    "k.o.",
    "SK,",
    "publik;",
    "serta/atau",
    "anti-korupsi",
    "v",
    "x",
    "Januari",
    "I",
    "II",
    "a",
    "1",
    "program",
    "kegiatan",
    "Target",
    "bulan",
]


@st.composite
def texts(draw):
    """A phrase that begins as texts do: with a capital and without a number of its own."""
    first = draw(
        st.sampled_from(["Melakukan", "Tersedianya", "Penyusunan", "Rapat", "Sosialisasi"])
    )
    rest = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
    return " ".join(
        [first, *rest, draw(st.sampled_from(["kantor", "Luwu", "SOP.", "publik)", "2025"]))]
    )


months = st.sets(st.integers(1, 12)).map(lambda found: tuple(sorted(found)))
ticked = st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found)))
indicators = st.builds(Indicator, texts(), months)
parts = st.one_of(st.just([]), st.just([]), st.lists(texts(), min_size=2, max_size=5))


@st.composite
def plans(draw):
    """A plan whose names differ from their neighbours', as they do in life."""
    taken = set()

    def name(strategy):
        value = draw(strategy.filter(lambda text: text.casefold() not in taken))
        taken.add(value.casefold())
        return value

    def sub_activity():
        found = draw(st.lists(indicators, min_size=1, max_size=3))
        return SubActivity(name(texts()), draw(parts), found)

    def activity():
        return Activity(name(texts()), [sub_activity() for _ in range(draw(st.integers(1, 3)))])

    def programme(number):
        activities = [activity() for _ in range(draw(st.integers(1, 3)))]
        return Programme(number, name(texts()), activities)

    return [programme(number) for number in range(1, draw(st.integers(1, 4)) + 1)]


styles = st.builds(
    Style,
    tick=st.sampled_from(["√", "✓", "v", "X", "●", "1"]),
    merged=st.booleans(),
    number=st.sampled_from([str, roman]),
    order=st.permutations(range(5)).map(tuple),
)


def written(path, programmes, style):
    blocks = ["KEPUTUSAN KETUA", paper.table(programmes, style)]
    return paper.write(path, blocks)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv", "tsv"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(programmes=plans(), style=styles)
def test_any_plan_reads_back(suffix, programmes, style):
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / f"a.{suffix}", programmes, style)

        reading = read(path)

    assert reading.programmes == programmes
    assert Reading.from_json(reading.to_json()) == reading


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes=plans())
def test_any_plan_reads_back_from_pdf(programmes):
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.pdf", programmes, Style(merged=False))

        reading = read(path)

    assert reading.programmes == programmes


@settings(max_examples=60, deadline=None)
@given(programmes=plans())
def test_no_month_is_the_only_thing_that_must_be_decided(programmes):
    with tempfile.TemporaryDirectory() as folder:
        reading = read(written(Path(folder) / "a.tsv", programmes, Style()))

    empty = sum(
        not indicator.months
        for programme in programmes
        for activity in programme.activities
        for sub_activity in activity.sub_activities
        for indicator in sub_activity.indicators
    )
    assert [item.code for item in reading.findings if item.severity == "must"] == [
        "no_month"
    ] * empty
