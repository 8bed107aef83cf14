"""What the camera wrote, held against what is claimed. Cameras can be wrong: advice, here most of all."""

import datetime as dt
import math
from collections.abc import Iterator
from statistics import median
from zoneinfo import ZoneInfo

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.selectors.limits import limits
from lempu.kernel.findings.selectors.subjects import Piece, Subject
from lempu.kernel.findings.services.looks.found import Found

EARTH_KM = 6371.0


def _taken(subject: Subject) -> Iterator[tuple[Piece, dt.date]]:
    """Photos with a time, and the day it was then where the office is."""
    zone = ZoneInfo(subject.obligation.office.timezone)
    for piece in subject.pieces:
        if piece.file and piece.file.is_picture and piece.facts and piece.facts.taken_at:
            yield piece, piece.facts.taken_at.astimezone(zone).date()


def photo_time(subject: Subject) -> Iterator[Found]:
    if subject.is_once:
        return
    first, last = subject.span
    for piece, day in _taken(subject):
        if not first <= day <= last:
            yield Found(Rule.PHOTO_TIME, piece.version, data={"day": day.isoformat()})


def photo_day(subject: Subject) -> Iterator[Found]:
    for piece, day in _taken(subject):
        claimed = piece.evidence.event_date
        if claimed and abs((day - claimed).days) > limits("day_apart"):
            data = {"day": day.isoformat(), "claimed": claimed.isoformat()}
            yield Found(Rule.PHOTO_DAY, piece.version, data=data)


def photo_place(subject: Subject) -> Iterator[Found]:
    """Far from the middle of the places where the office took its other photos; no office has to set one."""
    wanted = limits("place")
    located = [
        (piece, (piece.facts.latitude, piece.facts.longitude))
        for piece in subject.pieces
        if piece.facts and piece.facts.latitude is not None and piece.facts.longitude is not None
    ]
    if not located:
        return
    rows = Version.objects.filter(
        evidence__office=subject.obligation.office_id,
        evidence__withdrawn_at=None,
        file__facts__latitude__isnull=False,
        file__facts__longitude__isnull=False,
    ).exclude(evidence__obligation=subject.obligation.pk)
    columns = "file__facts__latitude", "file__facts__longitude"
    places = [
        (north or 0.0, east or 0.0)
        for north, east in rows.order_by("-pk").values_list(*columns)[: wanted["looked_at"]]
    ]
    if len(places) < wanted["fewest_photos"]:
        return
    middle = median(north for north, _east in places), median(east for _north, east in places)
    for piece, place in located:
        away = km_between(middle, place)
        if away > wanted["far_km"]:
            yield Found(Rule.PHOTO_PLACE, piece.version, data={"km": round(away)})


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on the globe between two places, each degrees north and degrees east."""
    (north, east), (further, beyond) = (tuple(map(math.radians, place)) for place in (one, other))
    half = (
        math.sin((further - north) / 2) ** 2
        + math.cos(north) * math.cos(further) * math.sin((beyond - east) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
