"""Seals: what they cover, who signs, what they reveal."""

import datetime as dt
import importlib
import json

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from lempu.kernel.ledger import canonical, selectors, services, tasks
from lempu.kernel.ledger.models import Entry, Head, Key, Seal
from lempu.kernel.ledger.services import keys
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.shared.errors import DomainError
from lempu.shared.proof import ed25519, merkle

pytestmark = pytest.mark.django_db
ACT = "offices.office_changed"
guards = importlib.import_module("lempu.kernel.ledger.migrations.0005_refuse_changes_of_seals")
entry_guards = importlib.import_module("lempu.kernel.ledger.migrations.0002_refuse_changes")


def recorded(office, count=1):
    for number in range(count):
        services.record(office=office, act=ACT, subject=office, actor=None, number=number)


@pytest.fixture
def office():
    """An office with five entries."""
    office = OfficeFactory()
    recorded(office, 5)
    return office


def unguarded():
    with connection.cursor() as cursor:
        for statement in [*guards.BACK[connection.vendor], *entry_guards.BACK[connection.vendor]]:
            cursor.execute(statement)


def code_of(act, **facts):
    with pytest.raises(DomainError) as refusal:
        act(**facts)
    return refusal.value.code


def test_a_seal_is_a_signed_statement_on_everything_so_far(office):
    seal = services.seal_office(office=office)

    tree = merkle.Growing()
    for text in Entry.objects.filter(office=office).order_by("seq").values_list("hash", flat=True):
        tree.add(bytes.fromhex(text))
    facts = json.loads(seal.body)
    head = Head.objects.get(office=office)
    assert (facts["size"], facts["root"], facts["head"]) == (5, tree.root().hex(), head.hash)
    assert (facts["previous"], facts["number"]) == (canonical.GENESIS, 1)
    assert facts["key"] == seal.key.public
    public, signature = bytes.fromhex(seal.key.public), bytes.fromhex(seal.signature)
    assert ed25519.holds(public, seal.body.encode(), signature)


def test_the_next_seal_goes_on_where_the_last_one_ended(office):
    first = services.seal_office(office=office)
    recorded(office, 6)

    second = services.seal_office(office=office)

    hashes = Entry.objects.filter(office=office).order_by("seq").values_list("hash", flat=True)
    entries = [bytes.fromhex(text) for text in hashes]
    path = merkle.consistency(entries, first.size)
    roots = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert (second.number, second.size) == (2, 11)
    assert json.loads(second.body)["previous"] == first.hash
    assert merkle.is_consistent(5, roots[0], 11, roots[1], path)


def test_nothing_new_makes_no_new_seal(office):
    first = services.seal_office(office=office)

    assert services.seal_office(office=office) == first
    assert services.seal_office(office=OfficeFactory()) is None


def test_a_persons_wish_is_an_entry_that_the_seal_covers(office):
    actor = UserFactory()

    seal = services.seal_office(office=office, actor=actor)

    entry = Entry.objects.filter(office=office).latest("seq")
    assert (entry.act, entry.actor, seal.size) == ("ledger.seal_asked", actor, 6)


def test_the_clock_seals_each_office_once_a_day():
    other = OfficeFactory()
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=False):
        office = OfficeFactory()
        recorded(office), recorded(other)
        tasks.seal()
        recorded(office)
        tasks.seal()
    assert Seal.objects.count() == 2
    with time_machine.travel(dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC), tick=False):
        tasks.seal()

    assert list(Seal.objects.of(office).order_by("number").values_list("size")) == [(1,), (2,)]
    assert Seal.objects.of(other).count() == 1


def test_a_ledger_changed_under_its_seal_is_not_sealed_again(office):
    services.seal_office(office=office)
    recorded(office)
    unguarded()
    Seal.objects.update(peaks=json.dumps([canonical.GENESIS, canonical.GENESIS]))

    assert code_of(services.seal_office, office=office) == "ledger_broken"
    assert Seal.objects.count() == 1


def test_an_entry_that_is_gone_is_not_sealed_over(office):
    unguarded()
    Entry.objects.filter(office=office, seq=3).delete()

    assert code_of(services.seal_office, office=office) == "ledger_broken"


def test_a_key_that_is_gone_is_never_replaced_in_silence(office):
    services.seal_office(office=office)
    recorded(office)
    path = keys.path_of(Key.objects.get().number)
    kept = path.rename(path.with_suffix(".kept"))
    try:
        assert code_of(services.seal_office, office=office) == "key_missing"
        assert code_of(services.rotate_key) == "key_missing"
        assert Key.objects.count() == 1
    finally:
        kept.rename(path)


