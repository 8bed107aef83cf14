"""A gathering from its invitation to the proof it is, and what follows from it."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.registry import record_sources
from lempu.kernel.files.services import store
from lempu.kernel.gatherings import measures, selectors, services
from lempu.kernel.gatherings.enums import FileKind, Kind, TaskState
from lempu.kernel.gatherings.inbox import tasks as inbox
from lempu.kernel.gatherings.tests.factories import gathering, held, photo, what
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.scans import services as scans
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def organiser(office):
    return person(office, Role.COORDINATOR)


@pytest.fixture
def colleague(office):
    return person(office, Role.OFFICER)


def code_of(act, **given):
    with pytest.raises(DomainError) as refusal:
        act(**given)
    return refusal.value.code


def test_an_invitation_is_numbered_once_and_told_anew_after_a_change(office, organiser, colleague):
    row = gathering(office, organiser)
    given = {"gathering": row, "actor": organiser, "classification": "PK.01"}
    assert code_of(services.send_invitation, **given) == "nobody"
    services.choose_people(gathering=row, actor=organiser, people=[colleague])
    services.add_guest(
        gathering=row, actor=organiser, name="Budi", institution="Dinas", email="budi@example.id"
    )
    sent = services.send_invitation(**given)
    assert code_of(services.send_invitation, **given) == "sent_already"
    services.change(gathering=row, actor=organiser, what=what(place="Ruang rapat"))
    again = services.send_invitation(**given)

    assert sent.number == again.number
    assert sent.number.text.startswith("1/PK.01-Und/7317/")
    assert sent.invitation.sha256 != again.invitation.sha256
    assert row.invitees.exclude(mail_asked_at=None).filter(mail_posted_at=None).count() >= 1


def test_the_calendar_file_carries_the_moment(office, organiser):
    row = gathering(office, organiser)
    [event] = Calendar.from_ical(services.calendar_of(row)).walk("VEVENT")

    assert event.decoded("dtstart") == row.starts_at.replace(microsecond=0)
    assert str(event["location"]) == "Aula"


def test_closing_makes_the_papers_and_they_prove_several_rows(office, organiser, colleague):
    row = held(office, organiser, colleague)
    file = store(content=photo(), name="a.jpg")
    services.add_file(gathering=row, actor=organiser, kind=FileKind.PHOTO, file=file, name="a.jpg")
    row = services.close_gathering(gathering=row, actor=organiser)
    asking = [
        ObligationFactory(
            office=office,
            year=row.day.year,
            month=row.day.month,
            indicator=RowFactory(office=office, year=row.day.year, required=required),
        )
        for required in (["invitation", "minutes"], ["report"])
    ]
    count = services.serve(gathering=row, actor=organiser, obligations=asking)
    again = services.serve(gathering=row, actor=organiser, obligations=asking)

    kinds = [list(each.evidence.order_by("pk").values_list("kind", flat=True)) for each in asking]
    assert set(row.papers.values_list("kind", flat=True)) == {
        "invitation", "attendance", "minutes", "photo", "report",
    }  # fmt: skip
    assert all(paper.file.is_pdf for paper in row.papers.all())
    assert (count, again) == (2, 0)
    assert kinds == [["invitation", "minutes"], ["report"]]
    assert selectors.serves(row) == asking
    acts = set(Entry.objects.filter(subject=row.key).values_list("act", flat=True))
    assert {"gatherings.closed", "gatherings.served", "gatherings.attended"} <= acts


def test_nothing_is_closed_that_did_not_happen(office, organiser):
    later = gathering(office, organiser, starts_in=dt.timedelta(hours=1))
    now = gathering(office, organiser)
    told = [
        code_of(services.close_gathering, gathering=each, actor=organiser) for each in (later, now)
    ]
    services.attend_signed_in(gathering=now, actor=organiser)
    told.append(code_of(services.close_gathering, gathering=now, actor=organiser))

    assert told == ["not_yet", "nobody_came", "no_minutes"]
    foreign = ObligationFactory()
    assert (
        code_of(services.serve, gathering=now, actor=organiser, obligations=[foreign])
        == "not_closed"
    )


def test_what_is_closed_stays(office, organiser, colleague):
    row = held(office, organiser)
    services.close_gathering(gathering=row, actor=organiser)
    given = {"gathering": row, "actor": organiser}

    assert code_of(services.change, **given, what=what()) == "not_planned"
    assert code_of(services.cancel, **given, reason="x") == "not_planned"
    assert code_of(services.attend_signed_in, gathering=row, actor=colleague) == "not_planned"
    foreign = ObligationFactory()
    assert code_of(services.serve, **given, obligations=[foreign]) == "other_office"


def test_minutes_are_not_overwritten_unseen(office, organiser, colleague):
    row = gathering(office, organiser)
    text = {"chair": "", "course": "Satu", "decisions": "Dua"}
    services.write_minutes(gathering=row, actor=organiser, edition=0, **text)
    told = code_of(services.write_minutes, gathering=row, actor=colleague, edition=0, **text)

    assert told == "edited_meanwhile"


def test_a_follow_up_waits_on_hari_ini_until_it_is_done(office, organiser, colleague):
    row = gathering(office, organiser, kind=Kind.MONEV)
    due = row.day + dt.timedelta(days=3)
    task = services.give_task(
        gathering=row, actor=organiser, text="Lengkapi foto", owner=colleague, due_on=due
    )
    waiting = [item.title for item in inbox(colleague, office)]
    services.finish_task(task=task, actor=colleague, note="Sudah")
    own = code_of(services.check_task, task=task, actor=colleague)
    services.check_task(task=task, actor=organiser)

    assert waiting == ["Lengkapi foto"]
    assert (own, inbox(colleague, office)) == ("own_work", [])
    task.refresh_from_db()
    assert task.state == TaskState.CHECKED


def test_monev_and_its_recommendations_are_read(office, organiser, colleague):
    row = held(office, organiser, colleague, kind=Kind.MONEV)
    given = {"gathering": row, "actor": organiser, "owner": colleague, "due_on": row.day}
    done, _open = (services.give_task(**given, text=text) for text in ("Satu", "Dua"))
    services.close_gathering(gathering=row, actor=organiser)
    services.finish_task(task=done, actor=colleague, note="Sudah")
    services.check_task(task=done, actor=organiser)
    earlier = Month(row.day.year - 1, 12)

    assert measures.monev(office, row.month).value == 1
    assert measures.monev(office, earlier).value == 0
    assert measures.follow_ups(office, row.month).value == 50
    assert measures.follow_ups(office, earlier).value is None


def test_desk_records_are_offered_once_they_are_closed(office, organiser):
    [source] = [each for each in record_sources() if each.key == "gatherings.gathering"]
    row = held(office, organiser)
    before = [each.key for each in source.read(office, row.month)]
    services.close_gathering(gathering=row, actor=organiser)
    [record] = source.read(office, row.month)

    assert before == []
    assert record.key == row.key
    assert "Setuju" in record.body
    assert {paper.kind for paper in record.papers} >= {"minutes", "attendance"}


def test_a_signed_sheet_finds_its_gathering(office, organiser, tmp_path, settings):
    """Printed, signed, scanned into the folder of the office: the code on it brings it home."""
    settings.SCANS = str(tmp_path)
    row = gathering(office, organiser)
    folder = tmp_path / office.code
    folder.mkdir()
    (folder / "pindai.pdf").write_bytes(services.attendance_sheet(row))
    settled = scans.sweep(still=0)

    assert settled == 1
    assert [each.kind for each in row.files.all()] == [FileKind.SHEET]


def test_names_of_other_offices_are_not_seen(client, office, organiser):
    row = held(office, organiser)
    stranger = person(OfficeFactory(code="9401"), Role.COORDINATOR)
    client.force_login(stranger, "django.contrib.auth.backends.ModelBackend")
    names = ("gathering", "screen", "sheet", "write", "close", "serve", "calendar")
    told = {client.get(reverse(f"gatherings:{name}", args=[row.pk])).status_code for name in names}

    assert told == {404}


def test_pages_ask_as_much_whatever_there_is(
    client, office, organiser, django_assert_max_num_queries
):
    people = [person(office) for _each in range(6)]
    row = held(office, organiser, *people)
    for _each in range(5):
        gathering(office, organiser)
    client.force_login(organiser, "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("gatherings:index"))
    with django_assert_max_num_queries(16):
        client.get(reverse("gatherings:index"))
    with django_assert_max_num_queries(24):
        client.get(reverse("gatherings:gathering", args=[row.pk]))


def test_an_organiser_lives_it_in_pages(client, office, organiser, colleague):
    client.force_login(organiser, "django.contrib.auth.backends.ModelBackend")
    start = timezone.localtime(timezone.now(), timezone.get_fixed_timezone(480))
    planned = client.post(
        reverse("gatherings:new"),
        {
            "kind": "meeting", "title": "Rapat", "day": start.date().isoformat(), "starts": "00:00",
            "ends": "23:59", "place": "Aula", "agenda": "- Satu",
        },
    )  # fmt: skip
    row = selectors.listed(office).get()
    client.post(planned["Location"], {"people": [organiser.pk, colleague.pk]})
    sent = client.post(reverse("gatherings:send", args=[row.pk]), {"classification": "pk.01"})
    screen = client.get(reverse("gatherings:screen", args=[row.pk]))
    client.post(
        reverse("gatherings:paper", args=[row.pk]),
        {"people": [colleague.pk], "guests": "Budi, Dinas Kominfo\n\n"},
    )
    client.post(
        reverse("gatherings:write", args=[row.pk]),
        {"edition": 0, "chair": "Ketua", "course": "Dibuka", "decisions": "- Ya"},
    )
    upload = io.BytesIO(photo().getvalue())
    upload.name = "foto.jpg"
    client.post(
        reverse("gatherings:add_file", args=[row.pk]),
        {"kind": "photo", "file": upload, "whole": "1"},
    )
    closed = client.post(reverse("gatherings:close", args=[row.pk]))

    assert sent.status_code == 302
    assert "<svg" in screen.text
    assert closed["Location"] == reverse("gatherings:serve", args=[row.pk])
    row.refresh_from_db()
    assert row.is_closed
    assert [each.name for each in row.attendances.order_by("pk")] == [colleague.name, "Budi"]
    assert Evidence.objects.count() == 0, "nothing is offered unless somebody chooses it"
