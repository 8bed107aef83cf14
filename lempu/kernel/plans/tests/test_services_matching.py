"""An amending decree that was read: what a person says of its rows, and the draft it becomes."""

import datetime as dt

import pytest

from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, UserFactory
from lempu.kernel.plans.enums import DueRule, Expectation, ImportState, Origin, PlanState
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.readers import Reading
from lempu.kernel.plans.readers import read as read_file
from lempu.kernel.plans.renditions import WRITERS, Footer, annex_of
from lempu.kernel.plans.selectors import as_reading
from lempu.kernel.plans.selectors.matches import Matches, base_of
from lempu.kernel.plans.services import amendments, building, imports, matching
from lempu.kernel.plans.tables.amendment_run import amendment_run_of
from lempu.kernel.plans.tests.factories import (
    NO_MONTH,
    ImportFactory,
    IndicatorFactory,
    PlanFactory,
    StoredFileFactory,
)
from lempu.shared import reference
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db

WORDS = (
    ("Manajemen Perubahan", "Tim kerja", "Menyusun keputusan tim", "Terbitnya keputusan tim"),
    ("Penataan Tata Laksana", "Informasi publik", "Menyusun laporan PPID", "Adanya laporan PPID"),
    ("Pengawasan", "Gratifikasi", "Sosialisasi antigratifikasi", "Pegawai paham gratifikasi"),
)


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def plan():
    """Version 1 of 2025 with three rows that have nothing in common."""
    plan = PlanFactory(
        enacted=True, decree_date=dt.date(2025, 1, 9), source_file=StoredFileFactory()
    )
    for words in WORDS:
        row = IndicatorFactory(plan=plan, months=[1, 2], text=words[3])
        sub = row.sub_activity
        sub.name, sub.activity.name, sub.activity.programme.name = words[2], words[1], words[0]
        sub.save(), sub.activity.save(), sub.activity.programme.save()
    return plan


def reading_of(*rows, findings=(), number="12", date="2025-06-02"):
    """The reader's JSON; each row is (programme, activity, sub-activity, indicator, months)."""
    programmes = [
        {
            "number": number_,
            "name": row[0],
            "activities": [
                {
                    "name": row[1],
                    "sub_activities": [
                        {
                            "name": row[2],
                            "parts": [],
                            "indicators": [{"text": row[3], "months": row[4]}],
                        }
                    ],
                }
            ],
        }
        for number_, row in enumerate(rows, 1)
    ]
    decree = {"number": number, "year": 2025, "date": date, "title": "Perubahan"}
    return {"decree": decree, "programmes": programmes, "findings": list(findings)}


def listed(place, *months):
    return (*WORDS[place], list(months))


def read(plan, *rows, **facts):
    """An import of an amending decree, as the worker leaves it."""
    content = reading_of(*rows, **facts)
    return ImportFactory(
        office=plan.office,
        state=ImportState.READ,
        amends=plan,
        reading=content,
        matches=matching.first_matches(content, plan),
    )


NEW = ("Pelayanan Publik", "Standar pelayanan", "Survei kepuasan", "Nilai indeks", [9])
REWORDED = ("Manajemen Perubahan", "Tim kerja", "Menetapkan tim", "Terbitnya SK tim", [1])


def matches(row):
    row.refresh_from_db()
    return Matches.from_json(row.matches, base_of(row.amends))


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def keys(plan):
    return [str(row.key) for row in plan.indicators.order_by("order")]


def refused(**said):
    """The code of what ``set_match`` and its like refuse."""
    act = said.pop("act")
    with pytest.raises(DomainError) as refusal:
        act(**said)
    return refusal.value.code


def test_reading_proposes_matches_and_extent(plan):
    whole = matches(read(plan, listed(0, 1, 2), listed(1, 1), NEW))
    part = matches(read(plan, listed(1, 1)))

    assert [match.old for match in whole.rows] == [0, 1, None]
    assert (whole.extent, whole.is_told) == ("whole", False)
    assert part.extent == "part"


