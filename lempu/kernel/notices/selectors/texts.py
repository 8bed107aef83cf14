"""A reminder as plain text, ready to paste into a messenger."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.notices.selectors import sentences
from lempu.kernel.notices.selectors.owed import PersonShare, Share
from lempu.shared.numbers import opening

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office

#: A message that lists more than this is not read; the rest is a number.
LINES = 10


def message(office: "Office", day: dt.date, shares: list[PersonShare]) -> str:
    """One text for some people; empty when none of them owes anything."""
    if not shares:
        return ""
    head = [_("Reminder, %(office)s") % {"office": office.name}, sentences.long_day(day)]
    blocks = ["\n".join(_block(each, day)) for each in shares]
    return "\n\n".join(["\n".join(head), *blocks, _("Thank you.")])


def _block(each: PersonShare, day: dt.date) -> list[str]:
    name = each.person.name if each.person else _("Nobody yet")
    rows = [*each.share.returned, *each.share.late, *each.share.due]
    lines = [f"{name}: {_sum(each.share)}"]
    for number, row in enumerate(rows[:LINES], 1):
        lines.append(f"{number}. {sentences.row_title(row)}: {sentences.row_state(row, day)}")
        lines.append(sentences.row_link(row))
    more = len(rows) - LINES
    if more > 0:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return lines


def _sum(share: Share) -> str:
    words = ngettext("%(count)s thing to do", "%(count)s things to do", share.count)
    return (words % {"count": opening(share.count)}).lower()
