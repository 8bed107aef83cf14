"""Numbers taken, issued and void; the register, its gaps and its pages."""

import datetime as dt

import pytest
from django.urls import reverse

from lempu.kernel.ledger.models import Entry
from lempu.kernel.numbering import readers, selectors, services
from lempu.kernel.numbering.enums import Act
from lempu.kernel.numbering.models import Number
from lempu.kernel.numbering.services import Wanted
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UnitFactory, person
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db
LETTER = Wanted("letter", "Undangan rapat", "PK.01")


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def officer(office):
    return person(office, Role.OFFICER)


@pytest.mark.parametrize(
    ("text", "pattern", "unit", "month"),
    [
        ("NOMOR 4 TAHUN 2025", "decree", "", 0),
        ("Nomor: 74/PK.01-BA/1219/2025", "letter", "", 0),
        ("2410/PW.02-SD/12/2025", "letter", "", 0),
        ("12/TU.01-ND/7317/4/2025", "internal", "4", 0),
        ("31/RT.02-SD/Sek-Kab/5304/1/2025", "secretary", "1", 0),
        ("014/PW.02-BA/2/2025", "no_office", "2", 0),
        ("64/PL.01.5-Kpt/3313/KPU-Kab/X/2018", "roman", "", 10),
        ("929/HK.03.1-Kpt/04/KPU/V/2019", "roman", "", 5),
        ("05/Kpts/KPU.Kab.Pati-012.329311/2015", "kpts", "", 0),
        ("134/Kpts/KPU/Tahun 2016", "kpts", "", 0),
    ],
)
def test_numbers_of_every_age_are_read(text, pattern, unit, month):
    found = readers.parse(text)

    assert (found.pattern, found.unit, found.month) == (pattern, unit, month)


@pytest.mark.parametrize("text", ["", "Rapat", "74/PK.01-BA/1219/25", "x" * 5000, "1/" * 3000])
def test_what_is_no_number_is_none(text):
    assert readers.parse(text) is None


def test_what_is_written_is_read_back(office, officer):
    row = services.reserve(office=office, actor=officer, wanted=LETTER)
    found = readers.parse(row.text)

    assert row.text == f"1/PK.01-SD/7317/{row.year}"
    assert (found.n, found.classification, found.code, found.office) == ("1", "PK.01", "SD", "7317")


def test_kinds_and_subdivisions_have_series_of_their_own(office, officer):
    first, second = UnitFactory(office=office, position=1), UnitFactory(office=office, position=2)
    memo = [
        services.reserve(
            office=office, actor=officer, wanted=Wanted("memo", "Lembur", "TU.01", unit=unit)
        ).text
        for unit in (first, second, first)
    ]
    decree = services.reserve(office=office, actor=officer, wanted=Wanted("decree", "Tim")).text
    year = today(office.timezone).year

    assert memo == [f"{n}/TU.01-ND/7317/{unit}/{year}" for n, unit in ((1, 1), (1, 2), (2, 1))]
    assert decree == f"1 Tahun {year}"


def test_a_number_lives_once_and_the_ledger_tells(office, officer):
    row = services.reserve(office=office, actor=officer, wanted=LETTER)
    day = today(office.timezone)
    services.issue(number=row, actor=officer, day=day)
    with pytest.raises(DomainError) as again:
        services.issue(number=row, actor=officer, day=day)
    services.void(number=row, actor=officer, reason="Salah alamat")
    following = services.reserve(office=office, actor=officer, wanted=LETTER)

    assert again.value.code == "settled"
    assert following.n == 2, "a void number is nobody else's"
    acts = list(
        Entry.objects.filter(subject=f"numbering.number:{row.pk}").values_list("act", flat=True)
    )
    assert acts == [Act.RESERVED, Act.ISSUED, Act.VOIDED]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("letter", "Undangan"), "class_required"),
        (Wanted("letter", "Undangan", "pk 1"), "class_required"),
        (Wanted("memo", "Lembur", "TU.01"), "unit_required"),
        (Wanted("letter", " ", "PK.01"), "subject_required"),
        (Wanted("poem", "Puisi"), "unknown_kind"),
    ],
)
def test_what_the_pattern_names_is_asked(office, officer, wanted, code):
    with pytest.raises(DomainError) as refusal:
        services.reserve(office=office, actor=officer, wanted=wanted)

    assert refusal.value.code == code
    assert not Number.objects.exists()


