"""The sheet as inspectorates hand it out: no codes, longer sentences, a head of two lines, numbering in
columns of its own, counts under their ratio, a second block of answers for the TPI."""

import openpyxl

HEAD = 6
WEIGHT, CHOICES, ANSWER, NOTE = 6, 8, 9, 12
KINDS = {"Ya": "Ya/Tidak"}
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii")
#: Headings of their sheet that are worded otherwise than ours.
OTHER_WORDS = {
    "PRC2": "Assessment Pegawai",
    "PPC1": "Perencanaan Kebutuhan Pegawai sesuai dengan Kebutuhan Organisasi",
}


class InspectorateSheet:
    """``lines`` says where each question stands, once written."""

    def __init__(self, instrument, *, law="NOMOR 90 TAHUN 2021", without=(), weights=None):
        self.book = openpyxl.Workbook()
        self.ws = self.book.active
        self.instrument, self.without, self.weights = instrument, without, weights or {}
        self.lines, self.counts, self.line = {}, {}, HEAD
        self.ws.cell(1, 1).value = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM"
        self.ws.cell(2, 1).value = f"PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN RB {law}"
        self._head()
        self._say(1, "A. PENGUNGKIT", 60)
        for number, aspect in zip(("I", "II"), instrument.aspects, strict=True):
            self._aspect(number, aspect)
        self._results()

    def _head(self):
        for column, text in (
            (1, "Penilaian"), (WEIGHT, "Bobot"), (7, "Penjelasan"), (CHOICES, "Pilihan Jawaban"),
            (ANSWER, "Unit Kerja"), (NOTE, "Catatan/Keterangan/Penjelasan"), (13, "Eviden"), (14, "TPI"),
        ):  # fmt: skip
            self.ws.cell(HEAD - 1, column).value = text
        self.ws.merge_cells(start_row=HEAD - 1, end_row=HEAD, start_column=1, end_column=5)
        for first in (ANSWER, 14):
            for place, text in enumerate(("Jawaban", "Nilai", "%")):
                self.ws.cell(HEAD, first + place).value = text

    def _say(self, column, text, weight=None):
        self.line += 1
        self.ws.cell(self.line, column).value = text
        if weight is not None:
            self.ws.cell(self.line, WEIGHT).value = float(weight)
            self.ws.cell(self.line, 10).value = float(weight)
        return self.line

    def _aspect(self, number, aspect):
        self._say(2, f"{number}. {aspect.upper()}", 30)
        for area in self.instrument.areas:
            subs = [
                sub
                for sub in self.instrument.sub_areas.values()
                if (sub.area, sub.aspect) == (area.number, aspect) and sub.key not in self.without
            ]
            weight = self.weights.get(area.number, sum(sub.weight for sub in subs))
            self._say(3, f"{area.number}. {area.name.upper()}", weight)
            for place, sub in enumerate(subs):
                name = OTHER_WORDS.get(sub.key, sub.name.title())
                self._say(4, f"{ROMAN[place]}. {name}", sub.weight)
                for letter, question in zip(
                    "abcdefgh", self.instrument.questions_of(sub.key), strict=False
                ):
                    self._question(letter, question)

    def _question(self, letter, question):
        options = list(self.instrument.scales.get(question.scale, {}))
        line = self._say(
            5, f"{letter}. Apakah pada unit kerja {question.text.lower()} menurut aturan?"
        )
        kind = "%" if question.is_ratio else KINDS.get(options[0], "/".join(options))
        self.ws.cell(line, CHOICES).value = kind
        self.lines[question.id] = line
        for key, text in question.counts:
            self.counts[question.id, key] = self._say(5, f"- {text}")
            self.ws.cell(self.line, CHOICES).value = "Jumlah"

    def _results(self):
        self._say(1, "B. HASIL", 40)
        for key, text, weight in (
            ("SPAK", "a. Nilai Survei Persepsi Anti Korupsi (Survei Eksternal)", 17.5),
            ("CAPAIAN", "b. Capaian Kinerja Lebih Baik dari Capaian Kinerja Sebelumnya", 5),
            ("SPKP", "a. Nilai Persepsi Kualitas Pelayanan (Survei Eksternal)", 17.5),
        ):
            self.lines[key] = self._say(4, text, weight)
            self.ws.cell(self.line, CHOICES).value = "A/B/C/D/E" if key == "CAPAIAN" else "0-4"

    def answer(self, item, value, note=""):
        line = self.counts[item] if isinstance(item, tuple) else self.lines[item]
        self.ws.cell(line, ANSWER).value = value
        self.ws.cell(line, NOTE).value = note
        return self
