"""The reference data in lempu/data has the shape its readers count on."""

import datetime as dt
import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from lempu.kernel.numbering import readers
from lempu.shared import reference

OFFICES = reference.read("offices")
UNITS = [
    {**unit, "level": level}
    for level in ("regency", "province", "national")
    for unit in reference.read("units")[level]
]
POSITIONS = reference.read("positions")["positions"]
KINDS = reference.read("evidence-kinds")["kinds"]
AREAS = reference.read("areas")["areas"]
EXPECTATIONS = reference.read("expectations")["expectations"]
ACTS = reference.read("calendar/acts")["acts"]
YEARS = [name for name in reference.names("calendar") if name != "calendar/acts"]


def test_offices_are_one_nation_38_provinces_and_514_regencies():
    kinds_of_region = Counter(
        office["region"].split()[0] for office in OFFICES if office["level"] == "regency"
    )

    assert Counter(office["level"] for office in OFFICES) == {
        "national": 1,
        "province": 38,
        "regency": 514,
    }
    assert kinds_of_region == {"Kabupaten": 416, "Kota": 98}


def test_codes_and_names_of_offices_are_unique():
    assert len({office["code"] for office in OFFICES}) == len(OFFICES)
    assert len({office["name"] for office in OFFICES}) == len(OFFICES)


def test_every_office_stands_after_its_parent_and_carries_its_code():
    seen = {}
    for office in OFFICES:
        expected = {"national": None, "province": "0", "regency": office["code"][:2]}
        assert office["parent"] == expected[office["level"]]
        assert office["parent"] is None or office["parent"] in seen
        seen[office["code"]] = office


@pytest.mark.parametrize(
    ("code", "name", "timezone"),
    [
        ("0", "KPU RI", "Asia/Jakarta"),
        ("11", "KIP Aceh", "Asia/Jakarta"),
        ("1171", "KIP Kota Banda Aceh", "Asia/Jakarta"),
        ("31", "KPU Provinsi DKI Jakarta", "Asia/Jakarta"),
        ("3471", "KPU Kota Yogyakarta", "Asia/Jakarta"),
        ("5171", "KPU Kota Denpasar", "Asia/Makassar"),
        ("6101", "KPU Kabupaten Sambas", "Asia/Jakarta"),
        ("6201", "KPU Kabupaten Kotawaringin Barat", "Asia/Jakarta"),
        ("6471", "KPU Kota Balikpapan", "Asia/Makassar"),
        ("73", "KPU Provinsi Sulawesi Selatan", "Asia/Makassar"),
        ("7317", "KPU Kabupaten Luwu", "Asia/Makassar"),
        ("7322", "KPU Kabupaten Luwu Utara", "Asia/Makassar"),
        ("7373", "KPU Kota Palopo", "Asia/Makassar"),
        ("8171", "KPU Kota Ambon", "Asia/Jayapura"),
        ("93", "KPU Provinsi Papua Selatan", "Asia/Jayapura"),
        ("94", "KPU Provinsi Papua Tengah", "Asia/Jayapura"),
        ("95", "KPU Provinsi Papua Pegunungan", "Asia/Jayapura"),
        ("96", "KPU Provinsi Papua Barat Daya", "Asia/Jayapura"),
        ("9671", "KPU Kota Sorong", "Asia/Jayapura"),
    ],
)
def test_well_known_offices(code, name, timezone):
    office = next(office for office in OFFICES if office["code"] == code)

    assert (office["name"], office["timezone"]) == (name, timezone)
    assert ZoneInfo(timezone)


def test_aceh_has_independent_commissions_and_nobody_else_has():
    independent = {office["code"][:2] for office in OFFICES if office["name"].startswith("KIP")}
    other = [office["name"] for office in OFFICES if not re.match(r"(KPU|KIP) ", office["name"])]

    assert independent == {"11"}
    assert other == []


def test_units_have_known_parents_and_unique_keys_within_their_level():
    keys = [(unit["level"], unit["key"]) for unit in UNITS]

    assert len(set(keys)) == len(keys)
    assert all((u["level"], u["parent"]) in keys for u in UNITS if u["parent"])
    assert all(u["name"] and u["short_name"] and u["certainty"] for u in UNITS)
    assert [u["key"] for u in UNITS if u["level"] == "regency"] == [
        "keuangan-umum",
        "teknis-hukum",
        "perencanaan",
        "parmas-sdm",
    ]


@pytest.mark.parametrize("records", [POSITIONS, KINDS, AREAS], ids=["positions", "kinds", "areas"])
def test_records_have_unique_keys_and_both_languages(records):
    keys = [record["key"] for record in records]

    assert len(set(keys)) == len(keys)
    assert all(record["id"] and record["en"] for record in records)


def test_kinds_of_evidence_fit_their_column_and_end_with_other():
    assert max(len(kind["key"]) for kind in KINDS) <= 40
    assert KINDS[-1]["key"] == "other"


def test_expectations_speak_of_known_things_only():
    kinds = {kind["key"] for kind in KINDS}
    areas = {area["key"] for area in AREAS}
    keys = [expectation["key"] for expectation in EXPECTATIONS]

    assert len(set(keys)) == len(keys)
    for each in EXPECTATIONS:
        assert each["required"], each["key"]
        assert set(each["required"]) <= kinds, each["key"]
        assert each["area"] in areas or (each["area"] is None and each["is_general"]), each["key"]
        assert each["expectation"] in {"once", "monthly", "per_event"} or each["is_general"]
        assert all(re.fullmatch(r"P[PR][A-F]\d[A-H]", code) for code in each["lke"]), each["key"]


def test_expectations_are_written_as_the_text_they_are_compared_with():
    words = [w for each in EXPECTATIONS for group in each["words"] for w in group]
    words += [w for each in EXPECTATIONS for w in each["without"]]
    words += [w for area in AREAS for w in area["words"]]

    assert [word for word in words if not re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", word)] == []
    assert all(group for each in EXPECTATIONS for group in each["words"])


def test_due_dates_of_expectations_are_complete():
    rules = {(each["due"]["rule"], each["due"].get("day")) for each in EXPECTATIONS}

    assert rules == {("month_end", None), ("day_of_next_month", 10)}


@pytest.mark.parametrize("name", YEARS)
def test_a_year_of_the_calendar_is_sorted_and_names_its_acts(name):
    signed = {act["key"]: act["signed_on"] for act in ACTS}
    year = reference.read(name)
    dates = [day["date"] for day in year["days"]]

    assert dates == sorted(set(dates))
    assert {dt.date.fromisoformat(date).year for date in dates} == {year["year"]}
    assert {day["kind"] for day in year["days"]} == {"national", "joint_leave"}
    assert all(day["name"] and day["name_en"] for day in year["days"])
    assert all("perkiraan" not in day["name"] for day in year["days"])
    assert all(signed[day["act"]] == day["known_from"] for day in year["days"])


def test_the_years_of_the_calendar_have_no_gap():
    years = [reference.read(name)["year"] for name in YEARS]

    assert years == list(range(years[0], years[-1] + 1))
    assert years[0] == 2024
    assert years[-1] >= 2027


def test_every_pattern_of_numbers_reads_its_example_and_every_kind_has_one():
    data = reference.read("letter-numbers")
    keys = {row["key"] for row in data["patterns"] if row["is_usual"]}

    assert {row["key"]: readers.parse(row["example"]).pattern for row in data["patterns"]} == {
        row["key"]: row["key"] for row in data["patterns"]
    }
    assert {kind["pattern"] for kind in data["kinds"]} <= keys
    assert len({kind["code"] for kind in data["kinds"]}) == len(data["kinds"])
