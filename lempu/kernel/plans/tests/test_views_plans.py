"""Lists, drafts, the grid and its rows: happy, refused, foreign, forbidden; all without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.tests.factories import (
    ImportFactory,
    IndicatorFactory,
    PlanFactory,
    PlanFindingFactory,
)
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def coordinator(client, office):
    user = person(office, Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def plan(office):
    return PlanFactory(office=office, rows=2)


def row_of(plan):
    return plan.indicators.order_by("order").first()


def page_of(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


# ---- the list and the ways to a draft


def queries_and_page(client, url):
    """How many questions a page asks the database once the session is warm, and the page."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url).content.decode()
    return len(asked), page


def test_list_asks_a_constant_number_of_questions(client, office, coordinator):
    counts = {}
    for year in (2025, 2026, 2027):
        PlanFactory(office=office, year=year, rows=2)
        ImportFactory(office=office)
        asked, page = queries_and_page(client, reverse("plans:list"))
        counts[page.count("/rencana/impor/")] = asked

    assert counts == {1: counts[1], 2: counts[1], 3: counts[1]}


def test_empty_list_says_what_to_do(client, coordinator):
    assert reverse("plans:upload") in page_of(client, "plans:list")


def test_list_hides_withdrawn_plans_and_other_offices(client, office, coordinator):
    PlanFactory(office=office, withdrawn=True)
    PlanFactory()

    assert '<a class="lp-item"' not in page_of(client, "plans:list")


@pytest.mark.parametrize("name", ["plans:create_blank", "plans:create_example"])
def test_making_a_draft(client, office, coordinator, name):
    response = client.post(reverse(name), {"year": "2026"})

    plan = Plan.objects.get()
    assert (response.url, plan.year) == (reverse("plans:grid", args=[plan.pk]), 2026)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("name", ["plans:create_blank", "plans:create_example"])
@pytest.mark.parametrize("year", ["", "25"])
def test_making_a_draft_refused(client, coordinator, name, year):
    assert client.post(reverse(name), {"year": year}).status_code == 422
    assert not Plan.objects.exists()


def test_copying(client, office, coordinator, plan):
    assert reverse("plans:copy", args=[plan.pk]) in page_of(client, "plans:new")

    client.post(reverse("plans:copy", args=[plan.pk]), {"year": "2026"})
    again = client.post(reverse("plans:copy", args=[plan.pk]), {"year": "2025"})

    assert Plan.objects.get(year=2026).indicators.count() == 2
    assert again.status_code == 422


def test_decree_data(client, coordinator, plan):
    url = reverse("plans:decree", args=[plan.pk])
    data = {"edition": 1, "year": "2025", "number": "9", "date": "9-1-2025"}

    assert client.get(url).status_code == 200
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "edition": 2, "date": "besok"}).status_code == 422

    plan.refresh_from_db()
    assert (plan.decree_number, str(plan.decree_date)) == ("9", "2025-01-09")


def test_withdrawing_a_draft(client, coordinator, plan):
    url = reverse("plans:withdraw", args=[plan.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "salah"}).status_code == 302

    plan.refresh_from_db()
    assert plan.state == PlanState.WITHDRAWN


# ---- the grid


def test_grid_asks_a_constant_number_of_questions(client, office, coordinator):
    counts = {}
    for count in (1, 3):
        plan = PlanFactory(office=office, rows=count)
        for row in plan.indicators.all():
            PlanFindingFactory(plan=plan, indicator=row)
            row.owners.add(coordinator)
        asked, page = queries_and_page(client, reverse("plans:grid", args=[plan.pk]))
        counts[page.count("<tr id=")] = asked

    assert counts == {1: counts[1], 3: counts[1]}


def test_enacted_plan_asks_a_constant_number_of_questions(client, office, coordinator):
    counts = {}
    for year, count in ((2025, 1), (2026, 3)):
        plan = PlanFactory(
            office=office, year=year, rows=count, enacted=True, enacted_by=coordinator
        )
        for row in plan.indicators.all():
            row.owners.add(coordinator)
        asked, page = queries_and_page(client, reverse("plans:grid", args=[plan.pk]))
        counts[page.count('<li id="indikator-')] = asked

    assert counts == {1: counts[1], 3: counts[1]}


