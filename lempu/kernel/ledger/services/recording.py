"""Writing an entry: the only place that does."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from lempu.kernel.ledger import canonical, registry
from lempu.kernel.ledger.enums import BEHALF, OF_THE_DECREE
from lempu.kernel.ledger.models import Entry, Head, Words, key_of
from lempu.shared import acts

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


def record(
    *,
    office: "Office",
    act: str,
    subject: models.Model,
    actor: "User | None",
    **payload: Any,
) -> Entry:
    """Write one entry at the end of the office's chain.

    Call it within the transaction of the act itself; outside one it raises ``RuntimeError``, since
    an act and its entry must stand or fall together. ``actor=None`` is the system; who stands in for
    somebody is the actor, and the entry names the other too (``registry``). What people wrote is kept
    beside the entry, which carries a commitment to it (``canonical.WORDS``). Raises
    ``ValueError`` for an act no room registered and ``TypeError`` for a payload without exact form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a ledger entry is written in the transaction of its act")
    if not acts.is_known(act):
        raise ValueError(f"act {act!r} is not registered")
    facts, kept = _facts(act, actor, subject, payload)
    head = _locked_head(office)
    at, seq, who = timezone.now(), head.seq + 1, canonical.actor_key(actor.pk if actor else None)
    what = key_of(subject)
    body = canonical.body(
        office=office.code,
        seq=seq,
        at=at,
        actor=who,
        act=str(act),
        subject=what,
        payload=facts,
        previous=head.hash,
    )
    entry = Entry.objects.create(
        office_id=office.pk,
        seq=seq,
        recorded_at=at,
        actor=actor,
        act=str(act),
        subject=what,
        body=body.decode(),
        previous_hash=head.hash,
        hash=canonical.digest(body),
    )
    if kept:
        Words.objects.create(entry=entry, texts=kept)
    Head.objects.filter(pk=head.pk).update(seq=seq, hash=entry.hash)
    return entry


def _facts(
    act: str, actor: "User | None", subject: models.Model, payload: dict[str, Any]
) -> tuple[dict[str, Any], canonical.Kept]:
    """The payload as it goes into the entry, and the texts that are kept beside it."""
    behalf = registry.represented(act, actor, subject)
    if behalf is not None:
        payload = {**payload, BEHALF: behalf.pk}
    facts, kept = canonical.plain(payload), canonical.Kept()
    return (facts if act in OF_THE_DECREE else canonical.withheld(facts, kept)), kept


def _locked_head(office: "Office") -> Head:
    head = Head.objects.select_for_update().filter(office_id=office.pk).first()
    if head is None:
        Head.objects.get_or_create(office_id=office.pk, defaults={"hash": canonical.GENESIS})
        head = Head.objects.select_for_update().get(office_id=office.pk)
    return head
