"""Versions of a report: made, given their number, signed off."""

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services import store
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.selectors.versions import in_force
from lempu.kernel.reporting import renditions, selectors
from lempu.kernel.reporting.enums import Act, FollowUpState, VersionState
from lempu.kernel.reporting.models import FollowUp, Report, Version
from lempu.kernel.reporting.services.filing import file_as_evidence
from lempu.kernel.reporting.services.letters import begun
from lempu.shared.errors import DomainError
from lempu.shared.moments import one_moment
from lempu.shared.periods import today


def make_version(*, report: Report, plan: Plan, actor: User) -> Version:
    """Read everything of one moment and make PDF and Word of it.

    The numbers are read together, then written on paper without holding anybody up; if somebody
    wrote into the report meanwhile, nothing is kept (``edited_meanwhile``). A number that was
    given stays with the next version until the report is signed off. Where an amendment was enacted
    meanwhile, the report speaks of the version that is in force at its moment.
    """
    with one_moment() as at:
        plan = in_force(report.office, plan.year) or plan
        found = selectors.blank_report(report.office, report.kind, report.year, report.period)
        latest = _latest(found)
        keeps = latest is not None and latest.state == VersionState.MADE
        snapshot = selectors.snapshot_of(
            found,
            plan,
            at=at,
            day=today(report.office.timezone),
            number=latest.letter_number if latest and keeps else "",
            date=latest.letter_date if latest and keeps else None,
        )
    number = latest.number + 1 if latest else 1
    return _kept(found, snapshot, actor, number=number, act=Act.MADE)


def give_number(*, version: Version, actor: User, number: str, date: dt.date) -> Version:
    """Write number and date on the letter: a version more that says the same of the same moment.

    Refuses a version that is not the latest (``newer_version``) or signed (``already_signed``), a
    number another report of the office bears (``number_taken``) and a day that has not come or
    lies before the moment of the figures (``date_unreal``).
    """
    report, number = version.report, number.strip()
    _require_unsigned(version)
    _require_latest(report, version)
    others = Version.objects.filter(report__office=report.office, letter_number__iexact=number)
    if others.exclude(report=report).exists():
        raise DomainError(
            _("Another report bears the number %(number)s already.") % {"number": number},
            code="number_taken",
            field="number",
        )
    zone = report.office.timezone
    if not timezone.localdate(_moment_of(version), ZoneInfo(zone)) <= date <= today(zone):
        raise DomainError(
            _("The date lies between the day of the figures and today."),
            code="date_unreal",
            field="date",
        )
    letter = version.snapshot["letter"] | {"number": number, "date": date.isoformat()}
    snapshot = version.snapshot | {"letter": letter}
    return _kept(report, snapshot, actor, number=version.number + 1, act=Act.NUMBERED)


@transaction.atomic
def sign_version(*, version: Version, actor: User, sha256: str) -> Version:
    """Sign a version off; ``sha256`` is the fingerprint of the PDF the leader had before them.

    From then on its recommendations bind their owners, an earlier signed version is replaced, and
    the PDF is filed as evidence of the rows that ask for it. Refuses a version that is signed
    (``already_signed``), one after which another was made (``newer_version``), other bytes than those
    seen (``content_changed``), a letter without number and date (``number_missing``) and a period
    that has not ended (``not_ended``).
    """
    report = begun(version.report.office, **_key_of(version.report))
    version = Version.objects.select_related("pdf", "made_by").get(pk=version.pk, report=report)
    version.report = report
    _require_unsigned(version)
    _require_latest(report, version)
    _require_signable(version, sha256)
    report.versions.filter(state=VersionState.SIGNED).update(state=VersionState.SUPERSEDED)
    version.state, version.signed_by = VersionState.SIGNED, actor
    version.signed_at = timezone.now()
    version.save(update_fields=["state", "signed_by", "signed_at"])
    opened = _open_follow_ups(version)
    ledger.record(
        office=report.office,
        act=Act.SIGNED,
        subject=report,
        actor=actor,
        version=version.number,
        letter_number=version.letter_number,
        letter_date=version.letter_date,
        sha256=version.pdf.sha256,
        content_hash=version.content_hash,
        follow_ups=opened,
    )
    file_as_evidence(version=version, actor=actor)
    return version


