"""The report of the desks for one obligation: paper, and evidence that waits for its owner."""

import io
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lempu.kernel.closing import renditions
from lempu.kernel.closing.enums import Act, Outcome
from lempu.kernel.closing.models import DeskReport, Reading
from lempu.kernel.closing.selectors.desk import as_number
from lempu.kernel.evidence.services import Content, Details, add_evidence, add_version
from lempu.kernel.files.services import store
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import selectors as ledger_facts
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import DONE, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.kernel.plans.models import Binding
from lempu.kernel.plans.registry.measures import measure_of

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

SOURCE = "closing.report"


def report_obligation(
    *,
    obligation: Obligation,
    bindings: list[Binding],
    readings: dict[str, Reading],
    actor: "User | None",
    renew: bool = False,
) -> Outcome:
    """Make the next version of the report where its content changed, and offer it as evidence.

    What was submitted or accepted is left alone unless a person says ``renew``: then the new version
    voids the decision, as any change of content does. A measure that could not be read makes no
    report. Without an actor (the clock) whoever confirmed the binding answers for the offer.
    """
    if obligation.state in (State.SUBMITTED, *DONE) and not renew:
        return Outcome.SETTLED
    taken = [(each, readings.get(each.measure)) for each in bindings]
    if any(row is None or row.error for _binding, row in taken):
        return Outcome.UNREADABLE
    if all(row is not None and row.value is None for _binding, row in taken):
        return Outcome.NOTHING
    content = _content(obligation, [(each, row) for each, row in taken if row is not None])
    fingerprint = canonical.digest_of(content)
    latest = _latest(obligation)
    if latest is not None and latest.content_hash == fingerprint and _stands(latest):
        return Outcome.SAME
    changes = changes_between(latest.content, content) if latest else []
    number = latest.number + 1 if latest else 1
    seal = ledger_facts.seal_facts(obligation.office)
    paper = renditions.document_of(
        content, number=number, changes=changes, fingerprint=fingerprint, seal=seal
    )
    pdf = store(content=io.BytesIO(renditions.write_pdf(paper)), name="laporan-meja.pdf")
    report = DeskReport(
        office=obligation.office,
        obligation=obligation,
        number=number,
        content=content,
        content_hash=fingerprint,
        changes=changes,
        seal=seal,
        pdf=pdf,
        made_by=actor,
    )
    return _kept(report, latest, bindings, actor or bindings[0].confirmed_by)


@transaction.atomic
def _kept(
    report: DeskReport, read: DeskReport | None, bindings: list[Binding], offering: "User"
) -> Outcome:
    obligation = lock(report.obligation)
    latest = _latest(obligation)
    if (latest.pk if latest else None) != (read.pk if read else None):
        return Outcome.SAME  # somebody was first, from the same readings
    content = Content(
        file=report.pdf,
        name=_name_of(obligation, report.number),
        source=f"{SOURCE}:{obligation.pk}:{report.number}",
    )
    if latest is not None and _stands(latest):
        evidence = latest.evidence
        add_version(evidence=evidence, actor=offering, content=content)
    else:
        evidence = add_evidence(
            obligation=obligation,
            actor=offering,
            content=content,
            details=Details(kind=_kind_of(obligation, bindings)),
        )
    report.evidence = evidence
    report.save()
    ledger.record(
        office=report.office,
        act=Act.REPORTED,
        subject=obligation,
        actor=report.made_by,
        version=report.number,
        content_hash=report.content_hash,
        sha256=report.pdf.sha256,
        changes=report.changes,
    )
    return Outcome.MADE


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What is different, measure by measure: figures before and after, records that came and went."""
    old = {each["measure"]: each for each in before["readings"]}
    found = []
    for each in after["readings"]:
        was = old.pop(each["measure"], None)
        there = {row["key"]: row["words"] for row in was["records"]} if was else {}
        here = {row["key"]: row["words"] for row in each["records"]}
        change = {
            "label": each["label"],
            "before": was["value"] if was else None,
            "after": each["value"],
            "came": [words for key, words in here.items() if key not in there],
            "went": [words for key, words in there.items() if key not in here],
        }
        if was != each:
            found.append(change)
    for was in old.values():
        gone = [row["words"] for row in was["records"]]
        found.append(
            {"label": was["label"], "before": was["value"], "after": None, "came": [], "went": gone}
        )
    return found


def _content(obligation: Obligation, taken: list[tuple[Binding, Reading]]) -> dict[str, Any]:
    row, place = obligation.indicator, obligation.indicator.sub_activity
    return {
        "office": obligation.office.name,
        "year": obligation.year,
        "month": obligation.month,
        "code": row.code,
        "programme": place.activity.programme.name,
        "sub_activity": place.name,
        "indicator": row.text,
        "readings": [
            {
                "measure": reading.measure,
                "label": reading.label,
                "unit": reading.unit,
                "version": reading.version,
                "value": as_number(reading.value),
                "target": as_number(binding.target),
                "numerator": reading.numerator,
                "denominator": reading.denominator,
                "note": reading.note,
                "records": reading.records,
            }
            for binding, reading in taken
        ],
    }


def _latest(obligation: Obligation) -> DeskReport | None:
    return obligation.desk_reports.select_related("evidence").order_by("-number").first()


def _stands(report: DeskReport) -> bool:
    return report.evidence.withdrawn_at is None


def _kind_of(obligation: Obligation, bindings: list[Binding]) -> str:
    """The first kind the row asks for that its measures prove; a report otherwise."""
    known = [measure_of(each.measure) for each in bindings]
    proves = {kind for each in known if each for kind in each.proves}
    return next((kind for kind in obligation.indicator.required if kind in proves), "report")


def _name_of(obligation: Obligation, number: int) -> str:
    period = f"{obligation.year}-{obligation.month:02}"
    return f"Laporan meja {obligation.indicator.code} {period} v{number}.pdf"
