"""Sheets for tests, made by the room's own services."""

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.ledger import canonical

INSTRUMENT = "permenpan-90-2021"


def begun(office, by, year=2025) -> Assessment:
    return services.start_assessment(office=office, year=year, actor=by, instrument=INSTRUMENT)


def say(row, item, value="", *, by, column=Column.UNIT, **rest):
    """Answer with whatever edition stands there now."""
    kept = selectors.given_in(selectors.current_round(row), column).get(item)
    edition = rest.pop("edition", kept.edition if kept else 0)
    said = services.Saying(value, edition=edition, **rest)
    return services.save_answer(assessment=row, column=column, item=item, actor=by, said=said)


def signed(row, by):
    content = selectors.content_of(selectors.current_round(row))
    return services.sign_round(
        assessment=row,
        actor=by,
        content_hash=canonical.digest_of(content),
        statement="Benar dan dapat dipertanggungjawabkan.",
    )


def submitted_assessment(office, year, by) -> Assessment:
    """A sheet with two answers that was signed."""
    row = begun(office, by, year)
    say(row, "PPA1A", "Ya", by=by)
    say(row, "PPC4C", "B", by=by, note="Triwulanan")
    signed(row, by)
    row.refresh_from_db()
    return row
