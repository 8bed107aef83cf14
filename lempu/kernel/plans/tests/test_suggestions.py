import json
from pathlib import Path

import pytest
from django.utils import translation

from lempu.kernel.plans.enums import DueRule, Expectation
from lempu.kernel.plans.suggestions import (
    area_label,
    area_of,
    areas,
    kind_label,
    kinds,
    suggest,
)

EXPECTED = Path(__file__).parent / "files" / "luwu-2025.expected.json"
YEAR = range(1, 13)

# In the order of the decree's rows: pattern and expectation.
LUWU = """
zi-team once
zi-plan once
outreach-internal monthly
outreach-external monthly
zi-declaration once
legal-archive monthly
legal-drafting monthly
legal-review monthly
legal-portal monthly
work-targets monthly
operator-training per_event
online-applications monthly
information-team once
legal-team once
information-classes monthly
information-report monthly
publications monthly
archives monthly
archive-handover per_event
knowledge-sharing monthly
appraisals monthly
rewards monthly
headcount monthly
ethics monthly
staff-files monthly
performance-planning monthly
performance-report once
integrity-outreach monthly
control-team once
internal-control monthly
service-procedure once
service-outreach monthly
information-service monthly
voter-house monthly
suggestion-box monthly
"""

LUWU_AREAS = [
    "change",
    "legislation",
    "organisation",
    "process",
    "people",
    "accountability",
    "oversight",
    "service",
]


def rows_of_luwu():
    plan = json.loads(EXPECTED.read_text("utf-8"))
    for programme in plan["programmes"]:
        for activity in programme["activities"]:
            for sub in activity["sub_activities"]:
                for row in sub["indicators"]:
                    yield (
                        programme["name"],
                        activity["name"],
                        sub["name"],
                        row["text"],
                        row["months"],
                    )


@pytest.mark.parametrize(
    ("row", "expected"),
    list(zip(rows_of_luwu(), LUWU.split("\n")[1:-1], strict=True)),
    ids=LUWU.split("\n")[1:-1],
)
def test_every_row_of_luwu_is_recognised(row, expected):
    suggestion = suggest(*row)

    assert f"{suggestion.key} {suggestion.expectation}" == expected
    assert suggestion.required
    assert suggestion.area == area_of(row[0])


def test_the_programmes_of_luwu_have_their_areas():
    plan = json.loads(EXPECTED.read_text("utf-8"))

    assert [area_of(programme["name"]) for programme in plan["programmes"]] == LUWU_AREAS


@pytest.mark.parametrize(
    ("programme", "area"),
    [
        ("AREA II. PENATAAN TATALAKSANA", "process"),
        ("Penataan Sistem Manajemen SDM Aparatur", "people"),
        ("I. MANAJEMEN PERUBAHAN", "change"),
        ("Penguatan Akuntabilitas", "accountability"),
        ("Deregulasi Kebijakan", "legislation"),
        ("Penataan dan Penguatan Organisasi", "organisation"),
        ("Kegiatan penunjang", None),
        ("", None),
    ],
)
def test_a_programme_belongs_to_the_area_its_name_says(programme, area):
    assert area_of(programme) == area


@pytest.mark.parametrize(
    ("sub_activity", "indicator", "months", "expected"),
    [
        ("Membentuk Tim Kerja Pembangunan ZI", "Surat Keputusan Tim", [1], "zi-team once"),
        ("Rapat monev pembangunan ZI", "Laporan monev", [3, 6, 9, 12], "zi-monitoring monthly"),
        ("Penetapan Agen Perubahan", "SK Agen Perubahan", [2], "change-agents-decree once"),
        (
            "Penerapan aplikasi e-office",
            "Aplikasi berbasis TI",
            [1, 2],
            "online-applications monthly",
        ),
        ("Menindaklanjuti pengaduan masyarakat", "Laporan", YEAR, "complaints monthly"),
        ("Sosialisasi Whistle Blowing System", "WBS dikenal", [4], "whistle-blowing monthly"),
        ("Wajib lapor menyampaikan LHKPN", "Tanda terima", [1, 2, 3], "wealth-reports once"),
        ("Menyusun register risiko", "Peta risiko", [1, 2], "risks monthly"),
        ("Melaksanakan Survei Kepuasan Masyarakat", "SKM", [3, 9], "satisfaction-survey monthly"),
        ("Menetapkan maklumat pelayanan", "Maklumat", [2], "service-standard once"),
        ("Penandatanganan Perjanjian Kinerja", "PK", [1], "performance-agreement once"),
        ("Rekapitulasi kehadiran pegawai", "Disiplin pegawai", YEAR, "discipline monthly"),
        ("Evaluasi SOP", "SOP dievaluasi", [6, 12], "procedures-review monthly"),
        ("Bimbingan teknis bagi pegawai", "Sertifikat", [4, 8], "any-training per_event"),
        ("Rapat koordinasi bulanan", "Terlaksananya rapat", YEAR, "any-meeting monthly"),
        ("Rapat koordinasi", "Terlaksananya rapat", [5], "any-meeting once"),
        ("Penerbitan SK petugas", "Terbitnya SK", [1], "any-decree once"),
    ],
)
def test_rows_of_other_offices_get_sane_answers(sub_activity, indicator, months, expected):
    suggestion = suggest("Program", "Kegiatan", sub_activity, indicator, list(months))

    assert f"{suggestion.key} {suggestion.expectation}" == expected


