import datetime as dt

import pytest

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.registry import sources
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.tests.factories import UserFactory, person
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import Act, FollowUpState, Kind
from lempu.kernel.reporting.models import FollowUp
from lempu.kernel.reporting.services import Done, Recommendation
from lempu.shared.errors import DomainError

DUE = dt.date(2025, 11, 28)


def recommend(report, actor, owner, text="Susun jadwal.", due_on=DUE):
    what = Recommendation(text=text, owner=owner, due_on=due_on, obstacle="Bahan terlambat.")
    return services.propose_follow_up(report=report, actor=actor, what=what)


def signed(report, plan, coordinator, leader, number="38"):
    version = services.make_version(report=report, plan=plan, actor=coordinator)
    version = services.give_number(
        version=version, actor=coordinator, number=number, date=dt.date(2025, 10, 14)
    )
    return services.sign_version(version=version, actor=leader, sha256=version.pdf.sha256)


@pytest.fixture
def open_one(quarterly, plan, coordinator, leader, member):
    row = recommend(quarterly, coordinator, member)
    signed(quarterly, plan, coordinator, leader)
    row.refresh_from_db()
    return row


def acts(office):
    entries = ledger.entries_in(Office.objects.filter(pk=office.pk))
    return [entry.act for entry in entries if "follow_up" in entry.act]


def inbox(user, office):
    found = [
        item
        for s in sources()
        if s.key.startswith("reporting.")
        for item in s.collect(user, office)
    ]
    return [(item.title, item.due_on, item.is_urgent) for item in found]


def test_a_recommendation_binds_with_the_signature_and_not_before(
    quarterly, plan, coordinator, leader, member, office
):
    told = recommend(quarterly, coordinator, member)
    assert inbox(member, office) == []
    version = services.make_version(report=quarterly, plan=plan, actor=coordinator)
    version = services.give_number(
        version=version, actor=coordinator, number="38", date=dt.date(2025, 10, 14)
    )
    later = recommend(quarterly, coordinator, member, text="Belum masuk surat.")

    services.sign_version(version=version, actor=leader, sha256=version.pdf.sha256)

    told.refresh_from_db()
    later.refresh_from_db()
    assert (told.state, later.state) == (FollowUpState.OPEN, FollowUpState.PROPOSED)
    assert inbox(member, office) == [("Susun jadwal.", DUE, False)]


def test_it_is_done_by_one_and_checked_by_another(open_one, member, coordinator, office):
    services.finish_follow_up(follow_up=open_one, actor=member, done=Done("Jadwal ditempel."))
    assert [title for title, *_ in inbox(coordinator, office)] == [
        "Periksa yang dikerjakan: Susun jadwal."
    ]
    services.send_back_follow_up(follow_up=open_one, actor=coordinator, reason="Belum ada foto.")
    services.finish_follow_up(follow_up=open_one, actor=member, done=Done("Foto ditambah."))
    services.verify_follow_up(follow_up=open_one, actor=coordinator)

    open_one.refresh_from_db()
    assert (open_one.state, open_one.verified_by) == (FollowUpState.VERIFIED, coordinator)
    assert acts(office) == [
        Act.VERIFIED, Act.DONE, Act.REOPENED, Act.DONE, Act.PROPOSED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda row, who: services.verify_follow_up(follow_up=row, actor=who), "not_done"),
        (lambda row, who: finish(row, who, note=" "), "reason_required"),
        (lambda row, who: finish(row, who, url="ftp://x"), "link_refused"),
        (lambda row, who: change(row, who, text="Lain."), "words_stand"),
        (lambda row, who: change(row, who, due_on=dt.date(2025, 10, 13)), "date_passed"),
        (lambda row, who: change(row, who, owner=UserFactory()), "not_of_office"),
        (
            lambda row, who: services.withdraw_follow_up(follow_up=row, actor=who, reason=" "),
            "reason_required",
        ),
    ],
)
def test_what_binds_refuses(open_one, coordinator, act, code):
    with pytest.raises(DomainError) as refusal:
        act(open_one, coordinator)

    open_one.refresh_from_db()
    assert (refusal.value.code, open_one.state) == (code, FollowUpState.OPEN)


def finish(row, who, note="Selesai.", url=""):
    return services.finish_follow_up(follow_up=row, actor=who, done=Done(note, url))


def change(row, who, **different):
    kept = {"text": row.text, "obstacle": row.obstacle, "owner": row.owner, "due_on": row.due_on}
    return services.change_follow_up(
        follow_up=row, actor=who, what=Recommendation(**(kept | different))
    )


def test_nobody_checks_their_own_work(open_one, member, coordinator):
    finish(open_one, coordinator)

    for who in (member, coordinator):
        with pytest.raises(DomainError) as refusal:
            services.verify_follow_up(follow_up=open_one, actor=who)
        assert refusal.value.code == "own_work"


def test_what_is_finished_stands(open_one, member, leader):
    finish(open_one, member)
    services.verify_follow_up(follow_up=open_one, actor=leader)

    for act in (finish, change):
        with pytest.raises(DomainError) as refusal:
            act(open_one, leader)
        assert refusal.value.code == "not_open"


def test_owner_and_day_change_after_the_signature(open_one, coordinator, office):
    other = person(office)

    row = change(open_one, coordinator, owner=other, due_on=dt.date(2025, 12, 5))

    assert (row.owner, row.due_on) == (other, dt.date(2025, 12, 5))


def test_a_monthly_report_recommends_nothing(monthly, coordinator, member):
    with pytest.raises(DomainError) as refusal:
        recommend(monthly, coordinator, member)

    assert refusal.value.code == "not_quarterly"


def test_a_version_says_what_was_recommended_and_the_next_quarter_what_became_of_it(
    open_one, office, plan, member, django_assert_num_queries
):
    finish(open_one, member)
    report = selectors.blank_report(office, Kind.QUARTERLY, 2025, 4)

    snapshot = selectors.snapshot_of(
        report, plan, at=dt.datetime.now(dt.UTC), day=dt.date(2025, 12, 31)
    )

    assert [(each["text"], each["state"]) for each in snapshot["follow_ups"]] == [
        ("Susun jadwal.", "done")
    ]


def test_late_ones_come_first(open_one, office, coordinator, member):
    FollowUp.objects.create(
        office=office, report=open_one.report, text="Lama", owner=member,
        due_on=dt.date(2025, 10, 1), state=FollowUpState.OPEN,
    )  # fmt: skip

    rows = selectors.follow_ups_of(office, dt.date(2025, 10, 14))

    assert [row.text for row in rows] == ["Lama", "Susun jadwal."]
    assert inbox(member, office)[0] == ("Lama", dt.date(2025, 10, 1), True)
