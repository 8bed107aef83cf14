import datetime as dt

import pytest
from django.utils import timezone, translation

from lempu.kernel.evidence.tests.factories import EvidenceFactory, SubmissionFactory, submitted
from lempu.kernel.home.selectors import sentences, today
from lempu.kernel.home.tests.conftest import TODAY
from lempu.kernel.obligations import registry
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    UserFactory,
    person,
)
from lempu.kernel.reviews.models import Decision

pytestmark = pytest.mark.django_db


def owned(office, owner, **rest):
    """An obligation of a row that the person owns."""
    return ObligationFactory(
        indicator=RowFactory(office=office, owners=[owner]), office=office, **rest
    )


def returned(office, owner, month=9, reason="Daftar hadir belum ditandatangani."):
    obligation = owned(office, owner, month=month, returned=True)
    submission = SubmissionFactory(obligation=obligation, returned=True, answer=reason)
    Decision.objects.create(
        submission=submission,
        accepted=False,
        reason=reason,
        content_hash=submission.content_hash,
        decided_by=UserFactory(name="Verifikator"),
        decided_at=timezone.now() - dt.timedelta(days=5),
    )
    return obligation


@pytest.fixture
def member(office):
    return person(office)


def pks(tasks):
    return [task.obligation.pk for task in tasks]


def test_rows_i_own_are_mine(office, member):
    row = owned(office, member)
    owned(office, person(office))

    assert list(today.mine(member, office)) == [row]


def test_rows_of_my_unit_are_mine_while_nobody_owns_them(office):
    unit = UnitFactory(office=office)
    member = person(office, unit=unit)
    free = ObligationFactory(indicator=RowFactory(office=office, unit=unit), office=office)
    ObligationFactory(
        indicator=RowFactory(office=office, unit=unit, owners=[person(office)]), office=office
    )
    ObligationFactory(
        indicator=RowFactory(office=office, unit=UnitFactory(office=office)), office=office
    )

    assert list(today.mine(member, office)) == [free]


@pytest.mark.parametrize(("role", "count"), [(Role.COORDINATOR, 1), (Role.MEMBER, 0)])
def test_rows_i_coordinate_are_mine_as_coordinator(office, role, count):
    who = person(office, role)
    row = ObligationFactory(office=office)
    row.indicator.coordinators.add(who)

    assert today.mine(who, office).count() == count


def test_rows_of_another_office_are_not_mine_here(office, member):
    elsewhere = OfficeFactory()
    MembershipFactory(user=member, office=elsewhere)
    owned(elsewhere, member)

    assert not today.mine(member, office).exists()


def test_a_row_i_own_and_coordinate_counts_once(office):
    who = person(office, Role.COORDINATOR)
    row = owned(office, who)
    row.indicator.coordinators.add(who)
    row.indicator.owners.add(UserFactory())

    assert today.mine(who, office).count() == 1


def test_page_puts_each_obligation_in_its_place(office, member):
    back = returned(office, member)
    late = owned(office, member, month=8)
    due = owned(office, member, month=10)
    sent = owned(office, member, month=10, submitted=True)
    SubmissionFactory(obligation=sent, submitted_by=member)
    owned(office, member, month=11)
    owned(office, member, month=7, accepted=True)
    owned(office, member, month=7, undone=True)

    page = today.read(member, office, TODAY)

    assert pks(page.returned) == [back.pk]
    assert pks(page.late) == [late.pk]
    assert [(day.due_on, day.left, pks(day.tasks)) for day in page.due] == [
        (dt.date(2025, 10, 31), 17, [due.pk])
    ]
    assert pks(page.waiting) == [sent.pk]
    assert page.waiting[0].submission.submitted_by == member


def test_what_came_back_is_next_with_the_words_of_the_reviewer(office, member):
    owned(office, member, month=1)
    back = returned(office, member, reason="Foto sama dengan foto Agustus.")

    page = today.read(member, office, TODAY)

    assert page.next.obligation == back
    assert page.next.returned.submission.answer == "Foto sama dengan foto Agustus."
    assert (len(page.other_returned), len(page.other_late)) == (0, 1)


