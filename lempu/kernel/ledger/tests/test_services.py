import threading

import pytest
from django.db import connection, connections, transaction

from lempu.kernel.ledger import canonical, selectors, services
from lempu.kernel.ledger.models import Entry, Head
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory

ACT = "offices.office_changed"


def record(office, actor=None, **payload):
    return services.record(office=office, act=ACT, subject=office, actor=actor, **payload)


@pytest.mark.django_db
def test_first_entry_follows_genesis():
    office, actor = OfficeFactory(), UserFactory()

    entry = record(office, actor, due_shift="next")

    assert (entry.seq, entry.previous_hash) == (1, canonical.GENESIS)
    assert (entry.actor, entry.act, entry.subject) == (actor, ACT, f"offices.office:{office.pk}")
    assert selectors.payload_of(entry) == {"due_shift": "next"}
    assert entry.hash == canonical.digest(entry.body.encode())


@pytest.mark.django_db
def test_entries_of_one_office_are_chained():
    office = OfficeFactory()

    first, second, third = record(office), record(office), record(office)

    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    head = Head.objects.get(office=office)
    assert (head.seq, head.hash) == (3, third.hash)


@pytest.mark.django_db
def test_each_office_has_a_chain_of_its_own():
    one, other = OfficeFactory(), OfficeFactory()
    record(one)

    entry = record(other)

    assert (entry.seq, entry.previous_hash) == (1, canonical.GENESIS)


@pytest.mark.django_db
def test_system_is_the_actor_of_what_the_clock_does():
    entry = record(OfficeFactory(), None)

    assert entry.actor is None
    assert '"actor":"system"' in entry.body


@pytest.mark.django_db
def test_same_act_twice_gives_two_hashes():
    office = OfficeFactory()

    assert record(office).hash != record(office).hash


@pytest.mark.django_db
def test_entry_falls_with_its_act():
    office = OfficeFactory()
    record(office)

    with transaction.atomic():
        record(office)
        transaction.set_rollback(True)

    assert Entry.objects.count() == 1
    assert record(office).seq == 2
    assert selectors.first_break(office) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "payload", "error"),
    [("tests.unheard_of", {}, ValueError), (ACT, {"score": 70.12}, TypeError)],
)
def test_record_refuses_and_leaves_no_trace(act, payload, error):
    office = OfficeFactory()

    with pytest.raises(error), transaction.atomic():
        services.record(office=office, act=act, subject=office, actor=None, **payload)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_a_bug():
    office = OfficeFactory()

    with pytest.raises(RuntimeError):
        record(office)

    assert not Entry.objects.exists()


@pytest.fixture
def _emptied(transactional_db):
    """The entries a test of several connections leaves are removed, past what keeps them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_entry")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


@pytest.mark.usefixtures("_emptied")
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_writers_of_one_office_wait_for_each_other():
    office = OfficeFactory()

    def write():
        try:
            for _ in range(5):
                with transaction.atomic():
                    record(office)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 21))
    assert selectors.first_break(office) is None
