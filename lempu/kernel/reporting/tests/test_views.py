import datetime as dt

import pytest
from django.urls import reverse

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.reporting import services
from lempu.kernel.reporting.enums import VersionState
from lempu.kernel.reporting.models import Report, Version

SEPTEMBER = {"code": "7317", "year": 2025, "kind": "bulanan", "period": 9}


def url(name, **place):
    return reverse(f"reporting:{name}", kwargs=place or SEPTEMBER)


def form_of(answer):
    values = {field.name: field.value() for field in answer.context["form"]}
    return {name: "" if value is None else value for name, value in values.items()}


def test_what_is_left_as_proposed_goes_on_following_the_numbers(client, coordinator, monthly):
    client.force_login(coordinator)
    sent = form_of(client.get(url("write"))) | {"closing": "Demikian."}

    answer = client.post(url("write"), sent)

    assert answer.status_code == 302
    row = Report.objects.get()
    assert (row.opening, row.obstacles, row.closing, row.leader_name) == ("", "", "Demikian.", "")


def test_a_refused_save_keeps_what_was_typed_and_shows_what_is_kept(
    client, coordinator, leader, monthly
):
    client.force_login(coordinator)
    sent = form_of(client.get(url("write"))) | {"closing": "Punya saya."}
    services.write_report(report=monthly, actor=leader, edition=0, closing="Punya pimpinan.")

    answer = client.post(url("write"), sent)

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors().as_data()[0].code == "edited_meanwhile"
    page = answer.content.decode()
    assert "Punya saya." in page
    assert "Punya pimpinan." in page


def test_the_page_says_what_changed_since_the_version(client, coordinator, numbered, september):
    client.force_login(coordinator)
    assert client.get(url("report")).context["changes"] == []
    Obligation.objects.filter(pk=september[-1].pk).update(state=State.ACCEPTED)

    changes = client.get(url("report")).context["changes"]

    assert [(change.before, change.after) for change in changes] == [("Terlambat", "Diterima")]


def test_leader_signs_what_is_on_the_page(client, leader, numbered):
    client.force_login(leader)
    page = client.get(url("sign", pk=numbered.pk))

    answer = client.post(url("sign", pk=numbered.pk), form_of(page))

    assert answer.status_code == 302
    numbered.refresh_from_db()
    assert numbered.state == VersionState.SIGNED


def test_leader_is_told_what_changed_when_another_version_came(
    client, leader, coordinator, numbered, monthly, plan, september
):
    client.force_login(leader)
    page = client.get(url("sign", pk=numbered.pk))
    Obligation.objects.filter(pk=september[-1].pk).update(state=State.ACCEPTED)
    newer = services.make_version(report=monthly, plan=plan, actor=coordinator)

    answer = client.post(url("sign", pk=numbered.pk), form_of(page))

    assert answer.status_code == 422
    assert answer.context["newer"] == newer
    assert [change.after for change in answer.context["between"]] == ["Diterima"]
    assert Version.objects.filter(state=VersionState.SIGNED).count() == 0


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_papers_are_handed_out_under_their_name(client, leader, numbered, ending, begins):
    client.force_login(leader)

    answer = client.get(url("download", pk=numbered.pk, ending=ending))

    assert b"".join(answer.streaming_content).startswith(begins)
    assert (
        "September%202025" in answer["Content-Disposition"]
        or "September 2025" in answer["Content-Disposition"]
    )


def test_no_other_file_and_no_unreal_period(client, leader, numbered):
    client.force_login(leader)

    assert client.get(url("download", pk=numbered.pk, ending="exe")).status_code == 404
    assert client.get(url("report", **SEPTEMBER | {"period": 13})).status_code == 404
    assert client.get(url("report", **SEPTEMBER | {"kind": "harian"})).status_code == 404


def test_a_year_without_a_plan_says_so(client, leader, office):
    client.force_login(leader)

    assert client.get(url("report", **SEPTEMBER | {"year": 2027})).status_code == 200
    assert client.get(reverse("reporting:index")).status_code == 200


def test_pages_run_a_constant_number_of_queries(
    client, coordinator, office, plan, numbered, django_assert_max_num_queries
):
    client.force_login(coordinator)
    counts = {}
    for _ in range(2):
        obligation = ObligationFactory(office=office, month=9, submitted=True)
        EvidenceFactory.create_batch(2, obligation=obligation)
        for name in ("report", "index"):
            address = url("report") if name == "report" else reverse("reporting:index")
            with django_assert_max_num_queries(45) as queries:
                assert client.get(address).status_code == 200
            counts.setdefault(name, []).append(len(queries))
    assert counts["report"][0] == counts["report"][1]
    assert counts["index"][0] == counts["index"][1]


def test_follow_up_is_said_done_with_a_file(client, member, coordinator, leader, quarterly, plan):
    what = services.Recommendation("Susun jadwal.", member, dt.date(2025, 11, 28))
    row = services.propose_follow_up(report=quarterly, actor=coordinator, what=what)
    version = services.make_version(report=quarterly, plan=plan, actor=coordinator)
    version = services.give_number(
        version=version, actor=coordinator, number="1", date=dt.date(2025, 10, 14)
    )
    services.sign_version(version=version, actor=leader, sha256=version.pdf.sha256)
    client.force_login(member)

    silent = client.post(url("finish", pk=row.pk), {"note": ""})
    answer = client.post(url("finish", pk=row.pk), {"note": "Sudah.", "url": ""})

    assert (silent.status_code, answer.status_code) == (422, 302)
    client.force_login(coordinator)
    back = client.post(url("send_back", pk=row.pk), {"reason": ""})
    assert back.status_code == 422
    assert client.post(url("verify", pk=row.pk)).status_code == 302
