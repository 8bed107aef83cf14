"""The people of the demo office: one for every role, named after the role."""

from dataclasses import dataclass

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Office, Unit
from lempu.kernel.offices.services import add_membership


@dataclass(frozen=True, slots=True)
class Somebody:
    username: str
    name: str
    role: Role
    unit: str = ""
    position: str = ""


PEOPLE = (
    Somebody("demo-koordinator", "Koordinator ZI", Role.COORDINATOR, position="Koordinator tim ZI"),
    Somebody("demo-ketua", "Ketua", Role.LEADER, position="Ketua KPU Kabupaten Luwu"),
    Somebody("demo-teknis-hukum", "PIC Teknis dan Hukum", Role.MEMBER, "teknis-hukum", "Pelaksana"),
    Somebody("demo-parmas-sdm", "PIC Parmas dan SDM", Role.MEMBER, "parmas-sdm", "Pelaksana"),
    Somebody(
        "demo-perencanaan", "PIC Perencanaan dan Data", Role.MEMBER, "perencanaan", "Pelaksana"
    ),
    Somebody(
        "demo-keuangan-umum", "PIC Keuangan dan Umum", Role.MEMBER, "keuangan-umum", "Pelaksana"
    ),
    Somebody("demo-verifikator", "Verifikator", Role.REVIEWER, position="Tim verifikasi"),
    Somebody("demo-petugas", "Petugas Meja PPID", Role.OFFICER, "teknis-hukum", "Petugas meja"),
    Somebody("demo-penilai", "Penilai TPI", Role.ASSESSOR, position="Tim penilai internal"),
    Somebody("demo-admin", "Administrator", Role.ADMINISTRATOR),
)
OBSERVER = Somebody("demo-pengamat", "Pengamat Provinsi", Role.OBSERVER, position="KPU Provinsi")


def settle(office: Office, units: dict[str, Unit]) -> dict[str, User]:
    """Create everybody with their role; nobody has a password, the demo's page signs them in."""
    found = {}
    for somebody in PEOPLE:
        found[somebody.username] = _enter(somebody, office, units.get(somebody.unit))
    assert office.parent is not None
    found[OBSERVER.username] = _enter(OBSERVER, office.parent, None)
    return found


def _enter(somebody: Somebody, office: Office, unit: Unit | None) -> User:
    user = User.objects.create_user(somebody.username, somebody.name)
    add_membership(
        office=office,
        actor=None,
        user=user,
        role=somebody.role,
        unit=unit,
        position=somebody.position,
    )
    return user
