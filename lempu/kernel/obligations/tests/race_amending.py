"""An amendment is enacted while proof is sent, while another enacts it, while another begins one; a decree
that was read is adopted while another is, while it is undone, while its match is corrected.

Run by ``test_race_amending`` in a process and a database of its own: prints what each was told and
what is left, as JSON.
"""

import datetime as dt
import json
import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from lempu.kernel.evidence.services import Content, Details, add_evidence  # noqa: E402
from lempu.kernel.obligations.models import Obligation  # noqa: E402
from lempu.kernel.obligations.services.amending import enact_amendment  # noqa: E402
from lempu.kernel.obligations.tests.amended import (  # noqa: E402
    amendment_of,
    plan_in_force,
    rows,
    tick,
)
from lempu.kernel.offices.tests.factories import UserFactory  # noqa: E402
from lempu.kernel.plans.enums import ImportState  # noqa: E402
from lempu.kernel.plans.models import Plan  # noqa: E402
from lempu.kernel.plans.selectors import as_reading  # noqa: E402
from lempu.kernel.plans.services.amendments import start_amendment  # noqa: E402
from lempu.kernel.plans.services.imports import adopt_import, withdraw_import  # noqa: E402
from lempu.kernel.plans.services.matching import first_matches, set_match  # noqa: E402
from lempu.kernel.plans.tests.factories import ImportFactory  # noqa: E402
from lempu.shared.errors import DomainError  # noqa: E402

ROUNDS = 4


def race(*acts):
    """Each act in a thread and on a connection of its own; what they were told, sorted."""
    gate, told = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            act()
            told.append("done")
        except DomainError as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def proof_against_amendment():
    """Files are added to a month that the amendment drops: they are never lost."""
    plan = plan_in_force([3, 11], [1])
    draft = amendment_of(plan)
    tick(rows(draft)[0], 3)
    actor, owed = UserFactory(), Obligation.objects.get(plan=plan, month=11)

    def prove():
        content = Content(url="https://contoh.example/foto")
        add_evidence(obligation=owed, actor=actor, content=content, details=Details("photo"))

    def enact():
        enact_amendment(plan=draft, actor=actor, edition=draft.edition)

    told = race(prove, enact)
    owed.refresh_from_db()
    kept = owed.evidence.exists()
    consistent = owed.state == ("open" if kept else "withdrawn") and (owed.plan == draft) == kept
    return told in (["done", "done"], ["done", "withdrawn_by_amendment"]) and consistent


def carried_while_proved():
    """Files are added to a month that goes on: whoever comes second finds it where it is now."""
    plan = plan_in_force([3, 11], [1])
    draft = amendment_of(plan)
    tick(rows(draft)[1], 2, 9)
    Plan.objects.filter(pk=draft.pk).update(decree_date=dt.date(2025, 1, 10))
    actor, owed = UserFactory(), Obligation.objects.get(plan=plan, month=11)

    def prove():
        content = Content(url="https://contoh.example/foto")
        add_evidence(obligation=owed, actor=actor, content=content, details=Details("photo"))

    def enact():
        enact_amendment(plan=draft, actor=actor, edition=draft.edition)

    told = race(prove, enact)
    owed.refresh_from_db()
    return (told, owed.plan == draft, owed.evidence.count()) == (["done", "done"], True, 1)


def read_for(plan):
    """A decree that was read and lists the plan's own rows, with other months."""
    content = as_reading(plan)
    for programme in content["programmes"]:
        programme["activities"][0]["sub_activities"][0]["indicators"][0]["months"] = [5, 9]
    return ImportFactory(
        office=plan.office,
        state=ImportState.READ,
        amends=plan,
        reading={**content, "findings": []},
        matches=first_matches(content, plan),
    )


def adopting():
    """Two decrees adopted at once make one draft; one adopted while it is undone leaves none."""
    actor, plan = UserFactory(), plan_in_force([3], [1])
    first, second = read_for(plan), read_for(plan)
    told = race(
        *[lambda row=row: adopt_import(imported=row, actor=actor) for row in (first, second)]
    )
    is_one = Plan.objects.amending().filter(office=plan.office).count() == 1
    plan = plan_in_force([3], [1])
    row = read_for(plan)
    both = race(
        lambda: adopt_import(imported=row, actor=actor),
        lambda: withdraw_import(imported=row, actor=actor),
    )
    row.refresh_from_db()
    is_none = not Plan.objects.amending().filter(office=plan.office).exists()
    is_undone = row.state == ImportState.WITHDRAWN and is_none
    return told == ["amendment_open", "done"] and is_one and is_undone and "done" in both


def adopting_while_matched():
    """A match corrected at the same moment is in the draft, or is refused; never half."""
    actor, plan = UserFactory(), plan_in_force([3], [1])
    row, keys = read_for(plan), [str(each.key) for each in rows(plan)]
    told = race(
        lambda: adopt_import(imported=row, actor=actor),
        lambda: set_match(imported=row, actor=actor, position=0, key=keys[1]),
    )
    found = Plan.objects.amending().filter(office=plan.office).first()
    if told == ["done", "not_read"]:
        return [str(each.key) for each in rows(found)] == keys
    # corrected first: the other row in force is in no match any more, and nobody said what the annex is
    return told in (["done", "extent_undecided"], ["done", "match_doubtful"], ["done", "done"])


def main():
    call_command("migrate", verbosity=0)
    actor = UserFactory()
    plan = plan_in_force([3, 11], [1])
    started = race(*[lambda: start_amendment(plan=plan, actor=actor)] * 2)
    draft = amendment_of(plan_in_force([3, 11], [1]))
    tick(rows(draft)[0], 3)
    twice = race(*[lambda: enact_amendment(plan=draft, actor=actor, edition=draft.edition)] * 2)
    outcome = {
        "started": started,
        "twice": twice,
        "drafts": Plan.objects.amending().filter(office=plan.office).count(),
        "proof_kept": all(proof_against_amendment() for _ in range(ROUNDS)),
        "carried": all(carried_while_proved() for _ in range(ROUNDS)),
        "adopted_once": all(adopting() for _ in range(ROUNDS)),
        "matched_whole": all(adopting_while_matched() for _ in range(ROUNDS)),
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
