"""Handing a plan down to offices below, adopting it there, withdrawing it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.enums import Act
from lempu.kernel.oversight.models import Handout, Template
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.services import snapshots
from lempu.shared.errors import DomainError


@transaction.atomic
def hand_down(
    *, plan: Plan, actor: User, title: str, note: str, below: Iterable[Office]
) -> Template:
    """Give the rows of a plan, as they are now, to offices: each of ``below`` with all under it.

    Refuses a withdrawn plan (``withdrawn``), one without rows (``no_rows``) and a choice that holds
    no office below the plan's own (``nobody_below``).
    """
    if plan.state == PlanState.WITHDRAWN:
        raise DomainError(_("A withdrawn plan cannot be handed down."), code="withdrawn")
    rows = plan.indicators.count()
    if not rows:
        raise DomainError(_("The plan has no rows yet."), code="no_rows", field="plan")
    under = Q()
    for office in below:
        under |= Q(path__startswith=office.path)
    offices = list(Office.objects.below(plan.office).filter(under)) if under else []
    if not offices:
        raise DomainError(
            _("Choose at least one office below."), code="nobody_below", field="below"
        )
    template = Template.objects.create(
        office=plan.office,
        title=title,
        note=note.strip(),
        year=plan.year,
        rows=rows,
        content=snapshots.take(plan),
        created_by=actor,
    )
    Handout.objects.bulk_create(Handout(template=template, office=office) for office in offices)
    ledger.record(
        office=plan.office,
        act=Act.HANDED_DOWN,
        subject=template,
        actor=actor,
        plan=plan.pk,
        offices=len(offices),
        rows=rows,
    )
    return template


@transaction.atomic
def adopt(*, template: Template, office: Office, actor: User, year: int) -> Plan:
    """A draft of ``office`` with the rows of the template; the office may then change it.

    Refuses a template that was withdrawn or never handed to the office (``not_handed``), one that
    lives on in a draft or plan of the office (``adopted_already``) and ``year_unreal``.
    """
    handouts = Handout.objects.select_for_update(of=("self",)).select_related("plan")
    handout = handouts.filter(
        template=template, office=office, template__withdrawn_at__isnull=True
    ).first()
    if handout is None:
        raise DomainError(
            _("This template is no longer offered to your office."), code="not_handed"
        )
    if handout.plan is not None and handout.plan.state != PlanState.WITHDRAWN:
        raise DomainError(
            _("Your office has made a draft of this template already."), code="adopted_already"
        )
    plan = snapshots.make(
        content=template.content,
        office=office,
        actor=actor,
        year=year,
        source=f"oversight.template:{template.pk}",
    )
    handout.plan, handout.adopted_at = plan, timezone.now()
    handout.save(update_fields=["plan", "adopted_at"])
    return plan


@transaction.atomic
def withdraw(*, template: Template, actor: User) -> Template:
    """Offer a template no longer; drafts made of it stay. Refuses a second time (``withdrawn``)."""
    template = (
        Template.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=template.pk)
    )
    if template.withdrawn_at is not None:
        raise DomainError(_("This template is withdrawn already."), code="withdrawn")
    template.withdrawn_at = timezone.now()
    template.save(update_fields=["withdrawn_at"])
    ledger.record(
        office=template.office,
        act=Act.WITHDRAWN,
        subject=template,
        actor=actor,
        title=template.title,
    )
    return template
