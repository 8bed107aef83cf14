"""Upload, dry run, decisions, taking over, undoing; every page without script."""

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
from lempu.kernel.plans.tests.factories import CUT_WORD, ImportFactory, PlanFactory, reading

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


def upload(client, name, content, callbacks):
    file = SimpleUploadedFile(name, content)
    with callbacks(execute=True):
        return client.post(reverse("plans:upload"), {"file": file, "whole": "1"})


def test_a_decree_becomes_a_draft_without_script(
    client, coordinator, django_capture_on_commit_callbacks
):
    content = (FILES / "luwu-2025.docx").read_bytes()
    response = upload(client, "luwu-2025.docx", content, django_capture_on_commit_callbacks)
    row = Import.objects.get()
    assert response.url == reverse("plans:import", args=[row.pk])

    page = client.get(response.url).content.decode()
    assert ">266<" in page
    assert 'id="baris-7.2b"' in page

    must = next(n for n, f in enumerate(row.reading["findings"]) if f["severity"] == "must")
    decide = reverse("plans:import_decide", args=[row.pk, must])
    client.post(decide, {"choice": "choose_months", "months": [3, 6]})
    client.post(reverse("plans:import_adopt", args=[row.pk]))

    plan = Plan.objects.get()
    assert plan.state == PlanState.DRAFT
    assert plan.indicators.get(code="7.2b").months == [3, 6]
    assert sum(len(i.months) for i in plan.indicators.all()) == 268
    assert plan.source_file == row.file
    assert client.get(reverse("plans:grid", args=[plan.pk])).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("sk.pdf", (FILES / "luwu-2025-scan.pdf").read_bytes(), "scan"),
        ("sk.txt", b"Selamat pagi", "no_table"),
        ("sk.pdf", b"%PDF-1.4\n%%EOF", "damaged"),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(
    client, coordinator, django_capture_on_commit_callbacks, name, content, code
):
    response = upload(client, name, content, django_capture_on_commit_callbacks)

    row = Import.objects.get()
    page = client.get(response.url)
    assert (row.state, row.error_code) == (ImportState.FAILED, code)
    assert reverse("plans:import_by_hand", args=[row.pk]) in page.content.decode()
    assert not Plan.objects.exists()


def test_by_hand_makes_an_empty_draft_with_the_file(client, office, coordinator):
    row = ImportFactory(office=office, failed=True)

    client.post(reverse("plans:import_by_hand", args=[row.pk]), {"year": "2025"})

    plan = Plan.objects.get()
    assert (plan.year, plan.source_file_id) == (2025, row.file_id)


def test_by_hand_comes_back_with_what_is_wrong(client, office, coordinator):
    row = ImportFactory(office=office, failed=True)

    response = client.post(reverse("plans:import_by_hand", args=[row.pk]), {"year": "25"})

    assert response.status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("sk.exe", b"MZ\x00\x00\x01\x02\x00\x00" * 40), ("sk.docx", b"")]
)
def test_upload_refuses_what_is_no_document(
    client, coordinator, django_capture_on_commit_callbacks, name, content
):
    response = upload(client, name, content, django_capture_on_commit_callbacks)

    assert response.status_code == 422
    assert not Import.objects.exists()