def test_ticks_are_saved_by_the_plain_form(client, coordinator, plan):
    first, second = plan.indicators.order_by("order")
    data = {"edition": 1, "rows": [first.pk, second.pk], f"m-{first.pk}": [2, 3]}

    response = client.post(reverse("plans:ticks", args=[plan.pk]), data)

    first.refresh_from_db()
    second.refresh_from_db()
    assert response.status_code == 302
    assert (first.months, second.months) == ([2, 3], [])


def test_stale_ticks_overwrite_nothing_and_are_shown(client, coordinator, plan):
    row = row_of(plan)
    data = {"edition": 7, "rows": [row.pk], f"m-{row.pk}": [2, 3]}

    response = client.post(reverse("plans:ticks", args=[plan.pk]), data)

    row.refresh_from_db()
    assert (response.status_code, row.months) == (409, [1])
    assert "2, 3" in response.content.decode()


def test_a_cell_answers_json_with_the_new_edition(client, coordinator, plan):
    url = reverse("plans:cell", args=[row_of(plan).pk])

    fresh = client.post(url, {"edition": 1, "month": 5, "ticked": "on"}, headers=JSON)
    stale = client.post(url, {"edition": 1, "month": 6, "ticked": "on"}, headers=JSON)

    assert fresh.json() == {"edition": 2, "months": [1, 5]}
    assert (stale.status_code, stale.json()["code"]) == (409, "edition_changed")


def test_pasted_ticks_answer_json(client, coordinator, plan):
    row = row_of(plan)
    url = reverse("plans:ticks", args=[plan.pk])

    fresh = client.post(url, {"edition": 1, "rows": row.pk, f"m-{row.pk}": [4]}, headers=JSON)
    wrong = client.post(url, {"edition": 2, "rows": row.pk, f"m-{row.pk}": [14]}, headers=JSON)

    assert fresh.json()["edition"] == 2
    assert (wrong.status_code, wrong.json()["code"]) == (422, "month_unreal")


def test_words_with_and_without_script(client, coordinator, plan):
    row = row_of(plan)
    url = reverse("plans:text", args=["indikator", row.pk])

    json = client.post(url, {"edition": 1, "text": "Kata  baru"}, headers=JSON)
    plain = client.post(url, {"edition": 2, "text": "Kata lain"})
    stale = client.post(url, {"edition": 2, "text": "Lama"}, headers=JSON)
    empty = client.post(url, {"edition": 3, "text": ""}, headers=JSON)

    row.refresh_from_db()
    assert json.json() == {"edition": 2, "text": "Kata baru"}
    assert (plain.status_code, row.text) == (302, "Kata lain")
    assert (stale.status_code, empty.status_code) == (409, 422)
    assert client.post(url, {"edition": 3, "text": ""}).status_code == 422


def test_words_and_parts_of_a_sub_activity(client, coordinator, plan):
    sub = row_of(plan).sub_activity
    page = page_of(client, "plans:node", "sub-kegiatan", sub.pk)
    assert 'name="parts"' in page

    url = reverse("plans:text", args=["sub-kegiatan", sub.pk])
    client.post(url, {"edition": 1, "text": "Nama", "parts": "satu\n\ndua"})

    sub.refresh_from_db()
    assert (sub.name, sub.parts) == ("Nama", ["satu", "dua"])
    assert client.post(url, {"edition": 2, "text": " "}).status_code == 422


def test_suggestions_one_by_one_and_all(client, coordinator, plan):
    plan.indicators.update(is_suggested=True)

    client.post(reverse("plans:row_accept", args=[row_of(plan).pk]), {"edition": 1})
    assert plan.indicators.filter(is_suggested=True).count() == 1
    client.post(reverse("plans:accept", args=[plan.pk]), {"edition": 2})
    assert not plan.indicators.filter(is_suggested=True).exists()

    again = client.post(reverse("plans:accept", args=[plan.pk]), {"edition": 3})
    assert again.status_code == 422


