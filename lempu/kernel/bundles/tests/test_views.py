"""The page of bundles, and the proof of one document."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.bundles import services
from lempu.kernel.bundles.models import Bundle
from lempu.kernel.bundles.services import asking
from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import PlanOfYearFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
PAGE = "/berkas-bukti/"


@pytest.fixture
def leader(client, office):
    who = person(office, Role.LEADER)
    client.force_login(who)
    return who


@pytest.fixture
def plan(office):
    return PlanOfYearFactory(office=office, year=2025)


def ready(office, who, **rest):
    facts = {"state": "ready", "is_kept": True, "sha256": "ab" * 32, "size": 12_000_000, "seal": 7}
    row = Bundle.objects.create(
        office=office, year=2025, asked_by=who, asked_at=timezone.now(),
        **{"ended_at": timezone.now()} | facts | rest,
    )  # fmt: skip
    asking.path_of(row).parent.mkdir(exist_ok=True)
    asking.path_of(row).write_bytes(b"PK berkas")
    return row


def test_an_empty_page_says_what_is_missing(client, leader):
    page = client.get(PAGE).text

    assert "Belum ada rencana yang berlaku" in page
    assert "Belum ada berkas bukti yang dibuat." in page


def test_asking_makes_one_row_however_often(client, office, leader, plan):
    client.post(reverse("bundles:ask"), {"year": 2025})
    page = client.post(reverse("bundles:ask"), {"year": 2025}, follow=True)

    row = Bundle.objects.get()
    assert (row.office, row.year, row.asked_by, row.state) == (office, 2025, leader, "waiting")
    assert 'hx-trigger="every 1s"' in page.text
    assert 'http-equiv="refresh"' in page.text


def test_a_year_without_plan_comes_back(client, leader, plan):
    assert client.post(reverse("bundles:ask"), {"year": 2031}).status_code == 422
    with pytest.raises(DomainError) as refusal:
        services.ask_bundle(office=plan.office, year=2031, actor=leader)

    assert refusal.value.code == "no_plan"
    assert not Bundle.objects.exists()


def test_progress_is_shown(client, office, leader):
    ready(office, leader, state="running", is_kept=False, done=1, total=4)

    page = client.get(PAGE).text

    assert "1 dari 4 berkas ditulis" in page
    assert 'value="25"' in page


def test_what_is_ready_is_downloaded(client, office, leader):
    row = ready(office, leader)

    page = client.get(PAGE).text
    answer = client.get(reverse("bundles:download", args=[row.pk]))

    assert "sampai segel 7" in page
    assert b"".join(answer.streaming_content) == b"PK berkas"
    assert "berkas-bukti-7317-2025.zip" in answer["Content-Disposition"]


def test_what_is_gone_says_so(client, office, leader):
    row = ready(office, leader, is_kept=False)

    assert "disimpan seminggu" in client.get(PAGE).text
    assert client.get(reverse("bundles:download", args=[row.pk])).status_code == 404


def test_a_failure_is_told_in_words(client, office, leader):
    ready(office, leader, state="failed", is_kept=False, problem="Berkas rusak.")

    assert "Berkas rusak." in client.get(PAGE).text


def test_bundles_of_another_office_are_not_known(client, leader):
    other = OfficeFactory()
    row = ready(other, person(other))

    assert client.get(reverse("bundles:download", args=[row.pk])).status_code == 404
    assert f"bundle-{row.pk}" not in client.get(PAGE).text


def test_staff_do_not_export(client, office):
    client.force_login(person(office, Role.MEMBER))

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("bundles:ask")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(
    client, office, leader, plan, rows, django_assert_num_queries
):
    for _number in range(rows):
        ready(office, leader)
    client.get(PAGE)

    with django_assert_num_queries(14):
        client.get(PAGE)


def test_files_older_than_a_week_are_thrown_away(office, leader):
    row = ready(office, leader, ended_at=timezone.now() - dt.timedelta(days=8))

    services.sweep_bundles()

    row.refresh_from_db()
    assert not row.is_kept
    assert not asking.path_of(row).exists()


def test_a_worker_that_died_is_replaced(office, leader, plan):
    row = services.ask_bundle(office=office, year=2025, actor=leader)
    Bundle.objects.update(asked_at=timezone.now() - dt.timedelta(days=1), state="running")

    assert services.sweep_bundles() == 1
    Bundle.objects.update(claimed_at=timezone.now())
    assert not services.run_bundle(row.pk)


def test_the_proof_of_a_document_is_shown_and_exported(client, office, year):
    client.force_login(person(office, Role.MEMBER))
    version = Version.objects.exclude(file=None).earliest("pk")

    page = client.get(reverse("bundles:proof", args=[version.pk])).text
    answer = client.post(reverse("bundles:proof_file", args=[version.pk]))

    assert version.file.sha256 in page
    assert "Tercatat" in page
    assert answer["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")
    assert Entry.objects.filter(office=office).latest("seq").act == "bundles.proved"


def test_a_link_has_no_proof_page(client, office):
    client.force_login(person(office, Role.MEMBER))
    version = EvidenceFactory(obligation__office=office).versions.get()

    page = client.get(reverse("bundles:proof", args=[version.pk]))

    assert page.status_code == 422
    assert "tautan" in page.text
