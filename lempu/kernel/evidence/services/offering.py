"""Offering proof: add, replace by a new version, describe, withdraw, use again."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence.enums import Act, SubmissionState
from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.evidence.rules import represented
from lempu.kernel.files import services as files
from lempu.kernel.files.models import StoredFile, Upload
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.kernel.plans.enums import Expectation
from lempu.shared.errors import DomainError

DESCRIBED = ("kind", "number", "document_date", "event_date", "note")


@dataclass(frozen=True, slots=True)
class Content:
    """What a version is: a file with its name, a link, or the record of a desk.

    ``taken`` are bytes that no row speaks of yet; their row is made in the transaction of the act.
    """

    taken: files.Taken | None = None
    file: StoredFile | None = None
    name: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says of a piece of evidence."""

    kind: str
    number: str = ""
    document_date: dt.date | None = None
    event_date: dt.date | None = None
    note: str = ""


@transaction.atomic
def add_evidence(
    *, obligation: Obligation, actor: User, content: Content, details: Details
) -> Evidence:
    """Offer a file, a link or a desk record as proof.

    Content that was submitted or accepted changes by this, so a waiting submission is voided and
    an accepted obligation opens again; that is a second entry in the ledger. Refuses a link that
    leads nowhere a browser goes (``link_refused``).
    """
    content = _ready(content)
    obligation = lock(obligation)
    evidence = Evidence.objects.create(
        office=obligation.office,
        obligation=obligation,
        kind=details.kind,
        number=details.number,
        document_date=details.document_date,
        event_date=details.event_date,
        note=details.note,
        added_by=actor,
    )
    version = _add_version(evidence, actor, content, number=1)
    ledger.record(
        office=obligation.office,
        act=Act.ADDED,
        subject=obligation,
        actor=actor,
        evidence=evidence.pk,
        kind=details.kind,
        **_facts(version),
    )
    _void_decision(obligation, actor)
    return evidence


@transaction.atomic
def add_uploaded(
    *, obligation: Obligation, actor: User, content: Content, details: Details, upload: Upload
) -> Evidence:
    """Offer a file that came in pieces, and say that it was used: once, whoever asks twice (``used``)."""
    files.use(upload=upload, outcome=f"{used_for(obligation)} {details.kind}")
    return add_evidence(obligation=obligation, actor=actor, content=content, details=details)


def used_for(row: Obligation | Evidence) -> str:
    """How an upload names what took it: who asks again there hears the same, elsewhere that it was used."""
    return f"{row._meta.model_name}:{row.pk}"


@transaction.atomic
def add_uploaded_version(
    *, evidence: Evidence, actor: User, content: Content, upload: Upload
) -> Version:
    """``add_version`` of a file that came in pieces; once, whoever asks twice (``used``)."""
    files.use(upload=upload, outcome=f"{used_for(evidence)} {evidence.kind}")
    return add_version(evidence=evidence, actor=actor, content=content)


@transaction.atomic
def add_version(*, evidence: Evidence, actor: User, content: Content) -> Version:
    """Put a new version beside the earlier ones, which stay.

    Refuses a piece that was withdrawn (``withdrawn``), the very same file or link again
    (``same_file``) and a link that leads nowhere a browser goes (``link_refused``).
    """
    content = _ready(content)
    evidence, obligation = _locked(evidence)
    latest = evidence.current
    given = (content.file.pk if content.file else None, content.url, content.source)
    if given == (latest.file_id, latest.url, latest.source):
        raise DomainError(
            _("This is exactly what is there already. Nothing was changed."), code="same_file"
        )
    version = _add_version(evidence, actor, content, number=latest.number + 1)
    ledger.record(
        office=obligation.office,
        act=Act.VERSION_ADDED,
        subject=obligation,
        actor=actor,
        evidence=evidence.pk,
        version=version.number,
        **_facts(version),
    )
    _void_decision(obligation, actor)
    return version


@transaction.atomic
def describe_evidence(*, evidence: Evidence, actor: User, details: Details) -> Evidence:
    """Correct kind, number, dates or note. Nothing changed writes nothing; refuses ``withdrawn``."""
    evidence, obligation = _locked(evidence)
    before = _described(evidence)
    for field in DESCRIBED:
        setattr(evidence, field, getattr(details, field))
    after = _described(evidence)
    if before == after:
        return evidence
    evidence.save(update_fields=list(after))
    ledger.record(
        office=obligation.office,
        act=Act.DESCRIBED,
        subject=obligation,
        actor=actor,
        evidence=evidence.pk,
        before=before,
        after=after,
    )
    _void_decision(obligation, actor)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, actor: User, reason: str) -> Evidence:
    """Take a piece back; its files and history stay.

    Refuses a piece that was withdrawn already (``withdrawn``) and one without words
    (``reason_required``).
    """
    evidence, obligation = _locked(evidence)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why it is withdrawn."), code="reason_required", field="reason")
    evidence.withdrawn_at = timezone.now()
    evidence.withdrawn_reason = reason
    evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    ledger.record(
        office=obligation.office,
        act=Act.WITHDRAWN,
        subject=obligation,
        actor=actor,
        evidence=evidence.pk,
        reason=reason,
    )
    _void_decision(obligation, actor)
    return evidence


