"""What of a version is shown on a screen."""

from dataclasses import dataclass

from django.utils.functional import Promise

from lempu.kernel.evidence.models import Version
from lempu.kernel.files import services as files


@dataclass(frozen=True, slots=True)
class Sight:
    """One page, one text, one link, or the reason why there is nothing to see."""

    version: Version
    kind: str
    page: int = 1
    pages: int = 1
    text: str = ""
    is_cut: bool = False
    message: str | Promise = ""

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def following(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def sight_of(version: Version, page: int = 1) -> Sight:
    """Look at a version. What cannot be shown says why; nothing is raised."""
    if version.file is None:
        return Sight(version, "link" if version.url else "record")
    try:
        if version.file.is_pdf or version.file.is_picture:
            pages = files.page_count(version.file)
            page = min(max(page, 1), pages)
            files.picture(version.file, page=page)
            return Sight(version, "page", page=page, pages=pages)
        extract = files.extract(version.file)
        return Sight(version, "text", text=extract.text, is_cut=extract.is_cut)
    except files.NoPreview as refusal:
        return Sight(version, "none", message=refusal.message)
