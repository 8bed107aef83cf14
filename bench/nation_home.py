"""A nation to measure on: every office, three years, obligations with their states and evidence.

    python bench/nation_home.py FOLDER [--offices 553]

Made once: a folder that is ready is left as it is. With DATABASE_URL the rows go there and the folder
keeps the rest of the home. The same arguments give the same rows. Rows are written past the services,
so their ledger is empty; what a page reads of it is the end of one chain.
"""

import argparse
import datetime as dt
import itertools
import os
import random
import time
from pathlib import Path

KINDS = ("report", "photo", "minutes", "attendance")
ROLES = ("leader", "coordinator", "reviewer", "assessor")
MEMBERS = 3
YEARS = 3
#: Offices above this care close their months, so many days after the end of each.
CAREFUL = 0.55
CLOSED_AFTER = 60


def settle_django(home):
    os.environ["LEMPU_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.prod")
    os.environ.setdefault("LEMPU_LOG_LEVEL", "ERROR")
    import django

    home.mkdir(parents=True, exist_ok=True)
    django.setup()


def make(home, offices):
    """Fill an empty home; True when there was something to do."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from lempu.kernel.plans.models import Plan

    call_command("prepare", verbosity=0)
    if Plan.objects.exists():
        return False
    with transaction.atomic():
        Nation(offices).make()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
    return True


class Nation:
    """Rows of many tables with keys counted here, so that none must be read back."""

    def __init__(self, offices):
        from django.apps import apps

        self.limit = offices
        self.model = apps.get_model
        self.keys = {}
        self.rows = {}
        self.now = dt.datetime.now(dt.UTC)
        self.today = self.now.date()

    def make(self):
        self.template = self._template()
        for office in self._offices():
            self.chance = random.Random(office.code)
            people = self._people(office)
            care = self.chance.betavariate(5, 1.4)
            for year in range(self.today.year - YEARS + 1, self.today.year + 1):
                started = year < self.today.year or self.chance.random() < 0.95 or self.limit == 1
                self._plan(office, year, people, care, enacted=started)
            self._flush()
        self._reset_sequences()

    def _offices(self):
        """The nation, its provinces and regencies; a smaller number takes the first below Luwu's province."""
        rows = list(self.model("offices", "Office").objects.order_by("path"))
        if self.limit >= len(rows):
            return rows
        first = [row for row in rows if row.code == "7317"]
        return (first + [row for row in rows if row.code != "7317"])[: self.limit]

    def _template(self):
        """The built-in example as rows, read once by the product's own code."""
        from lempu.kernel.plans.models import Indicator
        from lempu.kernel.plans.services import drafts

        office = self.model("offices", "Office").objects.get(code="0")
        maker = self._add("accounts.User", username="bench", name="Bench", password="!")
        self._flush()
        plan = drafts.create_from_example(office=office, actor=maker, year=2010)
        return list(Indicator.objects.filter(plan=plan).with_place().in_order())

    def _add(self, label, **values):
        model = self.model(label)
        if label not in self.keys:
            last = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            self.keys[label] = itertools.count(last + 1)
        row = model(pk=next(self.keys[label]), **values)
        self.rows.setdefault(label, []).append(row)
        return row

    def _flush(self):
        for label, rows in self.rows.items():
            self.model(label).objects.bulk_create(rows, batch_size=5000)
        self.rows.clear()

    def _people(self, office):
        from lempu.kernel.offices.services import prepare_office

        units = prepare_office(office) or [None]
        start = dt.date(self.today.year - YEARS + 1, 1, 1)

        def enter(role, number=""):
            name = f"bench-{office.code}-{role}{number}"
            user = self._add("accounts.User", username=name, name=name, password="!")
            unit = units[int(number) % len(units)] if number else None
            self._add(
                "offices.Membership",
                user=user, office=office, role=role, unit=unit, starts_on=start,
            )  # fmt: skip
            return user

        people = {role: enter(role) for role in ROLES}
        if len(office.code) < 3:
            people["observer"] = enter("observer")
        people["members"] = [enter("member", str(number)) for number in range(MEMBERS)]
        return people

    def _plan(self, office, year, people, care, *, enacted):
        plan = self._add(
            "plans.Plan",
            office=office, year=year, origin="example", decree_office=office.name,
            created_by=people["coordinator"],
            **({"state": "enacted", "enacted_at": self._at(dt.date(year, 1, 9)),
                "enacted_by": people["leader"]} if enacted else {}),
        )  # fmt: skip
        places = {}
        for old in self.template:
            sub = self._place(old.sub_activity, plan, places)
            row = self._add(
                "plans.Indicator",
                plan=plan, sub_activity=sub, position=old.position, order=old.order,
                code=old.code, text=old.text, months=old.months, expectation=old.expectation,
                required=old.required, due_rule=old.due_rule, due_day=old.due_day,
                is_suggested=False,
            )  # fmt: skip
            owner = people["members"][old.sub_activity.activity.programme.number % MEMBERS]
            self._add("plans.Indicator_owners", indicator=row, user=owner)
            if enacted:
                for month in old.months:
                    self._obligation(office, row, year, month, owner, people, care)
        if enacted and care > CAREFUL:
            self._close(office, plan, year, people)

    def _close(self, office, plan, year, people):
        for month in range(1, 13):
            if (self.today - dt.date(year, month, 1)).days > CLOSED_AFTER + 31:
                self._add(
                    "closing.MonthClose",
                    office=office, plan=plan, month=month, counts={}, closed_by=people["leader"],
                )  # fmt: skip

    def _place(self, sub, plan, places):
        """The levels above a row, each made once for the plan."""
        if sub not in places:
            activity, programme = sub.activity, sub.activity.programme
            if programme not in places:
                places[programme] = self._add(
                    "plans.Programme",
                    plan=plan, position=programme.position, number=programme.number,
                    name=programme.name, area=programme.area,
                )  # fmt: skip
            if activity not in places:
                places[activity] = self._add(
                    "plans.Activity", programme=places[programme],
                    position=activity.position, name=activity.name,
                )  # fmt: skip
            places[sub] = self._add(
                "plans.SubActivity", activity=places[activity],
                position=sub.position, name=sub.name, parts=sub.parts,
            )  # fmt: skip
        return places[sub]

    def _obligation(self, office, row, year, month, owner, people, care):
        first = dt.date(year, month, 1)
        due = self._due(office, row, year, month)
        state, late = self._fate(first, due, care)
        sent = self._at(due + dt.timedelta(days=9 if late else -6))
        proved = state not in ("open", "undone")
        obligation = self._add(
            "obligations.Obligation",
            office=office, plan=row.plan, indicator=row, year=year, month=month,
            begins_on=first, due_on=due, state=state, was_late=late,
            submitted_at=sent if proved else None,
            undone_reason="Kegiatan ditunda." if state == "undone" else "",
            undone_by=people["leader"] if state == "undone" else None,
        )  # fmt: skip
        if proved:
            self._prove(obligation, owner, people, sent)

    def _due(self, office, row, year, month):
        key = (office.due_shift, office.timezone, row.due_rule, row.due_day, year, month)
        known = self.__dict__.setdefault("due_days", {})
        if key not in known:
            from lempu.kernel.obligations.selectors import due_date
            from lempu.shared.periods import Month

            known[key] = due_date(office=office, indicator=row, month=Month(year, month))
        return known[key]

    def _fate(self, first, due, care):
        """State and whether it was late; ``care`` of an office is between 0 and 1."""
        dice = self.chance.random()
        if first > self.today:
            return "open", False
        if due >= self.today:
            return ("accepted", False) if dice < care * 0.45 else (
                ("submitted", False) if dice < care * 0.7 else ("open", False))  # fmt: skip
        recent = (self.today - due).days < CLOSED_AFTER
        for share, fate in (
            (care * 0.80, ("accepted", False)),
            (care * 0.88, ("accepted", True)),
            (care * 0.94, ("nil", False)),
            (care * 0.96, ("returned", False) if recent else ("accepted", True)),
            (care * 0.98, ("submitted", True) if recent else ("accepted", True)),
        ):
            if dice < share:
                return fate
        return ("open" if recent or care <= CAREFUL else "undone"), False

    def _prove(self, obligation, owner, people, sent):
        for number in range(self.chance.choice((1, 1, 2)) if obligation.state != "nil" else 0):
            evidence = self._add(
                "evidence.Evidence",
                office=obligation.office, obligation=obligation, kind=KINDS[number],
                number=f"{obligation.pk}/{number}", document_date=sent.date(), added_by=owner,
            )  # fmt: skip
            self._add(
                "evidence.Version",
                evidence=evidence, number=1, name=f"Laporan {obligation.pk}.pdf", added_by=owner,
                url=f"https://berkas.example/{obligation.pk}/{number}",
            )  # fmt: skip
        state = {"submitted": "waiting", "returned": "returned"}.get(obligation.state, "accepted")
        digest = f"{obligation.pk:064x}"
        submission = self._add(
            "evidence.Submission",
            office=obligation.office, obligation=obligation, state=state, manifest={},
            kind="nil" if obligation.state == "nil" else "proof", content_hash=digest,
            submitted_by=owner, submitted_at=sent, is_late=obligation.was_late,
        )  # fmt: skip
        if state != "waiting":
            self._add(
                "reviews.Decision",
                submission=submission, accepted=state == "accepted", content_hash=digest,
                reason="" if state == "accepted" else "Belum ditandatangani.",
                decided_by=people["reviewer"], decided_at=sent + dt.timedelta(days=2),
            )  # fmt: skip

    def _at(self, day):
        return dt.datetime.combine(day, dt.time(3, 15), tzinfo=dt.UTC)

    def _reset_sequences(self):
        from django.core.management.color import no_style
        from django.db import connection

        models = [self.model(label) for label in self.keys]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--offices", type=int, default=553)
    options = parser.parse_args()
    settle_django(options.folder.resolve())
    begun = time.perf_counter()
    made = make(options.folder, options.offices)
    print(f"{'made' if made else 'ready'} in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
