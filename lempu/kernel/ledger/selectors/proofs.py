"""What goes out of the ledger, with what proves that it belongs to the whole."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models

from lempu.kernel.ledger.models import Entry, Key, Seal
from lempu.shared.proof import merkle

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office

#: So many subjects are asked for at once.
AT_ONCE = 500


def is_news(office: "Office", after: int, quiet: Iterable[str]) -> bool:
    """Whether anything but ``quiet`` acts was recorded after entry ``after``."""
    rows = Entry.objects.filter(office=office, seq__gt=after)
    return rows.exclude(act__in=list(quiet)).exists()


def first_about(office: "Office", subjects: Iterable[str], last: int) -> int:
    """The number of the first entry about any of the subjects; ``last`` when there is none."""
    found, keys = last, list(subjects)
    for start in range(0, len(keys), AT_ONCE):
        rows = Entry.objects.filter(office=office, subject__in=keys[start : start + AT_ONCE])
        least = rows.aggregate(least=models.Min("seq"))["least"]
        found = min(found, least or last)
    return found


def bodies(
    office: "Office", first: int, last: int
) -> Iterator[tuple[int, str, str, dict[str, list[str]] | None]]:
    """Number, subject, body and texts of entries in order, in constant memory."""
    rows = Entry.objects.filter(office=office, seq__gte=first, seq__lte=last).order_by("seq")
    return rows.values_list("seq", "subject", "body", "words__texts").iterator()


def entry_naming(
    office: "Office", *, subject: str, acts: Iterable[str], sha256: str
) -> Entry | None:
    """The first entry about ``subject`` with one of ``acts`` whose payload names the file."""
    rows = Entry.objects.filter(office=office, subject=subject, act__in=list(acts))
    return rows.filter(body__contains=f'"sha256":"{sha256}"').order_by("seq").first()


def public_keys() -> list[Key]:
    """Every key of the installation, in order."""
    return list(Key.objects.order_by("number"))


def seals_over(office: "Office", last: Seal, first: int) -> list[Seal]:
    """From the last seal before entry ``first`` to ``last``."""
    rows = Seal.objects.of(office).filter(number__lte=last.number).select_related("key")
    before = rows.filter(size__lt=first - 1).aggregate(latest=models.Max("number"))["latest"]
    return list(rows.filter(number__gte=before or 1).order_by("number"))


def peaks_before(office: "Office", first: int) -> list[str]:
    """The roots of the full sub-trees over all entries before ``first``."""
    tree = merkle.Growing()
    for digest in _hashes(office, first - 1):
        tree.add(digest)
    return [peak.hex() for peak in tree.peaks]


def consistency(office: "Office", earlier: Seal, last: Seal) -> list[str]:
    """The proof that the tree of ``last`` begins with that of ``earlier``."""
    path = merkle.consistency(list(_hashes(office, last.size)), earlier.size)
    return [step.hex() for step in path]


def inclusion(office: "Office", entry: Entry, seal: Seal) -> list[str]:
    """The proof that one entry lies under a seal; it shows hashes and nothing else."""
    path = merkle.inclusion(list(_hashes(office, seal.size)), entry.seq - 1)
    return [step.hex() for step in path]


def _hashes(office: "Office", until: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(office=office, seq__lte=until).order_by("seq")
    return (bytes.fromhex(text) for text in rows.values_list("hash", flat=True).iterator())
