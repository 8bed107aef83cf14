"""The database itself keeps the ledger, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from lempu.kernel.ledger import services
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    office = OfficeFactory()
    return services.record(office=office, act="offices.office_changed", subject=office, actor=None)


def by_queryset(entry):
    Entry.objects.filter(pk=entry.pk).update(act="offices.member_added")


def by_instance(entry):
    entry.act = "offices.member_added"
    entry.save()


def by_statement(entry):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET body = '{}' WHERE id = %s", [entry.pk])


def delete_by_queryset(entry):
    Entry.objects.all().delete()


def delete_by_statement(entry):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")


def truncate(entry):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE ledger_entry CASCADE")


CHANGES = [by_queryset, by_instance, by_statement, delete_by_queryset, delete_by_statement]
if connection.vendor == "postgresql":
    CHANGES.append(truncate)


@pytest.mark.parametrize("change", CHANGES)
def test_entry_is_never_changed_or_removed(entry, change):
    before = Entry.objects.values().get()

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        change(entry)

    assert Entry.objects.values().get() == before


def test_two_entries_never_share_a_number(entry):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(
            office=entry.office,
            seq=entry.seq,
            recorded_at=entry.recorded_at,
            act=entry.act,
            subject=entry.subject,
            body="{}",
            previous_hash=entry.hash,
            hash=entry.hash,
        )
