"""Closing makes the papers of a gathering; then they are offered to the obligations it serves."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.evidence.services import offer_record
from lempu.kernel.files.services import store
from lempu.kernel.gatherings import renditions
from lempu.kernel.gatherings.enums import Act, FileKind, GatheringState
from lempu.kernel.gatherings.models import Gathering, Paper
from lempu.kernel.gatherings.selectors import desk_record, serves
from lempu.kernel.gatherings.services import papers
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.shared.errors import DomainError
from lempu.shared.http import may

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.obligations.models import Obligation

#: Kind of evidence -> the name its paper goes by; the complete set stands for everything.
NAMES = {
    "invitation": "Undangan",
    "attendance": "Daftar hadir",
    "minutes": "Notulen",
    "photo": "Foto",
    "report": "Berkas lengkap",
}
WHOLE = "report"


def close_gathering(*, gathering: Gathering, actor: "User") -> Gathering:
    """Make invitation, attendance list, minutes, photos and the whole of them as PDF/A, and close it.

    The papers are written before the transaction, from what is there; whoever changes something meanwhile
    is asked to press again. Refuses ``not_planned``, a day that has not come (``not_yet``), one to which
    nobody came (``nobody_came``), no minutes (``no_minutes``) and ``changed_meanwhile``.
    """
    row = Gathering.objects.select_related("office", "organiser", "number", "written_by").get(
        pk=gathering.pk
    )
    _require_whole(row)
    before = _state_of(row)
    made = [(kind, store(content=io.BytesIO(pdf), name="a.pdf")) for kind, pdf in _written(row)]
    with transaction.atomic():
        row = held(gathering)
        _require_whole(row)
        if _state_of(row) != before:
            raise DomainError(
                _("Somebody changed the gathering just now. Look once more, then close it."),
                code="changed_meanwhile",
            )
        Paper.objects.bulk_create(
            Paper(gathering=row, kind=kind, file=file, name=f"{NAMES[kind]} {row.title}.pdf"[:200])
            for kind, file in made
        )
        row.attendances.update(network="")
        row.state, row.closed_at, row.closed_by = GatheringState.CLOSED, timezone.now(), actor
        row.save(update_fields=["state", "closed_at", "closed_by"])
        record(row, Act.CLOSED, actor, papers={kind: file.sha256 for kind, file in made})
    return row


@transaction.atomic
def serve(*, gathering: Gathering, actor: "User", obligations: "Iterable[Obligation]") -> int:
    """Offer the papers to obligations, each paper under the kind the row asks for; how many are new.

    One gathering may serve several rows; one that is served already stays as it is. Refuses a gathering
    that is not closed (``not_closed``), a row of another office (``other_office``) and one that the person
    may not prove (``not_theirs``).
    """
    row = held(gathering)
    if not row.is_closed:
        raise DomainError(_("Close the gathering first."), code="not_closed")
    served = {each.pk for each in serves(row)}
    fresh = [each for each in obligations if each.pk not in served]
    for obligation in sorted(fresh, key=lambda each: each.pk):
        if obligation.office_id != row.office_id:
            raise DomainError(_("This row belongs to another office."), code="other_office")
        if not may(actor, EvidencePerm.OFFER, obligation):
            raise DomainError(_("You do not prove this row."), code="not_theirs")
        _offer(row, actor, obligation)
    return len(fresh)


def _offer(row: Gathering, actor: "User", obligation: "Obligation") -> None:
    record_made = desk_record(row)
    there = {paper.kind: paper for paper in record_made.papers}
    required = list(obligation.indicator.required)
    asked = [kind for kind in required if kind in there] or [WHOLE]
    for kind in asked:
        shown = kind if kind in required or not required else required[0]
        offer_record(
            obligation=obligation, actor=actor, record=record_made, paper=there[kind], kind=shown
        )
    record(row, Act.SERVED, actor, obligation=obligation.pk, papers=asked)


def _require_whole(row: Gathering) -> None:
    require_planned(row)
    if timezone.now() < row.starts_at:
        raise DomainError(_("It has not begun yet."), code="not_yet")
    sheets = row.files.filter(kind=FileKind.SHEET, withdrawn_at=None)
    if not row.attendances.filter(struck_at=None).exists() and not sheets.exists():
        raise DomainError(_("Nobody is on the attendance list yet."), code="nobody_came")
    if not row.decisions or not row.course:
        raise DomainError(_("Write the minutes first."), code="no_minutes")


def _state_of(row: Gathering) -> tuple[Any, ...]:
    """What the papers are made of, to see whether it changed while they were written."""
    return (
        row.edition, row.door, row.title, row.place, row.starts_at, row.ends_at, row.number_id,
        list(row.attendances.order_by("pk").values_list("pk", "struck_at")),
        list(row.files.order_by("pk").values_list("pk", "withdrawn_at")),
        list(row.tasks.order_by("pk").values_list("pk", "owner", "due_on", "state")),
    )  # fmt: skip


def _written(row: Gathering) -> list[tuple[str, bytes]]:
    facts, people, said = papers.facts_of(row), papers.people_there(row), papers.said_in(row)
    invited, shown = papers.invited_of(row), papers.photos_of(row)
    documents = {
        "attendance": renditions.attendance(facts, people),
        "minutes": renditions.minutes(facts, said),
        WHOLE: renditions.complete_set(facts, invited, people, said, shown),
    }
    if row.number is not None:
        documents["invitation"] = renditions.invitation(facts, invited)
    if shown:
        documents["photo"] = renditions.photos(facts, shown)
    return [(kind, renditions.write_letter(documents[kind])) for kind in sorted(documents)]
