"""``lempu lke score FILE``: what a filled evaluation sheet scores, without the database."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring import (
    FaultyAnswer,
    FaultyInstrument,
    Score,
    as_text,
    read_sheet,
    score,
    to_json,
)

LIMIT_BYTES = 4 * 1024 * 1024


class Command(BaseCommand):
    """Exits 1 with one line on stderr when the sheet cannot be scored; with ``--json`` standard
    output then holds ``{"error": {"code", "message", "item"}}``."""

    help = "Score a filled evaluation sheet (LKE) without touching the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        scoring = acts.add_parser("score", help="score FILE and hold it against every threshold")
        scoring.add_argument("file", metavar="FILE")
        scoring.add_argument("--json", action="store_true", help="print the score as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scored = score(read_sheet(_content(Path(options["file"]))))
        except (FaultyAnswer, FaultyInstrument) as refusal:
            self._refuse(refusal, as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(to_json(scored), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_verdict(scored)))

    def _refuse(self, refusal: FaultyAnswer | FaultyInstrument, *, as_json: bool) -> NoReturn:
        if as_json:
            error = {"code": refusal.code, "message": str(refusal)}
            error["item"] = getattr(refusal, "item", "")
            self.stdout.write(json.dumps({"error": error}))
        self.stderr.write(str(refusal))
        raise SystemExit(1)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise FaultyAnswer(_("There is no such file."), code="not_found") from error
    if len(content) > LIMIT_BYTES:
        raise FaultyAnswer(_("This file is too large to be an evaluation sheet."), code="too_large")
    return content


def _verdict(scored: Score) -> list[str]:
    """The score in a few lines a person can judge."""
    lines = [
        scored.instrument.title,
        _("Total %(total)s: pengungkit %(enablers)s, hasil %(outcomes)s")
        % {
            "total": _shown(scored.total),
            "enablers": _shown(scored.enablers),
            "outcomes": _shown(scored.outcomes),
        },
        "",
    ]
    for predicate in scored.instrument.predicates:
        tests = [test for test in scored.tests() if test.predicate == predicate]
        held = sum(test.holds for test in tests)
        lines.append(
            _("%(predicate)s: %(held)s of %(all)s tests hold")
            % {"predicate": predicate, "held": held, "all": len(tests)}
        )
        lines += [
            f"! {test.id:<12} {_shown(test.value)} < {as_text(test.minimum)}"
            for test in tests
            if not test.holds
        ]
    if scored.missing:
        lines += ["", _("Without an answer: %(items)s") % {"items": ", ".join(scored.missing)}]
    return lines


def _shown(points: Fraction) -> str:
    return str(Decimal(as_text(points)).quantize(Decimal("0.01"), ROUND_HALF_UP))
