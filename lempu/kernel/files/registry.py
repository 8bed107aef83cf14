"""Which kinds of file are taken, what is done with them, and why something could not be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: media type -> the ending a download gets
ACCEPTED: dict[str, str] = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
}

#: Version of the code of each step; a higher one has files of an older one done again, gently.
STEP_VERSIONS: dict[str, int] = {
    "virus": 1,
    "text": 1,
    "picture": 1,
    "photo": 1,
    "marks": 1,
    "ocr": 1,
    "find": 1,
    "compare": 1,
}
#: What one bounded process does in a moment.
QUICK = ("text", "picture", "photo", "marks")
#: Why a step ended as it did, in words.
REASONS: dict[str, str | Promise] = {
    "locked": _("The file is locked by a password, so nobody can read it. Send one without."),
    "broken": _("The file is damaged or incomplete."),
    "too_long": _("The file unpacks to too much, or takes too long to read."),
    "too_many_pixels": _("The picture has too many pixels."),
    "old_kind": _("Text in this old kind of file is not read. Save it as .docx and send it again."),
    "interrupted": _("The work on it was cut off several times."),
    "no_room": _("The server had no room for the result."),
    "no_program": _("The program that recognises text is not installed on this server."),
    "no_language": _("The program that recognises text has no Indonesian on this server."),
    "not_recognised": _("The program that recognises text could not read this file."),
    "no_words": _("No words were found on the picture."),
    "has_text": _("The file has its text already."),
    "infected": _("This is known malware, so the file is not given out any more."),
    "no_daemon": _("The malware scanner does not answer."),
}
