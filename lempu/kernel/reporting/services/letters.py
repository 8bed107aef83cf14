"""What people write of a report: its texts and names, the kop, which rows ask for it."""

import uuid
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.kernel.reporting import selectors
from lempu.kernel.reporting.enums import Act, Kind
from lempu.kernel.reporting.models import Letterhead, Report, RowChoice
from lempu.shared.errors import DomainError

TEXTS: Final = ("opening", "obstacles", "closing")


@transaction.atomic
def set_letterhead(
    *, office: Office, actor: User, name: str, address: str, contact: str, place: str
) -> Letterhead:
    """Say what stands above the letters of the office; versions that are made stay as they are."""
    given = {"name": name, "address": address, "contact": contact, "place": place}
    head, _created = Letterhead.objects.update_or_create(office=office, defaults=given)
    ledger.record(office=office, act=Act.LETTERHEAD, subject=office, actor=actor, **given)
    return head


def begun(office: Office, kind: str, year: int, period: int) -> Report:
    """The report of a period, held for this transaction; made when it is first written."""
    fresh = selectors.blank_report(office, kind, year, period)
    carried = {name: getattr(fresh, name) for name in selectors.CARRIED}
    row, _created = Report.objects.get_or_create(
        office=office, kind=kind, year=year, period=period, defaults=carried
    )
    return Report.objects.select_for_update(of=("self",)).select_related("office").get(pk=row.pk)


@transaction.atomic
def write_report(*, report: Report, actor: User, edition: int, **fields: str) -> Report:
    """Keep what a person wrote; ``edition`` is the one they had before their eyes.

    Refuses what somebody else changed meanwhile (``edited_meanwhile``). Nothing changed writes nothing.
    """
    row = begun(report.office, report.kind, report.year, report.period)
    if row.edition != edition:
        raise DomainError(
            _(
                "%(name)s changed this report while you were writing. What you typed is still here; "
                "what they wrote stands below. Put them together and save again."
            )
            % {"name": row.written_by.name if row.written_by else _("Somebody")},
            code="edited_meanwhile",
        )
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed and row.written_at:
        return row
    for name in changed:
        setattr(row, name, fields[name])
    row.edition += 1
    row.written_by, row.written_at = actor, timezone.now()
    row.save()
    ledger.record(
        office=row.office,
        act=Act.WRITTEN,
        subject=row,
        actor=actor,
        kind=row.kind,
        year=row.year,
        period=row.period,
        fields=changed,
        texts={name: fields[name] for name in changed if name in TEXTS},
    )
    return row


@transaction.atomic
def choose_rows(*, plan: Plan, kind: Kind, actor: User, keys: set[uuid.UUID]) -> None:
    """Decide for every row of the plan whether it asks for this kind of report.

    From the next signature on the report is filed as evidence of the chosen rows.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    rows = selectors.asking_rows(plan, kind)
    changed = [row for row in rows if not row.is_decided or row.asks != (row.indicator.key in keys)]
    for row in changed:
        RowChoice.objects.update_or_create(
            office=plan.office,
            kind=kind,
            row_key=row.indicator.key,
            defaults={"asks": row.indicator.key in keys, "decided_by": actor},
        )
    if changed:
        chosen = [row.indicator.code for row in rows if row.indicator.key in keys]
        ledger.record(
            office=plan.office,
            act=Act.ROWS_CHOSEN,
            subject=plan,
            actor=actor,
            kind=kind,
            rows=chosen,
        )
