"""The quick steps of a file: text, pictures, what the camera wrote, fingerprints."""

import base64
import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from lempu.kernel.files.enums import MarkKind, StepName, StepState, TextSource
from lempu.kernel.files.models import Facts, Mark, Page, StoredFile
from lempu.kernel.files.registry import QUICK
from lempu.kernel.files.services import apart, previews, steps

#: Steps that make sense for a kind of file; the others are not needed.
FOR_PICTURES = frozenset(QUICK)
FOR_PDF = frozenset({StepName.TEXT, StepName.PICTURE, StepName.MARKS})
FOR_OTHERS = frozenset({StepName.TEXT})


def understand(file_id: int) -> int:
    """Do what waits of a file's quick steps; how many ended. May run twice.

    Each step is kept as soon as it is known. One that ends the process is a failure of that step, and
    the others go on without it.
    """
    claim, names = steps.take(file_id, QUICK)
    if not names:
        return 0
    file = StoredFile.objects.get(pk=file_id)
    left = [name for name in QUICK if name in names]
    for name in [name for name in left if name not in _sensible(file)]:
        steps.end(file.pk, name, claim, state=StepState.UNNEEDED)
        left.remove(name)
    while left:
        begun = time.monotonic()
        answers = apart.look(file, _job(file, left))
        took = round((time.monotonic() - begun) * 1000 / len(left))
        for name, answer in answers.by_step.items():
            _keep(file, name, claim, answer, took)
            left.remove(name)
        if left:  # the first without an answer ended the process
            reason = answers.ended or "broken"
            steps.end(file.pk, left.pop(0), claim, state=StepState.FAILED, reason=reason)
            steps.beat(file.pk, claim)
    return len(names)


def _sensible(file: StoredFile) -> frozenset[str]:
    if file.is_picture:
        return FOR_PICTURES
    return FOR_PDF if file.is_pdf else FOR_OTHERS


def _job(file: StoredFile, names: list[str]) -> dict[str, Any]:
    widths = [previews.PAGE_WIDTH, previews.THUMBNAIL_WIDTH]
    return {"steps": names, "kind": file.media_type, "widths": widths}


@transaction.atomic
def _keep(file: StoredFile, name: str, claim: str, answer: dict[str, Any], took: int) -> None:
    refusal = answer.get("refusal", "")
    state = StepState.FAILED if refusal else StepState.DONE
    if refusal == "old_kind":
        state = StepState.UNNEEDED
    if not steps.end(file.pk, name, claim, state=state, reason=refusal, took_ms=took):
        return
    if not refusal:
        KEEPERS[name](file, answer)


def _keep_text(file: StoredFile, answer: dict[str, Any]) -> None:
    """Pages of text; then scans are put on the list for recognition, and text for search."""
    if answer["count"] is not None:
        StoredFile.objects.filter(pk=file.pk).update(pages=answer["count"])
    file.texts.all().delete()
    Page.objects.bulk_create(
        [
            Page(file=file, number=number, label=label, text=text, source=TextSource.FILE)
            for number, (label, text) in enumerate(answer["pages"], 1)
            if text
        ],
        batch_size=200,
    )
    bare = bool(answer["bare"])
    keep_words(file, answer, is_scan=bare, is_cut=answer["is_cut"])
    Facts.objects.filter(file=file).update(signatures=answer.get("signatures"))
    steps.set_step(
        file.pk,
        StepName.OCR,
        state=StepState.WAITING if bare else StepState.UNNEEDED,
        reason="" if bare else "has_text",
    )


def keep_words(file: StoredFile, answer: dict[str, Any], **facts: Any) -> None:
    """What follows from the words of a file: facts, its text fingerprint, a place in search."""
    letters = sum(len("".join(page.text.split())) for page in file.texts.all())
    words = {"letters": letters, "text_digest": answer["digest"], "text_at": timezone.now()}
    Facts.objects.update_or_create(file=file, defaults={**words, **facts})
    _mark(file, [(MarkKind.TEXT, 1, answer["simhash"])] if answer["simhash"] else [], MarkKind.TEXT)
    if letters:
        steps.set_step(file.pk, StepName.FIND, state=StepState.WAITING)


def _keep_picture(file: StoredFile, answer: dict[str, Any]) -> None:
    for width, content in answer["pictures"].items():
        previews.keep_picture(file, page=1, width=int(width), content=base64.b64decode(content))


def _keep_photo(file: StoredFile, answer: dict[str, Any]) -> None:
    facts = {name: answer[name] for name in ("latitude", "longitude", "camera")}
    taken = _moment(answer["taken"], answer["zone"])
    facts |= {"taken_at": taken, "taken_zone": answer["zone"] if taken else None}
    Facts.objects.update_or_create(file=file, defaults=facts)


def _moment(text: str | None, zone: int | None) -> dt.datetime | None:
    """The camera's clock; without a zone it is taken for that of the office. None for no real day."""
    try:
        moment = dt.datetime.fromisoformat(text or "")
        if zone is None:
            return timezone.make_aware(moment)
        return moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=zone)))
    except (ValueError, OverflowError):
        return None


def _keep_marks(file: StoredFile, answer: dict[str, Any]) -> None:
    kinds = (MarkKind.WHOLE, MarkKind.MIRROR, MarkKind.EDGES, MarkKind.WINDOW, MarkKind.PAGE)
    _mark(file, answer["marks"], *kinds)
    Facts.objects.update_or_create(file=file, defaults={"ink": answer["ink"]})


def _mark(file: StoredFile, marks: list[tuple[str, int, str]], *kinds: str) -> None:
    """Put these in the place of the file's marks of the kinds."""
    Mark.objects.filter(file=file, kind__in=kinds).delete()
    Mark.objects.bulk_create(
        Mark(
            file=file,
            kind=kind,
            number=number,
            bits=bits,
            **{f"band{part}": band for part, band in enumerate(bands(bits))},
        )
        for kind, number, bits in marks
    )


def bands(bits: str) -> list[int]:
    """The four 16-bit parts of a mark."""
    return [int(bits[place : place + 4], 16) for place in range(0, 16, 4)]


KEEPERS: dict[str, Callable[[StoredFile, dict[str, Any]], None]] = {
    StepName.TEXT: _keep_text,
    StepName.PICTURE: _keep_picture,
    StepName.PHOTO: _keep_photo,
    StepName.MARKS: _keep_marks,
}
