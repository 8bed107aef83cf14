"""From parts to a bundle: manifest, signature, zip. The same parts give the same bytes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import rfc8785
from django.utils.translation import gettext as _

from lempu.kernel.bundles import renditions
from lempu.kernel.files.models import StoredFile
from lempu.kernel.ledger.selectors import proofs
from lempu.kernel.ledger.services import keys
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError
from lempu.shared.proof import bundle, single
from lempu.shared.proof.archive import CHUNK, fingerprint
from lempu.shared.proof.packing import Packer

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import Seal

Say = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a bundle; ``content`` is bytes, a stored file, or a file made for this bundle."""

    path: str
    content: bytes | StoredFile | Path
    entry: int = 0

    def fact(self) -> tuple[str, int]:
        """Fingerprint and size, for a stored file as the database knows them."""
        if isinstance(self.content, StoredFile):
            return self.content.sha256, self.content.size
        return fingerprint(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        """Refuses ``file_damaged``: bytes that no longer are what was stored are not handed out."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        digest = hashlib.sha256()
        with (
            self.content.open()
            if isinstance(self.content, StoredFile)
            else self.content.open("rb") as source
        ):
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                yield chunk
        if isinstance(self.content, StoredFile) and digest.hexdigest() != self.content.sha256:
            raise DomainError(
                _(
                    "The kept file of %(path)s is damaged. Bring it back from a back-up, then export again."
                )
                % {"path": self.path},
                code="file_damaged",
            )


@dataclass(frozen=True, slots=True)
class Parts:
    """What a bundle is made of, before the files that every bundle has."""

    kind: str
    office: Office
    year: int
    title: str
    seal: "Seal"
    content: dict[str, Any]
    items: list[Item] = field(default_factory=list)


def write(parts: Parts, target: BinaryIO, say: Say) -> None:
    """Write the bundle. The manifest lists every other file and is signed with the key that seals."""
    key = keys.current_key()
    items = [*parts.items, *_standing(parts)]
    about: Any = {
        "format": 1,
        "kind": parts.kind,
        "office": parts.office.code,
        "name": parts.office.name,
        "year": parts.year,
        "title": parts.title,
        "key": key.public,
        "seal": parts.seal.hash,
        "files": [_line(item) for item in sorted(items, key=lambda item: item.path)],
    }
    manifest = rfc8785.dumps(about)
    signature = keys.sign(key, [manifest])[0]
    items += [
        Item(bundle.MANIFEST, manifest),
        Item(bundle.SIGNATURE, f"{signature}\n".encode()),
    ]
    packer = Packer(target)
    for place, item in enumerate(sorted(items, key=lambda item: item.path)):
        say(place, len(items))
        packer.add(item.path, item.chunks())
    packer.finish()
    say(len(items), len(items))


def _line(item: Item) -> dict[str, Any]:
    sha256, size = item.fact()
    line = {"path": item.path, "sha256": sha256, "size": size}
    return line | {"entry": item.entry} if item.entry else line


def _standing(parts: Parts) -> list[Item]:
    """What every bundle carries."""
    seal = parts.seal
    note = renditions.read_me(
        office=parts.office.name,
        code=parts.office.code,
        title=parts.title,
        number=seal.number,
        at=seal.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        hash=seal.hash,
        key=seal.key.public,
    )
    texts = {
        "BACA-SAYA.txt": note,
        "content.js": renditions.content_script(parts.content),
        "index.html": renditions.viewer(),
        bundle.KEYS: "".join(
            f"{key.signature} {key.endorsement or '-'} {key.body}\n" for key in proofs.public_keys()
        ),
        single.NAME: single.single_file(),
    }
    return [Item(path, text.encode()) for path, text in texts.items()]
