"""Recommendations and what becomes of them: proposed, binding, done, checked."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files.models import StoredFile
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.rules import standing_in
from lempu.kernel.offices.selectors import people_of
from lempu.kernel.reporting.enums import Act, FollowUpState, Kind
from lempu.kernel.reporting.models import FollowUp, Report
from lempu.kernel.reporting.services.letters import begun
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is recommended, which obstacle it answers, who sees to it and until when."""

    text: str
    owner: User
    due_on: dt.date
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, with a link or a file that shows it where there is one."""

    note: str
    url: str = ""
    file: StoredFile | None = None
    file_name: str = ""


@transaction.atomic
def propose_follow_up(*, report: Report, actor: User, what: Recommendation) -> FollowUp:
    """Write a recommendation into a quarterly evaluation; it binds once the report is signed.

    Refuses a monthly report (``not_quarterly``), an owner who is not of the office
    (``not_of_office``) and a day that has passed (``date_passed``).
    """
    if report.kind != Kind.QUARTERLY:
        raise DomainError(_("Only a quarterly evaluation recommends."), code="not_quarterly")
    row = begun(report.office, report.kind, report.year, report.period)
    _require_real(row, what)
    follow_up = FollowUp.objects.create(
        office=row.office,
        report=row,
        text=what.text,
        obstacle=what.obstacle,
        owner=what.owner,
        due_on=what.due_on,
    )
    _record(follow_up, Act.PROPOSED, actor, text=what.text, owner=what.owner.pk, due_on=what.due_on)
    return follow_up


@transaction.atomic
def change_follow_up(*, follow_up: FollowUp, actor: User, what: Recommendation) -> FollowUp:
    """Change it while it is proposed; once it binds, only owner and day change.

    Refuses one that is finished or withdrawn (``not_open``), other words once it binds
    (``words_stand``), ``not_of_office`` and ``date_passed``.
    """
    row = _locked(follow_up)
    _require(row, FollowUpState.PROPOSED, FollowUpState.OPEN)
    words = (what.text, what.obstacle)
    if row.state == FollowUpState.OPEN and words != (row.text, row.obstacle):
        raise DomainError(
            _("The signed report says it in these words. Only owner and date can change."),
            code="words_stand",
            field="text",
        )
    if (what.owner.pk, what.due_on) != (row.owner_id, row.due_on):
        _require_real(row.report, what)
    before = {"owner": row.owner_id, "due_on": row.due_on}
    row.text, row.obstacle, row.owner, row.due_on = *words, what.owner, what.due_on
    row.save(update_fields=["text", "obstacle", "owner", "due_on"])
    after = {"owner": what.owner.pk, "due_on": what.due_on}
    _record(row, Act.CHANGED, actor, before=before, after=after, text=what.text)
    return row


@transaction.atomic
def pass_on_follow_up(*, follow_up: FollowUp, actor: User, owner: User) -> FollowUp:
    """Give it to another owner with the day it has, late ones too. Refuses ``not_open`` and
    ``not_of_office``."""
    row = _locked(follow_up)
    _require(row, FollowUpState.PROPOSED, FollowUpState.OPEN)
    if not people_of(row.office).filter(pk=owner.pk).exists():
        raise _not_of_office()
    before, row.owner = row.owner_id, owner
    row.save(update_fields=["owner"])
    _record(row, Act.CHANGED, actor, before={"owner": before}, after={"owner": owner.pk})
    return row


@transaction.atomic
def withdraw_follow_up(*, follow_up: FollowUp, actor: User, reason: str) -> FollowUp:
    """Take a recommendation back; it stays in the history. Refuses ``not_open``, ``reason_required``."""
    row = _locked(follow_up)
    _require(row, FollowUpState.PROPOSED, FollowUpState.OPEN)
    row.answer = _words(reason, _("Say why it is withdrawn."))
    row.state = FollowUpState.WITHDRAWN
    row.save(update_fields=["state", "answer"])
    _record(row, Act.WITHDRAWN, actor, reason=row.answer)
    return row


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, actor: User, done: Done) -> FollowUp:
    """Say what was done. Refuses one that does not bind (``not_open``), silence
    (``reason_required``) and a link no browser opens (``link_refused``)."""
    row = _locked(follow_up)
    _require(row, FollowUpState.OPEN)
    row.note = _words(done.note, _("Say what was done."), field="note")
    if done.url and not done.url.lower().startswith(("https://", "http://")):
        raise DomainError(
            _("A link begins with https:// or http://. Paste it as your browser shows it."),
            code="link_refused",
            field="url",
        )
    row.url, row.file, row.file_name = done.url, done.file, done.file_name[-200:]
    row.state, row.done_by, row.done_at = FollowUpState.DONE, actor, timezone.now()
    row.save()
    sha256 = done.file.sha256 if done.file else None
    late = row.due_on < today(row.office.timezone)
    _record(row, Act.DONE, actor, note=row.note, url=row.url, sha256=sha256, late=late)
    return row


@transaction.atomic
def verify_follow_up(*, follow_up: FollowUp, actor: User) -> FollowUp:
    """Confirm that it was done. Refuses ``not_done`` and one's own work (``own_work``)."""
    row = _locked(follow_up)
    _require_other_eyes(row, actor)
    row.state, row.verified_by, row.verified_at = FollowUpState.VERIFIED, actor, timezone.now()
    row.save(update_fields=["state", "verified_by", "verified_at"])
    _record(row, Act.VERIFIED, actor)
    return row


