"""What one person owes, got back and waits for, to be said in a mail or a message."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lempu.kernel.closing import selectors as closing
from lempu.kernel.closing.enums import Perm as ClosingPerm
from lempu.kernel.notices.selectors.people import Team, with_people
from lempu.kernel.obligations import registry
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation, ObligationQuerySet
from lempu.kernel.obligations.selectors import begun, mine, owned
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import roles_in
from lempu.kernel.reviews import selectors as reviews
from lempu.kernel.reviews.enums import Perm as ReviewPerm
from lempu.shared.http import may

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Share:
    """What one person still has to deliver: came back, past its date, due soon."""

    returned: list[Obligation] = field(default_factory=list)
    late: list[Obligation] = field(default_factory=list)
    due: list[Obligation] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.returned) + len(self.late) + len(self.due)

    @property
    def needs(self) -> int:
        return len(self.returned) + len(self.late)


@dataclass(frozen=True, slots=True)
class PersonShare:
    """A person with what they still have to deliver; ``person`` is None for rows nobody owns."""

    person: "User | None"
    share: Share


@dataclass(frozen=True, slots=True)
class Owed:
    """Everything a summary says. ``team`` is what others owe in the rows a coordinator looks after."""

    own: Share
    reviews: int
    closing: list[closing.OpenMonth]
    inbox: list[registry.Item]
    team: list[PersonShare]

    @property
    def needs(self) -> int:
        urgent = sum(item.is_urgent for item in self.inbox)
        return self.own.needs + self.reviews + len(self.closing) + urgent

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.own.due or self.inbox or self.team)


def read(user: "User", office: "Office", day: dt.date, until: dt.date) -> Owed:
    """What is owed on ``day``, with what falls due up to ``until``; a constant number of queries."""
    asked = begun(owned(user, office), day)
    decides, closes = may(user, ReviewPerm.DECIDE, office), may(user, ClosingPerm.CLOSE, office)
    return Owed(
        own=_share(list(asked.for_listing()), day, until),
        reviews=reviews.queue(user, office).count() if decides else 0,
        closing=closing.open_months(office, day) if closes else [],
        inbox=registry.items_for(user, office),
        team=_others(user, office, day),
    )


def by_person(
    office: "Office", rows: ObligationQuerySet, day: dt.date, until: dt.date
) -> list[PersonShare]:
    """Who still has to deliver what of some rows, by name; rows nobody owns come last.

    A row with several owners is said to each of them.
    """
    team = Team(office, day)
    people: dict[int, User | None] = {}
    found: dict[int, list[Obligation]] = defaultdict(list)
    for row in with_people(begun(rows, day)):
        owners: list[User | None] = [*team.those_who_deliver(row)]
        for person in owners or [None]:
            key = person.pk if person else 0
            people[key] = person
            found[key].append(row)
    shares = [PersonShare(people[key], _share(found[key], day, until)) for key in found]
    busy = [each for each in shares if each.share.count]
    return sorted(busy, key=lambda each: (not each.person, str(each.person)))


def _share(rows: list[Obligation], day: dt.date, until: dt.date) -> Share:
    waiting = [row for row in rows if row.state == State.OPEN]
    return Share(
        returned=[row for row in rows if row.state == State.RETURNED],
        late=[row for row in waiting if row.due_on < day],
        due=[row for row in waiting if day <= row.due_on <= until],
    )


def _others(user: "User", office: "Office", day: dt.date) -> list[PersonShare]:
    """For a coordinator: who is late or has something back, without what is theirs anyway."""
    if Role.COORDINATOR not in roles_in(user, office.pk):
        return []
    behind = mine(user, office).needing_action(day)
    people = by_person(office, behind, day, day - dt.timedelta(days=1))
    return [each for each in people if each.person != user]