@pytest.mark.parametrize(
    ("months", "expectation"), [([], "once"), ([5], "once"), ([5, 6], "monthly")]
)
def test_an_unknown_row_is_asked_for_a_report(months, expectation):
    suggestion = suggest("Kegiatan lain", "Pemeliharaan", "Pengecatan pagar", "Pagar baru", months)

    assert (suggestion.key, suggestion.note) == ("", "unknown")
    assert suggestion.expectation == expectation
    assert suggestion.required == ("report",)
    assert suggestion.area is None


def test_short_words_count_only_as_whole_words():
    suggestion = suggest("", "", "Pemeriksaan risk", "Skema dimulai", [1])

    assert suggestion.key == ""


def test_words_are_found_whatever_their_case_hyphens_and_glue():
    suggestion = suggest("", "", "PENGELOLAAN-ARSIP(digital)", "", [1, 2])

    assert suggestion.key == "archives"


def test_internal_control_is_due_on_the_tenth_of_the_next_month():
    suggestion = suggest("Pengawasan", "", "Menyelenggarakan kegiatan SPIP", "Laporan SPIP", [])

    assert (suggestion.due_rule, suggestion.due_day) == (DueRule.NEXT_MONTH_DAY, 10)
    with translation.override("en"):
        assert "It is due on day 10 of the next month." in suggestion.reason


def test_other_rows_are_due_at_the_end_of_the_month():
    suggestion = suggest("", "", "Pengelolaan arsip", "", [1])

    assert (suggestion.due_rule, suggestion.due_day) == (DueRule.MONTH_END, None)


def test_a_decree_ticked_in_many_months_is_asked_for_once_and_says_why():
    suggestion = suggest("Pengawasan", "", "Pembentukan Satgas SPIP", "SK Satgas SPIP", YEAR)

    assert (suggestion.expectation, suggestion.note) == (Expectation.ONCE, "decree_many_months")
    with translation.override("en"):
        assert suggestion.reason == (
            "The row is about the SPIP task force: proof is usually given once in the year. "
            "12 months are ticked, although one decree holds for the whole year. "
            "Choose every month if the ticks mean the work itself."
        )


def test_months_of_a_row_that_is_due_once_are_the_time_to_do_it():
    suggestion = suggest("Pelayanan publik", "", "Menyusun SOP pelayanan", "SOP", [1, 2, 3, 4])

    with translation.override("en"):
        assert suggestion.reason.endswith(
            "The 4 months ticked are read as the time to get it done."
        )


@pytest.mark.parametrize(
    ("sub_activity", "months", "reason"),
    [
        (
            "Kerja sama dengan dinas arsip",
            [6, 7],
            (
                "The row is about handing over records: proof is given each time it happens, and a "
                "month without it is answered with nothing to report."
            ),
        ),
        (
            "Pengecatan pagar",
            [6, 7],
            (
                "Lempu does not know rows with these words. Several months are ticked, so a report "
                "every month is proposed."
            ),
        ),
        (
            "Pengecatan pagar",
            [6],
            "Lempu does not know rows with these words, so one report in the year is proposed.",
        ),
    ],
)
def test_a_suggestion_says_why(sub_activity, months, reason):
    with translation.override("en"):
        assert suggest("", "", sub_activity, "", months).reason == reason


def test_kinds_and_areas_are_named_in_the_language_of_the_reader():
    with translation.override("id"):
        indonesian = kind_label("attendance"), area_label("people")
    with translation.override("en"):
        english = kind_label("attendance"), area_label("people")

    assert indonesian == ("Daftar hadir", "Penataan sistem manajemen SDM")
    assert english == ("Attendance list", "Human resources")


def test_a_key_nobody_knows_is_shown_as_it_is():
    assert (kind_label("papyrus"), area_label("papyrus")) == ("papyrus", "papyrus")


def test_all_kinds_carry_a_hint_and_six_areas_stand_in_the_evaluation_sheet():
    assert all(kind.hint for kind in kinds())
    assert sorted(area.lke for area in areas() if area.lke) == list("ABCDEF")
