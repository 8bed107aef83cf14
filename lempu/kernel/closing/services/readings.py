"""Readings are taken and kept."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from lempu.kernel.closing.enums import Act
from lempu.kernel.closing.models import Reading
from lempu.kernel.closing.selectors.desk import as_number, latest_readings
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.registry.measures import Record, Taken, measure_of, take
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@transaction.atomic
def take_readings(
    *, office: Office, month: Month, actor: "User | None", keys: list[str]
) -> dict[str, Reading]:
    """Read the measures ``keys`` for a month and keep what is different from the last time.

    Answers with the reading of each that stands now. One entry names those that were kept; when nothing
    changed nothing is written. A measure whose desk is gone is left out.
    """
    Office.objects.select_for_update().only("pk").get(pk=office.pk)  # one at a time in an office
    before = latest_readings(office, month)
    kept: dict[str, Reading] = {}
    for key in keys:
        each = measure_of(key)
        if each is None:
            continue
        fields = _fields_of(take(each, office, month))
        last = before.get(key)
        if last is not None and last.content_hash == fields["content_hash"]:
            continue
        number = last.number + 1 if last else 1
        kept[key] = Reading.objects.create(
            office=office,
            measure=key,
            year=month.year,
            month=month.number,
            number=number,
            taken_by=actor,
            **fields,
        )
    if kept:
        ledger.record(
            office=office,
            act=Act.READ,
            subject=office,
            actor=actor,
            year=month.year,
            month=month.number,
            readings={key: _told(row) for key, row in kept.items()},
        )
    return {key: row for key, row in (before | kept).items() if key in keys}


def _fields_of(taken: Taken) -> dict[str, Any]:
    reading, each = taken.reading, taken.measure
    fields: dict[str, Any] = {
        "label": str(each.label),
        "unit": each.unit,
        "version": each.version,
        "value": reading.value if reading else None,
        "numerator": reading.numerator if reading else 0,
        "denominator": reading.denominator if reading else 0,
        "note": str(reading.note) if reading else "",
        "records": [_record(record) for record in reading.records] if reading else [],
        "error": taken.error,
    }
    said = {name: value for name, value in fields.items() if name not in ("label", "value")}
    return fields | {
        "content_hash": canonical.digest_of(said | {"value": as_number(fields["value"])})
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "key": record.key,
        "words": record.words,
        "day": record.day.isoformat() if record.day else None,
        "url": record.url,
        "counts": record.counts,
    }


def _told(row: Reading) -> dict[str, Any]:
    return {
        "number": row.number,
        "version": row.version,
        "value": as_number(row.value),
        "unreadable": bool(row.error),
        "content_hash": row.content_hash,
    }
