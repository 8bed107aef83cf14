"""Pages of an amendment: start, difference, enactment, versions; happy, refused, foreign."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lempu.kernel.evidence.tests.factories import photo
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services.amending import enact_amendment
from lempu.kernel.obligations.tests.amended import amendment_of, plan_in_force, rows, tick
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory, person
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.tests.factories import IndicatorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_june")]


@pytest.fixture
def in_june():
    with time_machine.travel(dt.datetime(2025, 6, 10, 4, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def coordinator(client, office):
    client.force_login(person(office, Role.COORDINATOR))
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def test_starting_leads_to_the_grid_of_the_next_version(coordinator, office):
    plan = plan_in_force([5, 8], office=office)

    page = coordinator.get(reverse("plans:amend", args=[plan.pk]))
    answer = coordinator.post(reverse("plans:amend", args=[plan.pk]))

    draft = Plan.objects.amending().get()
    assert page.status_code == 200
    assert answer.url == reverse("plans:grid", args=[draft.pk])
    assert (draft.version, draft.amends, rows(draft)[0].key) == (2, plan, rows(plan)[0].key)


def test_a_second_amendment_is_refused_with_the_way_to_the_one_in_work(coordinator, office):
    plan = plan_in_force([5, 8], office=office)
    draft = amendment_of(plan)

    answers = [coordinator.post(reverse("plans:amend", args=[p.pk])) for p in (plan, draft)]

    way = reverse("plans:grid", args=[draft.pk])
    assert [answer.status_code for answer in answers] == [409, 409]
    assert all(f'href="{way}"' in text(answer) for answer in answers)
    assert Plan.objects.amending().count() == 1


def test_a_replaced_version_is_refused_with_the_way_to_the_one_in_force(coordinator, office):
    plan = plan_in_force([5, 8], office=office)
    draft = amendment_of(plan)
    tick(rows(draft)[0], 5, 9)
    enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition)

    answer = coordinator.post(reverse("plans:amend", args=[plan.pk]))

    assert answer.status_code == 409
    assert f'href="{reverse("plans:amend", args=[draft.pk])}"' in text(answer)


def test_a_discarded_amendment_makes_room_for_another(coordinator, office):
    plan = plan_in_force([5, 8], office=office)
    draft = amendment_of(plan)

    coordinator.post(reverse("plans:withdraw", args=[draft.pk]), {"reason": "SK batal."})
    coordinator.post(reverse("plans:amend", args=[plan.pk]))

    draft.refresh_from_db()
    assert draft.state == PlanState.WITHDRAWN
    assert Plan.objects.amending().get().version == 2


def test_the_file_of_the_decree_is_kept_and_its_lack_said(coordinator, office):
    draft = amendment_of(plan_in_force([5, 8], office=office))
    Plan.objects.filter(pk=draft.pk).update(source_file=None)
    address = reverse("plans:attach", args=[draft.pk])

    empty = coordinator.post(address, {"edition": draft.edition})
    file = SimpleUploadedFile("SK 12.jpg", photo().read())
    answer = coordinator.post(address, {"edition": draft.edition, "file": file})

    draft.refresh_from_db()
    assert (empty.status_code, answer.status_code) == (422, 302)
    assert (draft.source_name, draft.edition) == ("SK 12.jpg", 2)


def test_an_amendment_keeps_its_year(coordinator, office):
    draft = amendment_of(plan_in_force([5, 8], office=office))
    sent = {"edition": draft.edition, "year": 2026, "number": "12"}

    answer = coordinator.post(reverse("plans:decree", args=[draft.pk]), sent)

    draft.refresh_from_db()
    assert (answer.status_code, draft.year) == (422, 2025)


def test_the_difference_says_every_fate_in_words(coordinator, office):
    plan = plan_in_force([5, 7, 8], [4, 9], office=office)
    Obligation.objects.filter(month=7).update(state=State.ACCEPTED)
    draft = amendment_of(plan)
    first, second = rows(draft)
    tick(first, 3, 8, 12)
    first.text = "Laporan yang ditandatangani"
    first.save()
    second.delete()
    IndicatorFactory(plan=draft, months=[10], text="Baris tambahan")

    page = text(coordinator.get(reverse("obligations:difference", args=[draft.pk])))

    for words in (
        '<del><span class="visually-hidden">dihapus: </span>',
        '<ins><span class="visually-hidden">ditambah: </span>',
        "Baris ditambah",
        "Baris diakhiri",
        "sudah dibuktikan atau dijelaskan, jadi tetap menurut versi lama",
        "belum ada yang dikirim, jadi akan dicabut",
        "baru, batas 31 Desember 2025",
        "sebelum bulan SK; Anda memilih apakah menjadi kewajiban",
        "terlambat sejak",
    ):
        assert words in page, words


def test_enacting_asks_about_past_ticks_and_keeps_what_was_chosen(coordinator, office):
    draft = amendment_of(plan_in_force([8], office=office))
    tick(rows(draft)[0], 3, 8)
    address = reverse("obligations:enact", args=[draft.pk])

    page = coordinator.get(address)
    refused = coordinator.post(address, {"edition": draft.edition})
    answer = coordinator.post(address, {"edition": draft.edition, "past": "skip"})

    assert 'name="past"' in text(page)
    assert (refused.status_code, answer.status_code) == (422, 302)
    assert Plan.objects.enacted().get(year=2025, office=office) == draft


def test_versions_stay_with_their_decree_annex_and_difference(coordinator, office):
    plan = plan_in_force([5, 8], office=office)
    draft = amendment_of(plan)
    tick(rows(draft)[0], 5, 9)
    enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition)

    page = text(coordinator.get(reverse("plans:grid", args=[draft.pk])))
    old = coordinator.get(reverse("plans:grid", args=[plan.pk]))
    annex = coordinator.get(reverse("plans:annex", args=[plan.pk, "docx"]))
    difference = coordinator.get(reverse("obligations:difference", args=[draft.pk]))

    for name, pk in (("plans:plan_source", plan.pk), ("obligations:difference", draft.pk)):
        assert reverse(name, args=[pk]) in page
    assert [old.status_code, annex.status_code, difference.status_code] == [200] * 3
    assert "Sudah digantikan versi berikutnya" in text(old)
    assert "dicabut" in text(difference)


def test_the_matrix_shows_kept_proof_and_which_version_it_is(coordinator, office):
    plan = plan_in_force([5, 8], [9], office=office)
    Obligation.objects.filter(month=5).update(state=State.ACCEPTED)
    draft = amendment_of(plan)
    rows(draft)[0].delete()
    enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition)
    kept, gone = Obligation.objects.get(month=5), Obligation.objects.get(month=8)

    matrix = text(coordinator.get(reverse("home:matrix", args=[2025])))
    pages = [text(coordinator.get(reverse("evidence:page", args=[o.pk]))) for o in (kept, gone)]

    assert "Versi 2, menurut SK Nomor 12 Tahun 2025 yang mengubah SK Nomor 4 Tahun 2025" in matrix
    assert "diterima, menurut versi lama" in matrix
    assert "Diakhiri oleh perubahan" in matrix
    assert reverse("evidence:page", args=[gone.pk]) not in matrix
    assert "Menurut versi lama rencana" in pages[0]
    assert "Dicabut oleh perubahan rencana" in pages[1]


def test_nothing_of_another_office_is_found(client, office):
    draft = amendment_of(plan_in_force([8], office=office))
    client.force_login(person(OfficeFactory(), Role.COORDINATOR))

    found = [
        client.get(reverse(name, args=[draft.pk])).status_code
        for name in ("plans:amend", "obligations:difference", "obligations:enact")
    ]

    assert found == [404, 404, 404]


def test_a_first_version_has_no_difference(coordinator, office):
    plan = plan_in_force([8], office=office)

    assert coordinator.get(reverse("obligations:difference", args=[plan.pk])).status_code == 404
