"""A report is made while an amendment is enacted, and while somebody writes into it.

Run by ``test_race_report`` in a process and a database of its own: prints what came of it, as JSON.
"""

import datetime as dt
import json
import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from lempu.kernel.obligations.services.amending import enact_amendment  # noqa: E402
from lempu.kernel.obligations.tests.amended import (  # noqa: E402
    amendment_of,
    plan_in_force,
    rows,
    tick,
)
from lempu.kernel.offices.tests.factories import UserFactory  # noqa: E402
from lempu.kernel.reporting import selectors, services  # noqa: E402
from lempu.kernel.reporting.enums import Kind  # noqa: E402
from lempu.kernel.reporting.models import Report, Version  # noqa: E402
from lempu.shared.errors import DomainError  # noqa: E402

ROUNDS = 3


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


def one_version_or_the_other():
    """Whoever is first, the paper speaks of one version and has that one's rows of November."""
    plan = plan_in_force([3, 11], [11])
    draft = amendment_of(plan, date=dt.date(2025, 10, 1))
    tick(rows(draft)[0], 3)
    actor = UserFactory()
    report = selectors.blank_report(plan.office, Kind.MONTHLY, 2025, 11)
    told = race(
        lambda: services.make_version(report=report, plan=plan, actor=actor),
        lambda: enact_amendment(plan=draft, actor=actor, edition=draft.edition),
    )
    said = Version.objects.get(report__office=plan.office).snapshot
    found = (said["plan"]["version"], len(said["rows"]))
    return told == ["done", "done"] and found in ((1, 2), (2, 1))


def words_are_never_lost():
    """What somebody writes meanwhile is kept, and no paper pretends to have it."""
    plan, actor = plan_in_force([11]), UserFactory()
    report = selectors.blank_report(plan.office, Kind.MONTHLY, 2025, 11)
    told = race(
        lambda: services.make_version(report=report, plan=plan, actor=actor),
        lambda: services.write_report(
            report=report, actor=actor, edition=report.edition, obstacles="Listrik padam."
        ),
    )
    kept = Report.objects.get(office=plan.office)
    papers = list(Version.objects.filter(report=kept))
    is_true = all(
        paper.snapshot["letter"]["texts"]["obstacles"] in ("", kept.obstacles) for paper in papers
    )
    return kept.obstacles == "Listrik padam." and is_true and told.count("done") >= 1


def main():
    call_command("migrate", verbosity=0)
    outcome = {
        "one_version": all(one_version_or_the_other() for _ in range(ROUNDS)),
        "words_kept": all(words_are_never_lost() for _ in range(ROUNDS)),
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
