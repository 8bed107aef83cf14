"""Standing in for a colleague on leave, through every room that asks who may do what."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.tests.factories import EvidenceFactory, SubmissionFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.ledger.selectors import payload_of
from lempu.kernel.notices.selectors.people import Team, with_people
from lempu.kernel.notices.services.digests import _reachable
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors import mine, owned
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices import services
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Delegation
from lempu.kernel.offices.rules import NOT_LENT, holds
from lempu.kernel.offices.services import Handover
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    person,
)
from lempu.kernel.reporting import services as reporting
from lempu.kernel.reporting.enums import FollowUpState, Kind
from lempu.kernel.reporting.models import FollowUp, Report
from lempu.kernel.reporting.selectors import owed_by
from lempu.kernel.reviews import services as reviews
from lempu.kernel.reviews.selectors import queue
from lempu.shared.errors import DomainError
from lempu.shared.http import may

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 10, 14)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def budi(luwu):
    return person(luwu, Role.MEMBER, user__name="Budi")


@pytest.fixture
def sitti(luwu):
    return person(luwu, Role.MEMBER, user__name="Sitti", user__email="sitti@kpu.go.id")


def now(user):
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def lend(office, who, to, **rest):
    given = {"starts_on": TODAY, "ends_on": TODAY + 7 * DAY, "actor": who, **rest}
    return services.delegate(office=office, person=who, delegate=to, **given)


def row_of(office, *owners, **rest):
    return ObligationFactory(
        office=office, indicator=RowFactory(office=office, owners=list(owners), **rest)
    )


def behalf():
    return payload_of(Entry.objects.latest("pk")).get("on_behalf_of")


def code_of(act, *arguments, **named):
    before = Entry.objects.count()
    with pytest.raises(DomainError) as refusal:
        act(*arguments, **named)
    assert Entry.objects.count() == before
    return refusal.value.code


class TestWhatIsLent:
    def test_everything_while_it_lasts_and_nothing_before_or_after(self, luwu, budi, sitti):
        row = row_of(luwu, budi)
        other = row_of(luwu, person(luwu))
        lend(luwu, budi, sitti, starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY)

        def seen(day):
            with time_machine.travel(dt.datetime(2025, 10, day, 2, tzinfo=dt.UTC)):
                who = now(sitti)
                return list(owned(who, luwu)), may(who, "evidence.offer", row)

        assert [seen(day) for day in (14, 15, 16, 17)] == [
            ([], False), ([row], True), ([row], True), ([], False),
        ]  # fmt: skip
        with time_machine.travel(dt.datetime(2025, 10, 15, 2, tzinfo=dt.UTC)):
            assert not may(now(sitti), "evidence.offer", other)
            assert may(now(budi), "evidence.offer", row)

    def test_only_what_was_chosen(self, luwu, budi, sitti):
        chosen, kept = row_of(luwu, budi), row_of(luwu, budi)

        lend(luwu, budi, sitti, duties=[f"obligations.owned:{chosen.indicator_id}"])

        who = now(sitti)
        assert list(mine(who, luwu)) == [chosen]
        assert [may(who, "evidence.offer", row) for row in (chosen, kept)] == [True, False]

    def test_who_proves_nothing_themselves_proves_what_was_lent(self, luwu, budi):
        reviewer = person(luwu, Role.REVIEWER)
        chosen, kept = row_of(luwu, budi), row_of(luwu, budi)

        lend(luwu, budi, reviewer, duties=[f"obligations.owned:{chosen.indicator_id}"])

        who = now(reviewer)
        assert [may(who, "evidence.offer", row) for row in (chosen, kept)] == [True, False]

    def test_rows_of_the_sub_division(self, luwu, sitti):
        unit = UnitFactory(office=luwu)
        absent = person(luwu, unit=unit)
        row = row_of(luwu, unit=unit)

        lend(luwu, absent, sitti)

        assert list(owned(now(sitti), luwu)) == [row]
        assert may(now(sitti), "evidence.offer", row)

    def test_coordination_goes_with_the_role(self, luwu, budi, sitti):
        coordinator = person(luwu, Role.COORDINATOR)
        row = row_of(luwu, budi)
        row.indicator.coordinators.set([coordinator])

        lend(luwu, coordinator, sitti, duties=["offices.roles:coordinator"])

        who = now(sitti)
        assert list(mine(who, luwu)) == [row]
        assert holds("plans.edit", who, luwu)

    @pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR, Role.ADMINISTRATOR])
    def test_no_signature_no_enactment_no_keys_are_lent(self, luwu, sitti, role):
        absent = person(luwu, role)
        before = {name for name in NOT_LENT if holds(name, now(sitti), luwu)}

        lend(luwu, absent, sitti)

        assert {name for name in NOT_LENT if holds(name, now(sitti), luwu)} == before

    def test_nothing_in_another_office(self, luwu, budi, sitti):
        palopo = OfficeFactory(code="7373")
        for who in (budi, sitti):
            MembershipFactory(user=who, office=palopo)
        row_of(palopo, budi)

        lend(luwu, budi, sitti)

        assert list(owned(now(sitti), palopo)) == []

    def test_nothing_once_the_delegate_has_left(self, luwu, budi, sitti):
        row_of(luwu, budi)
        made = lend(luwu, budi, sitti)

        services.leave(office=luwu, person=sitti, actor=person(luwu, Role.ADMINISTRATOR),
                       handover=Handover(later=True), reason="Pindah")  # fmt: skip

        made.refresh_from_db()
        assert made.ended_at is not None
        assert list(owned(now(sitti), luwu)) == []


class TestInWhoseName:
    def test_ledger_submission_and_history_name_both(self, client, luwu, budi, sitti):
        row = EvidenceFactory(obligation=row_of(luwu, budi)).obligation
        lend(luwu, budi, sitti)

        submission = evidence.submit(obligation=row, actor=now(sitti), note="Menyusul")

        assert (submission.submitted_by, submission.on_behalf_of) == (sitti, budi)
        assert behalf() == budi.pk
        client.force_login(sitti)
        page = client.get(reverse("evidence:page", args=[row.pk]))
        assert "Anda mengerjakan ini atas nama Budi" in page.text
        assert "Sitti, atas nama Budi" in page.text
        assert "atas nama Budi" in client.get("/jejak/").text

    def test_own_work_is_nobody_elses(self, luwu, budi, sitti):
        row = EvidenceFactory(obligation=row_of(luwu, budi, sitti)).obligation
        lend(luwu, budi, sitti)

        submission = evidence.submit(obligation=row, actor=now(sitti), note="Menyusul")

        assert (submission.on_behalf_of, behalf()) == (None, None)

    def test_reviewing_in_a_role_that_was_lent(self, luwu, budi, sitti):
        reviewer = person(luwu, Role.REVIEWER)
        submission = SubmissionFactory(obligation=row_of(luwu, budi), submitted_by=budi)
        lend(luwu, reviewer, sitti)

        reviews.decide(submission=submission, actor=now(sitti), accept=True,
                       content_hash=submission.content_hash)  # fmt: skip

        assert behalf() == reviewer.pk

    def test_today_says_whose(self, client, luwu, budi, sitti):
        row_of(luwu, budi)
        lend(luwu, budi, sitti)
        client.force_login(sitti)

        page = client.get("/hari-ini/").text

        assert page.count("atas nama Budi") == 1
        assert "Anda menggantikan Budi dari 14 Oktober sampai 21 Oktober 2025" in page
        client.force_login(budi)
        assert "Sitti menggantikan Anda" in client.get("/hari-ini/").text


class TestTwoPairsOfEyes:
    @pytest.fixture
    def reviewers(self, luwu):
        return [person(luwu, Role.REVIEWER) for _ in range(2)]

    def refused(self, submission, reviewer):
        who = now(reviewer)
        assert submission not in queue(who, submission.office)
        return code_of(reviews.decide, submission=submission, actor=who, accept=True,
                       content_hash=submission.content_hash)  # fmt: skip

    def test_the_delegate_does_not_review_what_the_absent_submitted(self, luwu, reviewers):
        absent, delegate = reviewers
        submission = SubmissionFactory(obligation=row_of(luwu, absent), submitted_by=absent)
        lend(luwu, absent, delegate)

        assert self.refused(submission, delegate) == "own_evidence"

    def test_neither_reviews_what_was_submitted_in_the_others_name(self, luwu, reviewers):
        absent, delegate = reviewers
        row = EvidenceFactory(obligation=row_of(luwu, absent)).obligation
        made = lend(luwu, absent, delegate)
        submission = evidence.submit(obligation=row, actor=now(delegate), note="Menyusul")

        assert self.refused(submission, delegate) == "own_evidence"
        assert self.refused(submission, absent) == "own_evidence"
        services.end_delegation(delegation=made, actor=absent)
        assert self.refused(submission, absent) == "own_evidence"
        assert self.refused(submission, delegate) == "own_evidence"

    def test_what_the_delegate_added_for_the_absent_is_the_absents_too(
        self, luwu, reviewers, sitti
    ):
        absent, delegate = reviewers
        row = row_of(luwu, absent, sitti)
        made = lend(luwu, absent, delegate)
        evidence.add_evidence(
            obligation=row, actor=now(delegate), details=evidence.Details(kind="invitation"),
            content=evidence.Content(url="https://kpu.go.id/undangan"),
        )  # fmt: skip
        services.end_delegation(delegation=made, actor=absent)
        submission = evidence.submit(obligation=row, actor=sitti, note="Menyusul")

        assert self.refused(submission, absent) == "own_evidence"
        assert self.refused(submission, delegate) == "own_evidence"

    def test_a_third_person_reviews(self, luwu, budi, sitti, reviewers):
        row = EvidenceFactory(obligation=row_of(luwu, budi)).obligation
        lend(luwu, budi, sitti)
        submission = evidence.submit(obligation=row, actor=now(sitti), note="Menyusul")

        assert submission in queue(now(reviewers[0]), luwu)


class TestFollowUps:
    def test_seen_to_and_checked_by_a_third(self, luwu, budi):
        coordinator = person(luwu, Role.COORDINATOR)
        report = Report.objects.create(office=luwu, kind=Kind.QUARTERLY, year=2025, period=3)
        row, other = (
            FollowUp.objects.create(office=luwu, report=report, text=text, owner=budi,
                                    due_on=TODAY, state=FollowUpState.OPEN)
            for text in ("Satu", "Dua")
        )  # fmt: skip
        lend(luwu, budi, coordinator, duties=[f"reporting.follow_ups:{row.pk}"])
        who = now(coordinator)
        assert list(owed_by(who, luwu)) == [row]
        assert may(who, "reporting.follow", row)

        reporting.finish_follow_up(follow_up=row, actor=who, done=reporting.Done(note="Sudah"))

        assert behalf() == budi.pk
        other.state, other.done_by = FollowUpState.DONE, budi
        other.save()
        assert code_of(reporting.verify_follow_up, follow_up=other, actor=who) == "own_work"


class TestReminders:
    def test_the_delegate_is_told(self, luwu, budi, sitti):
        row_of(luwu, budi)
        lend(luwu, budi, sitti)
        [row] = with_people(Obligation.objects.all())

        assert Team(luwu, TODAY).those_who_deliver(row) == [sitti]
        assert Team(luwu, TODAY + 9 * DAY).those_who_deliver(row) == [budi]

    def test_roles_too(self, luwu, sitti):
        leader, coordinator = person(luwu, Role.LEADER), person(luwu, Role.COORDINATOR)
        row_of(luwu, sitti)
        for who in (leader, coordinator):
            lend(luwu, who, sitti)
        [row] = with_people(Obligation.objects.all())

        team = Team(luwu, TODAY)

        assert (team.those_who_lead(), team.those_who_coordinate(row)) == ([sitti], [sitti])

    def test_no_summary_for_whoever_left_everything(self, luwu, sitti):
        away = person(luwu, user__email="a@kpu.go.id")
        partly = person(luwu, Role.REVIEWER, user__email="b@kpu.go.id")
        lend(luwu, away, sitti)
        lend(luwu, partly, sitti, duties=["offices.roles:reviewer"])

        assert set(_reachable(luwu, TODAY)) == {sitti, partly}


class TestRefusals:
    @pytest.mark.parametrize(
        ("rest", "code"),
        [
            ({"ends_on": TODAY - DAY}, "ends_before_it_starts"),
            ({"starts_on": TODAY - DAY}, "date_passed"),
            ({"duties": []}, "nothing_chosen"),
            ({"duties": ["offices.roles:leader"]}, "foreign_duty"),
        ],
    )
    def test_days_and_duties(self, luwu, budi, sitti, rest, code):
        assert code_of(lend, luwu, budi, sitti, **rest) == code

    def test_people(self, luwu, budi):
        short = person(luwu, ends_on=TODAY + DAY)

        assert code_of(lend, luwu, budi, budi) == "same_person"
        assert code_of(lend, luwu, budi, person(OfficeFactory(code="7373"))) == "not_there"
        assert code_of(lend, luwu, budi, short) == "not_there"
        assert code_of(lend, luwu, short, budi) == "not_there"
        assert code_of(lend, luwu, budi, person(luwu, Role.ASSESSOR)) == "not_there"

    def test_the_same_duties_twice_on_one_day(self, luwu, budi, sitti):
        rows = [row_of(luwu, budi) for _ in range(2)]
        first, second = (f"obligations.owned:{row.indicator_id}" for row in rows)
        third = person(luwu)
        lend(luwu, budi, sitti, duties=[first])

        assert code_of(lend, luwu, budi, third) == "overlapping"
        assert code_of(lend, luwu, budi, third, duties=[first, second]) == "overlapping"
        lend(luwu, budi, third, duties=[second])
        lend(luwu, budi, third, starts_on=TODAY + 8 * DAY, ends_on=TODAY + 9 * DAY)
        assert Delegation.objects.count() == 3

    def test_circles_and_chains(self, luwu, budi, sitti):
        third = person(luwu)
        made = lend(luwu, budi, sitti)

        assert code_of(lend, luwu, sitti, budi) == "circular"
        assert code_of(lend, luwu, sitti, third) == "chained"
        assert code_of(lend, luwu, third, budi) == "chained"
        lend(luwu, third, sitti)
        services.end_delegation(delegation=made, actor=budi)
        lend(luwu, third, budi, starts_on=TODAY + 8 * DAY, ends_on=TODAY + 9 * DAY)

    def test_ending_once(self, luwu, budi, sitti):
        row_of(luwu, budi)
        made = lend(luwu, budi, sitti)

        services.end_delegation(delegation=made, actor=sitti)

        assert list(owned(now(sitti), luwu)) == []
        assert code_of(services.end_delegation, delegation=made, actor=budi) == "over"


class TestPages:
    def sent(self, to, **rest):
        return {"delegate": to.pk, "starts_on": "2025-10-14", "ends_on": "2025-10-20",
                "scope": "all", **rest}  # fmt: skip

    def test_ones_own_leave(self, client, luwu, budi, sitti):
        row = row_of(luwu, budi)
        client.force_login(budi)
        name = f"obligations.owned:{row.indicator_id}"
        assert name in client.get("/cuti/").text

        answer = client.post("/cuti/", self.sent(sitti, scope="chosen", duties=[name]), follow=True)

        assert "Sitti menggantikan sampai 20 Oktober 2025" in answer.text
        made = Delegation.objects.get()
        assert (made.duties, made.made_by) == ([name], budi)
        client.post(f"/cuti/{made.pk}/akhiri/")
        made.refresh_from_db()
        assert made.ended_at

    def test_a_refusal_keeps_what_was_chosen(self, client, luwu, budi, sitti):
        client.force_login(budi)

        answer = client.post("/cuti/", self.sent(sitti, scope="chosen", reason="Cuti tahunan"))

        assert answer.status_code == 422
        assert "Pilih sedikitnya satu tugas" in answer.text
        assert "Cuti tahunan" in answer.text

    def test_a_coordinator_does_it_for_somebody_who_is_ill(self, client, luwu, budi, sitti):
        client.force_login(person(luwu, Role.COORDINATOR))
        page = reverse("offices:delegate_for", args=[budi.memberships.get().pk])
        assert page in client.get("/cuti/").text

        client.post(page, self.sent(sitti))

        made = Delegation.objects.get()
        assert (made.person, made.delegate) == (budi, sitti)
        assert client.post(f"/cuti/{made.pk}/akhiri/").status_code == 302

    def test_others_neither_see_nor_end_it(self, client, luwu, budi, sitti):
        made = lend(luwu, budi, sitti)
        client.force_login(person(luwu))
        assert client.post(f"/cuti/{made.pk}/akhiri/").status_code == 403
        client.force_login(person(OfficeFactory(code="7373")))
        assert client.post(f"/cuti/{made.pk}/akhiri/").status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_constant_number_of_queries(
        self, client, luwu, budi, sitti, count, django_assert_num_queries
    ):
        for _ in range(count):
            row_of(luwu, budi)
        lend(luwu, budi, sitti)
        client.force_login(sitti)
        for path, queries in (("/hari-ini/", 20), ("/cuti/", 15)):
            client.get(path)
            with django_assert_num_queries(queries):
                client.get(path)
