from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


@acts.register
class Act(TextChoices):
    READ_AGAIN = "files.read_again", _("A file that could not be read is tried again")


class StepName(TextChoices):
    """What is done with a file in the background; the order is that of the work."""

    VIRUS = "virus", _("Check for malware")
    TEXT = "text", _("Read text and count pages")
    PICTURE = "picture", _("Make pictures for the screen")
    PHOTO = "photo", _("Read what the camera wrote")
    MARKS = "marks", _("Take fingerprints")
    OCR = "ocr", _("Recognise text on scans")
    FIND = "find", _("Make it findable")
    COMPARE = "compare", _("Compare with other evidence")


class StepState(TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNNEEDED = "unneeded", _("Not needed")
    ABSENT = "absent", _("Not possible on this server")


class TextSource(TextChoices):
    FILE = "file", _("in the file")
    OCR = "ocr", _("recognised on the picture")


class MarkKind(TextChoices):
    """Fingerprints that stay near when the content does. All are 64 bits, compared by Hamming distance."""

    WHOLE = "whole", "pHash of a photo"
    MIRROR = "mirror", "pHash of a photo mirrored"
    EDGES = "edges", "dHash of a photo"
    WINDOW = "window", "pHash of a part of a photo; number says which"
    PAGE = "page", "pHash of a page; number is the page"
    TEXT = "text", "simhash of the words without dates and numbers of letters"
