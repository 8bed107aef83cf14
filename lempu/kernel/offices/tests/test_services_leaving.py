"""Leaving an office and handing over, through every room that has duties."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lempu.kernel.api.models import Token
from lempu.kernel.api.services import make_token
from lempu.kernel.evidence.tests.factories import SubmissionFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.ledger.selectors import first_break, payload_of
from lempu.kernel.notices.enums import MailState
from lempu.kernel.notices.models import Feed, Mail
from lempu.kernel.notices.services.feeds import open_feed
from lempu.kernel.notices.services.outbox import post
from lempu.kernel.obligations import registry as inbox
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Departure, Membership
from lempu.kernel.offices.services import Handover
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    UserFactory,
    person,
)
from lempu.kernel.plans.tests.factories import PlanFactory
from lempu.kernel.reporting.enums import FollowUpState, Kind
from lempu.kernel.reporting.models import FollowUp, Report
from lempu.shared.errors import DomainError

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
def palopo():
    return OfficeFactory(code="7373")


@pytest.fixture
def administrator(luwu):
    return person(luwu, Role.ADMINISTRATOR)


@pytest.fixture
def coordinator(luwu):
    return person(luwu, Role.COORDINATOR)


@pytest.fixture
def budi(luwu, coordinator):
    """A member of staff who owns rows; somebody else coordinates."""
    return person(luwu, Role.MEMBER, user__name="Budi")


@pytest.fixture
def sitti(luwu):
    return person(luwu, Role.MEMBER, user__name="Sitti")


@pytest.fixture
def goes(luwu, administrator):
    """Let a person leave; what is not said is at once, for a transfer."""

    def go(who, handover=None, **rest):
        return services.leave(
            office=luwu, person=who, actor=administrator,
            handover=handover or Handover(), **{"reason": "Pindah", **rest},
        )  # fmt: skip

    return go


def row_of(office, *owners, coordinators=(), month=10):
    row = RowFactory(office=office, owners=list(owners))
    row.coordinators.set(coordinators)
    ObligationFactory(office=office, indicator=row, month=month)
    return row


def follow_up_of(office, owner, **rest):
    report, _new = Report.objects.get_or_create(
        office=office, kind=Kind.QUARTERLY, year=2025, period=3
    )
    return FollowUp.objects.create(
        office=office, report=report, text="Lengkapi daftar hadir", owner=owner,
        **{"due_on": dt.date(2025, 11, 1), "state": FollowUpState.OPEN, **rest},
    )  # fmt: skip


def owners(row):
    return set(row.owners.all())


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def code_of(act, *arguments, **named):
    before = Entry.objects.count()
    with pytest.raises(DomainError) as refusal:
        act(*arguments, **named)
    assert Entry.objects.count() == before
    return refusal.value.code


class TestLeavingAtOnce:
    def test_everything_open_goes_to_one_person_as_one_act(
        self, luwu, goes, budi, sitti, coordinator
    ):
        rows = [row_of(luwu, budi), row_of(luwu, budi, coordinator)]
        late = follow_up_of(luwu, budi, due_on=dt.date(2025, 10, 1))

        departure = goes(budi, Handover(heir=sitti))

        late.refresh_from_db()
        assert [owners(row) for row in rows] == [{sitti}, {sitti, coordinator}]
        assert late.owner == sitti
        assert (departure.completed_at is not None, departure.open_count) == (True, 0)
        assert acts() == [
            "plans.assigned", "plans.assigned", "reporting.follow_up_changed",
            "offices.member_ended", "offices.person_left",
        ]  # fmt: skip
        assert payload_of(Entry.objects.latest("pk")) == {
            "last_day": "2025-10-13",
            "reason": "Pindah",
            "handed": {
                "obligations.owned": {str(sitti.pk): [str(row.pk) for row in rows]},
                "reporting.follow_ups": {str(sitti.pk): [str(late.pk)]},
            },
            "open": [],
            "account_closed": True,
        }
        assert first_break(luwu) is None

    def test_duties_may_go_to_several_people(self, luwu, goes, budi, sitti, coordinator):
        mine, other = row_of(luwu, budi), row_of(luwu, budi)

        goes(budi, Handover(sitti, {f"obligations.owned:{other.pk}": coordinator}))

        assert (owners(mine), owners(other)) == ({sitti}, {coordinator})

    def test_what_was_done_stays_in_their_name(self, luwu, goes, budi, sitti):
        done = ObligationFactory(office=luwu, accepted=True, year=2024,
                                 indicator=RowFactory(office=luwu, owners=[budi], year=2024))  # fmt: skip
        submission = SubmissionFactory(obligation=ObligationFactory(office=luwu), submitted_by=budi)

        goes(budi, Handover(heir=sitti))

        submission.refresh_from_db()
        assert submission.submitted_by == budi
        assert owners(done.indicator) == {budi}

    def test_the_role_needed_is_given_to_who_takes_over(self, luwu, goes, sitti):
        andi = person(luwu, Role.COORDINATOR, areas=["1"])
        row = row_of(luwu, sitti, coordinators=[andi])

        goes(andi, Handover(heir=sitti))

        given = Membership.objects.get(user=sitti, role=Role.COORDINATOR)
        assert (given.areas, set(row.coordinators.all())) == (["1"], {sitti})

    def test_a_second_office_is_kept(self, luwu, palopo, goes, budi, sitti):
        MembershipFactory(user=budi, office=palopo)
        kept, _secret = make_token(actor=budi, office=palopo, name="b", scopes=["plans"], days=9)
        _gone, _secret = make_token(actor=budi, office=luwu, name="a", scopes=["plans"], days=9)
        open_feed(actor=budi)
        browser = Client()
        browser.force_login(budi)

        departure = goes(budi)

        assert [m.office for m in budi.memberships.in_force()] == [palopo]
        assert browser.get("/hari-ini/").status_code == 200
        assert (departure.has_closed_account, Feed.objects.filter(revoked_at=None).count()) == (
            False,
            1,
        )
        assert list(Token.objects.in_force()) == [kept]

    def test_sessions_tokens_calendar_and_mail_stop(self, client, luwu, goes, budi):
        other = Client()
        for browser in (client, other):
            browser.force_login(budi)
            key = browser.session.session_key
            UserSession.objects.create(
                user=budi, session_key=key, ip="10.0.0.1", last_seen_at=timezone.now()
            )
        assert UserSession.objects.filter(user=budi).count() == 2
        token, secret = make_token(actor=budi, office=luwu, name="a", scopes=["plans"], days=9)
        _feed, address = open_feed(actor=budi)
        post(key="x", to="b@kpu.go.id", subject="s", text="t", user=budi, office=luwu)
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        assert client.get("/api/v1/offices", **bearer).status_code == 200
        assert client.get(f"/kalender/{address}.ics").status_code == 200

        goes(budi)

        token.refresh_from_db()
        assert token.revoked_at is not None
        assert client.get("/api/v1/offices", **bearer).status_code == 401
        assert client.get(f"/kalender/{address}.ics").status_code == 404
        assert [browser.get("/hari-ini/").status_code for browser in (client, other)] == [302, 302]
        assert not Session.objects.exists()
        assert not UserSession.objects.exists()
        mail = Mail.objects.get()
        assert (mail.state, mail.text) == (MailState.DROPPED, "")

    def test_nobody_else_is_signed_out(self, goes, budi, sitti):
        browser = Client()
        browser.force_login(sitti)

        goes(budi)

        assert browser.get("/hari-ini/").status_code == 200

    def test_a_transfer_is_leaving_and_joining(self, luwu, palopo, goes, budi):
        goes(budi)
        budi.refresh_from_db()
        assert not budi.is_active

        services.add_membership(office=palopo, actor=None, user=budi, role=Role.MEMBER)

        budi.refresh_from_db()
        assert budi.is_active
        assert selectors.departure_of(budi, luwu).completed_at

    def test_an_account_closed_for_another_reason_stays_closed(self, palopo):
        closed = UserFactory(is_active=False)

        code = code_of(
            services.add_membership, office=palopo, actor=None, user=closed, role=Role.MEMBER
        )

        assert code == "person_inactive"

    def test_access_may_end_before_the_duties_are_settled(
        self, luwu, goes, budi, sitti, administrator
    ):
        row, second = row_of(luwu, budi), row_of(luwu, budi)

        departure = goes(budi, Handover(later=True))

        assert (departure.open_count, owners(row)) == (2, {budi})
        [item] = inbox.items_for(administrator, luwu)
        assert (item.title, item.is_urgent) == ("Budi sudah keluar", True)
        outcome = services.hand_over(
            office=luwu, person=budi, actor=administrator,
            handover=Handover(choices={f"obligations.owned:{row.pk}": sitti}),
        )  # fmt: skip
        departure.refresh_from_db()
        assert (outcome.count, departure.open_count, owners(row)) == (1, 1, {sitti})
        services.hand_over(
            office=luwu, person=budi, actor=administrator, handover=Handover(heir=sitti)
        )
        assert owners(second) == {sitti}
        assert inbox.items_for(administrator, luwu) == []


class TestLeavingOnADay:
    def test_the_person_works_until_then_and_the_clock_does_the_rest(self, luwu, goes, budi, sitti):
        row = row_of(luwu, budi)

        departure = goes(budi, Handover(heir=sitti), last_day=TODAY + 3 * DAY)

        assert acts() == ["offices.member_ended", "offices.leaving_planned"]
        assert (services.complete_departures(), owners(row)) == (0, {budi})
        later = row_of(luwu, budi)
        with time_machine.travel(dt.datetime(2025, 10, 18, 2, tzinfo=dt.UTC)):
            budi.memberships_cache = None
            assert selectors.offices_of(budi) == []
            assert services.complete_departures() == 1
            assert services.complete_departures() == 0
        departure.refresh_from_db()
        budi.refresh_from_db()
        assert (owners(row), owners(later)) == ({sitti}, {sitti})
        assert (budi.is_active, departure.open_count) == (False, 0)
        assert acts().count("offices.person_left") == 1

    def test_who_left_meanwhile_takes_nothing_over(self, luwu, goes, budi, sitti):
        row = row_of(luwu, budi)
        departure = goes(budi, Handover(heir=sitti), last_day=TODAY + 3 * DAY)
        goes(sitti)

        with time_machine.travel(dt.datetime(2025, 10, 18, 2, tzinfo=dt.UTC)):
            services.complete_departures()

        departure.refresh_from_db()
        assert (departure.open_count, owners(row)) == (1, {budi})

    def test_it_can_be_called_off(self, luwu, goes, budi, administrator):
        MembershipFactory(user=budi, office=luwu, role=Role.REVIEWER, ends_on=TODAY + 30 * DAY)
        departure = goes(budi, Handover(later=True), last_day=TODAY + 3 * DAY)

        services.call_off(departure=departure, actor=administrator)

        ends = budi.memberships.order_by("pk").values_list("ends_on", flat=True)
        assert list(ends) == [None, TODAY + 30 * DAY]
        assert acts()[-1] == "offices.leaving_cancelled"
        assert code_of(services.call_off, departure=departure, actor=administrator) == "not_planned"

    def test_a_role_given_anew_is_not_doubled(self, luwu, goes, budi, administrator):
        departure = goes(budi, last_day=TODAY)
        services.add_membership(
            office=luwu, actor=None, user=budi, role=Role.MEMBER, starts_on=TODAY + DAY
        )

        assert (
            code_of(services.call_off, departure=departure, actor=administrator) == "held_already"
        )


class TestWhatIsFound:
    def found(self, who, office):
        heaps = selectors.duties_of(who, office, TODAY, leaving=True)
        return {heap.kind.key: [(d.key, d.stays_with) for d in heap.duties] for heap in heaps}

    def test_drafts_and_what_is_open_of_an_earlier_year(self, luwu, budi):
        draft = RowFactory(plan=PlanFactory(office=luwu, year=2026), owners=[budi])
        over = RowFactory(office=luwu, year=2024, owners=[budi])
        still = RowFactory(office=luwu, year=2024, owners=[budi])
        ObligationFactory(office=luwu, indicator=over, year=2024, accepted=True)
        ObligationFactory(office=luwu, indicator=still, year=2024, returned=True)

        assert self.found(budi, luwu) == {
            "obligations.owned": [(str(draft.pk), ""), (str(still.pk), "")]
        }

    def test_rows_of_a_sub_division_stay_with_those_who_stay(self, luwu, coordinator):
        unit = UnitFactory(office=luwu)
        first = person(luwu, unit=unit, user__name="Ani")
        row = RowFactory(office=luwu, unit=unit)
        assert self.found(first, luwu) == {"obligations.unit": [(str(row.pk), "")]}

        person(luwu, unit=unit, user__name="Cici")

        assert self.found(first, luwu) == {"obligations.unit": [(f"unit-{unit.pk}", "Cici")]}

    def test_rows_of_another_office_are_none_of_it(self, luwu, palopo, budi):
        MembershipFactory(user=budi, office=palopo)
        row_of(palopo, budi)

        assert self.found(budi, luwu) == {}

    def test_reviews_stay_with_the_other_reviewer_or_are_alone(self, luwu, goes, budi, sitti):
        first = person(luwu, Role.REVIEWER)
        submission = SubmissionFactory(obligation=ObligationFactory(office=luwu), submitted_by=budi)
        assert self.found(first, luwu) == {
            "offices.roles": [("reviewer", "")],
            "reviews.waiting": [("waiting", "")],
        }
        assert code_of(goes, first, Handover(heir=budi)) == "own_evidence"

        second = person(luwu, Role.REVIEWER, user__name="Kedua")
        assert self.found(first, luwu) == {"reviews.waiting": [("shared", "Kedua")]}

        submission.submitted_by = second
        submission.save()
        assert self.found(first, luwu) == {"reviews.waiting": [("waiting", "")]}
        goes(first, Handover(heir=sitti))
        assert Membership.objects.in_force().filter(user=sitti, role=Role.REVIEWER).exists()


class TestRefusals:
    def test_duties_without_a_taker(self, luwu, goes, budi):
        row_of(luwu, budi)

        assert code_of(goes, budi) == "duties_open"

    def test_the_last_administrator_names_a_successor(self, luwu, goes, administrator, sitti):
        assert code_of(goes, administrator, Handover(later=True)) == "last_administrator"

        goes(administrator, Handover(heir=sitti))

        assert Membership.objects.in_force().filter(user=sitti, role=Role.ADMINISTRATOR).exists()

    @pytest.mark.parametrize(
        ("rest", "code"),
        [({"reason": " "}, "reason_required"), ({"last_day": TODAY - DAY}, "date_passed")],
    )
    def test_words_and_days(self, goes, budi, rest, code):
        assert code_of(goes, budi, **rest) == code

    def test_the_person_takes_nothing_over(self, goes, budi):
        assert code_of(goes, budi, Handover(heir=budi)) == "taker_leaves"

    def test_the_taker_must_still_be_there_then(self, luwu, palopo, goes, budi):
        short = person(luwu, ends_on=TODAY + DAY)

        assert code_of(goes, budi, Handover(heir=person(palopo))) == "taker_not_here"
        assert code_of(goes, budi, Handover(heir=person(luwu, Role.ASSESSOR))) == "taker_not_here"
        assert code_of(goes, budi, Handover(heir=short), last_day=TODAY + DAY) == "taker_not_here"

    def test_only_once(self, goes, budi, luwu):
        goes(budi, last_day=TODAY + DAY)
        assert code_of(goes, budi) == "leaving_already"
        assert Departure.objects.count() == 1

        MembershipFactory(user=(cici := UserFactory()), office=luwu)
        goes(cici)
        assert code_of(goes, cici) == "ended_already"

    def test_a_coordinator_gives_no_roles(self, luwu, budi, coordinator):
        andi = person(luwu, Role.COORDINATOR)
        row = row_of(luwu, budi, coordinators=[andi])

        def give(taker):
            return services.hand_over(
                office=luwu, person=andi, actor=coordinator, handover=Handover(heir=taker)
            )

        assert code_of(give, budi) == "cannot_take"
        assert give(coordinator).count == 1
        assert set(row.coordinators.all()) == {coordinator}
        assert code_of(give, coordinator) == "nothing_chosen"
