import pypdfium2
import pytest
from django.urls import reverse

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.tests.factories import stored
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.scans import services
from lempu.kernel.scans.enums import Problem, ScanState
from lempu.kernel.scans.models import Scan, Sheet
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def coordinator(office, client):
    user = person(office, Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def obligation(office):
    return ObligationFactory(
        office=office, indicator=RowFactory(office=office, required=["report"])
    )


@pytest.fixture
def waiting(office):
    return Scan.objects.create(
        key="a", office=office, name="scan.txt", file=stored(), reason=Problem.NO_SHEET
    )


def url(name, *args):
    return reverse(f"scans:{name}", args=args)


def test_a_cover_sheet_says_in_words_what_it_is_for(client, coordinator, obligation):
    response = client.post(url("print", obligation.pk), {"kind": "report"})

    document = pypdfium2.PdfDocument(response.content)
    words = document[0].get_textpage().get_text_range()
    document.close()
    sheet = Sheet.objects.get()
    assert sheet.code in words
    assert "Laporan" in words
    assert obligation.indicator.code in words
    assert client.post(url("print", obligation.pk), {"kind": "unheard"}).status_code == 422


def test_the_page_of_an_obligation_offers_the_sheet(client, coordinator, obligation):
    page = client.get(reverse("evidence:page", args=[obligation.pk])).content.decode()

    assert url("print", obligation.pk) in page


def test_the_tray_says_what_waits_and_why(client, coordinator, waiting):
    page = client.get(url("tray")).content.decode()

    assert "scan.txt" in page
    assert "Lembar sampul" in page


def test_a_scan_is_filed_by_hand(client, coordinator, waiting, obligation):
    sent = {"obligation": obligation.pk, "kind": "report"}

    response = client.post(url("place", waiting.pk), sent)

    assert response["Location"] == reverse("evidence:page", args=[obligation.pk])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.evidence) == (ScanState.FILED, Evidence.objects.get())
    again = client.post(url("place", waiting.pk), sent)
    assert again.status_code == 422
    assert Evidence.objects.count() == 1


def test_a_scan_cannot_be_filed_in_another_office(client, coordinator, waiting):
    elsewhere = ObligationFactory(office=OfficeFactory(code="9401"))

    assert (
        client.post(
            url("place", waiting.pk), {"obligation": elsewhere.pk, "kind": "report"}
        ).status_code
        == 422
    )
    with pytest.raises(DomainError) as refusal:
        services.file_by_hand(scan=waiting, obligation=elsewhere, kind="report", actor=coordinator)
    assert refusal.value.code == "other_office"


def test_what_is_no_evidence_is_set_aside_with_words(client, coordinator, waiting):
    assert client.post(url("aside", waiting.pk), {"reason": ""}).status_code == 422

    client.post(url("aside", waiting.pk), {"reason": "Lembar kosong."})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == (ScanState.SET_ASIDE, "Lembar kosong.")
    assert waiting.file is not None
    assert "Lembar kosong." in client.get(url("scan", waiting.pk)).content.decode()


def test_scans_of_another_office_are_unknown(client, waiting):
    client.force_login(person(OfficeFactory(code="9401"), Role.COORDINATOR))

    assert client.get(url("scan", waiting.pk)).status_code == 404
    assert "scan.txt" not in client.get(url("tray")).content.decode()
