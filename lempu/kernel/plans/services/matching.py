"""What a person says of an amending decree that was read: which rows go on, which are new, which end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.enums import Act, Extent, ImportState, Origin
from lempu.kernel.plans.models import Import, Indicator, Plan
from lempu.kernel.plans.readers.merging import Descent
from lempu.kernel.plans.readers.structure import Reading, walk
from lempu.kernel.plans.selectors.matches import (
    Base,
    Matches,
    base_of,
    merged_of,
    propose,
    reading_of,
)
from lempu.kernel.plans.services import amendments, building, drafts, editing
from lempu.shared.errors import DomainError


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of the version to come, not saved; ``origins`` says where each came from."""

    tree: building.Tree
    origins: list[Descent]

    @property
    def by_reading(self) -> dict[int, Indicator]:
        """The rows by their place in the reading."""
        pairs = zip(self.origins, self.tree.indicators, strict=True)
        return {origin.new: row for origin, row in pairs if origin.new is not None}


def first_matches(reading: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """What the words alone say, as it is kept on an import."""
    base = base_of(plan)
    return propose(Reading.from_json(reading), base, Matches()).to_json()


def outcome_of(plan: Plan, reading: Reading, base: Base, matches: Matches) -> Outcome:
    """The rows of ``plan``, an amendment that need not be saved. What goes on keeps its key and
    everything a person settled about it; what is new carries the system's suggestions.
    """
    merged = merged_of(reading, base, matches)
    tree = building.tree_of(plan, merged.programmes)
    lines = zip(tree.indicators, merged.origins, walk(merged.programmes), strict=True)
    for indicator, origin, row in lines:
        if origin.old is None:
            building.apply_suggestion(indicator, building.row_words(row))
            continue
        old = base.rows[origin.old]
        for name in drafts.SETTINGS:
            setattr(indicator, name, getattr(old, name))
        indicator.unit = old.unit  # at hand: nobody asks for it again
    return Outcome(tree, merged.origins)


def adopt(row: Import, actor: User) -> tuple[Plan, dict[str, Indicator]]:
    """Make the draft of the next version from a reading that was matched; the rows by their codes
    as they were read. The caller holds the import and writes the entry.

    Refuses what ``require_settled`` refuses and a plan that cannot be amended now (see
    ``amendments.start_amendment``).
    """
    assert row.amends_id is not None  # the caller asked
    source = editing.lock(row.amends_id)
    amendments.require_amendable(source)
    base = base_of(source)
    matches = Matches.from_json(row.matches, base)
    require_settled(matches, base)
    plan = amendments.create_amendment(
        source,
        origin=Origin.AMENDMENT,
        source_file=row.file,
        source_name=row.name,
        created_by=actor,
    )
    building.set_decree(plan, (row.reading or {})["decree"], keeps=True)
    plan.save()
    reading = reading_of(row)
    outcome = outcome_of(plan, reading, base, matches)
    outcome.tree.save()
    pairs = zip(outcome.origins, outcome.tree.indicators, strict=True)
    drafts.copy_people(source, {base.rows[o.old].pk: new for o, new in pairs if o.old is not None})
    codes = [read.code for read in walk(reading.programmes)]
    return plan, {codes[place]: new for place, new in outcome.by_reading.items()}


@transaction.atomic
def treat_as_amendment(*, imported: Import, actor: User, plan: Plan) -> Import:
    """Take a decree that was read as one that amends the plan in force.

    Refuses an import that is not being looked at (``not_read``), a plan of another office
    (``foreign_plan``) and one that cannot be amended now (see ``amendments.start_amendment``).
    """
    row = _looked_at(imported)
    if plan.office_id != row.office_id:
        raise DomainError(_("That plan belongs to another office."), code="foreign_plan")
    amendments.require_amendable(plan)
    row.amends = plan
    row.matches = first_matches(row.reading or {}, plan)
    row.save(update_fields=["amends", "matches"])
    _record(row, actor, change="amends", amends=plan.pk)
    return row


@transaction.atomic
def set_match(*, imported: Import, actor: User, position: int, key: str) -> Import:
    """Say which row in force a row that was read goes on from; an empty ``key`` says it is new.

    A row in force goes on once: who had it before is matched anew. Refuses ``not_read``,
    ``not_amendment``, a place where no row was read (``row_unknown``) and a row that is not of the
    plan in force (``target_unknown``).
    """

    def said(base: Base, matches: Matches) -> Matches:
        if not 0 <= position < len(matches.rows):
            raise DomainError(
                _("There is no such row. Load the page again; nothing was changed."),
                code="row_unknown",
            )
        if key and key not in base.places:
            raise _target_unknown()
        others = {p: k for p, k in matches.fixed.items() if p != position and (not key or k != key)}
        return replace(matches, fixed={**others, position: key})

    return _change(imported, actor, said, change="match", place=position, key=key)


@transaction.atomic
def set_extent(*, imported: Import, actor: User, extent: str) -> Import:
    """Say whether the annex is the whole plan or only lists what changes.

    What was said of single rows in force is taken back with it. Refuses ``not_read``,
    ``not_amendment`` and ``extent_unknown``.
    """
    if extent not in Extent.values:
        raise DomainError(_("Choose what the annex of the decree is."), code="extent_unknown")

    def said(_base: Base, matches: Matches) -> Matches:
        return replace(matches, extent=Extent(extent), is_told=True, ends={})

    return _change(imported, actor, said, change="extent", extent=extent)


@transaction.atomic
def set_ending(*, imported: Import, actor: User, key: str, ends: bool) -> Import:
    """Say of one row in force that the decree does not have whether it ends or goes on as it is.

    Refuses ``not_read``, ``not_amendment`` and ``target_unknown``.
    """

    def said(base: Base, matches: Matches) -> Matches:
        if base.places.get(key) not in matches.unread(base):
            raise _target_unknown()
        return replace(matches, ends={**matches.ends, key: ends})

    return _change(imported, actor, said, change="ending", key=key, ends=ends)


def require_settled(matches: Matches, base: Base) -> None:
    """Refuse matches nobody confirmed (``match_doubtful``) and an annex of unknown extent
    (``extent_undecided``): both decide which proof belongs where.
    """
    if matches.doubtful:
        raise DomainError(
            _("Some rows are matched with doubt. Confirm or correct them first."),
            code="match_doubtful",
        )
    if matches.is_undecided(base):
        raise DomainError(
            _("Say first whether the annex is the whole plan or only lists what changes."),
            code="extent_undecided",
        )


def _change(
    imported: Import, actor: User, said: Callable[[Base, Matches], Matches], **facts: Any
) -> Import:
    row = _looked_at(imported)
    if row.amends is None:
        raise DomainError(_("This decree is not read as an amendment."), code="not_amendment")
    base = base_of(row.amends)
    matches = said(base, Matches.from_json(row.matches, base))
    row.matches = propose(reading_of(row), base, matches).to_json()
    row.save(update_fields=["matches"])
    _record(row, actor, **facts)
    return row


def _looked_at(imported: Import) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("office", "amends")
    row = rows.get(pk=imported.pk)
    if row.state != ImportState.READ:
        raise DomainError(
            _(
                "This import is not open any more: it was taken over or undone. Nothing was changed."
            ),
            code="not_read",
        )
    return row


def _record(row: Import, actor: User, **facts: Any) -> None:
    ledger.record(office=row.office, act=Act.IMPORT_MATCHED, subject=row, actor=actor, **facts)


def _target_unknown() -> DomainError:
    return DomainError(
        _("That row is not one of the plan in force. Load the page again; nothing was changed."),
        code="target_unknown",
    )
