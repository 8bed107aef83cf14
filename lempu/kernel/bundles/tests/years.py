"""A small year: three rows, five files, one link, two keys and four seals."""

from lempu.kernel.evidence.services import Content, Details, add_evidence, add_version, submit
from lempu.kernel.evidence.tests.factories import note, photo
from lempu.kernel.files.services import store
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.tests.factories import (
    ObligationFactory,
    PlanOfYearFactory,
    RowFactory,
    SubActivityRowFactory,
)
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import person


def file(text, name="Notulen rapat.txt"):
    return Content(file=store(content=note(text), name=name), name=name)


def lived(office):
    """The obligations of 2025 of an office, with what was offered; 2024 has three entries."""
    actor = person(office, Role.MEMBER)
    actor.name = "Siti Rahasia"
    actor.save()
    before = PlanOfYearFactory(office=office, year=2024)
    for _number in range(3):
        ledger.record(office=office, act="plans.enacted", subject=before, actor=None)
        if _number == 1:
            ledger.seal_office(office=office)
    plan = PlanOfYearFactory(office=office, year=2025)
    ledger.record(office=office, act="plans.enacted", subject=plan, actor=actor)
    place = SubActivityRowFactory(activity__programme__plan=plan, activity__programme__number=1)
    rows = [
        ObligationFactory(
            indicator=RowFactory(plan=plan, code=f"1.{n}", position=n, sub_activity=place),
            office=office,
            month=n,
            plan=plan,
        )
        for n in (1, 2, 3)
    ]
    details = Details(kind="minutes", number="12/ZI", note="Catatan")
    for number, row in enumerate(rows):
        text = file(f"Rapat {number}")
        piece = add_evidence(obligation=row, actor=actor, content=text, details=details)
    ledger.seal_office(office=office)
    ledger.rotate_key()
    add_version(evidence=piece, actor=actor, content=file("Rapat, diperbaiki"))
    picture = store(content=photo(), name="Foto.jpg")
    shown = Content(file=picture, name="Foto: rapat / 1.jpg")
    add_evidence(obligation=rows[0], actor=actor, content=shown, details=details)
    link = Content(url="https://kpu.go.id/berita", name="Berita")
    add_evidence(obligation=rows[1], actor=actor, content=link, details=details)
    submit(obligation=rows[0], actor=actor, note="Daftar hadir menyusul.")
    return rows
