# ruff: noqa: E501 -- a table of texts
"""The labelled set: documents of an office and what somebody who types a query means.

Documents are written from topics: each has a text in office language that uses some forms of its words.
A query belongs to a topic and uses *other* forms, an abbreviation, its long form, or a typing error;
the documents of its topic are the right answer, all others are wrong ones.
"""

import random

#: topic -> (titles and bodies, queries by sort). Words of different topics overlap on purpose.
TOPICS = {
    "service": (
        ["Standar pelayanan publik ditetapkan", "Petugas melayani pemilih di loket terpadu", "Pemilih dilayani dengan ramah di kantor"],
        {"variant": ["layanan", "pelayanan", "melayani", "dilayani", "terlayani", "pelayan"], "typo": ["pelayannan", "melayanni", "layannan"]},
    ),
    "complaint": (
        ["Rekapitulasi pengaduan masyarakat triwulan", "Warga mengadukan tahapan pencalonan", "Aduan ditindaklanjuti operator"],
        {"variant": ["aduan", "pengaduan", "mengadukan", "diadukan"], "abbreviation": ["dumas"], "typo": ["pengadaun", "penggaduan"]},
    ),
    "gratification": (
        ["Sosialisasi pengendalian gratifikasi kepada pegawai", "Gratifikasi dikendalikan unit khusus", "Laporan UPG nihil"],
        {"variant": ["kendali gratifikasi", "mengendalikan gratifikasi"], "abbreviation": ["upg", "unit pengendalian gratifikasi"], "typo": ["gratifikassi", "gratfikasi"]},
    ),
    "supervision": (
        ["Pengawasan internal berjenjang", "Atasan mengawasi disiplin harian", "Kinerja diawasi setiap pekan"],
        {"variant": ["awasi", "pengawasan", "mengawasi", "diawasi"], "typo": ["pengawassan", "mengawsai"]},
    ),
    "assessment": (
        ["Penilaian mandiri zona integritas", "Tim menilai lembar kerja", "Capaian dinilai bersama"],
        {"variant": ["nilai", "penilaian", "menilai", "dinilai"], "typo": ["penilaain", "penialian"]},
    ),
    "decision": (
        ["SK tim kerja ditandatangani sekretaris", "Surat keputusan penetapan agen perubahan", "Pleno memutuskan susunan tim"],
        {"variant": ["keputusan", "memutuskan", "diputuskan", "putusan"], "typo": ["keputussan", "keptusan"]},
    ),
    "minutes": (
        ["Berita acara rapat pleno terbuka", "BA serah terima logistik", "Berita acara pemusnahan surat suara"],
        {"abbreviation": ["ba", "berita acara"], "variant": ["acara berita"], "typo": ["berita accara", "brita acara"]},
    ),
    "performance": (
        ["Sasaran kinerja pegawai tahun berjalan", "SKP disusun seluruh pelaksana", "Dokumen sasaran kinerja pegawai eselon"],
        {"abbreviation": ["skp", "sasaran kinerja pegawai"], "typo": ["sasarran kinerja pegawai"]},
    ),
    "procedure": (
        ["SOP penerimaan tamu", "Standar operasional prosedur arsip", "Reviu SOP keuangan"],
        {"abbreviation": ["sop", "standar operasional prosedur"], "typo": ["standar operasional prosedurr"]},
    ),
    "survey": (
        ["Survei kepuasan masyarakat semester satu", "Hasil SKM dipublikasikan", "Responden SKM bertambah"],
        {"abbreviation": ["skm", "survei kepuasan masyarakat"], "typo": ["survei kepuasann masyarakat"]},
    ),
    "outreach": (
        ["Sosialisasi budaya kerja", "Nilai dasar disosialisasikan lewat banner", "Tim mensosialisasikan maklumat"],
        {"variant": ["sosialisasi", "mensosialisasikan", "disosialisasikan", "tersosialisasi"], "typo": ["sosialisassi", "sosalisasi"]},
    ),
    "verification": (
        ["Verifikasi faktual keanggotaan partai", "Petugas memverifikasi dukungan", "Berkas diverifikasi ulang"],
        {"variant": ["verifikasi", "memverifikasi", "diverifikasi", "terverifikasi"], "typo": ["verifikassi", "verfikasi"]},
    ),
    "training": (
        ["Bimbingan teknis pengelolaan arsip", "Bimtek operator data pemilih", "Peserta bimtek mengisi absen"],
        {"abbreviation": ["bimtek", "bimbingan teknis"], "typo": ["bimbingan teknnis", "bimtekk"]},
    ),
    "planning": (
        ["Perencanaan anggaran pagu indikatif", "Subbagian merencanakan kebutuhan", "Belanja direncanakan bulanan"],
        {"variant": ["rencana", "perencanaan", "merencanakan", "direncanakan"], "typo": ["perencanaann", "rencnaa"]},
    ),
    "management": (
        ["Pengelolaan barang milik negara", "Bendahara mengelola kas", "Aset dikelola subbagian umum"],
        {"variant": ["kelola", "pengelolaan", "mengelola", "dikelola", "pengelola"], "typo": ["pengelolan", "mengelolaa"]},
    ),
    "evaluation": (
        ["Evaluasi rencana aksi", "Pimpinan mengevaluasi capaian", "Hasil kerja dievaluasi triwulanan"],
        {"variant": ["evaluasi", "mengevaluasi", "dievaluasi", "pengevaluasian"], "typo": ["evalusai", "evaluassi"]},
    ),
    "reporting": (
        ["Laporan kegiatan bulanan", "Subbagian melaporkan realisasi", "Capaian dilaporkan ke provinsi"],
        {"variant": ["lapor", "pelaporan", "melaporkan", "dilaporkan", "laporan"], "typo": ["pelaporran", "laporran"]},
    ),
    "discipline": (
        ["Kedisiplinan pegawai meningkat", "Mendisiplinkan jam masuk", "Disiplin apel pagi"],
        {"variant": ["disiplin", "kedisiplinan", "mendisiplinkan"], "typo": ["disipln", "kedisiplinnan"]},
    ),
    "innovation": (
        ["Inovasi loket keliling", "Berinovasi dengan antrean daring", "Inovator terbaik kantor"],
        {"variant": ["inovasi", "berinovasi"], "typo": ["inovassi", "inovsai"]},
    ),
    "archive": (
        ["Pengarsipan surat masuk", "Dokumen diarsipkan elektronik", "Arsiparis menata berkas"],
        {"variant": ["arsip", "pengarsipan", "mengarsipkan", "diarsipkan"], "typo": ["pengarsippan", "pengasripan"]},
    ),
    "guidance": (
        ["Pembinaan mental aparatur", "Kepala membina jajaran", "Pegawai dibina berkala"],
        {"variant": ["bina", "pembinaan", "membina", "dibina"], "typo": ["pembinaann", "pembniaan"]},
    ),
    "arrangement": (
        ["Penataan tata laksana", "Menata ruang layanan", "Organisasi ditata kembali"],
        {"variant": ["menata", "penataan", "ditata"], "typo": ["penattaan", "penatan"]},
    ),
    "strengthening": (
        ["Penguatan akuntabilitas", "Menguatkan komitmen pimpinan", "Integritas diperkuat"],
        {"variant": ["penguatan", "menguatkan", "memperkuat", "diperkuat"], "typo": ["pengutaan", "penguattan"]},
    ),
    "monitoring": (
        ["Pemantauan tindak lanjut", "Tim memantau media sosial", "Progres dipantau mingguan"],
        {"variant": ["pantau", "pemantauan", "memantau", "dipantau"], "typo": ["pemantauann", "pemanatuan"]},
    ),
    "announcement": (
        ["Pengumuman hasil seleksi", "Mengumumkan jadwal tahapan", "Daftar diumumkan di laman"],
        {"variant": ["umumkan", "pengumuman", "mengumumkan", "diumumkan"], "typo": ["penggumuman", "pengumuamn"]},
    ),
    "openness": (
        ["Keterbukaan informasi publik", "Membuka akses dokumen", "Data dibuka bagi warga"],
        {"variant": ["terbuka", "keterbukaan", "membuka", "dibuka"], "abbreviation": [], "typo": ["keterbukaann", "keterbukan"]},
    ),
    "appointment": (
        ["Pengangkatan pejabat fungsional", "Mengangkat bendahara", "Staf diangkat sekretaris"],
        {"variant": ["angkat", "pengangkatan", "mengangkat", "diangkat"], "typo": ["penganggkatan", "pengakatan"]},
    ),
    "internal_control": (
        ["Sistem pengendalian intern pemerintah", "SPIP terintegrasi", "Peta risiko SPIP"],
        {"abbreviation": ["spip", "sistem pengendalian intern pemerintah"], "typo": ["sistem pengendalian inttern pemerintah"]},
    ),
    "reform": (
        ["Reformasi birokrasi tematik", "Agenda RB kantor", "Road map reformasi birokrasi"],
        {"abbreviation": ["rb", "reformasi birokrasi"], "typo": ["reformasi birokkrasi", "refromasi birokrasi"]},
    ),
    "integrity_zone": (
        ["Pembangunan zona integritas", "Tim ZI rapat", "Pencanangan ZI terbuka"],
        {"abbreviation": ["zi", "zona integritas"], "typo": ["zona integrittas", "znoa integritas"]},
    ),
}  # fmt: skip
OFFICES = ("Luwu", "Palopo", "Toraja", "Wajo", "Bone", "Maros")
FILLER = [
    "bulan",
    "ini",
    "tanggal",
    "nomor",
    "halaman",
    "lampiran",
    "ruang",
    "kantor",
    "kabupaten",
    "pihak",
    "hal",
    "daftar",
    "hadir",
    "foto",
    "undangan",
]


def documents():
    """(topic, title, body) of every document of the set, each text in two offices."""
    chance = random.Random(7)
    for topic, (texts, _queries) in TOPICS.items():
        for text in texts:
            for place in chance.sample(OFFICES, 2):
                yield topic, text, f"KPU {place} " + " ".join(chance.choices(FILLER, k=30))


def queries():
    """(sort, query, its topic, topics that answer it): others may answer, its own must."""
    for topic, (_texts, sorts) in TOPICS.items():
        for sort, words in sorts.items():
            for query in words:
                yield sort, query, topic, {topic} | ALSO.get(topic, set())
                if sort == "variant":
                    place = OFFICES[len(query) % len(OFFICES)]
                    yield "with place", f"{query} {place}", topic, {topic} | ALSO.get(topic, set())


#: Topics whose texts use the same word in the same sense, so that finding them is right too.
ALSO = {
    "assessment": {"outreach", "integrity_zone"},
    "arrangement": {"archive"},
    "planning": {"evaluation"},
    "reporting": {"gratification"},
    "service": {"arrangement"},
    "openness": {"minutes", "integrity_zone"},
    "outreach": {"gratification"},
    "integrity_zone": {"assessment"},
    "management": {"training"},
}
