"""What an automatic check noticed about evidence: a warning with its reason, never a verdict."""

import datetime as dt
from collections import defaultdict

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.enums import Expectation


def is_dated_outside(obligation: Obligation, day: dt.date | None) -> bool:
    """Whether a document's date lies outside what the tick asks for.

    From the first day of the month until its due date, which a report may lawfully carry. A row
    that asks for one document ever takes any date.
    """
    if day is None or obligation.indicator.expectation == Expectation.ONCE:
        return False
    return not obligation.begins_on <= day <= max(obligation.due_on, obligation.period.last)


def findings_of(obligation: Obligation, pieces: list[Evidence]) -> dict[int, list[str | Promise]]:
    """Findings by the key of the piece they speak of; one query whatever their number."""
    found: dict[int, list[str | Promise]] = defaultdict(list)
    used_elsewhere = _used_elsewhere(obligation, pieces)
    for piece in pieces:
        other = used_elsewhere.get(piece.current.file_id)
        if other is not None:
            found[piece.pk].append(
                _("The same file stands as evidence of %(row)s, %(month)s %(year)s.")
                % {"row": other.indicator.code, "month": other.period.name, "year": other.year}
            )
        if piece.document_date and is_dated_outside(obligation, piece.document_date):
            found[piece.pk].append(
                _("The document date, %(day)s, is outside %(month)s. If it is late proof, say why.")
                % {
                    "day": formats.date_format(piece.document_date, "j F Y"),
                    "month": obligation.period.name,
                }
            )
    return dict(found)


def _used_elsewhere(obligation: Obligation, pieces: list[Evidence]) -> dict[int | None, Obligation]:
    """File -> another obligation of the office that offers the same bytes.

    On a row that asks for one document ever, its own other months are no finding.
    """
    files = {piece.current.file_id for piece in pieces} - {None}
    if not files:
        return {}
    rows = Version.objects.filter(
        file__in=files, evidence__office=obligation.office_id, evidence__withdrawn_at=None
    ).exclude(evidence__obligation=obligation.pk)
    if obligation.indicator.expectation == Expectation.ONCE:
        rows = rows.exclude(evidence__obligation__indicator=obligation.indicator_id)
    rows = rows.select_related("evidence__obligation__indicator").order_by("-pk")
    return {version.file_id: version.evidence.obligation for version in rows}
