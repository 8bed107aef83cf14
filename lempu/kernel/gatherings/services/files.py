"""Photos, material, and signed sheets that came back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files import services as files
from lempu.kernel.files.models import StoredFile
from lempu.kernel.gatherings.enums import Act, FileKind
from lempu.kernel.gatherings.models import Gathering, GatheringFile
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@transaction.atomic
def add_file(
    *, gathering: Gathering, actor: "User", kind: FileKind, file: StoredFile, name: str
) -> GatheringFile:
    """Keep a file with the gathering. Refuses ``not_planned``, the same file again (``same_file``) and a
    photo that is no picture (``no_picture``)."""
    row = held(gathering)
    require_planned(row)
    if kind == FileKind.PHOTO and not file.is_picture:
        raise DomainError(_("This is not a photo."), code="no_picture", field="file")
    if row.files.filter(file=file, withdrawn_at=None).exists():
        raise DomainError(_("This file is here already."), code="same_file", field="file")
    files.ask(file)
    made: GatheringFile = row.files.create(
        kind=kind, file=file, name=files.tidy_name(name), added_by=actor
    )
    record(row, Act.FILED, actor, file=made.pk, kind=kind, sha256=file.sha256)
    return made


@transaction.atomic
def withdraw_file(*, file: GatheringFile, actor: "User") -> GatheringFile:
    """Take a file back; its bytes stay. Refuses ``not_planned`` and ``withdrawn``."""
    row = held(file.gathering)
    require_planned(row)
    kept: GatheringFile = GatheringFile.objects.get(pk=file.pk)
    if kept.withdrawn_at is not None:
        raise DomainError(_("This file was withdrawn already."), code="withdrawn")
    kept.withdrawn_at = timezone.now()
    kept.save(update_fields=["withdrawn_at"])
    record(row, Act.UNFILED, actor, file=kept.pk)
    return kept
