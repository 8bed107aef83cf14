"""The amending decree from upload to draft, every page without script."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.enums import ImportState, PlanState
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.readers.structure import Reading
from lempu.kernel.plans.renditions import Footer, annex_of, write_docx
from lempu.kernel.plans.selectors import as_reading
from lempu.kernel.plans.services import amendments, building, matching
from lempu.kernel.plans.tests.factories import (
    NO_MONTH,
    ImportFactory,
    PlanFactory,
    StoredFileFactory,
    reading,
)
from lempu.shared import reference

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def coordinator(client, office):
    user = person(office, Role.COORDINATOR)
    client.force_login(user)
    return user


def in_force(office, content, **facts):
    file = StoredFileFactory()
    plan = PlanFactory(
        office=office, enacted=True, source_file=file, source_name="sk.docx", **facts
    )
    building.add_rows(plan, Reading.from_json(content))
    return plan


@pytest.fixture
def plan(office):
    return in_force(office, reference.read("examples/luwu-2025"))


def changed(plan):
    """The decree that ends 5.4, asks 5.5 every quarter, and adds a survey."""
    content = as_reading(plan)
    content["decree"] |= {"number": "21", "date": "2025-06-16", "title": "Perubahan Rencana Aksi"}
    personnel, service = content["programmes"][4], content["programmes"][7]
    del personnel["activities"][3]
    ethics = personnel["activities"][3]["sub_activities"][0]["indicators"][0]
    ethics["months"] = [3, 6, 9, 12]
    service["activities"][0]["sub_activities"].append(
        {
            "name": "Melaksanakan survei kepuasan",
            "parts": [],
            "indicators": [{"text": "Adanya nilai indeks", "months": [9]}],
        }
    )
    return write_docx(annex_of(content, signed=True, footer=Footer()))


def test_an_amending_decree_becomes_a_draft_without_script(
    client, coordinator, plan, django_capture_on_commit_callbacks
):
    url = reverse("plans:amend_upload", args=[plan.pk])
    assert url in client.get(reverse("plans:amend", args=[plan.pk])).content.decode()
    file = SimpleUploadedFile("sk-perubahan.docx", changed(plan))
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(url, {"file": file, "whole": "1"})
    row = Import.objects.get()
    assert sent.url == reverse("plans:import", args=[row.pk])

    page = client.get(sent.url, {"tampil": "ubah"}).content.decode()
    assert "Baris ditambah" in page
    assert "Baris diakhiri" in page
    refused = client.post(reverse("plans:import_adopt", args=[row.pk]))
    assert (refused.status_code, Plan.objects.count()) == (422, 1)
    client.post(reverse("plans:import_extent", args=[row.pk]), {"extent": "whole"})
    done = client.post(reverse("plans:import_adopt", args=[row.pk]))

    draft = Plan.objects.get(amends=plan)
    assert done.url == reverse("plans:grid", args=[draft.pk])
    assert (draft.state, draft.version, draft.source_file_id) == (PlanState.DRAFT, 2, row.file_id)
    assert draft.indicators.count() == 35
    ethics = draft.indicators.get(text="Laporan Kode Etik")
    assert (ethics.code, ethics.months) == ("5.4", [3, 6, 9, 12])
    assert ethics.key == plan.indicators.get(text="Laporan Kode Etik").key
    assert client.get(done.url).status_code == 200


def waiting(plan, content=None, **facts):
    content = content or reading(3)
    return ImportFactory(
        office=plan.office,
        state=ImportState.READ,
        amends=plan,
        reading=content,
        matches=matching.first_matches(content, plan),
        **facts,
    )


def test_a_row_is_matched_otherwise_and_said_to_be_new(client, office, coordinator):
    plan = in_force(office, reading(3))
    row = waiting(plan)
    url = reverse("plans:import_match", args=[row.pk, 0])
    keys = [str(each.key) for each in plan.indicators.order_by("order")]

    page = client.get(url).content.decode()
    assert [key in page for key in keys] == [True] * 3
    answer = client.post(url, {"key": keys[2], "tampil": "semua"})

    assert answer.url == f"{reverse('plans:import', args=[row.pk])}?tampil=semua#baca-0"
    row.refresh_from_db()
    assert row.matches["fixed"] == {"0": keys[2]}
    client.post(url, {"key": ""})
    page = client.get(reverse("plans:import", args=[row.pk]), {"tampil": "semua"}).content.decode()
    assert "Dinyatakan baru" in page


@pytest.mark.parametrize("sent", [{}, {"key": "bukan-baris"}])
def test_a_match_that_cannot_be_comes_back_with_what_is_wrong(client, office, coordinator, sent):
    row = waiting(in_force(office, reading(3)))
    before = row.matches

    answer = client.post(reverse("plans:import_match", args=[row.pk, 0]), sent)

    row.refresh_from_db()
    assert (answer.status_code, row.matches) == (422, before)
    assert 'role="alert"' in answer.content.decode()


def test_a_row_that_was_not_read_has_no_page(client, office, coordinator):
    row = waiting(in_force(office, reading(3)))

    assert client.get(reverse("plans:import_match", args=[row.pk, 9])).status_code == 404


def test_rows_the_decree_does_not_have_go_on_or_end(client, office, coordinator):
    plan = in_force(office, reading(3))
    row = waiting(plan, reading(2))
    last = plan.indicators.order_by("order").last()
    page = reverse("plans:import", args=[row.pk])
    assert "Harus diputuskan" in client.get(page).content.decode()

    client.post(reverse("plans:import_extent", args=[row.pk]), {"extent": "whole"})
    client.post(reverse("plans:import_ending", args=[row.pk]), {"key": last.key, "ends": "0"})
    client.post(reverse("plans:import_adopt", args=[row.pk]))

    draft = Plan.objects.get(amends=plan)
    assert draft.indicators.filter(key=last.key).exists()


@pytest.mark.parametrize(
    ("name", "sent"),
    [("plans:import_extent", {"extent": "entah"}), ("plans:import_ending", {"key": "entah"})],
)
def test_what_cannot_be_said_comes_back(client, office, coordinator, name, sent):
    row = waiting(in_force(office, reading(3)), reading(2))

    answer = client.post(reverse(name, args=[row.pk]), sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_finding_is_answered_beside_the_row_in_force(client, office, coordinator):
    row = waiting(in_force(office, reading(3)), reading(3, [NO_MONTH]))
    url = reverse("plans:import_decide", args=[row.pk, 0])

    part = client.post(url, {"choice": "all_months"}, headers={"HX-Request": "true"})
    plain = client.post(url, {"choice": ""})

    text = part.content.decode()
    assert text.lstrip().startswith('<li id="baris-1.1">')
    assert 'id="lanjut"' in text
    assert "bulan ditambah" in text
    assert plain.status_code == 302


def test_a_decree_of_a_year_in_force_is_offered_to_be_read_as_its_amendment(
    client, office, coordinator
):
    plan = in_force(office, reading(3))
    row = ImportFactory(office=office, state=ImportState.READ, reading=reading(3))
    url = reverse("plans:import_amends", args=[row.pk])
    assert url in client.get(reverse("plans:import", args=[row.pk])).content.decode()

    client.post(url)

    row.refresh_from_db()
    assert (row.amends, len(row.matches["rows"])) == (plan, 3)


def test_without_a_plan_in_force_there_is_nothing_to_amend(client, office, coordinator):
    row = ImportFactory(office=office, state=ImportState.READ, reading=reading(3))
    url = reverse("plans:import_amends", args=[row.pk])

    assert url not in client.get(reverse("plans:import", args=[row.pk])).content.decode()
    assert client.post(url).status_code == 422


def test_an_amendment_in_work_stops_a_second_upload(client, coordinator, plan):
    draft = amendments.start_amendment(plan=plan, actor=coordinator)
    url = reverse("plans:amend_upload", args=[plan.pk])
    file = SimpleUploadedFile("sk.csv", b"a")

    seen = client.get(url)
    sent = client.post(url, {"file": file, "whole": "1"})

    assert (seen.status_code, sent.status_code) == (200, 409)
    assert reverse("plans:grid", args=[draft.pk]) in sent.content.decode()
    assert not Import.objects.exists()


def test_upload_without_a_file_says_so(client, coordinator, plan):
    answer = client.post(reverse("plans:amend_upload", args=[plan.pk]), {})

    assert answer.status_code == 422


def test_what_cannot_be_read_can_be_entered_in_a_copy(client, office, coordinator):
    plan = in_force(office, reading(3))
    row = ImportFactory(office=office, failed=True, amends=plan)
    page = client.get(reverse("plans:import", args=[row.pk])).content.decode()
    assert reverse("plans:amend_upload", args=[plan.pk]) in page

    client.post(reverse("plans:import_by_hand", args=[row.pk]))

    draft = Plan.objects.get(amends=plan)
    assert (draft.indicators.count(), draft.source_file) == (3, row.file)


def test_the_page_says_when_the_decree_is_the_one_in_force(client, office, coordinator):
    plan = in_force(office, reading(3))
    Plan.objects.filter(pk=plan.pk).update(decree_date="2025-01-09")
    row = waiting(plan)

    assert (
        "Ini SK yang sedang berlaku"
        in client.get(reverse("plans:import", args=[row.pk])).content.decode()
    )


def test_the_dry_run_asks_a_constant_number_of_questions(client, office, coordinator):
    counts = {}
    for count in (1, 3):
        plan = in_force(office, reading(count))
        row = waiting(plan, reading(count))
        url = reverse("plans:import", args=[row.pk]) + "?tampil=semua"
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url).content.decode()
        counts[page.count('<li id="baris-')] = len(asked)
        Plan.objects.filter(pk=plan.pk).update(
            state=PlanState.SUPERSEDED, version=count + 8, amends=plan
        )

    assert counts == {1: counts[1], 3: counts[1]}


def test_a_decree_read_for_a_version_that_was_replaced_is_read_beside_the_new_one(
    client, office, coordinator
):
    old = in_force(office, reading(3))
    row = waiting(old)
    Plan.objects.filter(pk=old.pk).update(state=PlanState.SUPERSEDED)
    new = in_force(office, reading(3), version=2, amends=old)
    page = client.get(reverse("plans:import", args=[row.pk])).content.decode()
    assert "Sandingkan dengan versi 2" in page

    client.post(reverse("plans:import_amends", args=[row.pk]))

    row.refresh_from_db()
    assert row.amends == new
    assert set(row.matches["rows"][0][:1]) <= {str(each.key) for each in new.indicators.all()}


def test_an_amendment_somebody_began_meanwhile_is_told_before_anything_is_pressed(
    client, office, coordinator
):
    plan = in_force(office, reading(3))
    row = waiting(plan)
    draft = amendments.start_amendment(plan=plan, actor=coordinator)

    page = client.get(reverse("plans:import", args=[row.pk])).content.decode()
    pressed = client.post(reverse("plans:import_adopt", args=[row.pk]))

    assert "SK ini belum dapat dijadikan draf" in page
    assert reverse("plans:grid", args=[draft.pk]) in page
    assert pressed.status_code == 409
