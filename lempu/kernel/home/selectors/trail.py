"""The ledger as people read it: who did what to which row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence.selectors.history import detail_of
from lempu.kernel.ledger import selectors
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.plans.models import Plan
from lempu.shared import acts

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what its keys stand for. ``actor`` is None for the system; ``behalf`` is the
    colleague in whose place they acted."""

    entry: "Entry"
    sentence: str | Promise
    detail: str
    actor: User | None
    roles: str
    obligation: Obligation | None
    plan: Plan | None
    behalf: User | None = None


def lines(office: Office, entries: "Iterable[Entry]") -> list[Line]:
    """Three or four queries, however many entries."""
    rows = list(entries)
    obligations = _obligations(office, rows)
    plans = _plans(office, rows)
    roles = _roles(office, rows)
    behalf = selectors.represented_in(rows)
    return [
        Line(
            entry=entry,
            sentence=acts.sentence(entry.act),
            detail=detail_of(selectors.payload_of(entry)),
            actor=entry.actor,
            roles=roles.get(entry.actor_id or 0, ""),
            obligation=obligations.get(entry.subject),
            plan=plans.get(entry.subject),
            behalf=behalf.get(entry.pk),
        )
        for entry in rows
    ]


def _keys(rows: "list[Entry]", label: str) -> list[int]:
    found = {entry.subject for entry in rows if entry.subject.startswith(f"{label}:")}
    return [int(subject.partition(":")[2]) for subject in found]


def _obligations(office: Office, rows: "list[Entry]") -> dict[str, Obligation]:
    keys = _keys(rows, "obligations.obligation")
    found = Obligation.objects.filter(office=office, pk__in=keys)
    return {f"obligations.obligation:{row.pk}": row for row in found.for_listing()}


def _plans(office: Office, rows: "list[Entry]") -> dict[str, Plan]:
    keys = _keys(rows, "plans.plan")
    return {f"plans.plan:{row.pk}": row for row in Plan.objects.filter(office=office, pk__in=keys)}


def _roles(office: Office, rows: "list[Entry]") -> dict[int, str]:
    """Roles a person has or had in the office, as words."""
    found: dict[int, list[str]] = defaultdict(list)
    people = {entry.actor_id for entry in rows if entry.actor_id}
    held = Membership.objects.filter(office=office, user__in=people).order_by("pk")
    for user_id, role in held.values_list("user_id", "role"):
        word = str(Role(role).label)
        if word not in found[user_id]:
            found[user_id].append(word)
    return {user_id: ", ".join(words) for user_id, words in found.items()}
