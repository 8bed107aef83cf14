import pytest
from django.urls import reverse

from lempu.kernel.ledger import services
from lempu.kernel.ledger.models import Entry, Head
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

URL = "/jejak/"


def record(office, actor=None, act="obligations.undone", subject=None):
    return services.record(office=office, act=act, subject=subject or office, actor=actor)


def seqs(page):
    return [line.entry.seq for line in page.context["lines"]]


def test_entries_say_who_did_what_to_which_row(client, office, as_role):
    as_role()
    reviewer = person(office, Role.REVIEWER)
    row = ObligationFactory(
        indicator=RowFactory(office=office, code="4.3d"), office=office, month=9
    )
    entry = record(office, reviewer, act="reviews.returned", subject=row)

    page = client.get(URL)

    assert reviewer.name in page.text
    assert "Verifikator" in page.text
    assert (
        f'<a href="{reverse("evidence:page", args=[row.pk])}">4.3d September 2025</a>' in page.text
    )
    assert entry.hash[:10] in page.text


def test_latest_stands_first_and_the_clock_is_the_system(client, office, as_role):
    as_role()
    record(office), record(office), record(office)

    page = client.get(URL)

    assert seqs(page) == [3, 2, 1]
    assert "Sistem" in page.text


def test_filters_by_act_and_person(client, office, as_role):
    who = as_role()
    record(office, who)
    record(office, who, act="closing.closed")
    record(office, person(office))
    record(office)

    assert seqs(client.get(URL, {"perbuatan": "closing.closed"})) == [2]
    assert seqs(client.get(URL, {"orang": who.pk})) == [2, 1]
    assert seqs(client.get(URL, {"orang": "sistem"})) == [4]
    assert seqs(client.get(URL, {"orang": "x"})) == [4, 3, 2, 1]
    assert "Tidak ada entri yang cocok." in client.get(URL, {"perbuatan": "x"}).text


def test_entries_of_another_office_are_not_shown(client, office, as_role):
    as_role()
    other = OfficeFactory()
    entry = record(other, person(other))

    page = client.get(URL)

    assert seqs(page) == []
    assert entry.actor.name not in page.text


def test_check_says_that_the_chain_holds(client, office, as_role):
    as_role()
    record(office), record(office)

    page = client.post(reverse("home:ledger_check"), follow=True)

    assert "Rantai utuh. Semua 2 entri dihitung ulang, tidak ada yang berubah." in page.text


def test_check_says_where_the_chain_breaks(client, office, as_role):
    as_role()
    record(office), record(office)
    Head.objects.filter(office=office).update(hash="0" * 64)

    page = client.post(reverse("home:ledger_check"), follow=True)

    assert "entri 3" in page.text
    assert "lp-note lp-section is-late" in page.text


def test_check_writes_nothing(client, office, as_role):
    as_role()
    record(office)

    client.post(reverse("home:ledger_check"))

    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MEMBER, 200), (Role.ASSESSOR, 200), (Role.OBSERVER, 403)]
)
def test_who_reads_the_ledger(client, as_role, role, status):
    as_role(role)

    assert client.get(URL).status_code == status
    assert client.post(reverse("home:ledger_check")).status_code == (302 if status == 200 else 403)


def test_number_of_queries_is_constant(office, as_role, queries_of):
    as_role()

    def add():
        row = ObligationFactory(office=office)
        record(office, person(office), subject=row)
        record(office, person(office, Role.COORDINATOR), subject=row.plan)

    add()
    one = queries_of(URL)
    add(), add()

    assert queries_of(URL) == one
