"""The small understandings: times in words, numbers in front of texts, slips, messages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from lempu.kernel.plans import readers
from lempu.kernel.plans.readers import (
    Activity,
    Finding,
    Indicator,
    Programme,
    Reading,
    SubActivity,
    render,
    row_codes,
    walk,
)
from lempu.kernel.plans.readers.enumeration import mark_of, roman, roman_value, split_mark
from lempu.kernel.plans.readers.messages import MESSAGES
from lempu.kernel.plans.readers.months import month_of_label, months_in_words
from lempu.kernel.plans.readers.parts import split_parts
from lempu.kernel.plans.readers.structure import Decree, letters
from lempu.kernel.plans.readers.words import check_words

ALL = tuple(range(1, 13))


@pytest.mark.parametrize(
    ("text", "months", "how"),
    [
        ("Januari s.d. Maret 2025", (1, 2, 3), "exact"),
        ("Januari s/d Maret", (1, 2, 3), "exact"),
        ("Maret 2026 s.d. selesai", tuple(range(3, 13)), "exact"),
        ("Minggu I Maret s.d. Minggu IV Mei", (3, 4, 5), "exact"),
        ("Bulan ke-1 s.d. ke-3", (1, 2, 3), "exact"),
        ("Setiap awal bulan", tuple(range(1, 13)), "exact"),
        ("Setiap tanggal 10", tuple(range(1, 13)), "exact"),
        ("Setiap bulan kecuali Desember", tuple(range(1, 12)), "exact"),
        ("Triwulan pertama dan triwulan ketiga", (1, 2, 3, 7, 8, 9), "quarter"),
        ("Catur wulan II", (5, 6, 7, 8), "quarter"),
        ("Awal tahun", (1,), "constant"),
        ("Akhir tahun 2026", (12,), "constant"),
        ("Tahun 2026", tuple(range(1, 13)), "constant"),
        ("Sesuai kebutuhan", (), "unread"),
        ("Jan-Mar", (1, 2, 3), "exact"),
        ("Januari sampai dengan Maret", (1, 2, 3), "exact"),
        ("10 Januari s.d. 5 Maret 2025", (1, 2, 3), "exact"),
        ("Januari 2025 - Maret 2025", (1, 2, 3), "exact"),
        ("Desember 2024 s.d. Maret 2025", (1, 2, 3), "exact"),
        ("November - Februari", (1, 2, 11, 12), "exact"),
        ("Oktober 2025 - Februari 2026", (10, 11, 12), "exact"),
        ("Januari, Maret dan Mei", (1, 3, 5), "exact"),
        ("Januari-Maret dan Mei", (1, 2, 3, 5), "exact"),
        ("Maret / Juni", (3, 6), "exact"),
        ("9 Januari 2025", (1,), "exact"),
        ("2025-01-09", (1,), "exact"),
        ("09/02/2025", (2,), "exact"),
        ("Minggu ke-2 Februari", (2,), "exact"),
        ("setiap bulan", ALL, "exact"),
        ("Setiap bulan (Januari s.d. Desember)", ALL, "exact"),
        ("sepanjang tahun", ALL, "exact"),
        ("1-12", ALL, "exact"),
        ("3, 6, 9, 12", (3, 6, 9, 12), "exact"),
        ("Bulan 1 s.d. 3", (1, 2, 3), "exact"),
        ("B03, B06", (3, 6), "exact"),
        ("Triwulan I", (1, 2, 3), "quarter"),
        ("TW. II, III", (4, 5, 6, 7, 8, 9), "quarter"),
        ("Triwulan I s.d. IV", ALL, "quarter"),
        ("TW I - TW II", (1, 2, 3, 4, 5, 6), "quarter"),
        ("Q1 dan Q4", (1, 2, 3, 10, 11, 12), "quarter"),
        ("Semester II", (7, 8, 9, 10, 11, 12), "half"),
        ("setiap triwulan", (3, 6, 9, 12), "every_quarter"),
        ("setiap semester", (6, 12), "every_half"),
        ("setiap hari kerja", ALL, "constant"),
        ("sesuai kebutuhan", (), "unread"),
        ("13", (), "unread"),
        ("", (), "unread"),
    ],
)
def test_months_in_words(text, months, how):
    found = months_in_words(text, 2025)

    assert (found.months, found.how) == (months, how)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("JANUARI", (1, True)),
        ("Agt.", (8, True)),
        ("Nop-25", (11, True)),
        ("Septemb\ner", (9, True)),
        ("ieM", (5, True)),
        ("B02", (2, True)),
        ("(3)", (3, False)),
        ("XII", (12, False)),
        ("13", None),
        ("Target", None),
    ],
)
def test_month_of_a_heading(label, expected):
    assert month_of_label(label) == expected


@pytest.mark.parametrize("value", [1, 4, 9, 14, 40, 90, 399])
def test_roman_numbers_go_there_and_back(value):
    assert roman_value(roman(value)) == value


@pytest.mark.parametrize("text", ["IIII", "VX", "ABC", "", "IC"])
def test_what_only_looks_roman(text):
    assert roman_value(text) is None


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [("1.", "arabic", 1), ("(2)", "arabic", 2), ("IV", "roman", 4), ("a)", "lower", 1),
     ("B.", "upper", 2), ("1.2", "dotted", 2)],
)  # fmt: skip
def test_marks_on_their_own(text, style, value):
    mark = mark_of(text)

    assert (mark.style, mark.value) == (style, value)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a. Menetapkan", "Menetapkan"),
        ("2) Rapat", "Rapat"),
        ("1.1 Pembentukan", "Pembentukan"),
        ("II. Penataan", "Penataan"),
        ("35 pegawai provinsi", "35 pegawai provinsi"),
        ("1.000 lembar", "1.000 lembar"),
        ("e-Monev", "e-Monev"),
        ("SPIP", "SPIP"),
    ],
)
def test_marks_in_front_of_texts(text, rest):
    assert split_mark(text)[1] == rest


def test_parts_within_a_line_need_an_opening():
    assert split_parts("SPIP yang meliputi : a. Lingkungan b. Penilaian") == (
        "SPIP yang meliputi :",
        ["Lingkungan", "Penilaian"],
    )
    assert split_parts("Bagian a. dan b. dari laporan")[1] == []


def plan_of(*texts):
    indicators = [Indicator(text, (1,)) for text in texts]
    sub = SubActivity("Rapat hukum", [], indicators)
    return [Programme(1, "Penataan", [Activity("Rapat", [sub])])]


@pytest.mark.parametrize(
    ("text", "code", "span", "proposal"),
    [
        ("Mengakses produk huku", "cut_word", "huku", "hukum"),
        ("Tersedianya penataandokumen baru", "glued_words", "penataandokumen", "penataan dokumen"),
        ("Terlaksananyakegiatan rutin", "glued_words", "Terlaksananyakegiatan",
         "Terlaksananya kegiatan"),
        ("Data daaan media", "misspelt_word", "daaan", "dan"),
        ("Layanan melaui loket", "misspelt_word", "melaui", "melalui"),
        ("Laporan disusun secara", "cut_sentence", "secara", None),
        ("Laporan bulanan,", "cut_sentence", "bulanan,", None),
        ("Informasi publik (berkala", "cut_sentence", "berkala", None),
    ],
)  # fmt: skip
def test_slips_are_noticed(text, code, span, proposal):
    found = check_words(list(walk(plan_of(text))))

    assert [(one.code, one.span, one.proposal, one.row) for one in found] == [
        (code, span, proposal, "1.1")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Meningkatnya kerjasama dengan stakeholder",
        "Tersusunnya SOP pelayanan (SK)",
        "Pengisian e-Monev, SAKTI dan Sirup",
        "Kegiatan di Kota Palopo",
        "Pegawai berprestasi dilingkungan satker",
        "Laporan SPIP yang meliputi :",
        "Sosialisasi diluar kantor",
        "Kabupaten/Kota",
    ],
)
def test_sound_texts_raise_no_alarm(text):
    assert check_words(list(walk(plan_of(text)))) == []


def test_letters_after_z():
    assert [letters(index) for index in (0, 25, 26, 27, 701, 702)] == [
        "a", "z", "aa", "ab", "zz", "aaa",
    ]  # fmt: skip


def test_row_codes_have_letters_only_where_needed():
    programmes = plan_of("Satu")
    programmes[0].activities.append(plan_of("Dua", "Tiga")[0].activities[0])

    assert row_codes(Reading(Decree(), programmes)) == ["1.1", "1.2a", "1.2b"]


def test_every_finding_of_the_readers_has_its_words():
    source = "".join(path.read_text("utf-8") for path in Path(readers.__file__).parent.glob("*.py"))
    used = set(re.findall(r'(?:Finding|\.note)\(\s*"(\w+)"', source))

    assert len(used) > 20
    assert used - set(MESSAGES) == set()


@translation.override("en")
def test_messages_are_rendered_from_code_and_params():
    assert render("header_repeated", {"count": 5})[0].endswith("5 times.")
    assert "January, March" in render("time_guessed", {"text": "a", "months": [1, 3]})[0]
    assert render("of_a_later_version", {}) == ("of_a_later_version", "")


@translation.override("en")
def test_finding_keeps_what_it_carries():
    finding = Finding("cut_word", "look", "1.1", {"span": "huku"}, "indicator", "huku", "hukum")

    data = finding.to_json()

    assert data == {
        "code": "cut_word",
        "severity": "look",
        "row": "1.1",
        "message": "The last word looks cut off: “huku”.",
        "action": render("cut_word", {"span": "huku"})[1],
        "params": {"span": "huku"},
        "field": "indicator",
        "span": "huku",
        "proposal": "hukum",
    }
    assert Finding.from_json(data) == finding
