"""The legal act around the table, as different offices write it."""

import pytest

from lempu.kernel.plans.readers.decree import iso_date, plan_year, proper_case, read_decree
from lempu.kernel.plans.readers.document_checks import check_document

WAJO = """\
KEPUTUSAN KETUA KOMISI PEMILIHAN UMUM KABUPATEN WAJO
NOMOR: 12/HK.03.1-Kpt/7313/2025
TENTANG
RENCANA AKSI ZONA INTEGRITAS MENUJU WBK TAHUN 2026
DENGAN RAHMAT TUHAN YANG MAHA ESA
KETUA KOMISI PEMILIHAN UMUM KABUPATEN WAJO,
Menimbang : bahwa berdasarkan Berita Acara Nomor 22/PK.01-BA/7313/2025 tanggal 5 Desember 2025
Ditetapkan di Sengkang pada tanggal 12 Desember 2025
KETUA KOMISI PEMILIHAN UMUM KABUPATEN WAJO,
ttd.
ANDI BASO
LAMPIRAN
KEPUTUSAN KETUA KOMISI PEMILIHAN UMUM KABUPATEN WAJO
NOMOR 12/HK.03.1-Kpt/7313/2025
TENTANG
RENCANA AKSI ZONA INTEGRITAS MENUJU WBK TAHUN 2026
MATRIKS RENCANA AKSI"""

PALOPO = """\
PEMERINTAH KOTA PALOPO
KEPUTUSAN KEPALA DINAS KESEHATAN KOTA PALOPO
NOMOR : 800/015/DINKES/2025
TENTANG
PENETAPAN RENCANA KERJA
ZONA INTEGRITAS
KEPALA DINAS KESEHATAN KOTA PALOPO,
Ditetapkan di : Palopo
Pada tanggal : 2 Pebruari 2025
KEPALA DINAS,

dr. H. ISHAQ ISKANDAR, M.Kes
NIP. 19700101 200003 1 001"""

ANNEX_ONLY = """\
LAMPIRAN I KEPUTUSAN SEKRETARIS KPU PROVINSI SULAWESI SELATAN
NOMOR 7 TAHUN 2025
TENTANG RENCANA AKSI ZONA INTEGRITAS SEKRETARIAT KPU PROVINSI SULAWESI SELATAN
Rencana Kerja Tahun 2025
Makassar, 3 Maret 2025
Sekretaris,
Drs. Annas"""

ONE_LINE = """\
KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN BONE NOMOR 9 TAHUN 2025 TENTANG RENCANA AKSI ZI
KETUA KOMISI PEMILIHAN UMUM KABUPATEN BONE,
Ditetapkan di Watampone,
pada tanggal 1 Februari 2025
KETUA,
YUSRAN TAJUDDIN"""


def act(text):
    return read_decree(text.split("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            WAJO,
            {
                "number": "12/HK.03.1-Kpt/7313/2025",
                "year": 2025,
                "date": "2025-12-12",
                "place": "Sengkang",
                "office": "Komisi Pemilihan Umum Kabupaten Wajo",
                "title": "Rencana Aksi Zona Integritas Menuju WBK Tahun 2026",
                "signatory": {
                    "name": "ANDI BASO",
                    "position": "Ketua Komisi Pemilihan Umum Kabupaten Wajo",
                },
            },
        ),
        (
            PALOPO,
            {
                "number": "800/015/DINKES/2025",
                "year": 2025,
                "date": "2025-02-02",
                "place": "Palopo",
                "office": "Dinas Kesehatan Kota Palopo",
                "title": "Penetapan Rencana Kerja Zona Integritas",
                "signatory": {"name": "dr. H. ISHAQ ISKANDAR, M.Kes", "position": "Kepala Dinas"},
            },
        ),
        (
            ANNEX_ONLY,
            {
                "number": "7",
                "year": 2025,
                "date": "2025-03-03",
                "place": "Makassar",
                "office": "KPU Provinsi Sulawesi Selatan",
                "title": "Rencana Aksi Zona Integritas Sekretariat KPU Provinsi Sulawesi Selatan",
                "signatory": {"name": "Drs. Annas", "position": "Sekretaris"},
            },
        ),
        (
            ONE_LINE,
            {
                "number": "9",
                "year": 2025,
                "date": "2025-02-01",
                "place": "Watampone",
                "office": "Komisi Pemilihan Umum Kabupaten Bone",
                "title": "Rencana Aksi ZI",
                "signatory": {"name": "YUSRAN TAJUDDIN", "position": "Ketua"},
            },
        ),
    ],
    ids=["wajo", "palopo", "annex", "one-line"],
)
def test_decrees_of_other_offices(text, expected):
    assert act(text).decree.to_json() == expected


@pytest.mark.parametrize("text", [WAJO, PALOPO, ANNEX_ONLY, ONE_LINE])
def test_decrees_without_a_slip_have_no_findings(text):
    assert check_document(text.split("\n"), act(text)) == []


def test_plan_may_be_for_another_year_than_the_decree():
    assert plan_year(act(WAJO).decree) == 2026


def test_a_bare_table_still_tells_its_year():
    found = act("RENCANA AKSI PEMBANGUNAN ZONA INTEGRITAS\nTAHUN ANGGARAN 2025")

    assert found.decree.to_json() == {
        "number": None,
        "year": 2025,
        "date": None,
        "place": None,
        "office": None,
        "title": None,
        "signatory": {"name": None, "position": None},
    }
    assert [finding.code for finding in check_document([], found)] == ["no_decree_text"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 Januari 2025", "2025-01-09"),
        ("9 Januari Tahun 2025", "2025-01-09"),
        ("31 Nopember 2025", None),
        ("Januari 2025", None),
    ],
)
def test_iso_date(text, expected):
    assert iso_date(text) == expected


def test_proper_case_leaves_mixed_text_alone():
    assert (
        proper_case("RENCANA KPU DI KOTA PARE-PARE DAN WBK")
        == "Rencana KPU di Kota Pare-Pare dan WBK"
    )
    assert proper_case("Rencana aksi  KPU di Kota") == "Rencana aksi KPU di Kota"


def test_two_different_officials_are_no_slip():
    text = WAJO + (
        "\nSalinan sesuai dengan aslinya\nSEKRETARIAT KPU\nKepala Subbagian Hukum\nRina Amelia"
        "\nSalinan sesuai dengan aslinya\nSEKRETARIAT KPU\nKepala Subbagian Hukum\nDarwis Tahir"
    )

    assert check_document(text.split("\n"), act(text)) == []
