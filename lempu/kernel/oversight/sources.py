"""Templates as a way to begin a plan, on the page of the plans' own room."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.enums import Level
from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.selectors import templates
from lempu.kernel.plans.registry import Way, register


@register
def from_above(user: User, office: Office) -> list[Way]:
    """Templates that came; and for an office with others below it, the way to hand one down."""
    address = reverse("oversight:templates")
    ways = []
    count = templates.offered_to(office).count()
    if count:
        note = ngettext(
            "%(count)s template waits for your choice. You may change every row.",
            "%(count)s templates wait for your choice. You may change every row.",
            count,
        ) % {"count": count}
        ways.append(Way(_("From a template of the province or KPU RI"), note, address, _("Look")))
    if office.level != Level.REGENCY:
        note = _("A plan of yours becomes a template that the offices below adopt or adapt.")
        ways.append(Way(_("For the offices below"), note, address, _("Hand down a template")))
    return ways