def _kept(
    report: Report, snapshot: dict[str, Any], actor: User, *, number: int, act: Act
) -> Version:
    """Bytes first, then the row, if the report is still what was read."""
    fingerprint = canonical.digest_of(snapshot)
    document = renditions.document_of(snapshot, version=number, fingerprint=fingerprint)
    pdf = _stored(renditions.write_pdf(document), "laporan.pdf")
    word = _stored(renditions.write_docx(document), "laporan.docx")
    with transaction.atomic():
        row = begun(report.office, **_key_of(report))
        _require_same(row, report, snapshot, number=number, act=act)
        row.versions.filter(state=VersionState.MADE).update(state=VersionState.SUPERSEDED)
        date = snapshot["letter"]["date"]
        version = Version.objects.create(
            report=row,
            number=number,
            letter_number=snapshot["letter"]["number"],
            letter_date=dt.date.fromisoformat(date) if date else None,
            snapshot=snapshot,
            content_hash=fingerprint,
            pdf=pdf,
            word=word,
            made_by=actor,
            made_at=timezone.now(),
        )
        ledger.record(
            office=row.office,
            act=act,
            subject=row,
            actor=actor,
            kind=row.kind,
            year=row.year,
            period=row.period,
            version=number,
            letter_number=version.letter_number,
            letter_date=version.letter_date,
            as_of=snapshot["as_of"],
            content_hash=fingerprint,
            pdf=pdf.sha256,
            word=word.sha256,
        )
    return version


def _require_same(
    row: Report, read: Report, snapshot: dict[str, Any], *, number: int, act: Act
) -> None:
    """Nobody wrote, recommended or made a version since it was read."""
    latest = _latest(row)
    is_same = row.edition == read.edition and (latest.number if latest else 0) == number - 1
    if act == Act.MADE:  # a number is written under what was recommended then
        is_same &= selectors.recommendations_of(row) == snapshot["recommendations"]
    if not is_same:
        raise DomainError(
            _("Somebody changed the report while the version was made. Look and make it again."),
            code="edited_meanwhile",
        )


def _stored(content: bytes, name: str) -> StoredFile:
    return store(content=io.BytesIO(content), name=name)


def _key_of(report: Report) -> dict[str, Any]:
    return {"kind": report.kind, "year": report.year, "period": report.period}


def _latest(report: Report) -> Version | None:
    if report._state.adding:
        return None
    return Version.objects.filter(report=report).order_by("-number").first()


def _moment_of(version: Version) -> dt.datetime:
    return dt.datetime.fromisoformat(version.snapshot["as_of"])


def _open_follow_ups(version: Version) -> list[int]:
    """What the signed paper recommends becomes a duty; what was proposed later waits."""
    told = [each["pk"] for each in version.snapshot["recommendations"]]
    rows = FollowUp.objects.filter(pk__in=told, state=FollowUpState.PROPOSED)
    keys = list(rows.values_list("pk", flat=True))
    FollowUp.objects.filter(pk__in=keys).update(
        state=FollowUpState.OPEN, opened_at=version.signed_at
    )
    return keys


def _require_unsigned(version: Version) -> None:
    if version.is_signed:
        raise DomainError(_("This version is signed off already."), code="already_signed")


def _require_latest(report: Report, version: Version) -> None:
    latest = _latest(report)
    if latest is not None and latest.number != version.number:
        raise DomainError(
            _("Version %(number)s was made meanwhile. See below what changed, then go on with it.")
            % {"number": latest.number},
            code="newer_version",
            latest=latest.pk,
        )


def _require_signable(version: Version, sha256: str) -> None:
    if version.pdf.sha256 != sha256:
        raise DomainError(
            _("The file is not the one you looked at. Open it again before you sign."),
            code="content_changed",
        )
    if not version.letter_number or version.letter_date is None:
        raise DomainError(
            _("The letter has no number and date yet. The coordinator gives them first."),
            code="number_missing",
        )
    if version.report.last_day >= today(version.report.office.timezone):
        raise DomainError(
            _("The period has not ended yet. A report is signed off once it has."),
            code="not_ended",
        )
