"""Two people begin one draft, or enact one plan, at the same moment, each on a connection of their own.

Run by ``test_services_enact`` in a process and a database of its own: prints what each was told
and what is left, as JSON.
"""

import json
import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from lempu.kernel.ledger.models import Entry  # noqa: E402
from lempu.kernel.obligations.models import Obligation  # noqa: E402
from lempu.kernel.obligations.services import enact_plan  # noqa: E402
from lempu.kernel.offices.tests.factories import MembershipFactory, UserFactory  # noqa: E402
from lempu.kernel.plans.services import drafts  # noqa: E402
from lempu.kernel.plans.tests.factories import PlanFactory  # noqa: E402
from lempu.shared.errors import DomainError  # noqa: E402


def enact(plan, actor, gate, told):
    try:
        gate.wait()
        enact_plan(plan=plan, actor=actor, edition=plan.edition)
        told.append("enacted")
    except DomainError as refusal:
        told.append(refusal.code)
    finally:
        connection.close()


def race(plans):
    """Enact each plan in a thread of its own; what they were told, sorted."""
    gate, told = threading.Barrier(len(plans)), []
    threads = [
        threading.Thread(target=enact, args=(plan, UserFactory(), gate, told)) for plan in plans
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def begin(office, gate):
    try:
        gate.wait()
        drafts.create_blank(office=office, actor=office.memberships.get().user, year=2030)
    finally:
        connection.close()


def begun(office):
    """How many blank drafts three presses at once leave."""
    gate = threading.Barrier(3)
    threads = [threading.Thread(target=begin, args=(office, gate)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return office.plans.filter(year=2030).count()


def main():
    call_command("migrate", verbosity=0)
    office = MembershipFactory().office
    presses = begun(office)
    one = PlanFactory(office=office, rows=3)
    same = race([one, one])
    rivals = race([PlanFactory(office=office, year=2026, rows=2) for _ in range(2)])
    sys.stdout.write(
        json.dumps(
            {
                "drafts": presses,
                "same": same,
                "rivals": rivals,
                "obligations": Obligation.objects.count(),
                "entries": Entry.objects.filter(act="plans.enacted").count(),
            }
        )
    )


if __name__ == "__main__":
    main()
