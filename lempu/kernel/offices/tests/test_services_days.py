"""Days off of one office, midnight in three zones, an office under another province."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.obligations.selectors import due_date
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices import services
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import LocalDayOff, Office
from lempu.kernel.offices.rules import roles_in
from lempu.kernel.offices.services import Handover
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.reviews.selectors import _timely
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month, today

pytestmark = pytest.mark.django_db
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
FRIDAY = dt.date(2025, 10, 31)


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def administrator(luwu):
    return person(luwu, Role.ADMINISTRATOR)


def code_of(act, *arguments, **named):
    before = Entry.objects.count()
    with pytest.raises(DomainError) as refusal:
        act(*arguments, **named)
    assert Entry.objects.count() == before
    return refusal.value.code


def off(office, actor, day=FRIDAY):
    return services.add_day_off(
        office=office, actor=actor, day=day, name="Hari jadi Luwu", basis="SE Bupati 1/2025"
    )


class TestDaysOff:
    def due(self, office):
        row = RowFactory(office=office)
        return due_date(
            office=Office.objects.get(pk=office.pk), indicator=row, month=Month(2025, 10)
        )

    def test_due_dates_set_from_now_on_move_and_those_set_stay(self, luwu, administrator):
        set_already = ObligationFactory(office=luwu, month=10)
        assert self.due(luwu) == FRIDAY

        off(luwu, administrator)

        assert self.due(luwu) == dt.date(2025, 11, 3)
        assert self.due(OfficeFactory(code="7373")) == FRIDAY
        set_already.refresh_from_db()
        assert set_already.due_on == FRIDAY
        assert not OfficeDays(Office.objects.get(pk=luwu.pk)).works_on(FRIDAY)
        assert Entry.objects.get().act == "offices.day_off_added"

    def test_taken_back(self, luwu, administrator):
        row = off(luwu, administrator)

        services.remove_day_off(day_off=row, actor=administrator)

        assert self.due(luwu) == FRIDAY
        assert (
            code_of(services.remove_day_off, day_off=row, actor=administrator) == "removed_already"
        )
        off(luwu, administrator)
        assert LocalDayOff.objects.count() == 2

    def test_it_holds_on_joint_leave_that_counts_as_working(self, luwu, administrator):
        joint = dt.date(2025, 8, 18)
        counted = {"counts_joint_leave": True}
        assert luwu.calendar.is_working_day(joint, **counted)

        off(luwu, administrator, joint)

        assert not luwu.calendar.is_working_day(joint, **counted)

    @pytest.mark.parametrize(
        ("day", "code"),
        [("2025-11-01", "weekend"), ("2025-08-17", "weekend"), ("2025-12-25", "national_day")],
    )
    def test_days_that_are_off_already(self, luwu, administrator, day, code):
        assert code_of(off, luwu, administrator, dt.date.fromisoformat(day)) == code

    def test_a_day_once(self, luwu, administrator):
        off(luwu, administrator)

        assert code_of(off, luwu, administrator) == "day_known"

    def test_the_page(self, client, luwu, administrator):
        client.force_login(administrator)
        sent = {"day": "2025-10-31", "name": "Hari jadi", "basis": "SE Bupati 1/2025"}

        answer = client.post("/satker/hari-libur/", sent, follow=True)
        assert "Jumat, 31 Oktober 2025" in answer.text
        assert client.post("/satker/hari-libur/", sent).status_code == 422
        row = LocalDayOff.objects.get()
        client.force_login(person(OfficeFactory(code="7373"), Role.ADMINISTRATOR))
        assert client.post(f"/satker/hari-libur/{row.pk}/cabut/").status_code == 404
        client.force_login(administrator)
        answer = client.post(f"/satker/hari-libur/{row.pk}/cabut/", follow=True)

        assert "31 Oktober 2025 kembali menjadi hari kerja" in answer.text
        assert "belum punya hari libur sendiri" in answer.text


#: 31 October 2025 ends in the east at 15:00 UTC, in the middle at 16:00, in the west at 17:00.
MOMENTS = [(14, "   "), (15, "  x"), (16, " xx"), (17, "xxx")]


class TestMidnight:
    @pytest.fixture
    def offices(self):
        return [
            OfficeFactory(code=code, timezone=zone)
            for code, zone in (("3201", WIB), ("7317", WITA), ("9401", WIT))
        ]

    def at(self, hour):
        return time_machine.travel(dt.datetime(2025, 10, 31, hour, 30, tzinfo=dt.UTC))

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_the_date(self, hour, over):
        with self.at(hour):
            found = [today(zone) == dt.date(2025, 11, 1) for zone in (WIB, WITA, WIT)]

        assert found == [mark == "x" for mark in over]

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_late_is_judged_on_the_clock_of_the_office(self, offices, hour, over):
        rows = [
            EvidenceFactory(obligation=ObligationFactory(office=office, month=10)).obligation
            for office in offices
        ]
        who = person(offices[0])

        with self.at(hour):
            sent = [evidence.submit(obligation=row, actor=who, note="Menyusul") for row in rows]

        assert [each.is_late for each in sent] == [mark == "x" for mark in over]
        assert [_timely(each).holds for each in sent] == [mark == " " for mark in over]

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_a_role_ends_at_the_midnight_of_its_office(self, offices, hour, over):
        people = [person(office, ends_on=FRIDAY) for office in offices]

        with self.at(hour):
            found = [roles_in(User.objects.get(pk=who.pk), office.pk)
                     for who, office in zip(people, offices, strict=True)]  # fmt: skip

        assert [not roles for roles in found] == [mark == "x" for mark in over]

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_duties_pass_at_the_midnight_of_the_office(self, offices, hour, over):
        with time_machine.travel(dt.datetime(2025, 10, 30, 3, tzinfo=dt.UTC)):
            left = [
                services.leave(office=office, person=person(office), handover=Handover(),
                               actor=person(office, Role.ADMINISTRATOR), reason="Pindah",
                               last_day=FRIDAY)
                for office in offices
            ]  # fmt: skip

        with self.at(hour):
            services.complete_departures()

        for each in left:
            each.refresh_from_db()
        assert [each.completed_at is not None for each in left] == [mark == "x" for mark in over]

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_standing_in_ends_at_the_midnight_of_the_office(self, offices, hour, over):
        stand_ins = []
        with time_machine.travel(dt.datetime(2025, 10, 30, 3, tzinfo=dt.UTC)):
            for office in offices:
                absent, delegate = person(office, Role.REVIEWER), person(office)
                services.delegate(office=office, person=absent, delegate=delegate, actor=absent,
                                  starts_on=dt.date(2025, 10, 30), ends_on=FRIDAY)  # fmt: skip
                stand_ins.append(delegate)

        with self.at(hour):
            found = [Role.REVIEWER in roles_in(User.objects.get(pk=who.pk), office.pk)
                     for who, office in zip(stand_ins, offices, strict=True)]  # fmt: skip

        assert found == [mark == " " for mark in over]

    @pytest.mark.parametrize(("hour", "over"), MOMENTS)
    def test_pages_show_the_day_of_the_office(self, client, offices, hour, over):
        for office, mark in zip(offices, over, strict=True):
            who = person(office)
            with self.at(hour):
                client.force_login(who)
                page = client.get("/hari-ini/").text
            assert ("1 November 2025" in page, "31 Oktober 2025" in page) == (
                mark == "x", mark == " ",
            )  # fmt: skip


class TestAnotherProvince:
    @pytest.fixture
    def papua(self):
        return OfficeFactory(code="91")

    @pytest.fixture
    def selatan(self):
        return OfficeFactory(code="93")

    @pytest.fixture
    def merauke(self, papua):
        return OfficeFactory(code="9101", name="KPU Kabupaten Merauke")

    def move(self, office, province, **rest):
        return services.move_office(
            office=office, province=province, **{"actor": None, "basis": "UU 14/2022", **rest}
        )

    def sees(self, who, office):
        return Office.objects.visible_to(User.objects.get(pk=who.pk)).filter(pk=office.pk).exists()

    def test_observers_change_at_once(self, client, papua, selatan, merauke):
        old, new = person(papua, Role.OBSERVER), person(selatan, Role.OBSERVER)
        row = ObligationFactory(office=merauke)
        assert (self.sees(old, merauke), self.sees(new, merauke)) == (True, False)

        self.move(merauke, selatan)

        assert (self.sees(old, merauke), self.sees(new, merauke)) == (False, True)
        page = reverse("evidence:page", args=[row.pk])
        for who, status in ((old, 404), (new, 200)):
            client.force_login(who)
            assert client.get(page).status_code == status
        acts = Entry.objects.values_list("act", "office__code", "subject").order_by("pk")
        assert list(acts) == [
            ("offices.moved", code, f"offices.office:{merauke.pk}") for code in ("9101", "91", "93")
        ]

    def test_refusals(self, papua, selatan, merauke):
        assert code_of(self.move, papua, selatan) == "not_a_regency"
        assert code_of(self.move, merauke, OfficeFactory(code="0")) == "not_a_province"
        assert code_of(self.move, merauke, papua) == "same_province"
        assert code_of(self.move, merauke, selatan, basis=" ") == "basis_required"

    def test_by_the_national_administrator(self, client, selatan, merauke):
        client.force_login(person(OfficeFactory(code="0"), Role.ADMINISTRATOR))
        assert "Provinsi lain" in client.get("/satker/pengaturan/").text
        sent = {"office": merauke.pk, "province": selatan.pk, "basis": "UU 14/2022"}

        answer = client.post("/satker/pindah-provinsi/", sent, follow=True)

        assert "KPU Kabupaten Merauke sekarang di bawah KPU 93" in answer.text
        assert client.post("/satker/pindah-provinsi/", sent).status_code == 422

    def test_nobody_else(self, client, papua, merauke):
        for office in (papua, merauke):
            client.force_login(person(office, Role.ADMINISTRATOR))
            assert client.get("/satker/pindah-provinsi/").status_code == 403

    def test_by_command(self, selatan, merauke, capsys):
        call_command("move_office", "9101", "93", "--basis", "UU 14/2022")

        assert "0/93/9101/" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("move_office", "9101", "93", "--basis", "UU 14/2022")
        with pytest.raises(CommandError, match="9999"):
            call_command("move_office", "9999", "93", "--basis", "x")

    def test_reference_data_does_not_move_it_back_but_says_so(self, capsys):
        call_command("load_reference")
        luwu = Office.objects.get(code="7317")
        self.move(luwu, Office.objects.get(code="74"))

        call_command("load_reference")

        luwu.refresh_from_db()
        assert luwu.path == "0/74/7317/"
        assert "7317 KPU Kabupaten Luwu is under" in capsys.readouterr().out