def test_an_office_numbers_its_own_way_from_a_day_on(office, officer):
    day = today(office.timezone)
    given = {
        "office": office,
        "actor": officer,
        "kind": "letter",
        "starts_on": day,
        "basis": "SE 3",
    }
    services.set_pattern(**given, text="{n:03}/{class}-{code}/{unit}/{year}")
    unit = UnitFactory(office=office)
    services.code_units(office=office, actor=officer, codes={unit: "7"})
    wanted = Wanted("letter", "Undangan", "PW.02", unit=unit)
    row = services.reserve(office=office, actor=officer, wanted=wanted)

    assert row.text == f"001/PW.02-SD/7/{day.year}"
    for text in ("{n}", "{year}/{n}/{n}", "{n}/{year}/{name}", "{n}/{year}/{", "{n}/{year}/{body}"):
        with pytest.raises(DomainError) as refusal:
            services.set_pattern(**given, text=text)
        assert refusal.value.code == "pattern_unsound"


def test_paper_is_gone_on_from_once(office, officer):
    given = {"office": office, "actor": officer, "kind": "letter", "unit": None}
    services.continue_after(**given, last=112)
    row = services.reserve(office=office, actor=officer, wanted=LETTER)
    with pytest.raises(DomainError) as refusal:
        services.continue_after(**given, last=200)

    assert (row.n, refusal.value.code) == (113, "given_already")


def test_gaps_are_told(office, officer):
    rows = [services.reserve(office=office, actor=officer, wanted=LETTER) for _ in range(4)]
    day = today(office.timezone)
    earlier = max(day - dt.timedelta(days=1), dt.date(day.year, 1, 1))
    services.issue(number=rows[0], actor=officer, day=day)
    services.issue(number=rows[1], actor=officer, day=earlier)
    services.void(number=rows[2], actor=officer, reason="Batal")
    [found] = selectors.gaps_of(office, day.year)

    assert [row.n for row in found.open] == [4]
    assert [row.n for row in found.void] == [3]
    assert [row.n for _before, row in found.turned] == ([2] if earlier < day else [])
    assert found.missing == []


def test_a_letter_bears_a_day_of_its_year_that_has_come(office, officer):
    row = services.reserve(office=office, actor=officer, wanted=LETTER)
    day = today(office.timezone)
    told = []
    for wrong in (day + dt.timedelta(days=1), day.replace(year=day.year - 1, day=1)):
        with pytest.raises(DomainError) as refusal:
            services.issue(number=row, actor=officer, day=wrong)
        told.append(refusal.value.code)

    assert told == ["not_yet", "other_year"]


def test_an_officer_takes_a_number_and_finds_it(client, office, officer):
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    sent = {"kind": "letter", "classification": "pk.01", "subject": "Undangan monev"}
    refused = client.post(reverse("numbering:take"), sent | {"subject": ""})
    row = client.post(reverse("numbering:take"), sent)
    found = client.get(reverse("numbering:register"), {"q": "monev", "kind": "letter"})
    lost = client.get(reverse("numbering:register"), {"q": "bukan"})

    assert refused.status_code == 422
    assert row.status_code == 302
    assert "1/PK.01-SD/7317" in found.text
    assert "1/PK.01-SD/7317" not in lost.text


def test_the_register_asks_as_much_whatever_there_is(
    client, office, officer, django_assert_max_num_queries
):
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    for _ in range(12):
        services.reserve(office=office, actor=officer, wanted=LETTER)
    client.get(reverse("numbering:register"))
    with django_assert_max_num_queries(16):
        client.get(reverse("numbering:register"))
    with django_assert_max_num_queries(16):
        client.get(reverse("numbering:gaps"))
