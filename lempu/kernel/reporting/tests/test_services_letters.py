import pytest

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.tests.factories import RowFactory
from lempu.kernel.offices.models import Office
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import Act, Kind
from lempu.kernel.reporting.models import Letterhead, Report
from lempu.kernel.reporting.suggestions import asks_for
from lempu.shared.errors import DomainError


def acts(office):
    return [entry.act for entry in ledger.entries_in(Office.objects.filter(pk=office.pk))]


def test_what_is_written_is_kept_once(monthly, coordinator, office):
    services.write_report(report=monthly, actor=coordinator, edition=0, opening="Pembuka.")
    services.write_report(report=monthly, actor=coordinator, edition=1, opening="Pembuka.")

    assert (Report.objects.get().opening, Report.objects.get().edition) == ("Pembuka.", 1)
    assert acts(office) == [Act.WRITTEN]


def test_nobody_overwrites_what_another_wrote(monthly, coordinator, leader):
    services.write_report(report=monthly, actor=leader, edition=0, opening="Dari pimpinan.")

    with pytest.raises(DomainError) as refusal:
        services.write_report(report=monthly, actor=coordinator, edition=0, opening="Lain.")

    assert refusal.value.code == "edited_meanwhile"
    assert Report.objects.get().opening == "Dari pimpinan."


def test_the_next_report_takes_over_who_signs(monthly, coordinator, office):
    services.write_report(
        report=monthly, actor=coordinator, edition=0, leader_nip="19700101", opening="September."
    )

    october = selectors.blank_report(office, Kind.MONTHLY, 2025, 10)

    assert (october.leader_nip, october.opening) == ("19700101", "")


def test_signatories_are_the_people_with_the_roles(monthly, coordinator, leader):
    known = selectors.filled(monthly)

    assert (known["leader_name"], known["leader_position"]) == (
        "Abdullah",
        "Ketua KPU Kabupaten Luwu",
    )
    assert (known["maker_name"], known["recipient"]) == ("Andi", "Ketua KPU Kabupaten Luwu")


def test_letterhead_says_what_is_missing_until_it_is_filled_in(office, coordinator):
    head = selectors.letterhead_of(office)
    assert head.name == "KOMISI PEMILIHAN UMUM\nKABUPATEN LUWU"
    assert len(selectors.missing_of(head)) == 2

    services.set_letterhead(
        office=office, actor=coordinator, name="KPU", address="Belopa", contact="", place="Belopa"
    )

    assert selectors.missing_of(selectors.letterhead_of(office)) == []
    assert (Letterhead.objects.get().name, acts(office)) == ("KPU", [Act.LETTERHEAD])


@pytest.mark.parametrize(
    ("kind", "text", "asks"),
    [
        (Kind.MONTHLY, "Tersusunnya Laporan Bulanan Zona Integritas", True),
        (Kind.MONTHLY, "Laporan bulanan PPID", False),
        (Kind.QUARTERLY, "Monev pembangunan ZI", True),
        (Kind.QUARTERLY, "Pengisian aplikasi e-Monev", False),
        (Kind.QUARTERLY, "Laporan kode etik", False),
    ],
)
def test_rows_are_suggested_by_their_words(kind, text, asks):
    assert asks_for(kind, text) is asks


def test_a_choice_of_rows_holds_against_their_words(plan, coordinator, office):
    asking = RowFactory(plan=plan, text="Laporan bulanan zona integritas")
    other = RowFactory(plan=plan, text="Pakta integritas")

    services.choose_rows(plan=plan, kind=Kind.MONTHLY, actor=coordinator, keys={other.key})
    services.choose_rows(plan=plan, kind=Kind.MONTHLY, actor=coordinator, keys={other.key})

    rows = {row.indicator.pk: row for row in selectors.asking_rows(plan, Kind.MONTHLY)}
    assert (rows[asking.pk].asks, rows[other.pk].asks) == (False, True)
    assert acts(office) == [Act.ROWS_CHOSEN]