def test_without_returned_work_the_latest_is_next(office, member):
    owned(office, member, month=8)
    oldest = owned(office, member, month=2)

    page = today.read(member, office, TODAY)

    assert page.next.obligation == oldest
    assert len(page.other_late) == 1


def test_evidence_is_counted_by_kinds_asked_for(office, member):
    row = owned(office, member, month=10)
    EvidenceFactory.create_batch(2, obligation=row, kind="invitation")
    EvidenceFactory(obligation=row, kind="report")
    EvidenceFactory(obligation=row, kind="attendance", withdrawn=True)

    task = today.read(member, office, TODAY).due[0].tasks[0]

    assert (task.met, task.asked) == (1, 2)


def test_reviewer_sees_what_waits_but_not_their_own(office):
    reviewer = person(office, Role.REVIEWER)
    waiting = submitted(office)
    submitted(office, by=reviewer)
    submitted(OfficeFactory())

    page = today.read(reviewer, office, TODAY)

    assert (page.reviews, page.review_count) == ([waiting], 1)


def test_queue_is_cut_but_counted_whole(office):
    reviewer = person(office, Role.REVIEWER)
    for _ in range(today.REVIEWS_SHOWN + 2):
        submitted(office)

    page = today.read(reviewer, office, TODAY)

    assert (len(page.reviews), page.review_count) == (5, 7)


def test_the_most_urgent_are_shown_and_all_are_counted(office, member, monkeypatch):
    monkeypatch.setattr(today, "TASKS_SHOWN", 2)
    owned(office, member, month=TODAY.month)
    back = returned(office, member)
    old = owned(office, member, month=3)

    page = today.read(member, office, TODAY)

    assert (pks(page.returned), pks(page.late), page.due) == ([back.pk], [old.pk], [])
    assert (page.shown, page.counts.total, page.due_count, page.needs) == (2, 3, 1, 2)


@pytest.mark.parametrize(
    ("role", "months"), [(Role.COORDINATOR, [8]), (Role.LEADER, [8]), (Role.MEMBER, [])]
)
def test_months_to_close_wait_for_those_who_close(office, role, months):
    who = person(office, role)
    ObligationFactory(office=office, month=8)
    ObligationFactory(office=office, month=9)

    page = today.read(who, office, TODAY)

    assert [open_month.month.number for open_month in page.closing] == months


def test_share_counts_up_to_the_month_that_ended(office, member):
    owned(office, member, month=9, accepted=True)
    owned(office, member, month=8, accepted=True, was_late=True)
    owned(office, member, month=7, nil=True)
    owned(office, member, month=6)
    owned(office, member, month=10, accepted=True)

    share = today.read(member, office, TODAY).share

    assert (share.until.number, share.done, share.total) == (9, 3, 4)
    assert (share.on_time, share.late) == (2, 1)


def test_share_is_none_in_january_and_where_nothing_is_mine(office, member):
    owned(office, member, month=1)

    assert today.read(member, office, dt.date(2025, 1, 20)).share is None
    assert today.read(person(office), office, TODAY).share is None


def test_next_dates_are_the_first_three(office, member):
    for month in (9, 10, 10, 11, 12):
        owned(office, member, month=month)

    dates = today.read(member, office, TODAY).dates

    assert [(date.due_on, date.count) for date in dates] == [
        (dt.date(2025, 10, 31), 2),
        (dt.date(2025, 11, 30), 1),
        (dt.date(2025, 12, 31), 1),
    ]


def test_desks_add_items_and_urgent_ones_count(office, member):
    items = [
        registry.Item("Dua produk hukum belum masuk JDIH.", "/jdih/", is_urgent=True),
        registry.Item("Rapat bedah produk hukum", "/rapat/"),
    ]

    with registry.registered(registry.Source("home.test", "Meja", lambda user, office: items)):
        page = today.read(member, office, TODAY)

    assert (page.inbox, page.needs) == (items, 1)


