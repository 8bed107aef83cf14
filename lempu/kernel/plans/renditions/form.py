"""The Excel form for an office whose decree cannot be read: what is filled in is read as a plan."""

import io
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.renditions.excel import (
    A4,
    FIRST_MONTH,
    FONT,
    LAST_MONTH,
    SAFE,
    new_sheet,
    write_headings,
)

#: Names of the sheets, and on "Keputusan" the labels: the reader knows these words.
GUIDE, DECREE, PLAN = "Petunjuk", "Keputusan", "Rencana"
OFFICE, NUMBER, PLACE, DATE = "Surat Keputusan", "Nomor :", "Ditetapkan di", "pada tanggal"
POSITION, NAME, ABOUT = "Jabatan :", "Nama :", "Tentang :"
FIRST_ROW: Final = 2
ROWS: Final = 200


def write_form(*, office: str = "") -> bytes:
    """The empty form, with the office's own name filled in."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, dict(SAFE)) as workbook:
        workbook.set_properties({"title": "Formulir rencana aksi"})
        _guide(workbook)
        _decree(workbook, office)
        _plan(workbook)
    return kept.getvalue()


def _guide(workbook: Any) -> None:
    page = workbook.add_worksheet(GUIDE)
    page.hide_gridlines(2)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 100)
    bold = workbook.add_format({"font_name": FONT, "font_size": 14, "bold": True})
    plain = workbook.add_format({"font_name": FONT, "font_size": 11, "text_wrap": True})
    page.write_string(0, 0, _("How to fill in this form"), bold)
    for row, text in enumerate(_instructions(), 2):
        page.write_string(row, 0, text, plain)
        page.set_row(row, 32 if len(text) > 85 else 17)


def _instructions() -> list[str]:
    values = {"decree": DECREE, "plan": PLAN, "tick": legal.TICK}
    texts = [
        _("Sheet %(decree)s: fill in what the decree says. Leave open what is not known yet."),
        _("Sheet %(plan)s: one row for every indicator, in the order of the annex."),
        _(
            "Write a programme, an activity or a sub-activity once, in its first row. Leave the "
            "cells below it empty until the next one begins."
        ),
        _(
            "When a sub-activity has two indicators, write the second one in the next row and leave "
            "the sub-activity empty there."
        ),
        _(
            "Write parts as a., b., c. in the column of the sub-activity, one row each, below the "
            "row of their sub-activity."
        ),
        _(
            "Choose %(tick)s in every month in which the indicator is expected. Leave the other "
            "months empty."
        ),
        _("Do not change the headings. Rows may be added, removed and copied."),
        _(
            "Save the file, then upload it under Plan and decree. You see what was read before "
            "anything is kept."
        ),
    ]
    return [f"{place}. {text % values}" for place, text in enumerate(texts, 1)]


def _decree(workbook: Any, office: str) -> None:
    page = workbook.add_worksheet(DECREE)
    page.hide_gridlines(2)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 80)
    label = workbook.add_format({"font_name": FONT, "font_size": 11, "valign": "top"})
    field = workbook.add_format(
        {"font_name": FONT, "font_size": 11, "border": 1, "num_format": "@", "text_wrap": True}
    )
    page.write_string(0, 0, "Lampiran", label)
    for row, (name, example) in enumerate(_fields(), 1):
        page.write_string(row, 0, name, label)
        page.write_blank(row, 1, None, field)
        message = _("For example: %(example)s") % {"example": example}
        page.data_validation(row, 1, row, 1, {"validate": "any", "input_message": message})
    if office:
        page.write_string(1, 1, office, field)


def _fields() -> list[tuple[str, str]]:
    """The subject stands last, so that nothing can be taken for its continuation."""
    return [
        (OFFICE, "Komisi Pemilihan Umum Kabupaten Luwu"),
        (NUMBER, "4 Tahun 2025"),
        (PLACE, "Belopa"),
        (DATE, "9 Januari 2025"),
        (POSITION, "Ketua Komisi Pemilihan Umum Kabupaten Luwu"),
        (NAME, "NAMA LENGKAP"),
        (ABOUT, "Penetapan Rencana Aksi Zona Integritas"),
    ]


def _plan(workbook: Any) -> None:
    sheet = new_sheet(workbook, PLAN)
    page = sheet.page
    write_headings(sheet, 0)
    last = FIRST_ROW + ROWS - 1
    for row in range(FIRST_ROW, last + 1):
        for column in range(LAST_MONTH + 1):
            is_text = 0 < column < FIRST_MONTH
            page.write_blank(row, column, None, sheet.text if is_text else sheet.sign)
    page.data_validation(
        FIRST_ROW,
        FIRST_MONTH,
        last,
        LAST_MONTH,
        {
            "validate": "list",
            "source": [legal.TICK],
            "error_title": legal.TICK,
            "error_message": _("Choose %(tick)s or leave the month empty.") % {"tick": legal.TICK},
        },
    )
    page.freeze_panes(FIRST_ROW, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.activate()
