"""What stands in a person's private calendar: their own obligations, nobody else's."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.notices.models import Feed
from lempu.kernel.notices.renditions import Entry, calendar_file
from lempu.kernel.notices.selectors import sentences
from lempu.kernel.obligations.enums import Shown
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors import owned
from lempu.kernel.offices.selectors import offices_of

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

BACK, AHEAD = dt.timedelta(days=92), dt.timedelta(days=400)
MOST = 1000


@dataclass(frozen=True, slots=True)
class OpenFeed:
    feed: Feed
    offices: "list[Office]"


def open_feed(token_hash: str) -> OpenFeed | None:
    """The feed behind a secret; None when it was revoked or its person has no office any more."""
    feed = (
        Feed.objects.filter(token_hash=token_hash, revoked_at=None).select_related("user").first()
    )
    offices = offices_of(feed.user) if feed else []
    return OpenFeed(feed, offices) if feed and offices else None


def feed_of(user: "User") -> Feed | None:
    """The address that is open for the person; what it is, nobody can say any more."""
    return Feed.objects.filter(user=user, revoked_at=None).first()


def calendar_of(found: OpenFeed, day: dt.date) -> bytes:
    """The calendar; three queries for each office of the person."""
    rows = [row for office in found.offices for row in _rows(found.feed.user, office, day)]
    zone = found.offices[0].timezone
    name = _("Obligations, %(name)s") % {"name": found.feed.user.name}
    changes = ledger.changes_of(rows)
    entries = [_entry(row, day, *changes.get(row.pk, (0, row.plan.created_at))) for row in rows]
    return calendar_file(name=name, zone=zone, entries=entries)


def _rows(user: "User", office: "Office", day: dt.date) -> list[Obligation]:
    rows = owned(user, office).filter(due_on__range=(day - BACK, day + AHEAD))
    return list(rows.for_listing()[:MOST])


def _entry(row: Obligation, day: dt.date, sequence: int, changed_at: dt.datetime) -> Entry:
    shown = row.shown_on(day)
    waits = shown in (Shown.SCHEDULED, Shown.DUE)
    title = sentences.row_title(row)
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return Entry(
        uid=f"kewajiban-{row.pk}@{host}",
        day=row.due_on,
        title=title if waits else f"{Shown(shown).label}: {title}",
        detail=row.indicator.text,
        url=sentences.row_link(row),
        sequence=sequence,
        changed_at=changed_at,
    )