def test_findings_are_answered_in_the_grid(client, coordinator, plan):
    row = row_of(plan)
    finding = PlanFindingFactory(plan=plan, indicator=row)
    url = reverse("plans:finding", args=[plan.pk, finding.position])

    assert "lp-finding" in page_of(client, "plans:grid", plan.pk)
    assert client.post(url, {"edition": 9, "choice": "all_months"}).status_code == 409
    assert client.post(url, {"edition": 1, "choice": "all_months"}).status_code == 302

    row.refresh_from_db()
    assert len(row.months) == 12


# ---- rows


def test_the_row_page_for_who_edits_and_who_reads(client, office, coordinator, plan):
    row = row_of(plan)
    assert 'name="expectation"' in page_of(client, "plans:row", row.pk)

    client.force_login(person(office, Role.MEMBER))
    assert 'name="expectation"' not in page_of(client, "plans:row", row.pk)


def test_expectation_form(client, coordinator, plan):
    row = row_of(plan)
    url = reverse("plans:expectation", args=[row.pk])
    data = {
        "edition": 1,
        "expectation": "once",
        "required": ["decree"],
        "due_rule": "day_of_next_month",
        "due_day": "",
    }

    refused = client.post(url, data)
    assert refused.status_code == 422
    assert client.post(url, {**data, "due_day": "10"}).status_code == 302

    row.refresh_from_db()
    assert (row.expectation, row.required, row.due_day) == ("once", ["decree"], 10)


def test_people_of_an_enacted_row(client, office, coordinator):
    row = IndicatorFactory(plan=PlanFactory(office=office, enacted=True))
    owner, stranger = MembershipFactory(office=office).user, MembershipFactory().user
    url = reverse("plans:assign", args=[row.pk])

    assert client.post(url, {"owners": [stranger.pk]}).status_code == 422
    assert client.post(url, {"owners": [owner.pk]}).status_code == 302
    assert list(row.owners.all()) == [owner]


def test_only_people_who_can_prove_are_offered_as_owners(client, coordinator, office, plan):
    row = row_of(plan)
    member, reviewer = person(office, Role.MEMBER), person(office, Role.REVIEWER)
    holder = person(office, Role.LEADER)
    row.owners.add(holder)

    form = client.get(reverse("plans:row", args=[row.pk])).context["people"]

    assert set(form.fields["owners"].queryset) == {member, coordinator, holder}
    assert set(form.fields["coordinators"].queryset) == {coordinator}
    shared = client.get(reverse("plans:owners", args=[plan.pk])).context["form"]
    assert set(shared.fields["owners"].queryset) == {member, coordinator}
    assert reviewer not in shared.fields["owners"].queryset


def test_list_leads_an_observer_to_the_offices_below(client, office):
    client.force_login(person(office, Role.OBSERVER))

    page = page_of(client, "plans:list")

    assert reverse("oversight:start") in page
    assert "Koordinator yang membuatnya" not in page


def test_sharing_out_several_rows(client, office, coordinator, plan):
    owner, stranger = MembershipFactory(office=office).user, MembershipFactory().user
    url = reverse("plans:owners", args=[plan.pk])
    keys = [row.pk for row in plan.indicators.all()]

    assert client.get(url).content.decode().count('name="rows"') == 2
    assert client.post(url, {"owners": owner.pk}).status_code == 422
    assert client.post(url, {"rows": keys, "owners": stranger.pk}).status_code == 422
    assert client.post(url, {"rows": keys, "owners": owner.pk}).status_code == 302
    assert owner.owned_rows.count() == 2


def test_adding_moving_removing(client, coordinator, plan):
    add = reverse("plans:add", args=[plan.pk])
    words = {"programme": "P", "activity": "A", "sub_activity": "S", "indicator": "I"}
    assert client.get(add).status_code == 200
    assert client.post(add, {"edition": 1}).status_code == 422
    assert client.post(add, {"edition": 1, **words}).status_code == 302
    new = plan.indicators.get(text="I")

    below = reverse("plans:add_below", args=["program", new.sub_activity.activity.programme_id])
    assert client.get(below).status_code == 200
    assert client.post(below, {"edition": 2, **words, "indicator": "J"}).status_code == 302
    assert client.post(below, {"edition": 2, **words}).status_code == 422

    move = reverse("plans:move", args=["program", new.sub_activity.activity.programme_id])
    assert client.post(move, {"edition": 3}).status_code == 422
    assert client.post(move, {"edition": 3, "up": "1"}).status_code == 302
    new.refresh_from_db()
    assert new.code == "2.1"

    remove = reverse("plans:remove", args=["indikator", new.pk])
    assert client.get(remove).status_code == 200
    assert client.post(remove, {"edition": 3}).status_code == 409
    assert client.post(remove, {"edition": 4}).status_code == 302
    assert not plan.indicators.filter(text="I").exists()


