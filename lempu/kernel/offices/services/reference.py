"""The tree of offices and their usual sub-divisions, from ``lempu/data``."""

from typing import Any

from django.db import transaction

from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.enums import Act
from lempu.kernel.offices.models import Office, Unit
from lempu.shared import reference

_KEPT = ("name", "region", "level", "timezone")
_UNIT = ("key", "name", "short_name")


@transaction.atomic
def load_offices() -> tuple[int, int]:
    """Create the offices of ``offices.json`` that are missing and correct the others.

    Returns how many were created and corrected; a second run does nothing. An office that the data
    no longer names stays. The national office's ledger notes a run that changed something.
    """
    known = {office.code: office for office in Office.objects.all()}
    created = corrected = 0
    for rows in _by_depth(reference.read("offices")):
        fresh = [_office(row, known) for row in rows if row["code"] not in known]
        known |= {o.code: o for o in Office.objects.bulk_create(fresh)}
        changed = [known[r["code"]] for r in rows if _corrected(known[r["code"]], r)]
        Office.objects.bulk_update(changed, _KEPT)
        created, corrected = created + len(fresh), corrected + len(changed)
    if created or corrected:
        ledger.record(
            office=known["0"],
            act=Act.REFERENCE_LOADED,
            subject=known["0"],
            actor=None,
            created=created,
            corrected=corrected,
        )
    return created, corrected


def misplaced_offices() -> list[Office]:
    """Offices that stand under another parent than the data says; a person decides (``move_office``)."""
    parents = {row["code"]: row["parent"] for row in reference.read("offices")}
    rows = Office.objects.exclude(parent=None).select_related("parent").order_by("path")
    return [
        office
        for office in rows
        if office.parent and parents.get(office.code, office.parent.code) != office.parent.code
    ]


def _by_depth(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Parents before children: the national office, provinces, regencies."""
    levels: dict[str, list[dict[str, Any]]] = {"national": [], "province": [], "regency": []}
    for row in rows:
        levels[row["level"]].append(row)
    return list(levels.values())


def _office(row: dict[str, Any], known: dict[str, Office]) -> Office:
    parent = known[row["parent"]] if row["parent"] else None
    path = f"{parent.path if parent else ''}{row['code']}/"
    return Office(code=row["code"], parent=parent, path=path, **{key: row[key] for key in _KEPT})


def _corrected(office: Office, row: dict[str, Any]) -> bool:
    """Bring the office to what the data says; whether anything differed."""
    differing = [key for key in _KEPT if getattr(office, key) != row[key]]
    for key in differing:
        setattr(office, key, row[key])
    return bool(differing)


@transaction.atomic
def prepare_office(office: Office) -> list[Unit]:
    """Give an office without sub-divisions the usual ones of its level; does nothing to others."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    usual = reference.read("units")[office.level]
    if not usual or office.units.exists():
        return list(office.units.all())
    Unit.objects.bulk_create(
        Unit(office=office, position=position, **{key: row[key] for key in _UNIT})
        for position, row in enumerate(usual, 1)
    )
    keys = [row["key"] for row in usual]
    ledger.record(office=office, act=Act.PREPARED, subject=office, actor=None, units=keys)
    return list(office.units.all())
