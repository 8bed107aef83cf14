"""The rules: each looks at one obligation with its evidence and says what it noticed."""

from collections.abc import Callable, Iterator

from lempu.kernel.findings.selectors.subjects import Subject
from lempu.kernel.findings.services.looks import dates, links, marks, papers, photos, sets, texts
from lempu.kernel.findings.services.looks.found import Found

Look = Callable[[Subject], Iterator[Found]]

LOOKS: tuple[Look, ...] = (
    marks.same_file,
    marks.near_photo,
    marks.near_page,
    texts.copied_text,
    dates.document_date,
    dates.text_dates,
    papers.no_date,
    papers.no_number,
    papers.other_office,
    papers.no_text,
    papers.unsigned,
    photos.photo_time,
    photos.photo_day,
    photos.photo_place,
    sets.incomplete,
    sets.all_at_once,
    links.same_link,
    links.link_answer,
)
