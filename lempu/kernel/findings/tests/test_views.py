import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.evidence.tests.factories import SubmissionFactory
from lempu.kernel.findings.models import Finding, Switch
from lempu.kernel.findings.services import check
from lempu.kernel.findings.tests import scenes
from lempu.kernel.findings.tests.factories import paper, photo
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def reviewer(office, client):
    user = person(office, Role.REVIEWER)
    client.force_login(user)
    return user


@pytest.fixture
def months(office):
    row = RowFactory(office=office, required=[])
    return [
        ObligationFactory(office=office, indicator=row, month=month, state=State.SUBMITTED)
        for month in (8, 9)
    ]


@pytest.fixture
def pair(months):
    """A photo of August, and what was made of it for September."""
    image = scenes.room(4, 1)
    first = photo(image, obligation=months[0], name="Agustus.jpg")
    later = photo(scenes.resized(image), obligation=months[1], name="September.jpg")
    check(later.obligation_id)
    return first, later, Finding.objects.get()


def url(name, *args):
    return reverse(f"findings:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def test_both_photos_stand_side_by_side(client, reviewer, pair):
    first, later, row = pair

    words = text_of(client.get(url("finding", row.pk)))

    for piece in (first, later):
        assert reverse("evidence:preview", args=[piece.versions.get().pk, 1]) in words
    assert "Agustus.jpg" in words
    assert "Terima dengan alasan ini" in words


def test_of_another_office_only_that_it_exists_is_told(client, reviewer, months):
    image = scenes.room(4, 1)
    there = ObligationFactory(office=OfficeFactory(code="9401", name="KPU Kabupaten Rahasia"))
    foreign = photo(image, obligation=there, name="Rahasia.jpg")
    photo(scenes.resized(image), obligation=months[1], name="September.jpg")
    check(months[1].pk)

    words = text_of(client.get(url("finding", Finding.objects.get().pk)))

    assert "Milik satuan kerja lain" in words
    assert "Rahasia" not in words
    assert reverse("evidence:preview", args=[foreign.versions.get().pk, 1]) not in words


def test_a_finding_is_unknown_in_another_office(client, pair):
    client.force_login(person(OfficeFactory(code="9401"), Role.REVIEWER))

    assert client.get(url("finding", pair[2].pk)).status_code == 404


def test_texts_stand_side_by_side_with_what_differs_marked(client, reviewer, months):
    words = "Selama bulan ini petugas melayani pengunjung dan menyusun daftar kunjungan " * 5
    for month, name in zip(months, ("Agustus", "September"), strict=True):
        paper(f"Laporan {name} 2025. {words}", obligation=month)
    check(months[1].pk)

    page = text_of(client.get(url("finding", Finding.objects.get().pk)))

    assert "<mark>September</mark>" in page
    assert "<mark>Agustus</mark>" in page


def test_accepting_with_a_reason_shows_it_everywhere(client, reviewer, pair):
    row = pair[2]
    submission = SubmissionFactory(obligation=row.obligation)

    response = client.post(url("accept", row.pk), {"reason": "Foto yang sama memang dipakai."})

    assert response.status_code == 302
    for address in (
        url("finding", row.pk),
        reverse("evidence:page", args=[row.obligation_id]),
        reverse("evidence:look", args=[row.version_id]),
        reverse("reviews:item", args=[submission.pk]),
    ):
        assert "Foto yang sama memang dipakai." in text_of(client.get(address)), address


def test_accepting_without_words_comes_back_with_the_reason(client, reviewer, pair):
    response = client.post(url("accept", pair[2].pk), {"reason": ""})

    assert response.status_code == 422
    assert "Tulis mengapa ini wajar." in text_of(response)


def test_whoever_added_the_evidence_gets_no_form(client, office, pair):
    author = person(office, Role.COORDINATOR)
    pair[1].versions.update(added_by=author)
    client.force_login(author)

    words = text_of(client.get(url("finding", pair[2].pk)))

    assert "Orang lain yang menyatakan" in words
    assert "Terima dengan alasan ini" not in words


def test_the_queue_says_how_many_findings_nobody_answered(client, reviewer, pair):
    SubmissionFactory(obligation=pair[2].obligation)

    assert "1 temuan" in text_of(client.get(reverse("reviews:queue")))


def test_the_page_of_an_obligation_asks_no_more_for_many_findings(client, reviewer, months):
    def queries(count):
        month = ObligationFactory(office=months[0].office, indicator__required=[])
        for number in range(count):
            paper(f"Rapat {number + 1} Agustus 2025", obligation=month)
        check(month.pk)
        address = reverse("evidence:page", args=[month.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert text_of(client.get(address)).count("Lihat dan jawab") == count
        return len(asked)

    assert queries(1) == queries(5)


def test_a_coordinator_switches_a_rule_off_and_on(client, office):
    client.force_login(person(office, Role.COORDINATOR))

    client.post(url("switch", "no_date"), {"on": "0"})
    assert Switch.objects.get().rule == "no_date"
    assert "Matikan" in text_of(client.get(url("rules")))

    client.post(url("switch", "no_date"), {"on": "1"})
    assert not Switch.objects.exists()
    assert client.post(url("switch", "unheard"), {"on": "1"}).status_code == 404


def test_others_see_the_rules_and_no_switch(client, reviewer):
    words = text_of(client.get(url("rules")))

    assert "Foto yang hampir sama pernah dipakai" in words
    assert "Nyalakan" not in words
    assert "Matikan" not in words
