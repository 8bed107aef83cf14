"""What a round submits, and the evidence under its questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Assessment, Proof, Round
from lempu.kernel.assessment.selectors.answers import given_in
from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kind_label


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence under a question. ``serves`` are the other questions it proves."""

    evidence: int
    version: Version
    label: str
    row: str
    obligation: Obligation
    is_accepted: bool
    serves: tuple[str, ...]
    is_gone: bool = False


def proofs_of(assessment: Assessment, item: str | None = None) -> dict[str, list[Piece]]:
    """Evidence linked now, by question (one question when ``item`` is given); two queries."""
    rows = Proof.objects.filter(assessment=assessment).order_by("pk")
    links: dict[str, list[int]] = defaultdict(list)
    serving: dict[int, list[str]] = defaultdict(list)
    for question, evidence in rows.values_list("item", "evidence"):
        links[question].append(evidence)
        serving[evidence].append(question)
    wanted = {item: links.get(item, [])} if item else links
    latest = _latest({pk for keys in wanted.values() for pk in keys})
    return {
        question: [
            _piece(latest[pk], tuple(other for other in serving[pk] if other != question))
            for pk in keys
        ]
        for question, keys in wanted.items()
    }


def submitted_proofs(round_: Round, item: str) -> list[Piece]:
    """Evidence as it was submitted under a question in that round: those versions, no later ones."""
    lines = round_.content.get("proofs", {}).get(item, [])
    keys = [line["version"] for line in lines]
    versions = {row.pk: row for row in _versions().filter(pk__in=keys)}
    serving: dict[int, list[str]] = defaultdict(list)
    for question, others in round_.content.get("proofs", {}).items():
        for line in others:
            serving[line["version"]].append(question)
    return [
        _piece(
            versions[line["version"]],
            tuple(other for other in serving[line["version"]] if other != item),
            is_accepted=line["accepted"],
        )
        for line in lines
    ]


def content_of(round_: Round) -> dict[str, Any]:
    """Everything the office submits with its signature, in a form that has a fingerprint."""
    assessment = round_.assessment
    answers = given_in(round_, Column.UNIT)
    return {
        "instrument": assessment.instrument_key,
        "choices": assessment.choices,
        "round": round_.number,
        "answers": {
            item: {"value": each.value, "counts": dict(each.counts), "note": each.note}
            for item, each in sorted(answers.items())
        },
        "proofs": {
            item: [_line(piece) for piece in pieces if not piece.is_gone]
            for item, pieces in sorted(proofs_of(assessment).items())
        },
    }


def accepted_items(assessment: Assessment) -> set[str]:
    """Questions under which at least one piece of evidence was accepted by a reviewer."""
    rows = Proof.objects.filter(
        assessment=assessment,
        evidence__withdrawn_at=None,
        evidence__obligation__state=State.ACCEPTED,
    )
    return set(rows.values_list("item", flat=True))


def _line(piece: Piece) -> dict[str, Any]:
    version = piece.version
    return {
        "evidence": piece.evidence,
        "version": version.pk,
        "number": version.number,
        "label": version.label,
        "row": piece.row,
        "month": piece.obligation.month,
        "accepted": piece.is_accepted,
        "sha256": version.file.sha256 if version.file else None,
        "url": version.url,
        "source": version.source,
    }


def _versions() -> Any:
    place = "evidence__obligation__indicator__sub_activity"
    return Version.objects.select_related("file", "evidence", "added_by", place)


def _latest(evidence: Iterable[int]) -> Mapping[int, Version]:
    tops = Evidence.objects.filter(pk__in=set(evidence)).annotate(top=Max("versions__number"))
    numbers = dict(tops.values_list("pk", "top"))
    rows = _versions().filter(evidence__in=numbers)
    return {row.evidence_id: row for row in rows if row.number == numbers[row.evidence_id]}


def _piece(version: Version, serves: tuple[str, ...], *, is_accepted: bool | None = None) -> Piece:
    obligation = version.evidence.obligation
    if is_accepted is None:
        is_accepted = obligation.state == State.ACCEPTED
    return Piece(
        evidence=version.evidence_id,
        version=version,
        label=kind_label(version.evidence.kind),
        row=obligation.indicator.code,
        obligation=obligation,
        is_accepted=is_accepted,
        serves=serves,
        is_gone=version.evidence.withdrawn_at is not None,
    )