def test_a_decree_that_was_cut_on_its_way_is_not_kept(client, coordinator):
    boundary = "pemisah"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="sk.csv"\r\n'
    body = f"{part}Content-Type: text/csv\r\n\r\nProgram;Kegiatan;Indikator;Jan;Fe"

    response = client.post(
        reverse("plans:upload"), body, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert response.status_code == 422
    assert "Unggahan terputus" in response.content.decode()
    assert not Import.objects.exists()


def test_upload_without_a_file_says_so(client, coordinator):
    response = client.post(reverse("plans:upload"), {})

    assert response.status_code == 422


def test_a_waiting_import_answers_htmx_with_nothing(client, office, coordinator):
    row = ImportFactory(office=office)
    url = reverse("plans:import", args=[row.pk])

    page = client.get(url).content.decode()
    assert 'http-equiv="refresh"' in page
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 204


def test_decide_with_htmx_answers_with_the_row(client, office, coordinator):
    row = ImportFactory(office=office, read=True)

    response = client.post(
        reverse("plans:import_decide", args=[row.pk, 1]),
        {"choice": "all_months"},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    assert page.lstrip().startswith('<li id="baris-1.1">')
    assert 'hx-swap-oob="true"' in page
    assert page.count('class="is-on"') == 12


def test_decide_refused_comes_back_with_422(client, office, coordinator):
    row = ImportFactory(office=office, read=True)
    url = reverse("plans:import_decide", args=[row.pk, 1])

    plain = client.post(url, {"choice": "choose_months"})
    htmx = client.post(url, {"choice": "choose_months"}, headers={"HX-Request": "true"})

    row.refresh_from_db()
    assert (plain.status_code, htmx.status_code, row.decisions) == (422, 422, {})


@pytest.mark.parametrize(("shown", "count"), [("semua", 3), ("temuan", 1), ("putuskan", 0)])
def test_filters_show_their_rows(client, office, coordinator, shown, count):
    row = ImportFactory(office=office, state=ImportState.READ, reading=reading(3, [CUT_WORD]))

    page = client.get(reverse("plans:import", args=[row.pk]), {"tampil": shown})

    assert page.content.decode().count('<li id="baris-') == count


def test_withdraw_takes_the_draft_along(client, office, coordinator):
    plan = PlanFactory(office=office)
    row = ImportFactory(office=office, state=ImportState.ADOPTED, plan=plan)

    client.post(reverse("plans:import_withdraw", args=[row.pk]))

    plan.refresh_from_db()
    row.refresh_from_db()
    assert (plan.state, row.state) == (PlanState.WITHDRAWN, ImportState.WITHDRAWN)


@pytest.mark.parametrize("state", ["adopted", "withdrawn"])
def test_pages_of_finished_imports(client, office, coordinator, state):
    row = ImportFactory(office=office, state=state, plan=PlanFactory(office=office))

    assert client.get(reverse("plans:import", args=[row.pk])).status_code == 200


def test_the_original_is_only_ever_downloaded(
    client, coordinator, django_capture_on_commit_callbacks
):
    upload(client, "sk.txt", b"Keputusan\tSatu", django_capture_on_commit_callbacks)
    row = Import.objects.get()

    response = client.get(reverse("plans:source", args=[row.pk]))

    assert response.headers["Content-Disposition"] == 'attachment; filename="sk.txt"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"Keputusan\tSatu"


def test_dry_run_asks_a_constant_number_of_questions(client, office, coordinator):
    counts = {}
    for count in (1, 3):
        findings = [{**CUT_WORD, "row": f"{n}.1"} for n in range(1, count + 1)]
        content = reading(count, findings)
        row = ImportFactory(office=office, state=ImportState.READ, reading=content)
        url = reverse("plans:import", args=[row.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url).content.decode()
        counts[page.count('<li id="baris-')] = len(asked)

    assert counts == {1: counts[1], 3: counts[1]}


ROUTES = [
    ("plans:import", "get", ()),
    ("plans:source", "get", ()),
    ("plans:import_decide", "post", (0,)),
    ("plans:import_adopt", "post", ()),
    ("plans:import_by_hand", "post", ()),
    ("plans:import_withdraw", "post", ()),
]


@pytest.mark.parametrize(("name", "method", "rest"), ROUTES)
def test_imports_of_another_office_do_not_exist(client, coordinator, name, method, rest):
    row = ImportFactory(read=True)

    response = getattr(client, method)(reverse(name, args=[row.pk, *rest]))

    row.refresh_from_db()
    assert (response.status_code, row.state) == (404, ImportState.READ)


@pytest.mark.parametrize(("name", "method", "rest"), ROUTES[2:])
def test_members_may_look_but_not_act(client, office, name, method, rest):
    client.force_login(person(office, Role.MEMBER))
    row = ImportFactory(office=office, read=True)

    assert client.get(reverse("plans:import", args=[row.pk])).status_code == 200
    assert getattr(client, method)(reverse(name, args=[row.pk, *rest])).status_code == 403


def test_members_may_not_upload(client, office):
    client.force_login(person(office, Role.MEMBER))

    assert client.get(reverse("plans:upload")).status_code == 403