def test_an_enacted_plan_shows_no_editing(client, office, coordinator):
    plan = PlanFactory(office=office, rows=1, enacted=True, enacted_by=coordinator)

    page = page_of(client, "plans:grid", plan.pk)

    assert 'type="checkbox"' not in page
    assert reverse("plans:row", args=[row_of(plan).pk]) + "#orang" in page


# ---- who may


def routes(plan):
    row = row_of(plan)
    sub = row.sub_activity
    return {
        "seeing": [
            ("get", reverse("plans:grid", args=[plan.pk])),
            ("get", reverse("plans:row", args=[row.pk])),
        ],
        "acting": [
            ("post", reverse("plans:ticks", args=[plan.pk])),
            ("post", reverse("plans:cell", args=[row.pk])),
            ("post", reverse("plans:accept", args=[plan.pk])),
            ("post", reverse("plans:finding", args=[plan.pk, 0])),
            ("post", reverse("plans:expectation", args=[row.pk])),
            ("post", reverse("plans:row_accept", args=[row.pk])),
            ("post", reverse("plans:assign", args=[row.pk])),
            ("post", reverse("plans:owners", args=[plan.pk])),
            ("get", reverse("plans:node", args=["sub-kegiatan", sub.pk])),
            ("post", reverse("plans:text", args=["kegiatan", sub.activity.pk])),
            ("post", reverse("plans:add_below", args=["kegiatan", sub.activity.pk])),
            ("post", reverse("plans:move", args=["indikator", row.pk])),
            ("post", reverse("plans:remove", args=["indikator", row.pk])),
            ("post", reverse("plans:add", args=[plan.pk])),
            ("post", reverse("plans:copy", args=[plan.pk])),
            ("post", reverse("plans:decree", args=[plan.pk])),
            ("post", reverse("plans:withdraw", args=[plan.pk])),
        ],
    }


def test_plans_of_another_office_do_not_exist(client, coordinator):
    plan = PlanFactory(rows=1)
    ways = routes(plan)

    answers = {
        url: getattr(client, m)(url).status_code for m, url in ways["seeing"] + ways["acting"]
    }

    assert {url: code for url, code in answers.items() if code != 404} == {}


def test_members_see_and_do_not_act(client, office, plan):
    client.force_login(person(office, Role.MEMBER))
    ways = routes(plan)

    seen = {url: getattr(client, m)(url).status_code for m, url in ways["seeing"]}
    done = {url: getattr(client, m)(url).status_code for m, url in ways["acting"]}

    assert {url: code for url, code in seen.items() if code != 200} == {}
    assert {url: code for url, code in done.items() if code != 403} == {}
    for name in ("plans:new", "plans:upload"):
        assert client.get(reverse(name)).status_code == 403
    for name in ("plans:create_blank", "plans:create_example"):
        assert client.post(reverse(name)).status_code == 403


def test_ways_to_a_plan_propose_a_year_without_one(client, office, coordinator):
    year = today().year
    PlanFactory(office=office, year=year, enacted=True)
    PlanFactory(office=office, year=year + 1, state=PlanState.WITHDRAWN)

    page = page_of(client, "plans:new")

    assert page.count(f'value="{year + 1}"') == 3
    assert f'value="{year}"' not in page


def test_year_that_is_no_number_is_refused_in_plain_words(client, office, coordinator):
    page = client.post(reverse("plans:create_blank"), {"year": "dua ribu"})

    assert page.status_code == 422
    assert "Tulis tahunnya dengan empat angka" in page.text