def test_read_import_matches_what_it_read(plan, django_capture_on_commit_callbacks):
    heading = "No.,Program,Kegiatan,Sub Kegiatan,Indikator Keberhasilan," + ",".join(
        str(month) for month in range(1, 13)
    )
    lines = [f"{n},{','.join(words)},v,v{',' * 10}" for n, words in enumerate(WORDS, 1)]
    content = ("\n".join([heading, *lines])).encode()
    file = StoredFileFactory()
    with django_capture_on_commit_callbacks():
        row = imports.start_import(
            office=plan.office,
            actor=UserFactory(),
            file=_upload(content),
            name="sk.csv",
            amends=plan,
        )
    assert file.pk != row.file_id

    imports.read_import(row.pk)

    found = matches(row)
    assert [match.old for match in found.rows] == [0, 1, 2]
    assert [match.score for match in found.rows] == [100, 100, 100]


def _upload(content):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 -- leaf

    return SimpleUploadedFile("sk.csv", content)


def test_start_import_refuses_a_plan_that_is_amended_now(plan, actor):
    amendments.start_amendment(plan=plan, actor=actor)
    before = acts()

    code = refused(
        act=imports.start_import,
        office=plan.office,
        actor=actor,
        file=_upload(b"a"),
        name="sk.csv",
        amends=plan,
    )

    assert (code, acts()) == ("amendment_open", before)
    assert not Import.objects.exists()


def test_a_match_is_corrected_and_the_rest_follows(plan, actor):
    row = read(plan, listed(0, 1), listed(1, 1))
    first, second, third = keys(plan)

    matching.set_match(imported=row, actor=actor, position=0, key=second)

    found = matches(row)
    assert [match.old for match in found.rows] == [1, None]
    assert found.fixed == {0: second}
    matching.set_match(imported=row, actor=actor, position=1, key=second)
    assert matches(row).fixed == {1: second}
    assert [match.old for match in matches(row).rows] == [0, 1]
    matching.set_match(imported=row, actor=actor, position=0, key="")
    assert [match.old for match in matches(row).rows] == [None, 1]
    assert acts() == ["plans.import_matched"] * 3
    assert {first, third}.isdisjoint(matches(row).keys)


@pytest.mark.parametrize(
    ("position", "key", "code"),
    [(9, "", "row_unknown"), (-1, "", "row_unknown"), (0, "tidak-ada", "target_unknown")],
)
def test_set_match_refuses(plan, actor, position, key, code):
    row = read(plan, listed(0, 1))
    before = row.matches

    told = refused(act=matching.set_match, imported=row, actor=actor, position=position, key=key)

    row.refresh_from_db()
    assert (told, row.matches, acts()) == (code, before, [])


@pytest.mark.parametrize("state", [ImportState.WAITING, ImportState.ADOPTED, ImportState.WITHDRAWN])
def test_nothing_is_said_of_an_import_that_is_closed(plan, actor, state):
    row = read(plan, listed(0, 1))
    Import.objects.filter(pk=row.pk).update(state=state)

    who = {"imported": row, "actor": actor}
    assert refused(act=matching.set_match, position=0, key="", **who) == "not_read"
    assert refused(act=matching.set_extent, extent="part", **who) == "not_read"
    assert refused(act=matching.set_ending, key=keys(plan)[1], ends=True, **who) == "not_read"
    assert refused(act=matching.treat_as_amendment, plan=plan, **who) == "not_read"


def test_a_decree_of_its_own_has_no_matches(plan, actor):
    row = ImportFactory(office=plan.office, read=True)

    who = {"imported": row, "actor": actor}
    assert refused(act=matching.set_match, position=0, key="", **who) == "not_amendment"
    assert refused(act=matching.set_extent, extent="part", **who) == "not_amendment"
    assert refused(act=matching.set_ending, key="", ends=True, **who) == "not_amendment"


