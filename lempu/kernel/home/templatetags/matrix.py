"""The cells of the matrix, drawn without a template: a plan has hundreds of them on one page."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lempu.kernel.home.selectors.grid import Cell, Row, cell_words
from lempu.kernel.obligations.enums import look_of
from lempu.shared.periods import Month
from lempu.shared.templatetags.ui import mark

register = template.Library()


@register.simple_tag
def matrix_cells(row: Row, months: list[Month], now: int, may_open: bool) -> SafeString:  # noqa: FBT001 -- a template has no keywords to spare
    """The twelve months of a row; ``now`` is the number of the current one, 0 in another year."""
    code, page = escape(row.indicator.code), _page() if may_open else ""
    cells = (
        f'<td class="{_classes(month.number == now, cell)}">{_content(cell, code, month, page)}</td>\n'
        for month in months
        for cell in (row.cells.get(month.number),)
    )
    return mark_safe("".join(cells))  # noqa: S308 -- every part was escaped


def _page() -> str:
    """The address of an obligation's page, with a place for its number."""
    before, _zero, after = reverse("evidence:page", args=[0]).rpartition("0")
    return f"{before}{{}}{after}"


def _classes(is_now: bool, cell: Cell | None) -> str:  # noqa: FBT001
    names = ["is-now"] if is_now else []
    if cell and cell.former:
        names.append("is-former")
    return " ".join(names)


def _content(cell: Cell | None, code: str, month: Month, page: str) -> str:
    if cell is None:
        return ""
    words, drawn = _state(str(cell.shown), cell.late, cell.former, get_language() or "")
    inside = f'<span class="visually-hidden">{code} {escape(month.name)}: {words}</span>{drawn}'
    return f'<a href="{page.format(cell.pk)}">{inside}</a>' if page else inside


@cache
def _state(shown: str, late: bool, former: bool, _language: str) -> tuple[str, str]:  # noqa: FBT001 -- key of the cache
    """The words of a state and its mark: hundreds of cells have the same few."""
    return escape(cell_words(shown, late=late, former=former)), mark(look_of(shown, late=late))
