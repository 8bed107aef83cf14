"""Everything a report says, as JSON, read in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils import translation

from lempu.kernel.closing.models import MonthClose
from lempu.kernel.evidence.enums import SubmissionKind, SubmissionState
from lempu.kernel.evidence.models import Evidence, Submission
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import Shown, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import selectors as plans
from lempu.kernel.plans.models import Indicator
from lempu.kernel.plans.selectors.versions import decree_words
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.reporting.enums import FollowUpState, Kind
from lempu.kernel.reporting.models import FollowUp, Report
from lempu.kernel.reporting.renditions.figures import STATES
from lempu.kernel.reporting.selectors.letters import filled, letterhead_of
from lempu.shared.periods import Quarter

if TYPE_CHECKING:
    from lempu.kernel.plans.models import Plan

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation as the report tells it; ``pk`` leads back to its page.

    ``former``: an earlier version of the plan asked for it, the one in force does not any more.
    """

    pk: int
    month: int
    code: str
    programme: int
    programme_name: str
    name: str
    indicator: str
    owners: str
    due_on: str
    state: str
    late: bool
    reason: str
    evidence: int
    former: bool


def snapshot_of(
    report: Report,
    plan: "Plan",
    *,
    at: dt.datetime,
    day: dt.date,
    number: str = "",
    date: dt.date | None = None,
) -> dict[str, Any]:
    """What ``report`` says of ``plan`` at the moment ``at``, which in the office is ``day``.

    Call it within ``one_moment`` where it is kept. ``number`` and ``date`` are those of the letter.
    """
    with translation.override("id"):
        rows, evidence = _rows_and_evidence(report, plan, day)
        return {
            "format": FORMAT,
            "kind": str(report.kind),
            "year": report.year,
            "period": report.period,
            "as_of": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "office": {
                "code": report.office.code,
                "name": report.office.name,
                "timezone": report.office.timezone,
            },
            "seal": ledger.seal_facts(report.office),
            "letterhead": _letterhead(report),
            "plan": _plan(plan),
            "open_months": _open_months(report, plan),
            "letter": {
                "number": number,
                "date": date.isoformat() if date else None,
                **filled(report),
                "texts": {
                    "opening": report.opening,
                    "obstacles": report.obstacles,
                    "closing": report.closing,
                },
            },
            "rows": rows,
            "evidence": evidence if report.kind == Kind.MONTHLY else [],
            "follow_ups": _followed(report, day),
            "recommendations": recommendations_of(report),
        }


def _letterhead(report: Report) -> dict[str, str]:
    head = letterhead_of(report.office)
    return {name: getattr(head, name) for name in ("name", "address", "contact", "place")}


def _plan(plan: "Plan") -> dict[str, Any]:
    return {
        "pk": plan.pk,
        "number": plan.decree_number,
        "date": plan.decree_date.isoformat() if plan.decree_date else None,
        "office": plan.decree_office,
        "version": plan.version,
        "amends": decree_words(plan.amends) if plan.amends else "",
        "fingerprint": plans.fingerprint(plan),
    }


def _open_months(report: Report, plan: "Plan") -> list[int]:
    """Months of the period that were not closed yet."""
    asked = [month.number for month in report.months]
    closed = set(
        MonthClose.objects.of_year(plan).filter(month__in=asked).values_list("month", flat=True)
    )
    return [number for number in asked if number not in closed]


Rows = list[dict[str, Any]]


def _rows_and_evidence(report: Report, plan: "Plan", day: dt.date) -> tuple[Rows, Rows]:
    months = [month.number for month in report.months]
    asked = Obligation.objects.counted().filter(plan=plan, month__in=months)
    found = list(
        asked.select_related("indicator__sub_activity__activity__programme").order_by(
            "month", "indicator__order"
        )
    )
    owners = _owners(plan)
    words = _words(report, months, plan)
    pieces = _pieces(asked)
    rows = [_row(each, day, owners, words, pieces) for each in found]
    lines = [_piece(piece, each) for each in found for piece in pieces[each.pk]]
    return rows, lines