def test_extent_and_single_rows_say_what_ends(plan, actor):
    row = read(plan, listed(0, 1))
    first, second, _third = keys(plan)

    matching.set_ending(imported=row, actor=actor, key=second, ends=True)
    base, found = base_of(plan), matches(row)
    assert [found.is_ending(each) for each in base.rows[1:]] == [True, False]

    matching.set_extent(imported=row, actor=actor, extent="whole")
    found = matches(row)
    assert (found.ends, found.is_told) == ({}, True)
    assert [found.is_ending(each) for each in base.rows[1:]] == [True, True]
    who = {"imported": row, "actor": actor}
    assert refused(act=matching.set_ending, key=first, ends=True, **who) == "target_unknown"
    assert refused(act=matching.set_extent, extent="", **who) == "extent_unknown"


def test_a_decree_read_alone_can_be_taken_for_an_amendment(plan, actor):
    content = reading_of(listed(0, 1), listed(2, 4))
    row = ImportFactory(office=plan.office, state=ImportState.READ, reading=content)

    matching.treat_as_amendment(imported=row, actor=actor, plan=plan)

    assert [match.old for match in matches(row).rows] == [0, 2]
    assert acts() == ["plans.import_matched"]


def test_treat_as_amendment_refuses(plan, actor):
    row = ImportFactory(office=plan.office, read=True)
    foreign = PlanFactory(enacted=True, office=OfficeFactory())
    who = {"act": matching.treat_as_amendment, "imported": row, "actor": actor}

    assert refused(plan=foreign, **who) == "foreign_plan"
    draft = PlanFactory(office=plan.office, year=2026)
    assert refused(plan=draft, **who) == "not_enacted"
    amendments.start_amendment(plan=plan, actor=actor)
    assert refused(plan=plan, **who) == "amendment_open"


def test_adopting_carries_key_settings_and_people_and_ends_what_is_not_there(plan, actor):
    owner = MembershipFactory(office=plan.office).user
    kept = plan.indicators.order_by("order")[1]
    kept.expectation, kept.required = Expectation.PER_EVENT, ["photo"]
    kept.due_rule, kept.due_day = DueRule.NEXT_MONTH_DAY, 5
    kept.save()
    kept.owners.add(owner)
    row = read(plan, listed(1, 3, 6), listed(0, 1, 2), NEW)
    matching.set_extent(imported=row, actor=actor, extent="whole")

    draft = imports.adopt_import(imported=row, actor=actor)

    first, second, _third = keys(plan)
    row.refresh_from_db()
    carried = draft.indicators.get(key=kept.key)
    assert keys(draft)[:2] == [second, first]
    assert (carried.months, carried.expectation, carried.due_day) == ([3, 6], "per_event", 5)
    assert (carried.required, list(carried.owners.all())) == (["photo"], [owner])
    assert draft.indicators.last().is_suggested
    facts = (draft.state, draft.version, draft.origin, draft.amends, draft.source_file)
    assert facts == (PlanState.DRAFT, 2, Origin.AMENDMENT, plan, row.file)
    assert (draft.decree_number, draft.decree_date) == ("12", dt.date(2025, 6, 2))
    assert (row.state, row.plan) == (ImportState.ADOPTED, draft)
    assert acts() == ["plans.import_matched", "plans.drafted"]
    assert plan.indicators.count() == 3


def test_a_part_leaves_the_other_rows_as_they_are(plan, actor):
    row = read(plan, listed(1, 3, 6))
    matching.set_extent(imported=row, actor=actor, extent="part")

    draft = imports.adopt_import(imported=row, actor=actor)

    assert keys(draft) == keys(plan)
    assert [r.months for r in draft.indicators.order_by("order")] == [[1, 2], [3, 6], [1, 2]]


