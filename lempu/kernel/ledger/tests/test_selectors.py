"""The check of a chain finds what somebody with the keys of the database did to it."""

import importlib
import json

import pytest
from django.db import connection

from lempu.kernel.ledger import canonical, selectors, services
from lempu.kernel.ledger.models import Entry, Head
from lempu.kernel.ledger.selectors import Break
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db
ACT = "offices.office_changed"
guards = importlib.import_module("lempu.kernel.ledger.migrations.0002_refuse_changes")


@pytest.fixture
def office():
    """An office with a chain of five entries whose database no longer guards them."""
    office, actor = OfficeFactory(), UserFactory()
    for number in range(5):
        services.record(office=office, act=ACT, subject=office, actor=actor, number=number)
    with connection.cursor() as cursor:
        for statement in guards.BACK[connection.vendor]:
            cursor.execute(statement)
    return office


def entry(office, seq):
    return Entry.objects.filter(office=office, seq=seq)


def forged(row, **changes):
    """A body with other facts, hashed anew as a forger would."""
    body = canonical.rfc8785.dumps(json.loads(row.body) | changes)
    return {"body": body.decode(), "hash": canonical.digest(body)}


def change_body(office):
    body = entry(office, 3).get().body
    entry(office, 3).update(body=body.replace('"number":2', '"number":9'))


def change_body_and_hash(office):
    entry(office, 3).update(**forged(entry(office, 3).get(), payload={"number": 9}))


def change_last_body_and_hash(office):
    entry(office, 5).update(**forged(entry(office, 5).get(), payload={"number": 9}))


def change_columns(office):
    entry(office, 3).update(act="offices.member_added")


def change_actor(office):
    entry(office, 3).update(actor=UserFactory())


def change_moment(office):
    entry(office, 3).update(recorded_at="2020-01-01T00:00:00Z")


def remove_middle(office):
    entry(office, 3).delete()


def remove_last(office):
    entry(office, 5).delete()


def remove_all(office):
    Entry.objects.filter(office=office).delete()


def close_the_gap(office):
    entry(office, 3).delete()
    for seq in (4, 5):
        entry(office, seq).update(seq=seq - 1)


def write_nonsense(office):
    entry(office, 3).update(body="[]", hash=canonical.digest(b"[]"))


def swap(office):
    first, second = entry(office, 2).get(), entry(office, 3).get()
    entry(office, 2).update(seq=99)
    entry(office, 3).update(seq=2)
    Entry.objects.filter(pk=first.pk).update(seq=3)
    assert Entry.objects.get(pk=second.pk).seq == 2


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (change_body, Break(3, "hash")),
        (change_body_and_hash, Break(4, "previous")),
        (change_last_body_and_hash, Break(6, "end")),
        (change_columns, Break(3, "columns")),
        (change_actor, Break(3, "columns")),
        (change_moment, Break(3, "columns")),
        (remove_middle, Break(3, "gap")),
        (remove_last, Break(5, "end")),
        (remove_all, Break(1, "end")),
        (close_the_gap, Break(3, "previous")),
        (write_nonsense, Break(3, "previous")),
        (swap, Break(2, "previous")),
    ],
)
def test_first_break_finds(office, tamper, found):
    tamper(office)

    assert selectors.first_break(office) == found


def test_first_break_is_none_where_the_chain_holds(office):
    assert selectors.first_break(office) is None


def test_first_break_is_none_where_nothing_happened():
    assert selectors.first_break(OfficeFactory()) is None


def test_first_break_looks_at_one_office_only(office):
    other = OfficeFactory()
    services.record(office=other, act=ACT, subject=other, actor=None)
    change_body(office)

    assert selectors.first_break(other) is None


def test_chain_without_its_end_row_is_broken(office):
    Head.objects.filter(office=office).delete()

    assert selectors.first_break(office) == Break(6, "end")


def test_entries_in_gives_the_latest_first_and_no_other_office(office):
    other = OfficeFactory()
    services.record(office=other, act=ACT, subject=other, actor=None)

    found = selectors.entries_in(Office.objects.filter(pk=office.pk))

    assert [row.seq for row in found] == [5, 4, 3, 2, 1]


def test_history_of_is_about_the_given_rows(office):
    person = UserFactory()
    services.record(office=office, act=ACT, subject=person, actor=None)

    assert [row.seq for row in selectors.history_of([person])] == [6]


def test_end_is_the_last_entry(office):
    last = entry(office, 5).get()

    assert (selectors.end_of(office).seq, selectors.end_of(office).hash) == (5, last.hash)
    assert selectors.end_of(OfficeFactory()) is None


def test_acts_and_actors_of_an_office(office):
    stranger = UserFactory()
    other = OfficeFactory()
    services.record(office=other, act="offices.member_added", subject=other, actor=stranger)

    assert selectors.acts_in(office) == [ACT]
    assert list(selectors.actors_in(office)) == [Entry.objects.filter(office=office)[0].actor]
