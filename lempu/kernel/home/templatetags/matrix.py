"""The cells of the matrix, drawn without a template: a plan has hundreds of them on one page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lempu.kernel.home.selectors.grid import Cell, Row
from lempu.shared.periods import Month
from lempu.shared.templatetags.ui import mark

register = template.Library()


@register.simple_tag
def matrix_cells(row: Row, months: list[Month], now: int, may_open: bool) -> SafeString:  # noqa: FBT001 -- a template has no keywords to spare
    """The twelve months of a row; ``now`` is the number of the current one, 0 in another year."""
    cells = (
        format_html(
            '<td class="{}">{}</td>\n',
            _classes(month.number == now, row.cells.get(month.number)),
            _content(row, month, may_open=may_open),
        )
        for month in months
    )
    return mark_safe("".join(cells))  # noqa: S308 -- every part was escaped by format_html


def _classes(is_now: bool, cell: Cell | None) -> str:  # noqa: FBT001
    names = ["is-now"] if is_now else []
    if cell and cell.former:
        names.append("is-former")
    return " ".join(names)


def _content(row: Row, month: Month, *, may_open: bool) -> SafeString | str:
    cell = row.cells.get(month.number)
    if cell is None:
        return ""
    inside = format_html(
        '<span class="visually-hidden">{} {}: {}</span>{}',
        row.indicator.code,
        month.name,
        cell.words,
        mark(cell.look),
    )
    if not may_open:
        return inside
    return format_html('<a href="{}">{}</a>', reverse("evidence:page", args=[cell.pk]), inside)
