"""The private address of a person's calendar."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.notices.enums import Act
from lempu.kernel.notices.models import Feed
from lempu.kernel.offices.models import Office

HOUR = dt.timedelta(hours=1)
READS_AN_HOUR = 60


def hash_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, actor: User) -> tuple[Feed, str]:
    """Make a new address and revoke the one before; returns the row and its token, shown once."""
    User.objects.select_for_update().get(pk=actor.pk)
    Feed.objects.filter(user=actor, revoked_at=None).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(user=actor, token_hash=hash_of(token))
    _record(actor, feed, Act.FEED_OPENED)
    return feed, token


@transaction.atomic
def close_feed(*, actor: User) -> bool:
    """Revoke the address; False when there was none."""
    User.objects.select_for_update().get(pk=actor.pk)
    feed = Feed.objects.filter(user=actor, revoked_at=None).first()
    if feed is None:
        return False
    Feed.objects.filter(pk=feed.pk).update(revoked_at=timezone.now())
    _record(actor, feed, Act.FEED_CLOSED)
    return True


@transaction.atomic
def close_feed_of(user: User, *, office: Office, actor: User) -> bool:
    """Revoke the address of somebody who left their last office, which notes it; False without one."""
    feed = Feed.objects.select_for_update().filter(user=user, revoked_at=None).first()
    if feed is None:
        return False
    Feed.objects.filter(pk=feed.pk).update(revoked_at=timezone.now())
    ledger.record(office=office, act=Act.FEED_CLOSED, subject=feed, actor=actor)
    return True


def count_read(*, feed: Feed) -> bool:
    """Note that the address was asked; False when it was asked too often within the hour."""
    now = timezone.now()
    fresh = Feed.objects.filter(pk=feed.pk, counted_from__lt=now - HOUR)
    if fresh.update(counted_from=now, reads=1, read_at=now):
        return True
    rows = Feed.objects.filter(pk=feed.pk, reads__lt=READS_AN_HOUR)
    return bool(rows.update(reads=F("reads") + 1, read_at=now))


def _record(actor: User, feed: Feed, act: Act) -> None:
    """Every office the person works in notes it, as it notes a changed password."""
    offices = Office.objects.filter(memberships__in=actor.memberships.in_force()).distinct()
    for office in offices.order_by("pk"):
        ledger.record(office=office, act=act, subject=feed, actor=actor)
