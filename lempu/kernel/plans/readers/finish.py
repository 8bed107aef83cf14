"""The last look at a plan that was read: gaps are closed visibly, findings get their row."""

from collections import Counter
from typing import Final

from lempu.kernel.plans.readers.hierarchy import Builder
from lempu.kernel.plans.readers.structure import Finding, Indicator, Row, SubActivity, letters, walk
from lempu.kernel.plans.readers.words import check_words

NO_MONTH_OPTIONS: Final = ("all_months", "choose_months", "leave_empty")
_ORDER: Final = {"must": 0, "look": 1, "note": 2}


def finish(builder: Builder, *, title: str) -> list[Finding]:
    """Closes the plan and returns its findings: those of the whole document first, then by row."""
    findings = _name_programmes(builder, title)
    for programme in builder.programmes:
        for activity in programme.activities:
            activity.name = activity.name or programme.name
            if not activity.sub_activities:
                activity.sub_activities.append(SubActivity(activity.name))
            for sub in activity.sub_activities:
                sub.name = sub.name or activity.name
                if not sub.indicators:
                    placeholder = Indicator(sub.name)
                    sub.indicators.append(placeholder)
                    builder.undated.add(id(placeholder))
                    builder.note("no_indicator", "must", placeholder, name=sub.name)
    rows = list(walk(builder.programmes))
    if builder.shaded:
        count = len({id(indicator) for indicator in builder.shaded})
        findings.append(Finding("shaded_ticks", "note", params={"count": count}))
    by_row = _pending(builder, rows) + _glyphs(builder, rows) + _no_month(builder, rows)
    by_row += check_words(rows)
    places = {row.code: place for place, row in enumerate(rows)}
    by_row.sort(key=lambda finding: (places[finding.row or ""], _ORDER[finding.severity]))
    return findings + by_row


def _name_programmes(builder: Builder, title: str) -> list[Finding]:
    builder.programmes[:] = [programme for programme in builder.programmes if programme.activities]
    findings: list[Finding] = []
    for programme in builder.programmes:
        if not programme.name:
            programme.name = title or "Rencana aksi"
            findings.append(Finding("programme_missing", "look"))
    numbers = [programme.number for programme in builder.programmes]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        findings.append(Finding("programme_number", "look", params={"numbers": numbers}))
    return findings


def _pending(builder: Builder, rows: list[Row]) -> list[Finding]:
    codes = {id(row.indicator): row.code for row in rows}
    found = []
    for finding, indicator in builder.pending:
        finding.row = codes.get(id(indicator)) if indicator is not None else None
        if finding.row is not None:
            found.append(finding)
    return found


def _glyphs(builder: Builder, rows: list[Row]) -> list[Finding]:
    """Two ways of ticking, told at the first row that uses the second."""
    used = list(dict.fromkeys(glyph for glyph, _ in builder.glyphs))
    if len(used) < 2:
        return []
    codes = {id(row.indicator): row.code for row in rows}
    indicator = next(indicator for glyph, indicator in builder.glyphs if glyph == used[1])
    counts = Counter(glyph for glyph, _ in builder.glyphs)
    params = {
        "first": used[0],
        "second": used[1],
        "glyphs": used,
        "counts": [counts[glyph] for glyph in used],
    }
    return [Finding("two_tick_glyphs", "note", row=codes.get(id(indicator)), params=params)]


def _no_month(builder: Builder, rows: list[Row]) -> list[Finding]:
    findings = []
    for place, row in enumerate(rows):
        if row.indicator.months or id(row.indicator) in builder.undated:
            continue
        params: dict[str, object] = {}
        if row.sub_activity.parts:
            count = len(row.sub_activity.parts)
            params |= {"parts": count, "letters": f"a-{letters(count - 1)}" if count > 1 else "a"}
        above = rows[place - 1] if place else None
        if above and above.activity is row.activity and above.indicator.months:
            params |= {
                "above": above.indicator.text,
                "above_row": above.code,
                "count": len(above.indicator.months),
            }
        findings.append(
            Finding(
                "no_month", "must", row.code, params, field="indicator", options=NO_MONTH_OPTIONS
            )
        )
    return findings
