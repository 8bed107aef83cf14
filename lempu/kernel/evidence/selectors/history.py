"""What happened to an obligation, as the ledger tells it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.models import Submission
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared import acts

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One act: in words, of whom, when, and its number in the ledger; ``who`` is empty for the system.

    ``behalf`` names the colleague in whose place it was done.
    """

    act: str
    words: str | Promise
    detail: str
    who: str
    at: dt.datetime
    seq: int
    hash: str
    behalf: str = ""


def history(obligation: Obligation) -> list[Line]:
    """The latest acts first, at most sixty; one query, or two."""
    entries = list(ledger.history_of([obligation])[:LONGEST])
    behalf = ledger.represented_in(entries)
    return [
        Line(
            act=entry.act,
            words=acts.sentence(entry.act),
            detail=detail_of(ledger.payload_of(entry)),
            who=entry.actor.name if entry.actor else "",
            at=entry.recorded_at,
            seq=entry.seq,
            hash=entry.hash,
            behalf=behalf[entry.pk].name if entry.pk in behalf else "",
        )
        for entry in entries
    ]


def last_return(obligation: Obligation) -> Submission | None:
    """The submission whose answer the owner must act on."""
    rows = obligation.submissions.filter(state=SubmissionState.RETURNED)
    return rows.order_by("-pk").first()


def detail_of(payload: dict[str, Any]) -> str:
    """The facts a person wants to read beside the act."""
    parts = []
    if payload.get("kind"):
        parts.append(str(kind_label(payload["kind"])))
    if payload.get("name"):
        parts.append(payload["name"])
    if payload.get("content"):
        count = len(payload["content"])
        parts.append(
            ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", count)
            % {"count": count}
        )
    if payload.get("late"):
        parts.append(_("late"))
    if payload.get("reason"):
        parts.append(payload["reason"])
    return " · ".join(parts)
