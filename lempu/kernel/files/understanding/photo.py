"""What a camera wrote into a photo: when, where, which camera. It stays with the original only."""

import re
from typing import IO, Any

from PIL import ExifTags, Image, UnidentifiedImageError

from lempu.kernel.files.understanding.bounds import Refused

MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
ZONE = re.compile(r"([+-])(\d\d):(\d\d)")


def facts(content: IO[bytes]) -> dict[str, Any]:
    """``taken`` as ISO text without zone, ``zone`` in minutes, ``latitude``, ``longitude``, ``camera``."""
    try:
        with Image.open(content) as image:
            exif = image.getexif()
            inner = exif.get_ifd(ExifTags.IFD.Exif)
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise Refused("broken") from error
    base = ExifTags.Base
    taken = inner.get(base.DateTimeOriginal) or exif.get(base.DateTime)
    return {
        "taken": _moment(taken),
        "zone": _zone(inner.get(base.OffsetTimeOriginal)),
        "latitude": _degrees(place, ExifTags.GPS.GPSLatitude, 90),
        "longitude": _degrees(place, ExifTags.GPS.GPSLongitude, 180),
        "camera": _words(exif.get(base.Make), exif.get(base.Model)),
    }


def _moment(text: Any) -> str | None:
    found = MOMENT.match(str(text or ""))
    return "{}-{}-{}T{}:{}:{}".format(*found.groups()) if found else None


def _zone(text: Any) -> int | None:
    found = ZONE.match(str(text or ""))
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return minutes if found[1] == "+" else -minutes


def _degrees(place: dict[int, Any], tag: int, most: int) -> float | None:
    """Degrees, minutes and seconds to a number; the tag before it says which hemisphere."""
    try:
        whole, minutes, seconds = (float(part) for part in place[tag])
        value = whole + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if str(place.get(tag - 1, "")).upper() in ("S", "W"):
        value = -value
    return round(value, 6) if abs(value) <= most else None


def _words(*parts: Any) -> str:
    kept = (re.sub(r"[^\x20-\x7e]", "", str(part or "")).strip() for part in parts)
    return " ".join(part for part in kept if part)[:120]
