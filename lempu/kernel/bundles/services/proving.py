"""One document with its proof, which shows nothing else of the ledger or of the office's work."""

import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lempu.kernel.accounts.models import User
from lempu.kernel.bundles.enums import Act
from lempu.kernel.bundles.renditions import ending_of, safe
from lempu.kernel.bundles.services import writing
from lempu.kernel.bundles.services.collecting import seal_content
from lempu.kernel.bundles.services.segments import inclusion_item, sealed, seals_item
from lempu.kernel.bundles.services.writing import Item
from lempu.kernel.evidence.enums import Act as EvidenceAct
from lempu.kernel.evidence.models import Version
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import services as ledger
from lempu.kernel.ledger.selectors import proofs
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared.errors import DomainError
from lempu.shared.proof import chain

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Entry, Seal


def entry_of(version: Version) -> "Entry":
    """The entry with which the file of a version was recorded. Refuses ``no_file`` and ``no_entry``."""
    if version.file is None:
        raise DomainError(_("Only files have a proof; this is a link."), code="no_file")
    entry = proofs.entry_naming(
        version.evidence.office,
        subject=f"obligations.obligation:{version.evidence.obligation_id}",
        acts=[EvidenceAct.ADDED, EvidenceAct.VERSION_ADDED],
        sha256=version.file.sha256,
    )
    if entry is None:
        raise DomainError(_("The ledger has no entry of this file."), code="no_entry")
    return entry


def prove_version(*, version: Version, actor: User | None) -> tuple[str, bytes]:
    """Name and bytes of a small bundle: the document, its one entry, the path to the last seal.

    Refuses ``no_file``, ``no_entry``, and what sealing refuses. The ledger notes it.
    """
    office, entry = version.evidence.office, entry_of(version)
    seal = sealed(office)
    if seal is None or version.file is None or seal.size < entry.seq:
        raise DomainError(_("The ledger has no entry of this file."), code="no_entry")
    with translation.override("id"):
        kind = str(kind_label(version.evidence.kind))
        path = f"{safe(kind)}.{ending_of(version.name, version.file.media_type)}"
        parts = writing.Parts(
            kind="proof",
            office=office,
            year=version.evidence.obligation.year,
            title=_("Proof of one document"),
            seal=seal,
            content=_content(version, entry, seal, path, kind),
            items=[
                Item(f"dokumen/{path}", version.file, entry.seq),
                Item(chain.ENTRIES, entry.body.encode() + b"\n"),
                inclusion_item(office, entry, seal),
                seals_item([seal]),
            ],
        )
    target = io.BytesIO()
    writing.write(parts, target, lambda done, total: None)
    with transaction.atomic():
        facts = {"entry": entry.seq, "file": version.file.sha256, "seal": seal.number}
        obligation = version.evidence.obligation
        ledger.record(office=office, act=Act.PROVED, subject=obligation, actor=actor, **facts)
    return f"bukti-{office.code}-entri-{entry.seq}.zip", target.getvalue()


def _content(
    version: Version, entry: "Entry", seal: "Seal", path: str, kind: str
) -> dict[str, object]:
    office = version.evidence.office
    file = version.file
    return {
        "kind": "proof",
        "office": {"code": office.code, "name": office.name},
        "year": version.evidence.obligation.year,
        "seal": seal_content(seal),
        "document": {
            "path": f"dokumen/{path}",
            "name": path,
            "kind": kind,
            "sha256": file.sha256 if file else "",
            "size": file.size if file else 0,
            "entry": entry.seq,
            "at": canonical.moment(entry.recorded_at),
        },
    }
