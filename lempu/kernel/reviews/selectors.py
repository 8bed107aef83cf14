"""What waits for the second pair of eyes, and what a reviewer needs to see to decide."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.evidence import selectors as evidence
from lempu.kernel.evidence.enums import SubmissionKind
from lempu.kernel.evidence.models import Submission, SubmissionQuerySet, Version
from lempu.kernel.findings import selectors as findings
from lempu.kernel.findings.enums import Rule
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.rules import standing_in
from lempu.kernel.reviews.enums import Perm
from lempu.kernel.reviews.models import Decision
from lempu.shared.http import may


@dataclass(frozen=True, slots=True)
class Item:
    """One line of what was submitted: the version as it was then, with what was said of it."""

    version: Version
    label: str
    said: dict[str, Any]

    @property
    def document_date(self) -> dt.date | None:
        day = self.said["document_date"]
        return dt.date.fromisoformat(day) if day else None


@dataclass(frozen=True, slots=True)
class Fact:
    """What the system checked by itself; ``holds`` is false for a finding nobody accepted.

    ``url`` is the page where a finding is seen with what stands beside it.
    """

    words: str | Promise
    holds: bool
    url: str = ""


def queue(user: Any, office: Office) -> SubmissionQuerySet:
    """What waits in an office, oldest first.

    For those who decide, without what they submitted or added themselves: another reviewer's.
    """
    rows = Submission.objects.filter(office=office).waiting().for_listing()
    return rows.exclude(_own(user, office)) if may(user, Perm.DECIDE, office) else rows


def decidable_by(user: Any, office: Office) -> SubmissionQuerySet:
    """What waits in an office and is not the work of the person, whatever role they hold."""
    return Submission.objects.filter(office=office).waiting().exclude(_own(user, office))


def own_count(user: Any, office: Office) -> int:
    """How many waiting submissions are the person's own."""
    return Submission.objects.filter(office=office).waiting().filter(_own(user, office)).count()


def one_with(user: Any, office_id: int) -> list[Any]:
    """The person, and those in whose place they work now: what is theirs, the person does not review."""
    return [user, *(each.person for each in standing_in(user, office_id))]


def _own(user: Any, office: Office) -> Q:
    people = one_with(user, office.pk)
    added = Version.objects.owed_to(*people)
    submitted = Q(submitted_by__in=people) | Q(on_behalf_of__in=people)
    return submitted | Q(obligation__in=added.values("evidence__obligation"))


def items_of(submission: Submission) -> list[Item]:
    """The exact versions a submission spoke of, in its order; one query."""
    lines = {(line["evidence"], line["version"]): line for line in submission.manifest}
    rows = Version.objects.filter(evidence__in={key for key, _number in lines}).select_related(
        "file", "added_by", "evidence__obligation"
    )
    found = {(v.evidence_id, v.number): v for v in rows}
    return [
        Item(found[key], evidence.kind_label(line["kind"]), line)
        for key, line in lines.items()
        if key in found
    ]


def facts_of(submission: Submission) -> list[Fact]:
    """The automatic checks of a waiting submission, whose content is what is offered now."""
    obligation = submission.obligation
    if submission.kind == SubmissionKind.NIL:
        return [_timely(submission)]
    needs = evidence.checklist(obligation)
    pieces = [piece for need in needs for piece in need.evidence]
    noticed = findings.findings_on(obligation)
    lacks = any(one.finding.rule == Rule.INCOMPLETE for one in noticed)
    facts = [
        *([] if lacks else [_complete(needs)]),
        *([_dated(pieces, obligation)] if pieces else []),
        _timely(submission),
    ]
    return facts + [_noticed(one) for one in noticed]


def _noticed(one: findings.Shown) -> Fact:
    row = one.finding
    words = f"{row.version.label}: {one.words}" if row.version else one.words
    if row.accepted_by is not None:
        words += " " + _("Accepted by %(name)s: %(reason)s") % {
            "name": row.accepted_by.name,
            "reason": row.reason,
        }
    url = reverse("findings:finding", args=[row.pk])
    return Fact(words, row.accepted_at is not None, url)


def _complete(needs: list[Any]) -> Fact:
    lacking = evidence.missing(needs)
    if lacking:
        return Fact(_("Not there: %(list)s.") % {"list": ", ".join(lacking)}, False)
    asked = sum(need.is_required for need in needs)
    if not asked:
        return Fact(_("The row asks for no particular evidence."), True)
    text = ngettext(
        "The one piece of evidence asked for is there.",
        "All %(count)s pieces of evidence asked for are there.",
        asked,
    )
    return Fact(text % {"count": asked}, True)


def _dated(pieces: list[Any], obligation: Any) -> Fact:
    month = {"month": obligation.period.name}
    dated = [piece.document_date for piece in pieces if piece.document_date]
    if not dated:
        return Fact(_("No document carries a date."), False)
    if any(evidence.is_dated_outside(obligation, day) for day in dated):
        return Fact(_("Some dates of documents are outside %(month)s.") % month, False)
    return Fact(_("The dates of the documents fit %(month)s.") % month, True)


def _timely(submission: Submission) -> Fact:
    if not submission.is_late:
        return Fact(_("Submitted in time."), True)
    days = max(
        (
            timezone.localdate(submission.submitted_at, ZoneInfo(submission.office.timezone))
            - submission.obligation.due_on
        ).days,
        1,
    )
    text = ngettext("Submitted %(count)s day late.", "Submitted %(count)s days late.", days)
    return Fact(text % {"count": days}, False)


def checks_for(submission: Submission, items: list[Item]) -> list[str]:
    """What only a person can see, as the labels that are kept with the decision."""
    if submission.kind == SubmissionKind.NIL:
        return [_("The reason fits the row and the month")]
    kinds = {item.said["kind"] for item in items}
    checks = [_("The content answers the indicator")]
    if kinds - {"photo", "screenshot", "publication", "design", "material"}:
        checks.append(_("The documents are signed where they must be"))
    if "photo" in kinds:
        checks.append(_("The photos show the activity of this month"))
    if any(item.version.url for item in items):
        checks.append(_("The links open and show what is claimed"))
    return checks


def earlier(submission: Submission) -> list[Submission]:
    """The other submissions of the same obligation, latest first."""
    rows = Submission.objects.filter(obligation=submission.obligation_id).exclude(pk=submission.pk)
    return list(rows.select_related("submitted_by").order_by("-pk"))


def decision_on(submission: Submission) -> Decision | None:
    """The decision that stands."""
    rows = submission.decisions.filter(undone_at=None)
    return rows.select_related("decided_by").first()
