"""``lempu measures list``: what the desks count, and which rows it feeds."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.offices.models import Office
from lempu.kernel.plans.registry.measures import measures
from lempu.kernel.plans.selectors.bindings import rows_by_measure
from lempu.shared.periods import today


class Command(BaseCommand):
    help = "List every measure; with --office also the rows of its plan that each one feeds."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        listing = acts.add_parser("list", help="key, unit, version, desk, label, rows bound")
        listing.add_argument("--office", metavar="CODE")
        listing.add_argument(
            "--year", type=int, help="the plan of this year (default: the current)"
        )
        listing.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        bound = _bound(options["office"], options["year"])
        rows = [
            {
                "key": each.key,
                "label": str(each.label),
                "unit": each.unit,
                "version": each.version,
                "desk": str(each.desk),
                "indicators": bound.get(each.key, []),
            }
            for each in measures()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            said = ", ".join(bound.get(str(row["key"]), [])) or "-"
            facts = f"{row['key']}  {row['unit']}  v{row['version']}  {row['desk']}  {row['label']}"
            self.stdout.write(f"{facts}  [{said}]" if options["office"] else facts)


def _bound(code: str | None, year: int | None) -> dict[str, list[str]]:
    if not code:
        return {}
    office = Office.objects.filter(code=code).first()
    if office is None:
        raise CommandError(f"There is no office {code}.")
    day: dt.date = today(office.timezone)
    return rows_by_measure(office, year or day.year)
