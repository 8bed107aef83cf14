import datetime as dt
import io

import docx
import pdfplumber
import pytest
import time_machine

from lempu.kernel.evidence.models import Evidence, Submission
from lempu.kernel.evidence.tests.factories import EvidenceFactory, SubmissionFactory
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.models import Office
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import Act, FiledAs, Kind, VersionState
from lempu.kernel.reporting.models import Filing, Report, Version
from lempu.kernel.reviews.services import is_own
from lempu.shared.errors import DomainError


def acts(office):
    entries = ledger.entries_in(Office.objects.filter(pk=office.pk))
    return [entry.act for entry in entries if entry.act.startswith("reporting.")]


def sign(version, actor):
    return services.sign_version(version=version, actor=actor, sha256=version.pdf.sha256)


def text_of(pdf):
    with pdf.open() as content, pdfplumber.open(io.BytesIO(content.read())) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def test_version_says_the_same_on_both_papers(monthly, plan, coordinator, office):
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)

    pdf = " ".join(text_of(version.pdf).split())
    said = "Dari 5 kewajiban pada bulan September 2025, 2 selesai (40,0%)"
    assert said in pdf
    with version.word.open() as content:
        word = docx.Document(io.BytesIO(content.read()))
    assert any(paragraph.text.startswith(said) for paragraph in word.paragraphs)
    assert "keadaan per 14 Oktober 2025 pukul 10.00 WITA" in pdf
    assert "Nomor 4" in pdf
    assert (version.number, version.state) == (1, VersionState.MADE)
    assert acts(office) == [Act.MADE]


def test_a_later_version_stands_in_place_of_the_earlier(monthly, plan, coordinator):
    first = services.make_version(report=monthly, plan=plan, actor=coordinator)
    second = services.make_version(report=monthly, plan=plan, actor=coordinator)

    first.refresh_from_db()
    assert (first.state, second.number) == (VersionState.SUPERSEDED, 2)


def test_number_is_written_on_the_same_figures(monthly, plan, coordinator, september):
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)
    Obligation.objects.filter(pk=september[-1].pk).update(state=State.ACCEPTED)

    numbered = services.give_number(
        version=version, actor=coordinator, number=" 12/PW.02-LP/7317/2025 ",
        date=dt.date(2025, 10, 14),
    )  # fmt: skip

    assert numbered.number == 2
    assert numbered.snapshot["rows"] == version.snapshot["rows"]
    assert numbered.snapshot["as_of"] == version.snapshot["as_of"]
    said = text_of(numbered.pdf)
    assert "12/PW.02-LP/7317/2025" in said
    assert "14 Oktober 2025" in said


def test_number_stays_with_the_next_version_until_the_signature(
    numbered, monthly, plan, coordinator, leader
):
    again = services.make_version(report=monthly, plan=plan, actor=coordinator)
    assert again.letter_number == numbered.letter_number

    sign(again, leader)
    new = services.make_version(report=monthly, plan=plan, actor=coordinator)

    assert (new.letter_number, new.letter_date) == ("", None)


@pytest.mark.parametrize(
    ("number", "date", "code"),
    [
        ("7/PW.02-LP/7317/2025", dt.date(2025, 10, 14), "number_taken"),
        ("12", dt.date(2025, 10, 15), "date_unreal"),
        ("12", dt.date(2025, 10, 13), "date_unreal"),
    ],
)
def test_number_refuses_what_a_letter_cannot_bear(
    office, monthly, plan, coordinator, number, date, code
):
    other = selectors.blank_report(office, Kind.MONTHLY, 2025, 8)
    august = services.make_version(report=other, plan=plan, actor=coordinator)
    services.give_number(
        version=august, actor=coordinator, number="7/PW.02-LP/7317/2025", date=dt.date(2025, 10, 14)
    )
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)

    with pytest.raises(DomainError) as refusal:
        services.give_number(version=version, actor=coordinator, number=number, date=date)

    assert refusal.value.code == code


def test_signature_is_bound_to_the_file_and_replaces_the_one_before(
    numbered, monthly, plan, coordinator, leader, office
):
    signed = sign(numbered, leader)
    assert (signed.state, signed.signed_by) == (VersionState.SIGNED, leader)
    assert acts(office)[0] == Act.SIGNED

    again = services.make_version(report=monthly, plan=plan, actor=coordinator)
    signed.refresh_from_db()
    assert signed.state == VersionState.SIGNED
    again = services.give_number(
        version=again, actor=coordinator, number="13/PW.02-LP/7317/2025", date=dt.date(2025, 10, 14)
    )
    sign(again, leader)

    signed.refresh_from_db()
    assert signed.state == VersionState.SUPERSEDED


def test_nobody_signs_what_is_not_what_they_saw(numbered, monthly, plan, coordinator, leader):
    with pytest.raises(DomainError) as other_bytes:
        services.sign_version(version=numbered, actor=leader, sha256="0" * 64)
    newer = services.make_version(report=monthly, plan=plan, actor=coordinator)
    with pytest.raises(DomainError) as newer_version:
        sign(numbered, leader)
    sign(newer, leader)
    with pytest.raises(DomainError) as twice:
        sign(newer, leader)

    assert other_bytes.value.code == "content_changed"
    assert (newer_version.value.code, newer_version.value.params["latest"]) == (
        "newer_version",
        newer.pk,
    )
    assert twice.value.code == "already_signed"


