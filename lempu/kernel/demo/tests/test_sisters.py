"""The offices beside and above the demo's, on 20 April 2026."""

import datetime as dt
import zoneinfo

import pytest
import time_machine

from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.selectors import demo_groups
from lempu.kernel.demo.services.sisters import live_around
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.services import load_offices
from lempu.kernel.oversight.models import Template
from lempu.kernel.oversight.selectors import board

NOW = dt.datetime(2026, 4, 20, 10, tzinfo=zoneinfo.ZoneInfo("Asia/Makassar"))


@pytest.fixture
def nation(db):
    load_offices()
    with time_machine.travel(NOW, tick=True):
        live_around(NOW, 2026)
        yield


def lines(username, top):
    user = User.objects.get(username=username)
    seen = board.read(user, Office.objects.get(code=top), 2026, NOW.date())
    return {line.office.code: line for line in seen.lines}


def test_offices_are_ahead_usual_late_silent_and_drafting(nation):
    found = lines("demo-pengamat-ri", "73")

    ahead, usual, late, silent, drafting = (
        found[code] for code in ("7322", "7324", "7373", "7308", "7326")
    )
    assert ahead.figures.late == 0
    assert ahead.figures.kept_percent > usual.figures.kept_percent > late.figures.kept_percent
    assert late.figures.late > 0
    assert silent.planned == 1
    assert silent.figures.untouched
    assert silent.figures.late > 0
    assert (drafting.planned, drafting.unplanned) == (0, 1)
    assert found["7301"].unplanned == 1


def test_the_nation_has_another_province_with_a_plan_of_its_own(nation):
    found = lines("demo-pengamat-ri", "0")

    assert [code for code, line in found.items() if line.planned] == ["73", "74"]


def test_the_template_was_made_a_plan_by_four_and_a_draft_by_one(nation):
    handouts = Template.objects.get().handouts

    states = handouts.filter(plan__isnull=False).values_list("office__code", "plan__state")
    assert dict(states) == {
        "7308": "enacted", "7322": "enacted", "7324": "enacted", "7373": "enacted", "7326": "draft",
    }  # fmt: skip
    assert handouts.count() == 24


def test_every_act_went_through_the_ledger(nation):
    codes = ("0", "73", "7308", "7322", "7324", "7326", "7373", "7401")
    offices = Office.objects.filter(code__in=codes)

    assert [ledger.first_break(office) for office in offices] == [None] * 8
    assert all(ledger.end_of(office) for office in offices)


def test_the_sign_in_page_offers_the_people_above_and_none_of_the_sisters(nation):
    assert [(group.office, [one.name for one in group.people]) for group in demo_groups()] == [
        ("KPU RI", ["Pengamat KPU RI"]),
        ("KPU Provinsi Sulawesi Selatan", ["Koordinator Provinsi"]),
    ]