def _row(
    obligation: Obligation,
    day: dt.date,
    owners: dict[int, str],
    words: "_Words",
    pieces: dict[int, list[Evidence]],
) -> dict[str, Any]:
    indicator = obligation.indicator
    programme = indicator.sub_activity.activity.programme
    shown = str(obligation.shown_on(day))
    row = Row(
        pk=obligation.pk,
        month=obligation.month,
        code=indicator.code,
        programme=programme.number,
        programme_name=programme.name,
        name=indicator.sub_activity.name,
        indicator=indicator.text,
        owners=owners.get(indicator.pk, ""),
        due_on=obligation.due_on.isoformat(),
        state=shown,
        late=obligation.was_late and shown != Shown.LATE,
        reason=words.of(obligation),
        evidence=len(pieces[obligation.pk]),
        former=obligation.is_former,
    )
    return asdict(row)


def _owners(plan: "Plan") -> dict[int, str]:
    links = Indicator.owners.through.objects.filter(
        indicator__plan__office=plan.office_id, indicator__plan__year=plan.year
    )
    found: dict[int, list[str]] = defaultdict(list)
    for key, name in links.order_by("user__name").values_list("indicator_id", "user__name"):
        found[key].append(name)
    return {key: ", ".join(names) for key, names in found.items()}


@dataclass(slots=True)
class _Words:
    """What people gave as the reason, by obligation: when stating nil, or when returning."""

    nil: dict[int, str] = field(default_factory=dict)
    returned: dict[int, str] = field(default_factory=dict)

    def of(self, obligation: Obligation) -> str:
        if obligation.state == State.UNDONE:
            return obligation.undone_reason
        if obligation.state == State.NIL:
            return self.nil.get(obligation.pk, "")
        if obligation.state == State.RETURNED:
            return self.returned.get(obligation.pk, "")
        return ""


def _words(report: Report, months: list[int], plan: "Plan") -> _Words:
    found = _Words()
    told = Q(kind=SubmissionKind.NIL, state=SubmissionState.ACCEPTED) | Q(
        state=SubmissionState.RETURNED
    )
    rows = Submission.objects.filter(told, obligation__plan=plan, obligation__month__in=months)
    for row in rows.order_by("submitted_at").only("obligation_id", "state", "reason", "answer"):
        if row.state == SubmissionState.RETURNED:
            found.returned[row.obligation_id] = row.answer
        else:
            found.nil[row.obligation_id] = row.reason
    return found


def _pieces(asked: Any) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for piece in Evidence.objects.offered().filter(obligation__in=asked).with_versions():
        found[piece.obligation_id].append(piece)
    return found


def _piece(piece: Evidence, obligation: Obligation) -> dict[str, Any]:
    version = piece.current
    return {
        "code": obligation.indicator.code,
        "former": obligation.is_former,
        "month": obligation.month,
        "kind": kind_label(piece.kind),
        "number": piece.number,
        "dated": piece.document_date.isoformat() if piece.document_date else None,
        "name": version.label,
        "sha256": version.file.sha256 if version.file else "",
        "state": STATES.get(obligation.state, "Belum diajukan"),
    }


def _followed(report: Report, day: dt.date) -> Rows:
    """Earlier recommendations: those still open, those of the quarter before, and those that
    were finished since the period began."""
    span = report.span
    if not isinstance(span, Quarter):
        return []
    before = span.previous
    earlier = Q(report__year__lt=report.year) | Q(
        report__year=report.year, report__period__lt=report.period
    )
    told = (
        Q(state__in=[FollowUpState.OPEN, FollowUpState.DONE])
        | Q(report__year=before.year, report__period=before.number)
        | Q(verified_at__date__gte=span.first)
    )
    binding = [FollowUpState.OPEN, FollowUpState.DONE, FollowUpState.VERIFIED]
    rows = FollowUp.objects.filter(
        earlier, told, office=report.office, report__kind=Kind.QUARTERLY, state__in=binding
    )
    return [_follow_up(row, day) for row in rows.for_listing()]


def recommendations_of(report: Report) -> Rows:
    """What the report recommends now, as a snapshot keeps it; what becomes of it later is told by the
    next one. One query."""
    if report._state.adding:
        return []
    rows = report.follow_ups.exclude(state=FollowUpState.WITHDRAWN)
    return [_advice(row) for row in rows.select_related("owner").order_by("pk")]


def _advice(row: FollowUp) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "text": row.text,
        "obstacle": row.obstacle,
        "owner": row.owner.name,
        "due_on": row.due_on.isoformat(),
    }


def _follow_up(row: FollowUp, day: dt.date) -> dict[str, Any]:
    return {
        **_advice(row),
        "state": str(row.state),
        "late": row.is_late_on(day),
        "note": row.note,
    }
