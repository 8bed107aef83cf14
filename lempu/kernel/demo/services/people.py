"""The people of the demo: one for every role of its office, named after the role, and those around it."""

from dataclasses import dataclass, replace

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
PROVINCIAL = Somebody(
    "demo-koordinator-provinsi", "Koordinator Provinsi", Role.COORDINATOR, position="Tim ZI"
)
NATIONAL = Somebody("demo-pengamat-ri", "Pengamat KPU RI", Role.OBSERVER, position="KPU RI")
#: Of an office beside the demo's; the page of the demo does not offer them.
SISTERS = (
    Somebody("koordinator", "Koordinator ZI", Role.COORDINATOR, position="Koordinator tim ZI"),
    Somebody("pelaksana", "Pelaksana", Role.MEMBER, position="Pelaksana"),
    Somebody("verifikator", "Verifikator", Role.REVIEWER, position="Tim verifikasi"),
)


def settle(office: Office, units: dict[str, Unit]) -> dict[str, User]:
    """Create everybody with their role; nobody has a password, the demo's page signs them in."""
    found = {}
    for somebody in PEOPLE:
        found[somebody.username] = enter(somebody, office, units.get(somebody.unit))
    assert office.parent is not None
    found[OBSERVER.username] = enter(OBSERVER, office.parent)
    return found


def sister_people(office: Office) -> dict[str, User]:
    """Coordinator, member and reviewer of an office beside, under the keys a ``Year`` asks for."""
    return {
        f"demo-{somebody.username}": enter(
            replace(
                somebody,
                username=f"{somebody.username}-{office.code}",
                name=f"{somebody.name} {office.region}",
            ),
            office,
        )
        for somebody in SISTERS
    }


def enter(somebody: Somebody, office: Office, unit: Unit | None = None) -> User:
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
