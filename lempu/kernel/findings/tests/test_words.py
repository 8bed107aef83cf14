import datetime as dt

import pytest

from lempu.kernel.findings.scoring.words import apart, side_by_side, strangers, words_of
from lempu.shared.dates import dates_in, has_number, undated

OTHERS = {"kabupaten luwu": 7317, "kabupaten luwu utara": 7322, "kota palopo": 7373}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Belopa, 30 September 2025", [(2025, 9, 30)]),
        ("pada tanggal 1 Nopember 2025 dan 02-12-2025", [(2025, 11, 1), (2025, 12, 2)]),
        ("BULAN SEPTEMBER 2025", [(2025, 9, 0)]),
        ("rapat 9 Sept. 2025", [(2025, 9, 9)]),
        ("diubah 2025-08-31.", [(2025, 8, 31)]),
        ("31 Februari 2025", []),
        ("Nomor 38/PP.08-LP/7317/2025", []),
        ("Nomor: 1-10-2025/SK", []),
        ("Undang-Undang Nomor 7 Tahun 2017", []),
        ("nomor telepon 0471-3314-2025", []),
        ("12/09/25", []),
    ],
)
def test_dates_are_read_as_offices_write_them(text, found):
    assert [(one.year, one.month, one.day) for one in dates_in(text)] == found


def test_a_month_touches_every_span_that_has_one_of_its_days():
    (month,) = dates_in("September 2025")

    assert month.touches(dt.date(2025, 9, 30), dt.date(2025, 10, 5))
    assert not month.touches(dt.date(2025, 10, 1), dt.date(2025, 10, 5))


def test_a_number_is_seen_with_and_without_a_colon():
    assert has_number("Nomor : 112/PP.02/7317/2025")
    assert has_number("No. 5/2025")
    assert not has_number("Tidak ada kendala")


def test_what_stays_of_a_text_does_not_change_with_its_date():
    september = "LAPORAN BULAN SEPTEMBER 2025 Nomor 9/LP/2025. Selasa, 30 September 2025: baik."
    october = "LAPORAN BULAN OKTOBER 2025 Nomor 10/LP/2025. Jumat, 31 Oktober 2025: baik."

    assert undated(september).split() == undated(october).split()
    assert words_of(september) == words_of(october) == ["laporan", "bulan", "baik"]


def test_words_apart_are_counted_in_order():
    one = ["rapat", "membahas", "anggaran", "dan", "jadwal"]

    assert apart(one, one) == 0
    assert apart(one, ["rapat", "membahas", "anggaran", "dan", "pegawai"]) == pytest.approx(0.2)
    assert apart(one, ["lain"]) == 1


def test_side_by_side_marks_what_differs_and_loses_nothing():
    left, right = side_by_side("Realisasi 3 kegiatan.", "Realisasi 5 kegiatan.")

    assert "".join(bit.text for bit in left) == "Realisasi 3 kegiatan."
    assert [bit.text for bit in right if bit.differs] == ["5"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KPU Kabupaten Luwu Utara melaksanakan rapat", [7322]),
        ("KOMISI PEMILIHAN UMUM\nKABUPATEN LUWU UTARA\nLAPORAN", [7322]),
        ("KPU Kab. Luwu Utara", [7322]),
        ("KPU Kabupaten Luwu melaksanakan rapat", []),
        ("KPU Kabupaten Luwu dan KPU Kota Palopo", []),
        ("KPU Kabupaten Antah Berantah", []),
        ("Bupati Kabupaten Luwu Utara hadir", []),
        ("KPU Kota Palopo, KPU Kabupaten Luwu Utara", [7373, 7322]),
    ],
)
def test_another_office_is_noticed_when_ones_own_is_never_named(text, found):
    assert strangers(text, own=["kabupaten luwu"], others=OTHERS) == found
