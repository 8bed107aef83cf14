"""The demo office: the real decree of 2025 read, enacted and lived; the next plan copied from it."""

import datetime as dt
import json
import zoneinfo
from collections.abc import Callable

import time_machine
from django.conf import settings
from django.core.files import File
from django.db import transaction

from lempu.kernel.accounts.models import User
from lempu.kernel.closing.services import close_due, take_month
from lempu.kernel.demo import registry
from lempu.kernel.demo.services import amendment
from lempu.kernel.demo.services.assessment import Sheets
from lempu.kernel.demo.services.gatherings import live_gatherings
from lempu.kernel.demo.services.people import settle
from lempu.kernel.demo.services.reports import Papers
from lempu.kernel.demo.services.reused import reuse_a_photo
from lempu.kernel.demo.services.scanned import scan_at_the_office
from lempu.kernel.demo.services.sisters import live_around
from lempu.kernel.demo.services.year import Year
from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Notice
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.services.decisions import tell_decisions
from lempu.kernel.notices.services.reminders import remind_office
from lempu.kernel.obligations.services import enact_plan
from lempu.kernel.offices.models import Office, Unit
from lempu.kernel.offices.services import prepare_office
from lempu.kernel.plans.enums import Choice, Severity
from lempu.kernel.plans.models import Import, Indicator, Plan
from lempu.kernel.plans.selectors.versions import in_force
from lempu.kernel.plans.services import assignments, drafts, imports, rows
from lempu.kernel.reviews.models import Decision
from lempu.kernel.search import services as search
from lempu.shared.periods import Month

#: Month and day of the amending decree.
AMENDED_ON = (6, 15)
#: What the reviewer finds to decide, on whatever day the demo is built.
STILL_WAITING = 6
OFFICE = "7317"
DECREE = settings.ROOT / "data" / "examples" / "luwu-2025.docx"
OWNERS = settings.ROOT / "data" / "examples" / "luwu-owners.json"
Say = Callable[[str], object]


@transaction.atomic
def build(*, say: Say) -> None:
    """Build everything or nothing. ``say`` is told of each step."""
    office = Office.objects.select_related("parent").get(code=OFFICE)
    zone = zoneinfo.ZoneInfo(office.timezone)
    now = dt.datetime.now(zone)
    with time_machine.travel(dt.datetime(2025, 1, 6, 9, tzinfo=zone), tick=True):
        say("Orang dan peran")
        prepare_office(office)
        people = settle(office, {unit.key: unit for unit in Unit.objects.filter(office=office)})
        say("Membaca keputusan KPU Kabupaten Luwu Nomor 4 Tahun 2025")
        plan = _first_plan(office, people["demo-koordinator"])
    with time_machine.travel(dt.datetime(2025, 1, 9, 10, tzinfo=zone), tick=True):
        _assign(plan, people)
        _enact(plan, people["demo-koordinator"])
    say("Menjalani tahun 2025")
    until = min(now, dt.datetime(2026, 1, 31, tzinfo=zone))
    Year(plan, people, until=until).live(Papers(plan, people).first_year())
    year = max(now.year, 2026)
    with time_machine.travel(dt.datetime(year, 1, 2, 10, tzinfo=zone), tick=True):
        coordinator = people["demo-koordinator"]
        copy = drafts.copy_plan(source=plan, actor=coordinator, year=year)
        copy = amendment.set_decree(copy, coordinator, number="2", day=dt.date(year, 1, 2))
        _enact(copy, coordinator)
    say(f"Menjalani tahun {year} sampai hari ini")
    _live_now(copy, people, now)
    reuse_a_photo(in_force(office, year) or copy, now)
    scan_at_the_office(in_force(office, year) or copy, now)
    say("Mengisi dan menilai LKE")
    sheets = Sheets(office, people, now)
    sheets.last_year(2025)
    sheets.this_year(year)
    say("Meja kerja")
    _live_at_desks(office, year, people, now)
    _remind(office, now)
    say("Satker lain, provinsi, dan pusat")
    live_around(now, year)
    say("Mengindeks untuk pencarian")
    search.refresh()


def _live_now(plan: Plan, people: dict[str, User], now: dt.datetime) -> None:
    """The running year, amended once in its middle, or three weeks ago where that is still to come."""
    year = Year(plan, people, until=now, waiting=STILL_WAITING)
    day = min(dt.date(plan.year, *AMENDED_ON), now.date() - dt.timedelta(days=21))
    deeds = list(Papers(plan, people).waiting(now.date() - dt.timedelta(days=1)))
    if day >= dt.date(plan.year, 1, 20):
        deeds.append((day, lambda: year.amended(amendment.amend(plan, people, day))))
    year.live(deeds)


def _live_at_desks(office: Office, year: int, people: dict[str, User], now: dt.datetime) -> None:
    """What the desks bring, then the months that ended, as the clock would have closed them."""
    plan = Plan.objects.enacted().get(office=office, year=year)
    scene = registry.Scene(office, plan, people, now)
    for live in registry.scenes():
        live(scene)
    live_gatherings(office, people, now)
    first = Month(year, 1)
    if first.last < now.date():
        take_month(office=office, month=first, actor=people["demo-koordinator"])
    close_due()


def _remind(office: Office, now: dt.datetime) -> None:
    """What everybody was told in the last two weeks; only the last ten days are not read yet."""
    days = OfficeDays(office)
    for back in range(14, -1, -1):
        moment = now - dt.timedelta(days=back)
        if days.works_on(moment.date()):
            with time_machine.travel(moment.replace(hour=0, minute=5), tick=True):
                remind_office(office=office, day=moment.date())
    tell_decisions(now)
    for notice in Notice.objects.filter(office=office, kind__in=[Kind.RETURNED, Kind.ACCEPTED]):
        decided = Decision.objects.get(pk=int(notice.key.removeprefix("decision:"))).decided_at
        Notice.objects.filter(pk=notice.pk).update(made_at=decided)
    old = Notice.objects.filter(office=office, made_at__lt=now - dt.timedelta(days=10))
    old.update(read_at=now)


def _first_plan(office: Office, coordinator: User) -> Plan:
    with DECREE.open("rb") as content:
        started = imports.start_import(
            office=office, actor=coordinator, file=File(content), name=DECREE.name
        )
    imports.read_import(started.pk)
    imported = Import.objects.get(pk=started.pk)
    for position, finding in enumerate((imported.reading or {}).get("findings", [])):
        if finding["severity"] == Severity.MUST:
            imports.decide_finding(
                imported=imported, actor=coordinator, position=position, choice=Choice.LEAVE_EMPTY
            )
    plan = imports.adopt_import(imported=imported, actor=coordinator)
    return rows.accept_suggestions(plan=plan, actor=coordinator, edition=plan.edition)


def _assign(plan: Plan, people: dict[str, User]) -> None:
    """Give every row to the sub-division that usually proves it."""
    table = json.loads(OWNERS.read_text(encoding="utf-8"))
    units = {unit.key: unit for unit in Unit.objects.filter(office=plan.office)}
    coordinator = people["demo-koordinator"]
    for indicator in Indicator.objects.filter(plan=plan).with_place():
        number = str(indicator.sub_activity.activity.programme.number)
        key = table["rows"].get(indicator.code) or table["programmes"][number]
        assignments.set_owners(
            indicator=indicator,
            actor=coordinator,
            owners=[people[f"demo-{key}"]],
            coordinators=[coordinator],
            unit=units.get(key),
        )


def _enact(plan: Plan, actor: User) -> None:
    plan.refresh_from_db()
    enact_plan(plan=plan, actor=actor, edition=plan.edition)
    plan.refresh_from_db()
