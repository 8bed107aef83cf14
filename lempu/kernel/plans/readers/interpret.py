"""From lines of text and tables, whatever format they came in, to the plan and its findings."""

import re
from dataclasses import dataclass, field
from typing import Final

from lempu.kernel.plans.readers.bands import add_band, band_levels, push_down
from lempu.kernel.plans.readers.columns import Layout, find_layout
from lempu.kernel.plans.readers.decree import plan_year, read_decree
from lempu.kernel.plans.readers.document_checks import check_document
from lempu.kernel.plans.readers.enumeration import mark_of, split_mark
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.finish import finish
from lempu.kernel.plans.readers.grid import TABLE_HERE, Document, Table, flat
from lempu.kernel.plans.readers.hierarchy import Builder, is_programme_line, same
from lempu.kernel.plans.readers.joins import merge_split_rows
from lempu.kernel.plans.readers.lines import Line, TableLines, read_lines
from lempu.kernel.plans.readers.outline import deepen
from lempu.kernel.plans.readers.structure import Finding, Reading
from lempu.kernel.plans.readers.vocabulary import heading, says

_PLAIN_SHEET: Final = re.compile(
    r"^(?:sheet|lembar|tabel|table|worksheet)?\s*\d*$|rencana|aksi|matriks|lampiran|renaksi|plan",
    re.IGNORECASE,
)
LONGEST_HINT: Final = 120


@dataclass(slots=True)
class PlanTable:
    table: Table
    layout: Layout
    has_heading: bool
    hint: str
    content: TableLines


@dataclass(slots=True)
class Sorted:
    """The document taken apart: running text, the tables of the plan, the others."""

    lines: list[str] = field(default_factory=list)
    plans: list[PlanTable] = field(default_factory=list)
    skipped: int = 0
    without_months: int = 0
    tables: int = 0


def interpret(document: Document) -> Reading:
    """Reads the plan out of a document.

    Raises UnreadableFile with no_table, no_months, no_rows or not_a_plan.
    """
    parts = _sort(document)
    _keep_strongest(parts)
    if not parts.plans:
        if not parts.tables:
            raise UnreadableFile("no_table")
        raise UnreadableFile("no_months" if parts.without_months else "not_a_plan")
    act = read_decree(parts.lines)
    builder = Builder(year=plan_year(act.decree))
    joined = _build(builder, parts.plans)
    findings = check_document([line for line in parts.lines if line], act)
    findings += _table_findings(parts, joined)
    findings += finish(builder, title=act.annex_title or act.decree.title or "")
    if not any(programme.activities for programme in builder.programmes):
        raise UnreadableFile("no_rows")
    return Reading(act.decree, builder.programmes, findings)


def _sort(document: Document) -> Sorted:
    parts = Sorted()
    fresh: list[str] = []
    for block in document.blocks:
        if isinstance(block, str):
            lines = block.split("\n")
            parts.lines += lines
            fresh += lines
        else:
            _sort_table(parts, block.squared(), fresh)
            fresh = []
    return parts


def _sort_table(parts: Sorted, table: Table, before: list[str]) -> None:
    layout = find_layout(table)
    has_heading = layout is not None
    if layout is None and parts.plans and parts.plans[-1].layout.width == table.width:
        layout = parts.plans[-1].layout
    if layout is None:
        if table.width > 2:
            parts.tables += 1
        parts.lines += [
            " ".join(flat(cell.text) for cell in row if cell.text) for row in table.rows
        ]
        return
    parts.tables += 1
    parts.skipped += layout.passed if has_heading else 0
    if not layout.is_plan:
        parts.without_months += bool({"programme", "activity", "indicator"} & set(layout.roles))
        parts.skipped += 1
        parts.lines += [
            " ".join(flat(cell.text) for cell in row if cell.text) for row in table.rows
        ]
        return
    content = read_lines(table, layout, has_heading=has_heading)
    parts.lines += [*content.before, TABLE_HERE, *content.after]
    if (
        table.name
        and says(heading(table.name), "realisation")
        and not says(heading(table.name), "plan")
    ):
        parts.skipped += 1
        return
    hint = _hint(before + content.before, table.name)
    parts.plans.append(PlanTable(table, layout, has_heading, hint, content))
    if content.rest is not None:
        _sort_table(parts, content.rest, content.after)


