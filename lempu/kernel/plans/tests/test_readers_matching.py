"""Which rows of two annexes are the same, and the annex they make together."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lempu.kernel.plans.readers import Reading, walk
from lempu.kernel.plans.readers.matching import Match, match_rows
from lempu.kernel.plans.readers.merging import Descent, merge_part, merge_whole
from lempu.shared import reference


def luwu():
    return Reading.from_json(reference.read("examples/luwu-2025"))


def rows(reading):
    return list(walk(reading.programmes))


@pytest.fixture
def old():
    return luwu()


@pytest.fixture
def new():
    return luwu()


def places(matches):
    return [match.old for match in matches]


def test_the_same_annex_matches_row_by_row(old, new):
    matches = match_rows(rows(old), rows(new))

    assert matches == [Match(place, 100) for place in range(35)]


def test_a_row_is_followed_where_it_moves_and_when_it_is_reworded(old, new):
    openness = new.programmes[3].activities[2]
    moved = openness.sub_activities.pop(4)
    new.programmes[7].activities[1].sub_activities.append(moved)
    new.programmes[0].activities[2].sub_activities[1].name += " dan media sosial"
    code_of = {id(row.indicator): row.code for row in rows(new)}

    matches = match_rows(rows(old), rows(new))

    here = {row.code: match for row, match in zip(rows(new), matches, strict=True)}
    before = rows(old)
    there = here[code_of[id(moved.indicators[0])]]
    assert before[there.old].sub_activity.name == moved.name
    assert not there.is_doubtful
    assert before[here["1.3b"].old].code == "1.3b"
    assert sorted(places(matches)) == list(range(35))


def test_a_row_with_other_words_is_new_and_the_one_left_out_goes_on_nowhere(old, new):
    gone = new.programmes[4].activities.pop(3)
    sub = copy.deepcopy(new.programmes[7].activities[0].sub_activities[0])
    sub.name = "Survei kepuasan masyarakat"
    sub.indicators[0].text = "Nilai indeks kepuasan"
    new.programmes[7].activities[0].sub_activities.append(sub)

    matches = match_rows(rows(old), rows(new))

    lost = [row.code for n, row in enumerate(rows(old)) if n not in places(matches)]
    added = [r.code for r, m in zip(rows(new), matches, strict=True) if m.old is None]
    assert (gone.name, lost, added) == ("Pengendalian Jumlah ASN", ["5.4"], ["8.1d"])


def test_two_rows_that_are_as_near_leave_a_doubt(old, new):
    sub = new.programmes[4].activities[4].sub_activities[0]
    twin = copy.deepcopy(sub)
    sub.indicators[0].text, twin.indicators[0].text = "Laporan Kode Etik A", "Laporan Kode Etik B"
    new.programmes[4].activities[4].sub_activities.append(twin)

    matches = match_rows(rows(old), rows(new))

    doubtful = [r.code for r, m in zip(rows(new), matches, strict=True) if m.is_doubtful]
    assert doubtful == ["5.5a"]


def test_what_a_person_said_stands_and_the_rest_is_matched_around_it(old, new):
    matches = match_rows(rows(old), rows(new), {0: 5, 1: None})

    assert matches[0].old == 5
    assert matches[1] == Match(None)
    assert 5 not in places(matches)[1:]


WORDS = st.text("abc ", min_size=1, max_size=8)


def annex(texts):
    programmes = [
        {
            "number": n,
            "name": f"P{n}",
            "activities": [
                {
                    "name": "K",
                    "sub_activities": [
                        {"name": text, "parts": [], "indicators": [{"text": text, "months": [1]}]}
                    ],
                }
            ],
        }
        for n, text in enumerate(texts, 1)
    ]
    return Reading.from_json({"decree": {}, "programmes": programmes})


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), st.data())
def test_no_row_goes_on_twice_and_none_is_lost(before, after, data):
    old, new = annex(before), annex(after)
    fixed = {}
    if before and after and data.draw(st.booleans()):
        fixed = {data.draw(st.integers(0, len(after) - 1)): len(before) - 1}

    matches = match_rows(rows(old), rows(new), fixed)

    pairs = {place: m.old for place, m in enumerate(matches) if m.old is not None}
    unread = [place for place in range(len(before)) if place not in set(pairs.values())]
    assert len(set(pairs.values())) == len(pairs)
    assert fixed.items() <= pairs.items()
    whole = merge_whole(old.programmes, new.programmes, pairs, unread)
    part = merge_part(old.programmes, new.programmes, pairs, [])
    for merged in (whole, part):
        assert sorted(o.old for o in merged.origins if o.old is not None) == list(
            range(len(before))
        )
        assert sorted(o.new for o in merged.origins if o.new is not None) == list(range(len(after)))
        assert len(merged.origins) == len(list(walk(merged.programmes)))


def test_a_whole_annex_takes_the_place_of_the_old_one(old, new):
    new.programmes[4].activities.pop(3)
    pairs = {n: m.old for n, m in enumerate(match_rows(rows(old), rows(new)))}

    ended = merge_whole(old.programmes, new.programmes, pairs, [])
    kept = merge_whole(old.programmes, new.programmes, pairs, [22])

    assert [row.code for row in walk(ended.programmes)] == [row.code for row in rows(new)]
    (back,) = [
        row
        for row, o in zip(walk(kept.programmes), kept.origins, strict=True)
        if o == Descent(22, None)
    ]
    assert (back.programme.number, back.activity.name) == (5, "Pengendalian Jumlah ASN")
    assert (len(ended.origins), len(kept.origins)) == (34, 35)


def test_a_part_changes_only_what_it_lists(old, new):
    ethics = rows(new)[23]
    ethics.indicator.months = (3, 6)
    ethics.indicator.text = "Laporan Kode Etik triwulanan"
    survey = copy.deepcopy(rows(new)[30])
    survey.sub_activity.name = "Survei kepuasan masyarakat"
    survey.indicator.text = "Nilai indeks"
    listed = annex(["x"])
    listed.programmes = [
        _one(ethics), _one(survey),
    ]  # fmt: skip

    merged = merge_part(old.programmes, listed.programmes, {0: 23}, [0])

    codes = {row.code: row for row in walk(merged.programmes)}
    assert codes["5.5"].indicator.months == (3, 6)
    assert codes["5.5"].indicator.text == "Laporan Kode Etik triwulanan"
    assert codes["8.1d"].sub_activity.name == "Survei kepuasan masyarakat"
    assert len(codes) == 35  # one came, one ended
    assert rows(old)[23].indicator.months == tuple(range(1, 13))  # what was given stays as it was


def test_a_part_moves_a_row_to_the_heading_it_names(old, new):
    row = rows(new)[16]
    row.activity.name = "Mendorong partisipasi publik dalam upaya menyukseskan pemilu"
    row.programme.name, row.programme.number = "Peningkatan kualitas pelayanan publik", 8

    merged = merge_part(old.programmes, [_one(row)], {0: 16}, [])

    here = next(
        r for r, o in zip(walk(merged.programmes), merged.origins, strict=True) if o.new == 0
    )
    assert here.programme.name.startswith("Peningkatan kualitas")
    assert len(merged.origins) == 35


def _one(row):
    """An annex that has this row alone."""
    programme = copy.copy(row.programme)
    activity, sub = copy.copy(row.activity), copy.copy(row.sub_activity)
    sub.indicators, activity.sub_activities = [row.indicator], [sub]
    programme.activities = [activity]
    return programme
