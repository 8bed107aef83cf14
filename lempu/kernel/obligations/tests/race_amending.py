"""An amendment is enacted while proof is sent, while another enacts it, while another begins one.

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
from lempu.kernel.plans.models import Plan  # noqa: E402
from lempu.kernel.plans.services.amendments import start_amendment  # noqa: E402
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
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
