"""What the rooms below offer to search, read office by office in as many queries whatever there is.

Desks register their own in a ``sources.py`` of theirs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.plans.enums import Perm as PlanPerm
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.reporting.enums import FollowUpState
from lempu.kernel.reporting.enums import Perm as ReportPerm
from lempu.kernel.reporting.models import FollowUp, Report
from lempu.kernel.reviews.models import Decision
from lempu.kernel.search.enums import Kind
from lempu.kernel.search.registry import Document, register

LIVING = (PlanState.ENACTED, PlanState.DRAFT)


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _place(row: Indicator) -> str:
    sub = row.sub_activity
    names = (sub.activity.programme.name, sub.activity.name, sub.name, *map(str, sub.parts))
    return _lines(*dict.fromkeys(names))


def _moment(plan: Plan) -> dt.datetime:
    return plan.enacted_at or plan.created_at


@register(Kind.ROW, permission=PlanPerm.VIEW)
def rows(office: Office) -> Iterator[Document]:
    found = Indicator.objects.filter(plan__office=office, plan__state__in=LIVING)
    for row in found.with_place().prefetch_related("owners").order_by("pk"):
        owners = list(row.owners.all())
        yield Document(
            kind=Kind.ROW,
            key=f"plans.indicator:{row.pk}",
            title=f"{row.code} {row.text}",
            body=_lines(_place(row), ", ".join(owner.name for owner in owners)),
            url=reverse("plans:row", args=[row.pk]),
            updated=_moment(row.plan),
            programme=row.sub_activity.activity.programme.number,
            year=row.plan.year,
            people=tuple(owner.pk for owner in owners),
        )


@register(Kind.DECREE, permission=PlanPerm.VIEW)
def decrees(office: Office) -> Iterator[Document]:
    for plan in Plan.objects.filter(office=office).exclude(state=PlanState.WITHDRAWN):
        title = plan.decree_title or f"Rencana aksi {plan.year}"
        yield Document(
            kind=Kind.DECREE,
            key=f"plans.plan:{plan.pk}",
            title=_lines(f"Rencana aksi {plan.year}", plan.decree_number),
            body=_lines(
                title, plan.signatory_name, plan.signatory_position, plan.source_name, "keputusan"
            ),
            url=reverse("plans:grid", args=[plan.pk]),
            updated=_moment(plan),
            year=plan.year,
        )


@register(Kind.OBLIGATION, permission=ObligationPerm.VIEW)
def obligations(office: Office) -> Iterator[Document]:
    """A person's own: rows they own, and rows of their sub-division that nobody owns."""
    teams: dict[int, list[int]] = defaultdict(list)
    for membership in Membership.objects.in_force().filter(office=office, unit__isnull=False):
        teams[membership.unit_id or 0].append(membership.user_id)
    found = Obligation.objects.counted().filter(office=office).for_listing()
    for obligation in found.prefetch_related("indicator__owners"):
        row = obligation.indicator
        people = [owner.pk for owner in row.owners.all()] or teams.get(row.unit_id or 0, [])
        if not people:
            continue
        yield Document(
            kind=Kind.OBLIGATION,
            key=f"obligations.obligation:{obligation.pk}",
            title=f"{row.code} {row.text}",
            body=_lines(_place(row), obligation.undone_reason),
            url=reverse("evidence:page", args=[obligation.pk]),
            updated=timezone.make_aware(dt.datetime.combine(obligation.due_on, dt.time(12))),
            programme=row.sub_activity.activity.programme.number,
            year=obligation.year,
            month=obligation.month,
            state=obligation.state,
            begins_on=obligation.begins_on,
            due_on=obligation.due_on,
            people=tuple(sorted(set(people))),
            only_people=True,
        )