def test_another_key_in_the_file_signs_nothing(office):
    services.seal_office(office=office)
    recorded(office)
    key = Key.objects.get()
    path = keys.path_of(key.number)
    kept = path.rename(path.with_suffix(".kept"))
    keys.signing.make(path)
    try:
        assert code_of(services.seal_office, office=office) == "key_foreign"
    finally:
        kept.rename(path)


def test_a_hand_over_is_signed_by_the_old_key_and_noted_by_every_office(office):
    services.seal_office(office=office)
    old = Key.objects.get()

    new = services.rotate_key()

    body = new.body.encode()
    assert ed25519.holds(bytes.fromhex(new.public), body, bytes.fromhex(new.signature))
    assert ed25519.holds(bytes.fromhex(old.public), body, bytes.fromhex(new.endorsement))
    assert json.loads(new.body)["previous"] == old.public
    entry = Entry.objects.filter(office=office).latest("seq")
    assert entry.act == "ledger.key_rotated"
    assert selectors.payload_of(entry) == {"public": new.public, "previous": old.public}
    assert not keys.path_of(old.number).exists()
    assert services.seal_office(office=office).key == new


def test_a_lost_key_is_recorded_as_lost(office):
    services.seal_office(office=office)
    keys.path_of(Key.objects.get().number).unlink()

    new = services.rotate_key(lost=True)

    assert (new.reason, new.endorsement) == ("lost", "")
    assert Entry.objects.filter(office=office).latest("seq").act == "ledger.key_lost"


def test_the_private_key_is_readable_by_its_owner_only(office):
    services.seal_office(office=office)

    assert keys.path_of(1).stat().st_mode & 0o777 == 0o600
    assert keys.path_of(1).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_seal(office, table, verb):
    seal = services.seal_office(office=office)
    seal.__class__.stamp.related.related_model.objects.create(
        seal=seal, authority="-", stamped_at=seal.made_at, token=b"-"
    )

    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


def changed_entry(office):
    """An entry and every hash after it made anew, head included: only the seal knows."""
    previous = canonical.GENESIS
    for entry in Entry.objects.filter(office=office).order_by("seq"):
        facts = json.loads(entry.body) | {"previous": previous}
        facts["payload"] = {"number": 99} if entry.seq == 2 else facts["payload"]
        body = canonical.rfc8785.dumps(facts)
        previous_was, previous = previous, canonical.digest(body)
        Entry.objects.filter(pk=entry.pk).update(
            body=body.decode(), hash=previous, previous_hash=previous_was
        )
    Head.objects.filter(office=office).update(hash=previous)


def changed_root(office):
    Seal.objects.update(root="0" * 64)


def changed_signature(office):
    seal = Seal.objects.earliest("number")
    letter = "1" if seal.signature[0] == "0" else "0"
    Seal.objects.filter(pk=seal.pk).update(signature=letter + seal.signature[1:])


def removed_seal(office):
    Seal.objects.earliest("number").delete()


def early_seal(office):
    Seal.objects.filter(number=2).update(size=400)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (changed_entry, "seal"),
        (changed_root, "seal_text"),
        (changed_signature, "signature"),
        (removed_seal, "seal_order"),
        (early_seal, "seal"),
    ],
)
def test_the_walk_finds_what_was_done_to_entries_and_seals(office, change, reason):
    services.seal_office(office=office)
    recorded(office, 2)
    services.seal_office(office=office)
    assert selectors.first_break(office) is None
    unguarded()

    change(office)

    assert selectors.first_break(office).reason == reason


def test_a_check_tells_how_far_it_is_and_what_it_found(office, monkeypatch):
    services.seal_office(office=office)
    monkeypatch.setattr("lempu.kernel.ledger.selectors.walking.STEP", 2)
    told = []

    found = selectors.walk(office, tell=told.append)

    assert (found.entries, found.seals, found.fault, told) == (5, 1, None, [2, 4])


@pytest.mark.django_db(transaction=True)
def test_a_check_runs_in_the_background_and_keeps_its_verdict(request):
    office, actor = OfficeFactory(), UserFactory()

    row = services.ask_check(office=office, actor=actor)

    row.refresh_from_db()
    assert (row.state, row.total, row.done, row.fault) == ("holds", 0, 0, "")
    assert row.ended_at is not None


def test_one_check_under_way_serves_everybody(office):
    one = services.ask_check(office=office, actor=UserFactory())

    assert services.ask_check(office=office, actor=UserFactory()) == one


def test_a_check_says_where_the_chain_breaks(office):
    row = services.ask_check(office=office, actor=UserFactory())
    unguarded()
    Entry.objects.filter(office=office, seq=3).delete()

    assert services.run_check(row.pk)
    assert not services.run_check(row.pk)

    row.refresh_from_db()
    assert (row.state, row.fault, row.fault_at) == ("broken", "gap", 3)
