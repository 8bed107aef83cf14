"""Who may do what: the one table, and the question every page asks of it.

A room adds conditions of its own (such as *only the owner of the row*) in its ``rules.py``; it can
only narrow what stands here.
"""

from typing import TYPE_CHECKING, Any

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.enums import Role
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Delegation, Membership

R = Role
OWN = frozenset({R.ADMINISTRATOR, R.LEADER, R.COORDINATOR, R.MEMBER, R.REVIEWER, R.OFFICER})
SEEING = OWN | {R.ASSESSOR, R.OBSERVER}

#: permission -> roles that hold it in their own office. An observer's roles reach the offices below.
GRANTS: dict[str, frozenset[Role]] = {
    "offices.view": SEEING,
    "offices.manage_people": frozenset({R.ADMINISTRATOR}),
    "offices.manage_office": frozenset({R.ADMINISTRATOR}),
    "offices.hand_over": frozenset({R.ADMINISTRATOR, R.COORDINATOR}),
    "offices.delegate": OWN,
    "offices.move": frozenset({R.ADMINISTRATOR}),
    "ledger.view": OWN | {R.ASSESSOR},
    "ledger.seal": frozenset({R.ADMINISTRATOR, R.LEADER, R.COORDINATOR}),
    "numbering.view": OWN | {R.ASSESSOR},
    "numbering.take": frozenset({R.COORDINATOR, R.MEMBER, R.OFFICER}),
    "numbering.set": frozenset({R.ADMINISTRATOR, R.COORDINATOR}),
    "plans.view": SEEING,
    "plans.edit": frozenset({R.COORDINATOR}),
    "plans.enact": frozenset({R.COORDINATOR, R.LEADER}),
    "plans.assign": frozenset({R.COORDINATOR}),
    "plans.bind": frozenset({R.COORDINATOR}),
    "obligations.view": SEEING,
    "evidence.view": OWN | {R.ASSESSOR},
    "evidence.offer": frozenset({R.MEMBER, R.OFFICER, R.COORDINATOR}),
    "reviews.view": frozenset({R.REVIEWER, R.COORDINATOR, R.ASSESSOR, R.LEADER}),
    "reviews.decide": frozenset({R.REVIEWER}),
    "findings.accept": frozenset({R.REVIEWER, R.COORDINATOR}),
    "findings.set_rules": frozenset({R.COORDINATOR, R.LEADER}),
    "gatherings.view": OWN | {R.ASSESSOR},
    "gatherings.organise": frozenset({R.COORDINATOR, R.MEMBER, R.OFFICER}),
    "gatherings.attend": OWN,
    "closing.close": frozenset({R.COORDINATOR, R.LEADER}),
    "change.view": OWN | {R.ASSESSOR},
    "change.edit": frozenset({R.COORDINATOR, R.OFFICER}),
    "change.explain": frozenset({R.COORDINATOR, R.OFFICER, R.MEMBER}),
    "change.pledge": OWN,
    "closing.view": OWN | {R.ASSESSOR},
    "closing.take": frozenset({R.COORDINATOR, R.LEADER, R.OFFICER}),
    "reporting.view": OWN | {R.ASSESSOR},
    "reporting.edit": frozenset({R.COORDINATOR}),
    "reporting.sign": frozenset({R.LEADER}),
    "reporting.follow": OWN,
    "reporting.verify": frozenset({R.COORDINATOR, R.LEADER}),
    "assessment.view": OWN,
    "assessment.answer": frozenset({R.COORDINATOR, R.MEMBER}),
    "assessment.manage": frozenset({R.COORDINATOR}),
    "assessment.sign": frozenset({R.LEADER}),
    "assessment.judge": frozenset({R.ASSESSOR, R.OBSERVER}),
    "assessment.oversee": frozenset({R.OBSERVER}),
    "notices.message": OWN,
    "notices.chase": frozenset({R.COORDINATOR, R.LEADER}),
    "notices.manage": frozenset({R.ADMINISTRATOR}),
    "identity.manage": frozenset({R.ADMINISTRATOR}),
    "bundles.export": frozenset({R.LEADER, R.COORDINATOR, R.ASSESSOR}),
    "keeping.view": frozenset({R.ADMINISTRATOR}),
    "home.today": OWN,
    "home.cockpit": frozenset({R.LEADER, R.COORDINATOR, R.ASSESSOR, R.OBSERVER}),
    "oversight.view": frozenset({R.OBSERVER}),
    "oversight.hand_down": frozenset({R.COORDINATOR}),
    "api.use": SEEING,
}