def test_nobody_signs_a_letter_without_number(monthly, plan, coordinator, leader):
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)

    with pytest.raises(DomainError) as refusal:
        sign(version, leader)

    assert refusal.value.code == "number_missing"


def test_nobody_signs_before_the_period_has_ended(monthly, plan, coordinator, leader):
    with time_machine.travel(dt.datetime(2025, 9, 30, 2, tzinfo=dt.UTC)):
        version = services.make_version(report=monthly, plan=plan, actor=coordinator)
        version = services.give_number(
            version=version, actor=coordinator, number="1", date=dt.date(2025, 9, 30)
        )
        with pytest.raises(DomainError) as refusal:
            sign(version, leader)

    assert refusal.value.code == "not_ended"


def test_a_version_made_while_somebody_writes_is_not_kept(monthly, plan, coordinator, leader):
    """The figures were read before the text changed: neither version nor entry is left."""
    services.make_version(report=monthly, plan=plan, actor=coordinator)
    stale = Report.objects.select_related("office").get()
    services.write_report(report=stale, actor=leader, edition=0, opening="Baru.")

    with pytest.raises(DomainError) as refusal:
        services.versions._kept(
            stale,
            Version.objects.get().snapshot,
            coordinator,
            number=2,
            act=Act.MADE,
        )

    assert refusal.value.code == "edited_meanwhile"
    assert Version.objects.count() == 1


def test_signed_report_is_filed_where_a_row_asks_for_it(office, plan, monthly, coordinator, leader):
    row = RowFactory(plan=plan, required=["report"], text="Laporan bulanan zona integritas")
    wide = RowFactory(plan=plan, required=["report", "photo"])
    done = RowFactory(plan=plan, required=["report"])
    asked = {
        r.pk: ObligationFactory(office=office, indicator=r, month=9, **rest)
        for r, rest in ((row, {}), (wide, {}), (done, {"accepted": True}))
    }
    keys = {row.key, wide.key, done.key}
    services.choose_rows(plan=plan, kind=Kind.MONTHLY, actor=coordinator, keys=keys)
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)
    version = services.give_number(
        version=version, actor=coordinator, number="12", date=dt.date(2025, 10, 14)
    )

    sign(version, leader)

    outcomes = dict(Filing.objects.values_list("obligation__indicator", "outcome"))
    assert outcomes == {
        row.pk: FiledAs.SUBMITTED, wide.pk: FiledAs.ADDED, done.pk: FiledAs.STANDS,
    }  # fmt: skip
    states = {key: Obligation.objects.get(pk=o.pk).state for key, o in asked.items()}
    assert states == {row.pk: State.SUBMITTED, wide.pk: State.OPEN, done.pk: State.ACCEPTED}
    submission = Submission.objects.get(obligation=asked[row.pk])
    assert [is_own(submission, person) for person in (coordinator, leader)] == [True, True]
    piece = Evidence.objects.get(obligation=asked[row.pk])
    assert piece.versions.get().file == version.pdf
    assert piece.number == "12"


def test_a_later_signature_adds_a_version_and_never_files_twice(
    office, plan, monthly, coordinator, leader
):
    row = RowFactory(plan=plan, required=["report", "photo"])
    obligation = ObligationFactory(office=office, indicator=row, month=9)
    services.choose_rows(plan=plan, kind=Kind.MONTHLY, actor=coordinator, keys={row.key})
    for number in ("12", "13"):
        version = services.make_version(report=monthly, plan=plan, actor=coordinator)
        version = services.give_number(
            version=version, actor=coordinator, number=number, date=dt.date(2025, 10, 14)
        )
        sign(version, leader)

    piece = Evidence.objects.get(obligation=obligation)
    assert piece.versions.count() == 2
    assert piece.number == "13"
    assert Filing.objects.count() == 2


def test_a_quarter_proves_the_last_month_the_row_is_ticked_in(office, plan, coordinator):
    row = RowFactory(plan=plan)
    months = [ObligationFactory(office=office, indicator=row, month=month) for month in (7, 8)]
    services.choose_rows(plan=plan, kind=Kind.QUARTERLY, actor=coordinator, keys={row.key})
    report = selectors.blank_report(office, Kind.QUARTERLY, 2025, 3)

    assert selectors.obligations_for(report, office) == [months[1]]


def test_what_a_report_says_comes_in_a_constant_number_of_queries(
    office, plan, monthly, django_assert_num_queries
):
    counts = []
    for _ in range(2):
        obligation = ObligationFactory(office=office, month=9, submitted=True)
        EvidenceFactory.create_batch(3, obligation=obligation)
        SubmissionFactory(obligation=obligation)
        with django_assert_num_queries(14):
            snapshot = selectors.snapshot_of(
                monthly, plan, at=dt.datetime.now(dt.UTC), day=dt.date(2025, 10, 14)
            )
        counts.append(len(snapshot["evidence"]))
    assert counts == [3, 6]