def _keep_strongest(parts: Sorted) -> None:
    """A schedule or a budget beside the plan has months too, but less of a plan."""

    def strength(plan: PlanTable) -> int:
        return bool(plan.layout.months.columns) + ("indicator" in plan.layout.roles)

    if parts.plans:
        best = max(strength(plan) for plan in parts.plans)
        kept = [plan for plan in parts.plans if strength(plan) == best]
        parts.skipped += len(parts.plans) - len(kept)
        parts.plans = kept


def _hint(before: list[str], sheet: str) -> str:
    """The programme a table belongs to by the line above it or by the name of its sheet."""
    near = [flat(line) for line in before if line][-4:]
    for line in reversed(near):
        if is_programme_line(line):
            return line
    last = near[-1] if near else ""
    mark = split_mark(last)[0]
    if mark and mark.style in ("arabic", "roman", "upper") and not last.endswith((";", ",", ":")):
        return last if len(last) <= LONGEST_HINT else ""
    return "" if _PLAIN_SHEET.search(sheet) else sheet


def _build(builder: Builder, plans: list[PlanTable]) -> int:
    lines: list[Line] = []
    starts: dict[int, PlanTable] = {}
    for plan in plans:
        content = deepen(push_down(plan.content.lines), set(plan.layout.roles))
        if content:
            starts[id(content[0])] = plan
        lines += content
    named = any(line.text("programme") for line in lines)
    kept, joined = merge_split_rows(lines)
    builder.numbers_are_rows = _numbers_are_rows(kept)
    levels = band_levels(kept)
    for line in kept:
        begun = starts.get(id(line))
        if begun and begun.hint and not line.band and not named:
            builder.add_programme("", begun.hint)
        if line.band:
            add_band(builder, line, levels)
        else:
            builder.add(line)
    return joined


def _numbers_are_rows(lines: list[Line]) -> bool:
    """Whether the number column counts rows or activities and not programmes."""
    running, number = "", ""
    for line in lines:
        name = line.text("programme")
        if line.band:
            continue
        if name and not same(name, running):
            running, number = name, line.number
        elif line.number and mark_of(line.number) and line.number != number:
            return True
    return False


def _table_findings(parts: Sorted, joined: int) -> list[Finding]:
    plans = parts.plans
    first = plans[0].layout
    repeated = sum(plan.content.repeated_headings for plan in plans)
    repeated += sum(plan.has_heading for plan in plans if not plan.table.name)
    repeated -= bool(plans[0].has_heading and not plans[0].table.name)
    realised = any(plan.layout.months.ignored for plan in plans) or any(
        plan.content.realisation_rows for plan in plans
    )
    totals = sum(plan.content.total_rows for plan in plans)
    findings = []
    if repeated > 0:
        findings.append(Finding("header_repeated", "note", params={"count": repeated}))
    if joined:
        findings.append(Finding("rows_joined", "note", params={"count": joined}))
    if totals:
        findings.append(Finding("total_rows", "note", params={"count": totals}))
    if realised:
        findings.append(Finding("realisation_ignored", "note"))
    if parts.skipped:
        findings.append(Finding("tables_skipped", "note", params={"count": parts.skipped}))
    if any(plan.layout.months.has_quarters for plan in plans):
        findings.append(Finding("quarter_columns", "look"))
    if "indicator" in first.assumed:
        params = {"label": first.assumed["indicator"]}
        findings.append(Finding("column_assumed", "look", params=params))
    elif "indicator" not in first.roles:
        findings.append(Finding("column_missing", "look"))
    if all("sub_activity" not in plan.layout.roles for plan in plans):
        findings.append(Finding("level_missing", "note"))
    return findings
