"""A year of an office as one bundle: collected, proved, written."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lempu.kernel.accounts.models import User
from lempu.kernel.bundles import selectors
from lempu.kernel.bundles.enums import Act
from lempu.kernel.bundles.services import writing
from lempu.kernel.bundles.services.collecting import items_and_content
from lempu.kernel.bundles.services.segments import sealed, segment
from lempu.kernel.ledger import services as ledger
from lempu.kernel.ledger.selectors import proofs
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError
from lempu.shared.proof.archive import CHUNK

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Seal

#: Somebody may record something between sealing and reading; then both are done again.
TRIES = 5
Say = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Written:
    """What was handed out; ``seal`` is the number of the seal it ends with."""

    sha256: str
    size: int
    seal: int


def export_year(
    *,
    office: Office,
    year: int,
    path: Path,
    actor: User | None,
    say: Say = lambda done, total: None,
) -> Written:
    """Write the year to ``path``: whole, or not at all. The ledger notes the fingerprint.

    Ends with the last seal, which is made anew when anything but exports was recorded since; so the
    same state gives the same bytes. Refuses ``no_plan`` where the year has none in force,
    ``file_damaged``, and what sealing refuses.
    """
    with (
        translation.override("id"),
        tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
    ):
        seal, found = _as_of_a_seal(office, year)
        first = proofs.first_about(office, found.subjects, seal.size)
        part = segment(office, seal, first, Path(folder), found.subjects)
        items, content = items_and_content(found, seal, part)
        parts = writing.Parts(
            kind="bundle",
            office=office,
            year=year,
            title=_("Action plan %(year)s") % {"year": year},
            seal=seal,
            content=content,
            items=[*items, *part.items],
        )
        draft = path.with_name(f"{path.name}.part")
        try:
            with draft.open("w+b") as target:
                writing.write(parts, target, say)
            sha256, size = _fingerprint(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    with transaction.atomic():
        facts = {"year": year, "sha256": sha256, "size": size, "seal": seal.number}
        ledger.record(office=office, act=Act.EXPORTED, subject=found.plan, actor=actor, **facts)
    return Written(sha256, size, seal.number)


def _as_of_a_seal(office: Office, year: int) -> "tuple[Seal, selectors.Year]":
    """A seal, and the year as it was when nothing but exports had been recorded after it."""
    for _attempt in range(TRIES):
        found = selectors.year_of(office, year)
        if found is None:
            raise DomainError(
                _("The office has no plan in force for %(year)s.") % {"year": year}, code="no_plan"
            )
        seal = sealed(office)
        again = selectors.year_of(office, year)
        if seal is not None and again is not None and again.end == found.end:
            return seal, again
    raise DomainError(_("The office is busy recording. Export again in a moment."), code="too_busy")


def _fingerprint(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size
