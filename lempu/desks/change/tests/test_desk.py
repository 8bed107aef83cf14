"""January 2026 at the desk of Luwu."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from lempu.desks.change import measures, services
from lempu.desks.change.enums import Part, Purpose
from lempu.desks.change.inbox import pledge as inbox
from lempu.desks.change.models import Explanation, Pledge, Point, Team
from lempu.desks.change.selectors import desk_of
from lempu.kernel.closing.models import DeskReport
from lempu.kernel.closing.services import take_month
from lempu.kernel.evidence.services import submit
from lempu.kernel.evidence.tests.factories import photo
from lempu.kernel.files.services import store
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import (
    ObligationFactory,
    PlanOfYearFactory,
    RowFactory,
)
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.selectors.bindings import proposals_of
from lempu.kernel.plans.services.bindings import bind_row
from lempu.kernel.reviews.services import decide
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)
DAY = dt.date(2026, 1, 20)


def a_team(office, actor, **changed):
    given = {
        "number": "1 Tahun 2026",
        "decided_on": dt.date(2026, 1, 5),
        "members": [(actor, Part.CHAIR, "")],
    }
    return services.set_team(office=office, actor=actor, **given | changed)


def picture(name="banner.jpg"):
    return store(content=photo(), name=name)


def test_a_new_decree_ends_the_team_before_and_keeps_it(office, coordinator, member):
    first = a_team(office, coordinator)
    second = a_team(
        office,
        coordinator,
        number="2",
        decided_on=DAY,
        members=[(member, Part.AGENT, "Apel lewat ponsel")],
    )

    first.refresh_from_db()
    assert (first.ended_on, second.ended_on) == (DAY, None)
    assert desk_of(office, JANUARY).past == [first]
    reading = measures.team(office, JANUARY)
    assert (reading.value, reading.records[0].key) == (1, f"change.team:{second.pk}")
    assert measures.team(office, Month(2025, 12)).value == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"decided_on": dt.date(2026, 1, 21)}, "not_yet"),
        ({"decided_on": dt.date(2026, 1, 4)}, "before_the_last"),
        ({"members": []}, "nobody"),
        ({"agent": True}, "agent_without_change"),
    ],
)
def test_a_team_is_refused_and_leaves_no_trace(office, coordinator, changed, code):
    a_team(office, coordinator)
    if changed.pop("agent", False):
        changed["members"] = [(coordinator, Part.AGENT, " ")]

    with pytest.raises(DomainError) as refusal:
        a_team(office, coordinator, **changed)

    assert refusal.value.code == code
    assert (Team.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_pledge_is_signed_once_a_year_by_each_person(office, coordinator, member):
    text = services.write_pledge(office=office, actor=coordinator, year=2026, text="Saya jujur.")
    assert [item.url for item in inbox(member, office)] == [reverse("change:pledge")]
    services.sign_pledge(office=office, actor=member, text=text)

    with pytest.raises(DomainError) as again:
        services.sign_pledge(office=office, actor=member, text=text)
    with pytest.raises(DomainError) as foreign:
        services.sign_pledge(office=office, actor=person(OfficeFactory()), text=text)
    newer = services.write_pledge(office=office, actor=coordinator, year=2026, text="Saya lurus.")
    with pytest.raises(DomainError) as older:
        services.sign_pledge(office=office, actor=coordinator, text=text)

    codes = [refusal.value.code for refusal in (again, foreign, older)]
    assert codes == ["signed_already", "not_staff", "newer_text"]
    assert inbox(member, office) == []
    assert newer.version == 2
    reading = measures.pledges(office, JANUARY)
    assert (reading.value, reading.numerator, reading.denominator) == (50, 1, 2)
    assert {record.words: record.counts for record in reading.records} == {
        member.name: True,
        coordinator.name: False,
    }


def test_places_count_once_a_photo_shows_the_banner(office, coordinator):
    assert measures.points(office, JANUARY).value is None
    hall = services.add_point(office=office, actor=coordinator, place="Aula")
    services.add_point(office=office, actor=coordinator, place="Loket")
    services.show_point(point=hall, actor=coordinator, day=DAY, photo=picture())

    assert measures.points(office, JANUARY).value == 50
    text = store(content=io.BytesIO(b"bukan foto"), name="a.txt")
    with pytest.raises(DomainError) as no_picture:
        services.show_point(point=hall, actor=coordinator, day=DAY, photo=text)
    with pytest.raises(DomainError) as listed:
        services.add_point(office=office, actor=coordinator, place="Aula")
    codes = [refusal.value.code for refusal in (no_picture, listed)]
    assert codes == ["no_picture", "listed"]


def test_meetings_and_visitors_are_counted_in_their_month(office, coordinator, member):
    given = {"attended": 12, "decided": "Rencana aksi disepakati."}
    services.note_meeting(office=office, actor=coordinator, day=DAY, **given)
    services.explain(office=office, actor=member, purpose=Purpose.INFORMATION)

    assert measures.plan_meetings(office, JANUARY).value == 1
    assert measures.explanations(office, JANUARY).value == 1
    assert measures.explanations(office, Month(2026, 2)).value == 0
    with pytest.raises(DomainError) as nobody:
        services.note_meeting(office=office, actor=coordinator, day=DAY, attended=0, decided="-")
    assert nobody.value.code == "nobody"


def test_the_work_plan_counts_from_its_decree_on(office):
    assert measures.work_plan(office, JANUARY).value == 0
    PlanOfYearFactory(office=office, year=2026, decree_date=dt.date(2026, 1, 9))

    assert measures.work_plan(office, JANUARY).value == 1
    assert measures.work_plan(office, Month(2025, 12)).value == 0


def test_an_amendment_does_not_undo_the_plan_of_january(office):
    first = PlanOfYearFactory(office=office, year=2026, decree_date=dt.date(2026, 1, 9))
    type(first).objects.filter(pk=first.pk).update(state="superseded")
    second = PlanOfYearFactory(
        office=OfficeFactory(code="7373"), year=2026, decree_date=dt.date(2026, 6, 1)
    )
    second.office, second.version, second.amends = office, 2, first
    second.save()

    assert measures.work_plan(office, JANUARY).records[0].key == f"plans.plan:{first.pk}"


ROWS = {
    "Penerbitan SK Tim Pembangunan Zona Integritas KPU Kabupaten Luwu": {"change.team"},
    "Melakukan rapat penyusunan rencana aksi Zona Integritas": {
        "change.work_plan", "change.plan_meetings",
    },
    "Melakukan sosialisasi internal kegiatan Reformasi Birokrasi melalui pemasangan banner slogan "
    "dan budaya kerja pada tempat strategis di kantor": {"change.points"},
    "Melakukan sosialisasi eksternal melalui penjelasan secara lisan kepada tamu": {
        "change.explanations"
    },
    "Melakukan sosialisasi eksternal melalui media sosial dan laman resmi satker": {"change.posts"},
    "Melaksanakan kegiatan deklarasi Reformasi Birokrasi": {"change.pledges"},
}  # fmt: skip


@pytest.mark.parametrize("words", ROWS)
def test_the_words_of_the_decree_propose_the_measures(office, words):
    row = RowFactory(office=office, text="Terlaksana")
    row.sub_activity.name = words

    assert {each.measure.key for each in proposals_of(row)} == ROWS[words]


def test_a_month_lived_at_the_desk_is_accepted_without_an_upload(office, coordinator, member):
    reviewer = person(office, Role.REVIEWER)
    row = RowFactory(office=office, year=2026, owners=[member], required=["integrity_pact"])
    obligation = ObligationFactory(office=office, indicator=row, year=2026, month=1)
    bind_row(indicator=row, actor=coordinator, targets={"change.pledges": Decimal(100)})
    text = services.write_pledge(office=office, actor=coordinator, year=2026, text="Saya jujur.")
    services.sign_pledge(office=office, actor=member, text=text)

    with time_machine.travel(dt.datetime(2026, 2, 2, 2, tzinfo=dt.UTC), tick=True):
        take_month(office=office, month=JANUARY, actor=None)
        submission = submit(obligation=obligation, actor=member)
        decide(
            submission=submission,
            actor=reviewer,
            accept=True,
            content_hash=submission.content_hash,
        )

    obligation.refresh_from_db()
    assert obligation.state == State.ACCEPTED
    assert DeskReport.objects.get().content["readings"][0]["value"] == "33.33"


def test_the_desk_says_what_the_month_needs_and_takes_it(client, office, coordinator):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    before = client.get(reverse("change:desk")).content.decode()
    sent = {
        "team": {
            "number": "1", "decided_on": "2026-01-05", "chair": coordinator.pk,
            "people": [coordinator.pk],
        },
        "meeting": {"day": "2026-01-06", "attended": "9", "decided": "Sepakat."},
        "point": {"place": "Aula"},
        "explain": {"purpose": "visit"},
        "pledge_text": {"text": "Saya jujur."},
    }  # fmt: skip
    answers = [client.post(reverse(f"change:{name}"), data) for name, data in sent.items()]
    text = client.get(reverse("change:pledge"))
    signed = client.post(reverse("change:pledge"), {"text": text.context["text"].pk})
    point = Point.objects.get()
    banner = {"day": "2026-01-06", "photo": photo(), "whole": "1"}
    banner["photo"].name = "aula.jpg"
    shown = client.post(reverse("change:show", args=[point.pk]), banner)
    picture = client.get(reverse("change:photo", args=[point.pk]))
    after = client.get(reverse("change:desk")).content.decode()

    assert [each.status_code for each in [*answers, signed, shown]] == [302] * 7
    assert picture["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content)
    assert "SK tim belum ada di sini." in before
    assert "SK tim belum ada di sini." not in after
    assert (Pledge.objects.count(), Explanation.objects.count()) == (1, 1)
    refused = client.post(reverse("change:team"), sent["team"] | {"decided_on": "2026-02-01"})
    assert refused.status_code == 422


@pytest.mark.parametrize("count", [1, 5])
def test_page_and_measures_run_a_constant_number_of_queries(
    client, office, coordinator, django_assert_max_num_queries, count
):
    for number in range(count):
        services.add_point(office=office, actor=coordinator, place=f"Meja {number}")
        services.explain(office=office, actor=coordinator, purpose=Purpose.VISIT)
        person(office, Role.MEMBER, starts_on="2026-01-01")
    a_team(office, coordinator)
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")

    with django_assert_max_num_queries(26):
        client.get(reverse("change:desk"))
    for read in (
        measures.discipline,
        measures.team,
        measures.points,
        measures.explanations,
        measures.pledges,
    ):
        with django_assert_max_num_queries(2):
            read(office, JANUARY)
