"""An office comes under another province, as when a new province is founded."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.enums import Act, Level
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError


@transaction.atomic
def move_office(*, office: Office, province: Office, actor: User | None, basis: str) -> Office:
    """Put a regency under another province; who observes the old one sees it no more, at once.

    The code of the office stays. The three offices note it. Refuses an office that is no regency
    (``not_a_regency``), a place that is no province (``not_a_province``), the province it is in
    (``same_province``) and a move without its legal basis (``basis_required``).
    """
    office = (
        Office.objects.select_for_update(of=("self",)).select_related("parent").get(pk=office.pk)
    )
    if office.level != Level.REGENCY or office.parent is None:
        raise DomainError(
            _("Only a regency or city comes under another province."),
            code="not_a_regency",
            field="office",
        )
    if province.level != Level.PROVINCE:
        raise DomainError(_("Choose a province."), code="not_a_province", field="province")
    if office.parent_id == province.pk:
        raise DomainError(
            _("The office is under this province already."), code="same_province", field="province"
        )
    if not basis.strip():
        raise DomainError(
            _("Name the law or decree that moves it."), code="basis_required", field="basis"
        )
    before = office.parent
    office.parent, office.path = province, f"{province.path}{office.code}/"
    office.save(update_fields=["parent", "path"])
    for place in (office, before, province):
        ledger.record(
            office=place,
            act=Act.MOVED,
            subject=office,
            actor=actor,
            office_code=office.code,
            before=before.code,
            after=province.code,
            basis=basis.strip(),
        )
    return office
