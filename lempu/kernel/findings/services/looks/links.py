"""Links: used before, gone, or open to some only. ``services.links`` asks what they answer."""

from collections import defaultdict
from collections.abc import Iterator

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.models import LinkState
from lempu.kernel.findings.selectors.subjects import Subject
from lempu.kernel.findings.services.looks.found import Found, beside

RULES = {"dead": Rule.LINK_DEAD, "closed": Rule.LINK_CLOSED}


def same_link(subject: Subject) -> Iterator[Found]:
    """Within the office only: an announcement of KPU RI is proof of many."""
    urls = {piece.version.url for piece in subject.pieces} - {""}
    if not urls or subject.is_once:
        return
    rows = Version.objects.filter(
        url__in=urls, evidence__office=subject.obligation.office_id, evidence__withdrawn_at=None
    ).exclude(evidence__obligation=subject.obligation.pk)
    found: dict[str, list[Version]] = defaultdict(list)
    for version in rows.select_related("evidence"):
        found[version.url].append(version)
    for piece in subject.pieces:
        yield from beside(subject, piece, Rule.SAME_LINK, found.get(piece.version.url, []))


def link_answer(subject: Subject) -> Iterator[Found]:
    urls = {piece.version.url for piece in subject.pieces} - {""}
    rows = LinkState.objects.filter(url__in=urls, verdict__in=RULES) if urls else []
    states = {row.url: row for row in rows}
    for piece in subject.pieces:
        state = states.get(piece.version.url)
        if state is not None:
            yield Found(RULES[state.verdict], piece.version, data={"status": state.status})