def test_urgent_items_stand_where_urgent_things_are(office, member):
    items = [
        registry.Item("Surat menunggu tanda tangan", "/surat/", is_urgent=True),
        registry.Item("Adakan pelatihan", "/tl/1/", due_on=dt.date(2025, 10, 9), is_urgent=True),
        registry.Item("Susun jadwal", "/tl/2/", due_on=dt.date(2025, 11, 9)),
        registry.Item("Tetapkan pengganti", "/tl/3/", due_on=dt.date(2025, 9, 30), is_urgent=True),
    ]

    with registry.registered(registry.Source("home.test", "Meja", lambda user, office: items)):
        page = today.read(member, office, TODAY)

    assert [item.url for item in page.urgent] == ["/tl/3/", "/tl/1/", "/surat/"]
    assert [item.days_late for item in page.urgent] == [14, 5, 0]
    assert page.beside == [items[2]]


def test_desk_that_fails_does_not_take_the_page(office, member, caplog):
    def fails(user, office):
        raise RuntimeError("desk is broken")

    with registry.registered(registry.Source("home.test", "Meja", fails)):
        page = today.read(member, office, TODAY)

    assert page.inbox == []
    assert "home.test" in caplog.text


def heading(member, office):
    page = today.read(member, office, TODAY)
    with translation.override("en"):
        return sentences.today_heading(page), sentences.today_lead(page)


def test_heading_says_what_needs_me(office, member):
    owned(office, member, month=9)
    owned(office, member, month=8)
    owned(office, member, month=10)

    assert heading(member, office) == (
        "Two things need you now",
        "One more is due by 31 October.",
    )


def test_heading_says_what_is_due(office, member):
    owned(office, member, month=10)
    owned(office, member, month=10)

    assert heading(member, office) == ("Two obligations are due by 31 October", "")


def test_heading_says_that_what_i_sent_waits(office, member):
    row = owned(office, member, month=10, submitted=True)
    SubmissionFactory(obligation=row, submitted_by=member)

    assert heading(member, office) == (
        "Nothing is waiting for you",
        "What you sent waits for review.",
    )


def test_heading_of_an_empty_page_names_the_next_date(office, member):
    owned(office, member, month=11)

    assert heading(member, office) == (
        "Nothing is waiting for you",
        "Next due date: 30 November.",
    )


def test_heading_of_somebody_without_rows(office, member):
    assert heading(member, office) == ("Nothing is waiting for you", "")


def test_rows_of_nobody_are_the_coordinators_to_share_out(office, member):
    nobodys = ObligationFactory(indicator=RowFactory(office=office), office=office, month=9)
    ahead = ObligationFactory(indicator=RowFactory(office=office), office=office, month=12)
    unit = UnitFactory(office=office)
    ObligationFactory(indicator=RowFactory(office=office, unit=unit), office=office, month=9)
    owned(office, member, month=9)
    coordinator = person(office, Role.COORDINATOR)

    page = today.read(coordinator, office, TODAY)

    assert ahead.indicator not in page.nobodys
    assert (page.nobodys, page.nobodys_count) == ([nobodys.indicator], 1)
    assert today.read(member, office, TODAY).nobodys == []


def test_rows_of_nobody_are_bounded_and_one_thing_to_do(office):
    for _number in range(today.NOBODYS_SHOWN + 2):
        ObligationFactory(indicator=RowFactory(office=office), office=office, month=10)
    coordinator = person(office, Role.COORDINATOR)

    page = today.read(coordinator, office, TODAY)

    assert len(page.nobodys) == today.NOBODYS_SHOWN
    assert page.nobodys_count == today.NOBODYS_SHOWN + 2
    assert page.needs == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REVIEWER, Role.COORDINATOR, Role.LEADER])
def test_menu_counts_what_the_heading_counts(office, role):
    who = person(office, role)
    returned(office, who), owned(office, who, month=8), owned(office, who, month=10)
    ObligationFactory(indicator=RowFactory(office=office), office=office, month=10)
    submitted(office=office)

    page = today.read(who, office, TODAY)

    assert today.needs(who, office, TODAY) == page.needs > 0
