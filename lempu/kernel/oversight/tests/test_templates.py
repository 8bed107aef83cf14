"""A plan handed down: two provinces, three regencies."""

import pytest

from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.oversight.models import Template
from lempu.kernel.oversight.selectors import templates as selectors
from lempu.kernel.oversight.services import templates as services
from lempu.kernel.plans.enums import Origin
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.services import drafts
from lempu.shared.errors import DomainError

NEW = "/rencana/contoh/bagikan/"


@pytest.fixture
def luwu(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def kendari(db):
    return OfficeFactory(code="7471")


@pytest.fixture
def sender(luwu):
    return person(luwu.parent, Role.COORDINATOR)


@pytest.fixture
def plan(luwu, sender):
    return drafts.create_from_example(office=luwu.parent, actor=sender, year=2027)


@pytest.fixture
def template(plan, sender, luwu):
    return services.hand_down(
        plan=plan, actor=sender, title="Rencana 2027", note="Sesuaikan.", below=[luwu]
    )


def sign_in(client, office, role=Role.COORDINATOR):
    user = person(office, role)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def receiver(template, office):
    handout = template.handouts.select_related("office", "plan").get(office=office)
    return selectors.receivers(template, [handout])[0]


def test_an_adopted_template_is_the_same_plan_with_its_own_life(template, plan, luwu):
    draft = services.adopt(template=template, office=luwu, actor=person(luwu), year=2027)

    assert (draft.origin, draft.office, draft.state) == (Origin.TEMPLATE, luwu, "draft")
    wanted = list(plan.indicators.order_by("order").values("key", "code", "months", "expectation"))
    assert list(draft.indicators.order_by("order").values(*wanted[0])) == wanted
    assert receiver(template, luwu).differences == 0
    assert Entry.objects.filter(office=luwu, act="plans.drafted").count() == 1


def test_the_sender_sees_how_many_rows_differ(template, luwu):
    draft = services.adopt(template=template, office=luwu, actor=person(luwu), year=2027)
    first, second, third = draft.indicators.order_by("order")[:3]
    first.months = [5]
    first.save()
    second.delete()
    third.sub_activity.name = "Lain"
    third.sub_activity.save()

    assert receiver(template, luwu).differences == 3


def test_later_changes_of_the_source_do_not_reach_what_was_handed_down(template, plan, luwu):
    plan.indicators.update(months=[1])

    draft = services.adopt(template=template, office=luwu, actor=person(luwu), year=2027)

    assert receiver(template, luwu).differences == 0
    assert draft.indicators.exclude(months=[1]).exists()


def test_a_withdrawn_template_vanishes_and_drafts_stay(template, luwu, sender):
    draft = services.adopt(template=template, office=luwu, actor=person(luwu), year=2027)

    services.withdraw(template=template, actor=sender)

    assert not selectors.offered_to(luwu).exists()
    assert Plan.objects.get(pk=draft.pk).state == "draft"
    with pytest.raises(DomainError) as refusal:
        services.withdraw(template=template, actor=sender)
    assert refusal.value.code == "withdrawn"


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        ("withdrawn", "not_handed"),
        ("elsewhere", "not_handed"),
        ("twice", "adopted_already"),
        ("year", "year_unreal"),
    ],
)
def test_adopting_is_refused(template, luwu, kendari, sender, prepare, code):
    if prepare == "withdrawn":
        services.withdraw(template=template, actor=sender)
    if prepare == "twice":
        services.adopt(template=template, office=luwu, actor=sender, year=2027)
    office = kendari if prepare == "elsewhere" else luwu
    before = Plan.objects.count()

    with pytest.raises(DomainError) as refusal:
        services.adopt(
            template=template, office=office, actor=sender, year=1 if prepare == "year" else 2027
        )

    assert refusal.value.code == code
    assert Plan.objects.count() == before


def test_after_a_withdrawn_draft_it_can_be_adopted_again(template, luwu, sender):
    draft = services.adopt(template=template, office=luwu, actor=sender, year=2027)
    drafts.withdraw_draft(plan=draft, actor=sender, reason="Salah tahun.")

    assert services.adopt(template=template, office=luwu, actor=sender, year=2028).year == 2028


def test_handing_down_reaches_only_below(plan, sender, luwu, kendari):
    with pytest.raises(DomainError) as refusal:
        services.hand_down(plan=plan, actor=sender, title="X", note="", below=[kendari])
    assert refusal.value.code == "nobody_below"

    empty = drafts.create_blank(office=luwu.parent, actor=sender, year=2028)
    with pytest.raises(DomainError) as refusal:
        services.hand_down(plan=empty, actor=sender, title="X", note="", below=[luwu])
    assert refusal.value.code == "no_rows"


def test_the_nation_hands_down_to_whole_provinces(luwu, kendari):
    nation = luwu.parent.parent
    coordinator = person(nation, Role.COORDINATOR)
    plan = drafts.create_from_example(office=nation, actor=coordinator, year=2027)

    made = services.hand_down(
        plan=plan, actor=coordinator, title="Nasional", note="", below=[luwu.parent]
    )

    assert set(made.handouts.values_list("office__code", flat=True)) == {"73", "7317"}
    entry = Entry.objects.get(office=nation, act="oversight.handed_down")
    assert entry.actor == coordinator


def test_the_sender_hands_down_on_a_page(client, plan, luwu, kendari):
    sign_in(client, luwu.parent)

    page = client.get(NEW)
    assert "KPU 7317" in page.text
    assert "KPU 7471" not in page.text
    refused = client.post(NEW, {"plan": plan.pk, "title": "Rencana 2027"})
    assert refused.status_code == 422
    assert 'value="Rencana 2027"' in refused.text
    forged = client.post(NEW, {"plan": plan.pk, "title": "X", "below": ["7471"]})
    assert forged.status_code == 422
    done = client.post(NEW, {"plan": plan.pk, "title": "Rencana 2027", "below": ["7317"]})

    assert done.url == f"/rencana/contoh/{Template.objects.get().pk}/"
    assert "belum" in client.get(done.url).text


def test_the_receiver_finds_it_and_takes_it_over(client, template, luwu):
    sign_in(client, luwu)
    assert "/rencana/contoh/" in client.get("/rencana/baru/").text
    address = f"/rencana/contoh/{template.pk}/"
    assert "Rencana 2027" in client.get("/rencana/contoh/").text
    assert client.get(address).status_code == 200

    refused = client.post(f"{address}pakai/", {"year": "1"})
    assert refused.status_code == 422
    done = client.post(f"{address}pakai/", {"year": "2027"})

    assert done.url == f"/rencana/{Plan.objects.get(office=luwu).pk}/"
    assert client.post(f"{address}tarik/").status_code == 403


def test_other_offices_do_not_know_it(client, template, kendari):
    sign_in(client, kendari)

    assert client.get(f"/rencana/contoh/{template.pk}/").status_code == 404
    assert client.post(f"/rencana/contoh/{template.pk}/pakai/", {"year": "2027"}).status_code == 404
    assert "Rencana 2027" not in client.get("/rencana/contoh/").text
    assert "/rencana/contoh/" not in client.get("/rencana/baru/").text


def test_receivers_cost_one_query(template, plan, luwu, django_assert_num_queries):
    services.adopt(template=template, office=luwu, actor=person(luwu), year=2027)
    handouts = list(template.handouts.select_related("office", "plan"))

    with django_assert_num_queries(1):
        selectors.receivers(template, handouts)