#: permission -> what it lets a person do, in words; the page of roles is made of the two tables.
WORDS: dict[str, Promise] = {
    "offices.view": _("See the office and who may do what in it"),
    "offices.manage_people": _("Let people in, give and end roles, reset passwords"),
    "offices.manage_office": _("Change the settings and sub-divisions of the office"),
    "offices.hand_over": _("Hand the open duties of one person over to others"),
    "offices.delegate": _("Let a colleague stand in while on leave"),
    "offices.move": _("Move an office under another province (national office only)"),
    "ledger.view": _("Read the ledger"),
    "ledger.seal": _("Have the ledger sealed at once"),
    "numbering.view": _("See the register of numbers of letters"),
    "numbering.take": _("Take a number for a letter, issue it or make it void"),
    "numbering.set": _("Say how the office numbers its letters"),
    "plans.view": _("See the plan"),
    "plans.edit": _("Read in a decree and edit the draft plan"),
    "plans.enact": _("Enact the plan"),
    "plans.assign": _("Say who owns which row of the plan"),
    "plans.bind": _("Confirm which measures of the desks feed which row"),
    "obligations.view": _("See the obligations and the state of each month"),
    "evidence.view": _("Open the evidence"),
    "evidence.offer": _("Upload evidence and submit it, for one's own rows"),
    "reviews.view": _("See what waits for review and what was decided"),
    "reviews.decide": _("Accept evidence or return it, except one's own"),
    "findings.accept": _(
        "Accept what the system noticed of evidence with a reason, except one's own"
    ),
    "findings.set_rules": _("Say which rules the system looks for in evidence"),
    "gatherings.view": _("See gatherings, their minutes and follow-ups"),
    "gatherings.organise": _("Call gatherings, keep their lists and minutes, close them"),
    "gatherings.attend": _("Say with one tap that one is at a gathering"),
    "closing.close": _("Close a month"),
    "change.view": _("See the change desk: team, banners, pledge, visitors told"),
    "change.edit": _("Keep the change desk: team, meetings, places, text of the pledge"),
    "change.explain": _("Note that a visitor was told about the programme"),
    "change.pledge": _("Sign the pledge of integrity oneself"),
    "closing.view": _("See what the desks counted and the reports made of it"),
    "closing.take": _("Have the readings of a month taken and the reports of the desks made"),
    "reporting.view": _("Read the reports of the office and what is followed up"),
    "reporting.edit": _("Write reports, make versions of them, recommend"),
    "reporting.sign": _("Sign reports off"),
    "reporting.follow": _("Report one's own follow-ups as done"),
    "reporting.verify": _("Check what was done on follow-ups of others"),
    "assessment.view": _("See the evaluation sheet (LKE) of the office, its scores and thresholds"),
    "assessment.answer": _("Answer questions of the evaluation sheet and link evidence to them"),
    "assessment.manage": _("Begin the sheet of a year, record its stages, take it over from Excel"),
    "assessment.sign": _("Sign the statement of responsibility (SPTJM) and submit a round"),
    "assessment.judge": _("Judge what an office submitted, round by round"),
    "assessment.oversee": _("See the scores of the offices below, side by side"),
    "notices.message": _("Have a reminder of one's own work as text for a messenger"),
    "notices.chase": _("Have a reminder as text for whoever is late"),
    "notices.manage": _("Say when the office reminds, and see mail that was not delivered"),
    "identity.manage": _("Say which roles need a second step to sign in"),
    "bundles.export": _("Export a year as a bundle of evidence that anybody can verify"),
    "keeping.view": _("See the back-ups of the installation"),
    "home.today": _("Have a page of one's own work today"),
    "home.cockpit": _("See the cockpit"),
    "oversight.view": _("See how the offices below stand, side by side"),
    "oversight.hand_down": _("Hand a plan down as a template to the offices below"),
    "api.use": _("Let a program read in one's name, with a token"),
}


#: Roles that somebody on leave lends to whoever stands in for them.
LENDABLE = (R.LEADER, R.COORDINATOR, R.REVIEWER, R.OFFICER, R.MEMBER)

#: What nobody does in another's place: a signature, putting a plan in force, letting people in.
NOT_LENT = frozenset(
    {
        "change.pledge",
        "gatherings.attend",
        "reporting.sign",
        "assessment.sign",
        "plans.enact",
        "api.use",
    }
) | {permission for permission in GRANTS if permission.startswith("offices.")}


#: What only the national office does, whatever office it is about.
NATIONAL = frozenset({"offices.move"})


