import pytest
from cryptography.hazmat.primitives import serialization
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.ledger import selectors, services
from lempu.kernel.ledger.models import ChainCheck, Entry, Head, Seal
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
    assert seqs(client.get(URL, {"orang": "9" * 30})) == [4, 3, 2, 1]
    assert "Tidak ada entri yang cocok." in client.get(URL, {"perbuatan": "x"}).text


def test_entries_of_another_office_are_not_shown(client, office, as_role):
    as_role()
    other = OfficeFactory()
    entry = record(other, person(other))

    page = client.get(URL)

    assert seqs(page) == []
    assert entry.actor.name not in page.text


def verdict(client, office):
    """Ask for a check on the page, have the worker run it, read the page again."""
    assert client.post(reverse("home:ledger_check")).url == reverse("home:ledger_run")
    services.run_check(selectors.latest_check(office).pk)
    return client.get(reverse("home:ledger_run")).text


def test_check_says_that_the_ledger_holds(client, office, as_role):
    who = as_role()
    record(office), record(office)
    services.seal_office(office=office)

    page = verdict(client, office)

    assert "Buku jejak utuh" in page
    assert "Semua 2 entri dan 1 segel dihitung ulang." in page
    assert who.name in page


def test_check_shows_how_far_it_is(client, office, as_role):
    as_role()
    record(office), record(office)
    client.post(reverse("home:ledger_check"))
    ChainCheck.objects.update(state="running", done=1, total=4)

    page = client.get(reverse("home:ledger_run")).text

    assert "1 dari 4 entri dihitung ulang" in page
    assert 'value="25"' in page
    assert 'http-equiv="refresh"' in page


def test_check_says_where_the_chain_breaks(client, office, as_role):
    as_role()
    record(office), record(office)
    Head.objects.filter(office=office).update(hash="0" * 64)

    page = verdict(client, office)

    assert "Buku jejak tidak utuh" in page
    assert "entri 3" in page
    assert "lp-note lp-section is-late" in page


@pytest.mark.parametrize("reason", [
    "gap", "previous", "hash", "columns", "end", "seal", "seal_order", "seal_text", "signature",
])  # fmt: skip
def test_every_fault_has_words(client, office, as_role, reason):
    who = as_role()
    ChainCheck.objects.create(
        office=office, state="broken", fault=reason, fault_at=12, asked_by=who,
        asked_at=timezone.now(), ended_at=timezone.now(),
    )  # fmt: skip

    assert "12" in client.get(reverse("home:ledger_run")).text


def test_nobody_has_verified_yet(client, office, as_role):
    as_role()

    assert "Belum ada yang memeriksa" in client.get(reverse("home:ledger_run")).text


def test_check_writes_no_entry(client, office, as_role):
    as_role()
    record(office)

    verdict(client, office)

    assert Entry.objects.count() == 1


def test_history_tells_what_happened_to_one_thing(client, office, as_role):
    as_role()
    reviewer = person(office, Role.REVIEWER)
    row = ObligationFactory(
        indicator=RowFactory(office=office, code="4.3d"), office=office, month=9
    )
    services.record(
        office=office,
        act="reviews.returned",
        subject=row,
        actor=reviewer,
        reason="Belum ditandatangani.",
    )
    record(office)

    page = client.get(reverse("home:history", args=[f"obligations.obligation:{row.pk}"]))

    assert "Riwayat 4.3d, September 2025" in page.text
    assert f"oleh {reviewer.name} (Verifikator)" in page.text
    assert "<strong>Dikembalikan</strong> · Belum ditandatangani." in page.text
    assert seqs(page) == [1]


def test_history_of_what_the_office_does_not_have_is_not_known(client, office, as_role):
    as_role()
    other = OfficeFactory()
    record(other)

    address = reverse("home:history", args=[f"offices.office:{other.pk}"])
    assert client.get(address).status_code == 404


def test_seals_are_listed_with_what_waits(client, office, as_role):
    as_role(Role.LEADER)
    record(office)
    seal = services.seal_office(office=office)
    record(office), record(office)

    page = client.get(reverse("home:seals")).text

    assert "2 entri menunggu segel berikutnya" in page
    assert seal.hash[:16] in page
    assert seal.key.public in page
    assert "Segel sekarang" in page


def test_a_person_seals_at_once(client, office, as_role):
    as_role(Role.COORDINATOR)
    record(office)

    page = client.post(reverse("home:seal_now"), follow=True).text

    assert "Segel 1 mencakup semua entri sampai nomor 2." in page
    assert Seal.objects.get().size == 2


def test_staff_read_seals_and_make_none(client, office, as_role):
    as_role(Role.MEMBER)
    record(office)

    assert "Segel sekarang" not in client.get(reverse("home:seals")).text
    assert client.post(reverse("home:seal_now")).status_code == 403


def test_the_public_key_is_one_that_other_programs_read(client, office, as_role):
    as_role(Role.ASSESSOR)
    record(office)
    seal = services.seal_office(office=office)

    pem = client.get(reverse("home:public_key")).content

    read = serialization.load_pem_public_key(pem)
    assert read.public_bytes_raw().hex() == seal.key.public


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
