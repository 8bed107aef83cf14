"""What a letter of the office bears unless somebody wrote otherwise."""

import re
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership
from lempu.kernel.reporting.models import Letterhead, Report

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office

#: What one report takes over from the one before it.
CARRIED: Final = (
    "recipient",
    "leader_name",
    "leader_position",
    "leader_nip",
    "maker_name",
    "maker_position",
    "maker_nip",
)
_FULL_NAMES: Final = {"KPU": "KOMISI PEMILIHAN UMUM", "KIP": "KOMISI INDEPENDEN PEMILIHAN"}
_REGION: Final = re.compile(r"^(\w+)\s+(.*)$")


def suggested_institution(office: "Office") -> str:
    """ "KPU Kabupaten Luwu" as it stands in the kop: two lines of capitals."""
    found = _REGION.match(office.name)
    if found and found[1] in _FULL_NAMES:
        return f"{_FULL_NAMES[found[1]]}\n{found[2].upper()}"
    return office.name.upper()


def letterhead_of(office: "Office") -> Letterhead:
    """The office's letterhead; the name follows from the office's until somebody writes it."""
    head = Letterhead.objects.filter(office=office).first() or Letterhead(office=office)
    head.name = head.name or suggested_institution(office)
    return head


def blank_report(office: "Office", kind: str, year: int, period: int) -> Report:
    """The report of a period, as kept or (without a key) as it would begin.

    Names and positions are carried over from the latest report of the office.
    """
    found = Report.objects.filter(office=office, kind=kind, year=year, period=period).first()
    if found is not None:
        found.office = office
        return found
    report = Report(office=office, kind=kind, year=year, period=period)
    latest = Report.objects.filter(office=office, written_at__isnull=False).order_by("-written_at")
    if (before := latest.first()) is not None:
        for name in CARRIED:
            setattr(report, name, getattr(before, name))
    return report


def filled(report: Report) -> dict[str, str]:
    """The letter's own fields, with what is known where nobody wrote anything.

    Leader and maker are the first people with the role of leader and of coordinator.
    """
    office = report.office
    people = Membership.objects.in_force().filter(office=office, user__is_active=True)
    rows = people.filter(role__in=[Role.LEADER, Role.COORDINATOR]).select_related("user")
    known: dict[str, Membership] = {}
    for row in rows.order_by("starts_on", "pk"):
        known.setdefault(row.role, row)
    leader, maker = known.get(Role.LEADER), known.get(Role.COORDINATOR)
    return {
        "recipient": report.recipient or f"Ketua {office.name}",
        "leader_name": report.leader_name or (leader.user.name if leader else ""),
        "leader_position": report.leader_position
        or (leader.position if leader else "")
        or f"Ketua {office.name}",
        "leader_nip": report.leader_nip,
        "maker_name": report.maker_name or (maker.user.name if maker else ""),
        "maker_position": report.maker_position
        or (maker.position if maker else "")
        or "Koordinator Zona Integritas",
        "maker_nip": report.maker_nip,
    }


def missing_of(head: Letterhead) -> list[str | Promise]:
    """What papers of the office leave out because nobody wrote it, in words."""
    asked = ((head.address, _("the address")), (head.place, _("the place of the date line")))
    return [words for text, words in asked if not text]