def memberships_of(user: "User | Any") -> "list[Membership]":
    """Memberships in force today on the clock of their offices; asked of the database once per request.

    Where the person stands in for colleagues, ``standing`` says for whom and what they lend.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if user.memberships_cache is None:
        memberships: Any = user.memberships
        rows = memberships.around(today()).with_standing(today()).select_related("office", "unit")
        found = [row for row in rows if row.is_in_force]
        if any(row.stands_in for row in found):
            _add_standing(user, found)
        user.memberships_cache = found
    cached: list[Membership] = user.memberships_cache
    return cached


def _add_standing(user: "User | Any", rows: "list[Membership]") -> None:
    received: Any = user.delegations_received
    near = received.around(today()).select_related("person", "office").order_by("pk")
    found = [each for each in near if each.is_in_force]
    for delegation in found:
        delegation.lent = _lent_by(delegation)
    for row in rows:
        row.standing = tuple(each for each in found if each.office_id == row.office_id)


def _lent_by(delegation: "Delegation") -> tuple[tuple[str, int | None], ...]:
    """Roles that the person lends: all they have, or those chosen; who lends rows lends the right to
    prove them, and the rule of that right looks at the rows."""
    rows: Any = delegation.person.memberships
    day = today(delegation.office.timezone)
    held = rows.in_force(day).filter(office=delegation.office_id, role__in=LENDABLE)
    if delegation.is_all:
        return tuple(held.values_list("role", "unit"))
    chosen = delegation.keys_of("offices.roles")
    lent = [(role, None) for role in held.values_list("role", flat=True) if role in chosen]
    if delegation.keys_of("obligations.owned") or delegation.keys_of("reporting.follow_ups"):
        lent.append((R.MEMBER, None))
    return tuple(lent)


def standing_in(user: "User | Any", office_id: int) -> "tuple[Delegation, ...]":
    """The delegations by which a person stands in for colleagues of the office today."""
    rows = memberships_of(user)
    return next((row.standing for row in rows if row.office_id == office_id), ())


def own_roles_in(user: "User | Any", office_id: int) -> set[Role]:
    """The roles a person holds in the office themselves."""
    return {Role(m.role) for m in memberships_of(user) if m.office_id == office_id}


def lent_roles_in(user: "User | Any", office_id: int) -> set[Role]:
    """The roles a person has in the office because they stand in for others."""
    return {Role(role) for each in standing_in(user, office_id) for role, _unit in each.lent}


def roles_in(user: "User | Any", office_id: int) -> set[Role]:
    """The roles a person has in the office, their own and lent; not what reaches down from above."""
    return own_roles_in(user, office_id) | lent_roles_in(user, office_id)


def lender_of(user: "User | Any", office_id: int, permission: str) -> "User | None":
    """In whose place the person holds a permission; None when it is by a role of their own."""
    granted = GRANTS[permission]
    if own_roles_in(user, office_id) & granted or permission in NOT_LENT:
        return None
    for each in standing_in(user, office_id):
        if any(Role(role) in granted for role, _unit in each.lent):
            return each.person
    return None


def holds(permission: str, user: "User | Any", subject: Any) -> bool:
    """Whether the person holds ``permission`` over the office that ``subject`` belongs to."""
    granted = GRANTS[permission]
    if permission in NATIONAL:
        rows = [m for m in memberships_of(user) if m.office.parent_id is None]
        return any(Role(m.role) in granted for m in rows)
    if not subject:  # None, also the lazy one of a request of somebody without an office
        return any(Role(m.role) in granted for m in memberships_of(user))
    office = subject.office  # every row has one; an office is its own
    if own_roles_in(user, office.pk) & granted:
        return True
    if permission not in NOT_LENT and lent_roles_in(user, office.pk) & granted:
        return True
    return any(
        Role(m.role) in granted
        and _reaches_down(m, permission)
        and office.path.startswith(m.office.path)
        for m in memberships_of(user)
    )


def _reaches_down(membership: "Membership", permission: str) -> bool:
    """Observers see below; the administrator of the national office prepares every office."""
    if membership.role == Role.OBSERVER:
        return True
    manages = permission.startswith("offices.")
    return manages and membership.role == Role.ADMINISTRATOR and membership.office.parent_id is None


def _predicate(permission: str) -> Any:
    def has(user: Any, subject: Any = None) -> bool:
        return holds(permission, user, subject)

    return rules.predicate(has, name=permission)


for _permission in GRANTS:
    rules.add_perm(_permission, _predicate(_permission))
