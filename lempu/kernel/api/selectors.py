"""Who stands behind a token, and the figures that the interface gives out."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lempu.kernel.accounts.models import User
from lempu.kernel.api.models import Token
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.obligations.enums import DONE
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Plan
from lempu.shared.periods import Month, months_of

#: The measure that every office has: how much of what a month asks for is done.
REALISATION = "plan.realisation"


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured figure of one month; ``value`` is a percentage, None where there was nothing to do."""

    measure: str
    month: Month
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        return round(100 * self.numerator / self.denominator, 2) if self.denominator else None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token in force with this secret, if its person may still sign in."""
    tokens = Token.objects.in_force().select_related("user", "office")
    return tokens.filter(digest=digest_of(secret), user__is_active=True).first()


def reached(token: Token) -> QuerySet[Office]:
    """The offices that a token reaches, in tree order."""
    seen = Office.objects.visible_to(token.user)
    return seen.filter(path__startswith=token.office.path).order_by("path")


def plans(user: User, office: Office) -> QuerySet[Plan]:
    return Plan.objects.visible_to(user).filter(office=office).for_listing()


def plan_versions(user: User) -> QuerySet[Plan]:
    """Every plan the person may see with all its versions, those replaced by a later one too."""
    rows = Plan.objects.visible_to(user).exclude(state=PlanState.WITHDRAWN)
    return rows.select_related("office")


def obligations(
    user: User, office: Office, year: int, month: int | None, state: str | None, day: dt.date
) -> QuerySet[Obligation]:
    """Obligations of one year as they stand on ``day``, filtered as asked, in a steady order."""
    rows = Obligation.objects.visible_to(user).filter(office=office, year=year).with_shown(day)
    if month is not None:
        rows = rows.filter(month=month)
    if state is not None:
        rows = rows.filter(Q(shown_state=state))
    return rows.for_listing().order_by("month", "indicator__order", "pk")


def evidence(user: User, office: Office, year: int, month: int | None) -> QuerySet[Evidence]:
    """What was offered for the obligations of one year, withdrawn pieces too, with all versions."""
    rows = Evidence.objects.visible_to(user).filter(office=office, obligation__year=year)
    if month is not None:
        rows = rows.filter(obligation__month=month)
    return rows.select_related("obligation__indicator").with_versions()


def readings(user: User, office: Office, year: int) -> list[Reading]:
    """The realisation of each month of the year: done of asked; one query."""
    rows = (
        Obligation.objects.visible_to(user)
        .counted()
        .filter(office=office, year=year)
        .values("month")
        .annotate(asked=Count("pk"), done=Count("pk", filter=Q(state__in=DONE)))
    )
    found = {row["month"]: (row["done"], row["asked"]) for row in rows}
    return [
        Reading(REALISATION, month, *found.get(month.number, (0, 0))) for month in months_of(year)
    ]