@transaction.atomic
def reuse_evidence(*, obligation: Obligation, source: Obligation, actor: User) -> list[Evidence]:
    """Offer what an earlier month of the same row offers: new pieces that point at the same files.

    Only on rows that ask for their proof once (``not_once``), from an earlier month of the row
    (``not_same_row``); refuses when nothing is there that is not here already
    (``nothing_to_reuse``). Each piece has its own entry in the ledger.
    """
    obligation = lock(obligation)
    if obligation.indicator.expectation != Expectation.ONCE:
        raise DomainError(_("This row asks for new proof every time."), code="not_once")
    is_earlier = (source.year, source.month) < (obligation.year, obligation.month)
    if source.indicator_id != obligation.indicator_id or not is_earlier:
        raise DomainError(_("That is not an earlier month of this row."), code="not_same_row")
    here = {
        (v.file_id, v.url, v.source)
        for v in (piece.current for piece in obligation.evidence.offered().with_versions())
    }
    there = [
        piece
        for piece in source.evidence.offered().with_versions()
        if (piece.current.file_id, piece.current.url, piece.current.source) not in here
    ]
    if not there:
        raise DomainError(_("Everything of that month is here already."), code="nothing_to_reuse")
    return [
        add_evidence(
            obligation=obligation,
            actor=actor,
            content=_content_of(piece.current),
            details=Details(**_described(piece)),
        )
        for piece in there
    ]


def _void_decision(obligation: Obligation, actor: User) -> None:
    """The content changed: what was submitted or accepted no longer stands for it."""
    if obligation.state not in (State.SUBMITTED, State.ACCEPTED, State.NIL):
        return
    was = obligation.state
    standing = [SubmissionState.WAITING, SubmissionState.ACCEPTED]
    obligation.submissions.filter(state__in=standing).update(state=SubmissionState.VOID)
    reopen(obligation)
    ledger.record(
        office=obligation.office,
        act=Act.SUBMISSION_VOIDED,
        subject=obligation,
        actor=actor,
        was=was,
    )


def reopen(obligation: Obligation) -> None:
    """Back to what it was before it was submitted: returned, stated as undone, or open."""
    withdrawn = [SubmissionState.WITHDRAWN, SubmissionState.VOID]
    standing = obligation.submissions.exclude(state__in=withdrawn).order_by("-pk").first()
    if obligation.state == State.SUBMITTED and standing is not None:
        obligation.state = State.RETURNED
    elif obligation.undone_reason:
        obligation.state = State.UNDONE
    else:
        obligation.state = State.OPEN
    obligation.submitted_at = None
    obligation.save(update_fields=["state", "submitted_at"])


def _locked(evidence: Evidence) -> tuple[Evidence, Obligation]:
    """The piece and its obligation, held; refuses what was withdrawn."""
    obligation = lock(Obligation(pk=evidence.obligation_id))
    row = Evidence.objects.with_versions().get(pk=evidence.pk)
    if row.withdrawn_at is not None:
        raise DomainError(_("This piece of evidence was withdrawn."), code="withdrawn")
    return row, obligation


def _ready(content: Content) -> Content:
    """The content, its bytes referenced: before any other lock, so that all wait in one order."""
    if content.url and not content.url.lower().startswith(("https://", "http://")):
        raise DomainError(
            _("A link begins with https:// or http://. Paste it as your browser shows it."),
            code="link_refused",
            field="url",
        )
    if content.taken is None:
        return content
    return replace(content, file=files.reference(content.taken), taken=None)


def _content_of(version: Version) -> Content:
    return Content(file=version.file, name=version.name, url=version.url, source=version.source)


def _add_version(evidence: Evidence, actor: User, content: Content, *, number: int) -> Version:
    files.ask(content.file)
    return Version.objects.create(
        evidence=evidence,
        number=number,
        file=content.file,
        name=files.tidy_name(content.name),
        url=content.url,
        source=content.source,
        added_by=actor,
        on_behalf_of=represented(actor, evidence.obligation),
    )


def _facts(version: Version) -> dict[str, Any]:
    return {
        "sha256": version.file.sha256 if version.file else None,
        "name": version.name,
        "url": version.url,
        "source": version.source,
    }


def _described(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in DESCRIBED}
