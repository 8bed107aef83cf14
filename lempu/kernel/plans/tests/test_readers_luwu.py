"""The real decree of KPU Kabupaten Luwu, in the three renditions that hold text, and as a scan."""

import json
from pathlib import Path

import pytest

from lempu.kernel.plans.readers import Reading, UnreadableFile, read, row_codes

FILES = Path(__file__).parent / "files"
EXAMPLE = Path(__file__).parents[3] / "data" / "examples" / "luwu-2025.json"
RENDITIONS = ["luwu-2025.txt", "luwu-2025.docx", "luwu-2025.pdf"]
EXPECTED = json.loads((FILES / "luwu-2025.expected.json").read_text("utf-8"))


@pytest.fixture(params=RENDITIONS, scope="module")
def reading(request):
    return read(FILES / request.param)


def test_reading_is_exactly_the_expected_one(reading):
    data = reading.to_json()
    del data["findings"]

    assert data == EXPECTED


def test_months_carry_the_ticks_of_the_decree(reading):
    months = [
        month
        for programme in reading.programmes
        for activity in programme.activities
        for sub_activity in activity.sub_activities
        for indicator in sub_activity.indicators
        for month in indicator.months
    ]

    counts = [months.count(month) for month in range(1, 13)]
    assert counts == [20, 22, 23, 21, 21, 23, 22, 23, 23, 23, 23, 22]


def test_row_codes_follow_programme_activity_and_letter(reading):
    codes = row_codes(reading)

    assert len(codes) == len(set(codes)) == 35
    assert codes[:5] == ["1.1", "1.2", "1.3a", "1.3b", "1.4"]
    assert codes[-8:] == ["7.1", "7.2a", "7.2b", "8.1a", "8.1b", "8.1c", "8.2a", "8.2b"]


def test_findings_are_those_a_careful_reader_has(reading):
    found = [
        (finding.severity, finding.row, finding.code, finding.span) for finding in reading.findings
    ]

    assert [item for item in found if item[2] != "rows_joined"] == [
        ("look", None, "title_differs", None),
        ("look", None, "minutes_number", None),
        ("look", None, "official_name", None),
        ("note", None, "official_position", None),
        ("note", None, "header_repeated", None),
        ("look", "1.3b", "glued_words", "Tersampaiannyaprogram"),
        ("note", "1.4", "two_tick_glyphs", None),
        ("look", "2.4", "cut_word", "huku"),
        ("look", "4.4a", "glued_words", "penataandokumen"),
        ("look", "4.4a", "cut_sentence", "secara"),
        ("must", "7.2b", "no_month", None),
        ("look", "7.2b", "misspelt_word", "pemantuan"),
        ("look", "8.1b", "misspelt_word", "daaan"),
        ("look", "8.1b", "misspelt_word", "melaui"),
        ("look", "8.2b", "second_indicator", None),
    ]


def test_findings_say_what_they_are_about(reading):
    by_code = {finding.code: finding for finding in reading.findings}

    spip = by_code["no_month"]
    assert spip.params["letters"] == "a-e"
    assert (spip.params["above_row"], spip.params["count"]) == ("7.2a", 12)
    assert spip.options == ("all_months", "choose_months", "leave_empty")
    assert by_code["cut_word"].proposal == "hukum"
    assert by_code["title_differs"].params["annex"].startswith("Penetapan Kegiatan Rencana Zona")
    assert by_code["official_name"].params == {"one": "Sindari Usman", "other": "Sundari Usman"}
    assert by_code["minutes_number"].params["number"] == "014/PW.02-BA/2/2025"
    assert by_code["header_repeated"].params == {"count": 5}
    assert (by_code["two_tick_glyphs"].params["glyphs"]) == ["√", "✓"]


def test_json_can_be_read_back(reading):
    data = json.loads(json.dumps(reading.to_json()))

    assert Reading.from_json(data) == reading
    assert Reading.from_json(data).to_json() == data


def test_scan_is_recognised_as_a_scan():
    with pytest.raises(UnreadableFile) as refusal:
        read(FILES / "luwu-2025-scan.pdf")

    assert refusal.value.code == "scan"
    assert refusal.value.is_scan


def test_built_in_example_is_this_reading(reading):
    example = json.loads(EXAMPLE.read_text("utf-8"))

    assert example["programmes"] == reading.to_json()["programmes"]
    assert example["decree"] == reading.to_json()["decree"]
