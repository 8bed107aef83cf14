"""Asking links, a few at a time: at once, an hour later when the answer is bad, then every week."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import timezone

from lempu.kernel.evidence.models import Version
from lempu.kernel.findings import adapters, services
from lempu.kernel.findings.models import LinkState

AGAIN, WEEKLY = dt.timedelta(hours=1), dt.timedelta(days=7)
#: A bad answer counts once it has stood so long; a server that is away may be under repair.
STANDS = {"dead": AGAIN, "closed": AGAIN, "away": dt.timedelta(days=3)}
SAID = {"dead": "dead", "closed": "closed", "away": "dead"}
AT_ONCE, RUN_SECONDS = 20, 15.0

Ask = Callable[[str], adapters.Answer]


def note(urls: Iterable[str]) -> None:
    """Put links on the list of those to be asked; links that are there stay as they are."""
    rows = [LinkState(url=url, digest=_digest(url)) for url in set(urls) if url]
    if rows:
        LinkState.objects.bulk_create(rows, ignore_conflicts=True)


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def ask_links(*, ask: Ask = adapters.ask, seconds: float = RUN_SECONDS) -> int:
    """Ask those whose time has come; how many. Does nothing where the installation asks no links."""
    if not settings.CHECK_LINKS:
        return 0
    until, done = time.monotonic() + seconds, 0
    for row in LinkState.objects.filter(next_at__lte=timezone.now()).order_by("next_at")[:AT_ONCE]:
        _keep(row, ask(row.url))
        done += 1
        if time.monotonic() > until:
            break
    return done


def _keep(row: LinkState, answer: adapters.Answer) -> None:
    """Write the answer; where what is said of the link changes, what offers it is looked at again."""
    now, before = timezone.now(), row.verdict
    since = row.since if row.seen == answer.verdict and row.since else now
    stands = now - since >= STANDS.get(answer.verdict, dt.timedelta())
    if answer == adapters.Answer("away"):  # or it is this server that has no way out
        heard = LinkState.objects.filter(status__gt=0, asked_at__gt=since)
        stands = stands and heard.exists()
    verdict = SAID.get(answer.verdict, "")
    said = verdict if stands or verdict == before else ""
    soon = answer.verdict in STANDS and not stands
    LinkState.objects.filter(pk=row.pk).update(
        seen=answer.verdict,
        status=answer.status,
        since=since,
        asked_at=now,
        next_at=now + (AGAIN if soon else WEEKLY),
        verdict=said,
    )
    if said != before:
        rows = Version.objects.filter(url=row.url, evidence__withdrawn_at=None)
        services.check_all(set(rows.values_list("evidence__obligation", flat=True)))