@register(Kind.EVIDENCE, permission=EvidencePerm.VIEW)
def evidence(office: Office) -> Iterator[Document]:
    versions = Version.objects.select_related("file__facts").order_by("-number")
    found = (
        Evidence.objects.offered()
        .filter(office=office)
        .select_related("obligation__indicator__sub_activity__activity__programme", "added_by")
    )
    for piece in found.prefetch_related(Prefetch("versions", versions)).order_by("pk"):
        obligation, every = piece.obligation, list(piece.versions.all())
        read = _read(every[0]) if every else {}
        yield Document(
            kind=Kind.EVIDENCE,
            key=f"evidence.evidence:{piece.pk}",
            title=_lines(every[0].label if every else "", kind_label(piece.kind)),
            body=_lines(
                piece.number,
                piece.note,
                *(version.label for version in every[1:]),
                f"{obligation.indicator.code} {obligation.indicator.text}",
                piece.added_by.name,
            ),
            url=reverse("evidence:page", args=[obligation.pk]),
            updated=every[0].added_at if every else piece.added_at,
            programme=obligation.indicator.sub_activity.activity.programme.number,
            year=obligation.year,
            month=obligation.month,
            state=obligation.state,
            begins_on=obligation.begins_on,
            due_on=obligation.due_on,
            people=(piece.added_by_id,),
            **read,
        )


def _read(version: Version) -> dict[str, Any]:
    """Where the text of its file is, if there is any."""
    facts = getattr(version.file, "facts", None)
    if facts is None or not facts.letters:
        return {}
    return {
        "inside": version.file_id,
        "inside_digest": f"{facts.text_digest} {facts.text_at}",
        "inside_url": reverse("evidence:look", args=[version.pk]),
    }


@register(Kind.DECISION, permission=EvidencePerm.VIEW)
def decisions(office: Office) -> Iterator[Document]:
    """Those that say something and stand."""
    found = Decision.objects.filter(submission__office=office, undone_at=None).exclude(reason="")
    for one in found.select_related(
        "submission__obligation__indicator__sub_activity__activity__programme", "decided_by"
    ):
        obligation = one.submission.obligation
        yield Document(
            kind=Kind.DECISION,
            key=f"reviews.decision:{one.pk}",
            title=f"{obligation.indicator.code} {obligation.indicator.text}",
            body=_lines(one.reason, one.decided_by.name),
            url=reverse("evidence:page", args=[obligation.pk]),
            updated=one.decided_at,
            programme=obligation.indicator.sub_activity.activity.programme.number,
            year=obligation.year,
            month=obligation.month,
            state=obligation.state,
            begins_on=obligation.begins_on,
            due_on=obligation.due_on,
            people=(one.decided_by_id, one.submission.submitted_by_id),
        )


@register(Kind.REPORT, permission=ReportPerm.VIEW)
def reports(office: Office) -> Iterator[Document]:
    for report in Report.objects.filter(office=office).with_versions():
        versions = list(report.versions.all())
        moment = versions[0].made_at if versions else report.written_at
        if moment is None:
            continue
        span, month = report.span, report.months[-1]
        yield Document(
            kind=Kind.REPORT,
            key=f"reporting.report:{report.pk}",
            title=f"Laporan {report.get_kind_display()} {span.name} {report.year}",
            body=_lines(
                report.opening,
                report.obstacles,
                report.closing,
                report.recipient,
                *(version.letter_number for version in versions),
            ),
            url=_report_address(report, office),
            updated=moment,
            year=report.year,
            month=month.number,
        )


def _report_address(report: Report, office: Office) -> str:
    words = {"code": office.code, "year": report.year, "period": report.period}
    kind = {"monthly": "bulanan", "quarterly": "triwulan"}[report.kind]
    return reverse("reporting:report", kwargs={**words, "kind": kind})


@register(Kind.FOLLOW_UP, permission=ReportPerm.VIEW)
def follow_ups(office: Office) -> Iterator[Document]:
    found = FollowUp.objects.filter(office=office).exclude(state=FollowUpState.WITHDRAWN)
    for one in found.select_related("report", "owner"):
        yield Document(
            kind=Kind.FOLLOW_UP,
            key=f"reporting.follow_up:{one.pk}",
            title=one.text,
            body=_lines(one.obstacle, one.note, one.file_name, one.owner.name),
            url=reverse("reporting:follow_up", args=[one.pk]),
            updated=one.done_at
            or one.opened_at
            or timezone.make_aware(dt.datetime.combine(one.due_on, dt.time(12))),
            year=one.due_on.year,
            month=one.due_on.month,
            people=(one.owner_id,),
        )