def test_decisions_and_findings_go_along_to_the_row_they_speak_of(plan, actor):
    finding = {**NO_MONTH, "row": "1.1"}
    row = read(plan, (*WORDS[2], []), listed(0, 1), listed(1, 1), findings=[finding])
    imports.decide_finding(
        imported=row, actor=actor, position=0, choice="choose_months", months=[4]
    )

    draft = imports.adopt_import(imported=row, actor=actor)

    found = draft.findings.get()
    assert found.indicator == draft.indicators.get(key=keys(plan)[2])
    assert found.indicator.months == [4]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((REWORDED, listed(1, 1), listed(2, 1)), "match_doubtful"),
        ((listed(0, 1), listed(1, 1)), "extent_undecided"),
    ],
)
def test_adopting_refuses_what_nobody_settled(plan, actor, rows, code):
    row = read(plan, *rows)

    told = refused(act=imports.adopt_import, imported=row, actor=actor)

    row.refresh_from_db()
    assert (told, row.state, Plan.objects.count(), acts()) == (code, ImportState.READ, 1, [])


def test_a_confirmed_doubt_is_no_doubt(plan, actor):
    row = read(plan, REWORDED, listed(1, 1), listed(2, 1))
    assert matches(row).doubtful == [0]

    matching.set_match(imported=row, actor=actor, position=0, key=keys(plan)[0])
    draft = imports.adopt_import(imported=row, actor=actor)

    assert keys(draft) == keys(plan)


def test_of_two_decrees_read_for_one_plan_only_one_is_adopted(plan, actor):
    rows = [read(plan, *[listed(n, 1) for n in range(3)]) for _ in range(2)]
    imports.adopt_import(imported=rows[0], actor=actor)

    told = refused(act=imports.adopt_import, imported=rows[1], actor=actor)

    rows[1].refresh_from_db()
    assert (told, rows[1].state) == ("amendment_open", ImportState.READ)
    assert Plan.objects.amending().count() == 1


def test_undoing_takes_the_draft_along_and_the_plan_can_be_amended_again(plan, actor):
    row = read(plan, *[listed(n, 1) for n in range(3)])
    draft = imports.adopt_import(imported=row, actor=actor)

    imports.withdraw_import(imported=row, actor=actor)

    draft.refresh_from_db()
    assert draft.state == PlanState.WITHDRAWN
    amendments.require_amendable(plan)


def test_a_file_that_cannot_be_read_is_kept_with_a_copy_of_the_plan(plan, actor):
    row = ImportFactory(office=plan.office, failed=True, amends=plan)

    draft = imports.enter_by_hand(imported=row, actor=actor, year=plan.year)

    assert (draft.amends, draft.source_file, draft.version) == (plan, row.file, 2)
    assert keys(draft) == keys(plan)
    assert acts() == ["plans.drafted"]


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_every_format_gives_the_rows_in_force_again(tmp_path, ending):
    """Whatever the file, only what the decree changes is a change."""
    plan = PlanFactory(enacted=True, source_file=StoredFileFactory())
    building.add_rows(plan, Reading.from_json(reference.read("examples/luwu-2025")))
    content = as_reading(plan)
    content["programmes"][4]["activities"].pop(3)
    path = tmp_path / f"sk.{ending}"
    annex = annex_of(content, signed=False, footer=Footer(), office="KPU Kabupaten Luwu")
    path.write_bytes(WRITERS[ending](annex))
    told = {**read_file(path).to_json(), "findings": []}
    row = ImportFactory(
        office=plan.office,
        state=ImportState.READ,
        amends=plan,
        reading=told,
        matches=matching.first_matches(told, plan),
    )

    run = amendment_run_of(row)

    touched = [(line.row.row.code, line.row.is_ended) for line in run.touched]
    assert touched == [("5.4", True)]
    assert {match.score for match in run.matches.rows} == {100}
    assert run.headings == []
