"""What tests ask of a reading."""

from lempu.kernel.plans.readers import read, walk
from lempu.kernel.plans.tests import paper

MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")


def read_table(path, rows):
    return read(paper.write(path, [rows]))


def codes(reading):
    return [finding.code for finding in reading.findings]


def finding(reading, code):
    return next(finding for finding in reading.findings if finding.code == code)


def rows_of(reading):
    return list(walk(reading.programmes))