@transaction.atomic
def send_back_follow_up(*, follow_up: FollowUp, actor: User, reason: str) -> FollowUp:
    """Give it back to its owner, open again; what they said stays to be mended.

    Refuses ``not_done``, ``own_work`` and ``reason_required``.
    """
    row = _locked(follow_up)
    _require_other_eyes(row, actor)
    row.answer = _words(reason, _("Say what is still missing."))
    row.state = FollowUpState.OPEN
    row.save(update_fields=["state", "answer"])
    _record(row, Act.REOPENED, actor, reason=row.answer)
    return row


def _locked(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",))
    return rows.select_related("report__office", "office", "owner").get(pk=follow_up.pk)


def _record(row: FollowUp, act: Act, actor: User, **facts: object) -> None:
    ledger.record(office=row.office, act=act, subject=row, actor=actor, **facts)


def _words(text: str, missing: object, *, field: str = "reason") -> str:
    if not text.strip():
        raise DomainError(str(missing), code="reason_required", field=field)
    return text.strip()


def _require(row: FollowUp, *states: FollowUpState) -> None:
    if row.state not in states:
        raise DomainError(
            _("This recommendation is %(state)s; that can no longer be done.")
            % {"state": str(row.get_state_display()).lower()},
            code="not_open",
        )


def _not_of_office() -> DomainError:
    return DomainError(
        _("Choose somebody who has a role in the office now."), code="not_of_office", field="owner"
    )


def _require_real(report: Report, what: Recommendation) -> None:
    if not people_of(report.office).filter(pk=what.owner.pk).exists():
        raise _not_of_office()
    if what.due_on < today(report.office.timezone):
        raise DomainError(_("This day has passed."), code="date_passed", field="due_on")


def is_own(row: FollowUp, person: User) -> bool:
    """Whether the person, or somebody in whose place they work now, owns it or did it."""
    people = {person.pk, *(each.person_id for each in standing_in(person, row.office_id))}
    return bool(people & {row.done_by_id, row.owner_id})


def _require_other_eyes(row: FollowUp, actor: User) -> None:
    if row.state != FollowUpState.DONE:
        raise DomainError(_("Nothing was reported as done yet."), code="not_done")
    if is_own(row, actor):
        raise DomainError(
            _("You cannot check what you did yourself. Another person will."), code="own_work"
        )
