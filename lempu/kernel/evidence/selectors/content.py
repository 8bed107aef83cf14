"""The checklist, and the content a decision binds to."""

from dataclasses import dataclass
from typing import Any

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.ledger import canonical
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import suggestions


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the checklist: a kind asked for (or merely offered) and what stands under it."""

    kind: str
    label: str
    hint: str
    is_required: bool
    evidence: list[Evidence]

    @property
    def is_met(self) -> bool:
        return bool(self.evidence)


def checklist(obligation: Obligation) -> list[Need]:
    """The required set in its order, then what was added beyond it."""
    offered = list(obligation.evidence.offered().with_versions())
    required = list(obligation.indicator.required)
    beyond = [kind for kind in dict.fromkeys(e.kind for e in offered) if kind not in required]
    known = {kind.key: kind for kind in suggestions.kinds()}
    return [
        Need(
            kind=kind,
            label=known[kind].label if kind in known else kind,
            hint=known[kind].hint if kind in known else "",
            is_required=kind in required,
            evidence=[e for e in offered if e.kind == kind],
        )
        for kind in [*required, *beyond]
    ]


def missing(needs: list[Need]) -> list[str]:
    """Labels of what is asked for and not there."""
    return [need.label for need in needs if need.is_required and not need.is_met]


def manifest(obligation: Obligation) -> list[dict[str, Any]]:
    """The content a decision binds to: every piece offered, with the fingerprint of its latest version."""
    return [_line(evidence) for evidence in obligation.evidence.offered().with_versions()]


def _line(evidence: Evidence) -> dict[str, Any]:
    version = evidence.current
    return {
        "evidence": evidence.pk,
        "version": version.number,
        "kind": evidence.kind,
        "number": evidence.number,
        "document_date": canonical.plain(evidence.document_date),
        "event_date": canonical.plain(evidence.event_date),
        "note": evidence.note,
        "sha256": version.file.sha256 if version.file else None,
        "url": version.url,
        "source": version.source,
    }


def content_hash(obligation: Obligation, *, kind: str, reason: str) -> str:
    """The fingerprint of what would be submitted now."""
    return fingerprint_of(manifest(obligation), kind=kind, reason=reason)


def fingerprint_of(content: list[dict[str, Any]], *, kind: str, reason: str) -> str:
    """SHA-256 over the manifest of a submission with its kind and words."""
    return canonical.digest_of({"kind": kind, "reason": reason, "content": content})
