"""From rows to the shapes of the interface."""

from typing import Any

from lempu.kernel.api.selectors import Reading
from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.selectors import rows_of


def office(row: Office) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "parent": row.parent.code if row.parent else None,
        "timezone": row.timezone,
    }


def plan(row: Plan) -> dict[str, Any]:
    return {
        "id": row.pk,
        "office": row.office.code,
        "year": row.year,
        "version": row.version,
        "state": row.state,
        "decree_number": row.decree_number,
        "decree_date": row.decree_date,
        "decree_title": row.decree_title,
        "enacted_at": row.enacted_at,
    }


def plan_with_rows(row: Plan) -> dict[str, Any]:
    return plan(row) | {"rows": [indicator(each) for each in rows_of(row)]}


def indicator(row: Indicator) -> dict[str, Any]:
    sub_activity = row.sub_activity
    return {
        "key": str(row.key),
        "code": row.code,
        "programme": sub_activity.activity.programme.name,
        "activity": sub_activity.activity.name,
        "sub_activity": sub_activity.name,
        "parts": sub_activity.parts,
        "indicator": row.text,
        "months": row.months,
        "expectation": row.expectation,
        "required": row.required,
    }


def obligation(row: Obligation) -> dict[str, Any]:
    """Needs ``with_shown``."""
    return {
        "id": row.pk,
        "plan": row.plan_id,
        "row": str(row.indicator.key),
        "code": row.indicator.code,
        "year": row.year,
        "month": row.month,
        "begins_on": row.begins_on,
        "due_on": row.due_on,
        "state": row.shown_state,  # type: ignore[attr-defined]
        "was_late": row.was_late,
        "submitted_at": row.submitted_at,
        "undone_reason": row.undone_reason,
    }


def evidence(row: Evidence) -> dict[str, Any]:
    """Needs ``with_versions``; the note and names of files may name people, so they are left out."""
    return {
        "id": row.pk,
        "obligation": row.obligation_id,
        "code": row.obligation.indicator.code,
        "month": row.obligation.month,
        "kind": row.kind,
        "number": row.number,
        "document_date": row.document_date,
        "event_date": row.event_date,
        "added_at": row.added_at,
        "withdrawn_at": row.withdrawn_at,
        "versions": [version(each) for each in row.versions.all()],
    }


def version(row: Version) -> dict[str, Any]:
    file = row.file
    return {
        "number": row.number,
        "kind": "file" if file else "link" if row.url else "record",
        "sha256": file.sha256 if file else None,
        "size": file.size if file else None,
        "media_type": file.media_type if file else None,
        "added_at": row.added_at,
    }


def reading(row: Reading) -> dict[str, Any]:
    return {
        "measure": row.measure,
        "year": row.month.year,
        "month": row.month.number,
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
    }
