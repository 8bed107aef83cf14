import pytest

from lempu.kernel.search import canonical


@pytest.mark.parametrize(
    "family",
    [
        "layanan pelayanan melayani dilayani pelayan",
        "keputusan memutuskan diputuskan",
        "penilaian menilai dinilai nilai",
        "pengawasan mengawasi diawasi",
        "laporan pelaporan melaporkan dilaporkan",
        "verifikasi memverifikasi diverifikasi",
        "pengaduan mengadukan aduan",
        "evaluasi mengevaluasi dievaluasi",
        "kunjungan mengunjungi dikunjungi pengunjung",
        "kawalan mengawal pengawalan",
        "pembaruan pembaharuan memperbarui",
        "ditandatangani menandatangani penandatanganan",
    ],
)
def test_words_of_a_family_have_one_stem(family):
    assert len({canonical.stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SK tim", "surat keputusan"),
        ("Surat Keputusan tim", "SK"),
        ("Berita Acara serah terima", "BAST"),
        ("laporan SKP", "sasaran kinerja pegawai"),
        ("Sasaran Kinerja Pegawai 2025", "skp"),
        ("Nomor 046/PW.02/2025", "46 pw.02"),
    ],
)
def test_abbreviations_and_long_forms_stand_for_each_other(text, words):
    assert set(canonical.asked(words)) <= set(canonical.stems_of(text))


def test_words_that_stand_everywhere_are_not_asked():
    assert canonical.asked("laporan yang dilayani") == ["lapor", "layan"]
    assert canonical.asked("dan yang <>\"'*()") == []


def test_accents_and_capitals_do_not_count_and_places_stay():
    assert canonical.fold("Évaluasi ŒUVRE İ") == canonical.fold("évaluasi œuvre İ")
    assert len(canonical.fold("ﬁ İstanbul É")) == len("ﬁ İstanbul É")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pelayannan", "pelayanan"),
        ("notuln", "notulen"),
        ("unadngan", "undangan"),
        ("gratifikassi", "gratifikasi"),
    ],
)
def test_small_errors_find_the_word_meant(typed, meant):
    known = ["pelayanan", "notulen", "undangan", "gratifikasi", "gedung", "dan"]

    assert canonical.near(typed, known)[0] == meant


def test_what_is_not_near_stays():
    assert canonical.near("kuda", ["kudus", "kudu", "pelayanan"]) == ["kudu"]
    assert canonical.near("xyzzy", ["pelayanan"]) == []
    assert canonical.near("sk", ["sp"]) == []
