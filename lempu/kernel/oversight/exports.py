"""The overview as an Excel workbook. Every text is written as text: none becomes a formula or a link."""

import datetime as dt
import io
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lempu.kernel.offices.selectors import area_choices
from lempu.kernel.oversight.enums import Sort
from lempu.kernel.oversight.selectors.board import FEWEST_RANKED, Board, Line, in_order
from lempu.kernel.oversight.selectors.figures import Figures
from lempu.kernel.plans.exports import Export
from lempu.kernel.plans.renditions import CONTENT_TYPES
from lempu.shared.periods import months_of

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(seen: Board, areas: Board, *, sort: str, at: dt.datetime) -> Export:
    """``seen`` was read by month, ``areas`` by area; ``sort`` is that of the screen, ``at`` the moment."""
    import xlsxwriter  # noqa: PLC0415 -- heavy

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, SAFE) as book:
        sheets = _Sheets(book, seen, at)
        sheets.overview(in_order(seen.lines, sort), sort)
        months = [(month.number, str(month.name)) for month in months_of(seen.year)]
        sheets.heat(_("By month"), seen, months)
        known = {key for line in areas.lines for key in line.across}
        words = [*area_choices(), ("", _("No area of change"))]
        sheets.heat(_("By area"), areas, [pair for pair in words if pair[0] in known])
        sheets.idle()
    name = _("Overview %(office)s %(year)s %(day)s.xlsx") % {
        "office": seen.top.name,
        "year": str(seen.year),
        "day": at.date().isoformat(),
    }
    return Export(name, CONTENT_TYPES["xlsx"], memory.getvalue())


class _Sheets:
    """The sheets of one workbook, each headed by what it shows, of when, and how it was put in order."""

    def __init__(self, book: Any, seen: Board, at: dt.datetime) -> None:
        self.book = book
        self.seen = seen
        self.at = at
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.share = book.add_format({"num_format": "0%"})

    def overview(self, lines: list[Line], sort: str) -> None:
        sheet = self._sheet(_("Overview"), [_sorted_by(sort), _counted()])
        heads = [
            _("Rank"), _("Office"), _("Offices"), _("Offices with a plan"), _("Not started"),
            _("Had to be done by now"), _("Done of that"), _("Done of that, late"), _("Share"),
            _("Late"), _("Returned"), _("At risk"), _("Waiting for review"), _("Not carried out"),
            _("Done in the whole year"), _("Obligations in the whole year"),
        ]  # fmt: skip
        rows = [self._row(line) for line in lines]
        total = self._cells(self.seen.whole)
        whole = [None, _("Together"), self.seen.offices, self.seen.planned, len(self.seen.idle)]
        top = self._table(sheet, heads, [*rows, [*whole, *total]])
        sheet.set_column(1, 1, 40)
        sheet.freeze_panes(top + 1, 2)

    def _row(self, line: Line) -> list[Any]:
        start = [line.rank, line.office.name, line.count, line.planned, line.idle]
        return [*start, *self._cells(line.figures)]

    def _cells(self, f: Figures) -> list[Any]:
        share = f.kept / f.fell_due if f.fell_due else None
        return [
            f.fell_due, f.kept, f.kept_late, share,
            f.late, f.returned, f.at_risk, f.waiting, f.undone, f.done, f.total,
        ]  # fmt: skip

    def heat(self, title: str, board: Board, columns: list[tuple[Any, str]]) -> None:
        """Done and all of each column, two figures side by side."""
        sheet = self._sheet(title, [_("Done and all obligations of the whole column.")])
        heads = [_("Office")]
        for _key, name in columns:
            heads += [_("%(name)s, done") % {"name": name}, _("%(name)s, all") % {"name": name}]
        rows = []
        for line in in_order(board.lines, Sort.NAME):
            row: list[Any] = [line.office.name]
            for key, _name in columns:
                figures = line.across.get(key)
                row += [figures.done, figures.total] if figures else [None, None]
            rows.append(row)
        top = self._table(sheet, heads, rows)
        sheet.set_column(0, 0, 40)
        sheet.freeze_panes(top + 1, 1)

    def idle(self) -> None:
        sheet = self._sheet(_("Not started"), [])
        heads = [_("Office"), _("Province"), _("Why")]
        rows = [[one.office.name, one.line.office.name, one.why.label] for one in self.seen.idle]
        self._table(sheet, heads, rows)
        sheet.set_column(0, 2, 40)

    def _sheet(self, title: str, notes: list[str]) -> Any:
        sheet = self.book.add_worksheet(title[:31])
        moment = _("As it stood on %(date)s at %(time)s %(zone)s") % {
            "date": date_format(self.at, "j F Y"),
            "time": self.at.strftime("%H.%M"),
            "zone": self.at.tzname(),
        }
        year = _("Year %(year)s") % {"year": str(self.seen.year)}
        sheet.write_string(0, 0, self.seen.top.name, self.bold)
        for number, note in enumerate([f"{year}. {moment}", *notes], 1):
            sheet.write_string(number, 0, note)
        sheet.first_row = len(notes) + 3
        return sheet

    def _table(self, sheet: Any, heads: list[str], rows: list[list[Any]]) -> int:
        top: int = sheet.first_row
        for column, head in enumerate(heads):
            sheet.write_string(top, column, head, self.head)
        for number, row in enumerate(rows, top + 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, self.share)
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 -- heavy

        last = xl_rowcol_to_cell(top + max(len(rows), 1), len(heads) - 1)
        sheet.autofilter(f"{xl_rowcol_to_cell(top, 0)}:{last}")
        return top


def _write(sheet: Any, row: int, column: int, value: Any, share: Any) -> None:
    if value is None:
        return
    if isinstance(value, float):
        sheet.write_number(row, column, value, share)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _sorted_by(sort: str) -> str:
    return _("In the order: %(order)s") % {"order": Sort(sort).label}


def _counted() -> str:
    return _(
        "The ranking goes by the share done of what had to be done before today, since 1 January; "
        "below %(fewest)s such obligations there is no rank."
    ) % {"fewest": str(FEWEST_RANKED)}
