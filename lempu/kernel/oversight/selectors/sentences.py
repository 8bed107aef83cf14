"""The heading that answers, and the way up."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lempu.kernel.oversight.selectors.board import Board


def heading(seen: Board) -> str:
    """What of that which had to be done by now is done, and where nothing was begun."""
    figures = seen.whole
    if not seen.planned:
        return _("No office below has an enacted plan for %(year)s") % {"year": str(seen.year)}
    if not figures.fell_due:
        return _("%(planned)s of %(offices)s offices have a plan; nothing had to be done yet") % {
            "planned": _figure(seen.planned),
            "offices": _figure(seen.offices),
        }
    return _("%(kept)s of %(due)s obligations that fell due are done, %(late)s are late") % {
        "kept": _figure(figures.kept),
        "due": _figure(figures.fell_due),
        "late": _figure(figures.late),
    }


def _figure(number: int) -> str:
    return number_format(number, force_grouping=True)
