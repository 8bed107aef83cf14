"""The words of the findings, rendered in the reader's language from a code and its values."""

from collections import defaultdict
from typing import Any, Final

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

MESSAGES: Final[dict[str, tuple[Text, Text]]] = {
    "no_month": (
        _("This indicator has no month."),
        _("Tick its months, or say that it stays empty."),
    ),
    "no_month.parts": (
        _("This indicator and its parts %(letters)s have no month."),
        _("Tick its months, or say that it stays empty."),
    ),
    "no_month.above": (
        _(
            "This indicator has no month. In the decree the %(count)s ticks stand on the row "
            "above it, “%(above)s”."
        ),
        _("Tick its months, or say that it stays empty."),
    ),
    "no_month.parts.above": (
        _(
            "This indicator and its parts %(letters)s have no month. In the decree the %(count)s "
            "ticks stand on the row above it, “%(above)s”."
        ),
        _("Tick its months, or say that it stays empty."),
    ),
    "time_unread": (
        _("The time “%(text)s” names no month that could be read."),
        _("Tick the months it means."),
    ),
    "time_guessed": (
        _("The time “%(text)s” was read as %(months)s."),
        _("Check the months."),
    ),
    "quarter_in_words": (
        _("The time “%(text)s” was read as all months in it: %(months)s."),
        _("Untick the months in which nothing is due."),
    ),
    "quarter_columns": (
        _("The table has quarters, not months. Each ticked quarter was read as its three months."),
        _("Untick the months in which nothing is due."),
    ),
    "second_indicator": (
        _("This sub-activity has more than one indicator, each with its own months."),
        _("Read as rows of their own. Nothing to do when that is right."),
    ),
    "indicator_missing": (
        _("This row is ticked but names no indicator."),
        _("The words of the sub-activity stand in its place. Write the indicator."),
    ),
    "indicator_shared": (
        _("One indicator is merged over several sub-activities."),
        _("It was repeated for each of them."),
    ),
    "no_indicator": (
        _("“%(name)s” has neither an indicator nor months."),
        _("Its own words stand in the indicator's place. Write the indicator and tick its months."),
    ),
    "ticks_without_text": (
        _("Ticks for %(months)s stand in a row without words below this one."),
        _("They were added to this row. Check the months."),
    ),
    "months_on_parts": (
        _("The months stand beside the part “%(part)s” and not beside the indicator."),
        _("They were given to the indicator. Check the months."),
    ),
    "month_text": (
        _("In the cells of %(months)s stands “%(text)s” where a tick is usual."),
        _("Read as ticked. Untick what is not planned."),
    ),
    "once_ticked_often": (
        _("One decree is ticked in %(count)s months."),
        _("Suggestion: expectation “once”, the decree is asked for once in the year."),
    ),
    "glued_words": (
        _("Two words seem to stick together: “%(span)s”."),
        _("Proposal: “%(proposal)s”. The decree's words stay as they are until you accept it."),
    ),
    "cut_word": (
        _("The last word looks cut off: “%(span)s”."),
        _("Proposal: “%(proposal)s”. The decree's words stay as they are until you accept it."),
    ),
    "misspelt_word": (
        _("“%(span)s” is probably a slip of the pen."),
        _("Proposal: “%(proposal)s”. The decree's words stay as they are until you accept it."),
    ),
    "cut_sentence": (
        _("The sentence stops at “%(span)s”."),
        _("There is no proposal. Correct it in the grid if you know how it goes on."),
    ),
    "two_tick_glyphs": (
        _("From this row on the decree ticks with %(second)s, before with %(first)s."),
        _("Both were read as ticks."),
    ),
    "shaded_ticks": (
        _("Rows that are ticked by shaded cells: %(count)s."),
        _("Shaded months were read as ticked. Compare a few rows with the decree."),
    ),
    "header_repeated": (
        _("The heading of the table is repeated within the table: %(count)s times."),
        _("Skipped; it was not read as a row."),
    ),
    "rows_joined": (
        _("Rows cut in two by the end of a page: %(count)s."),
        _("The pieces were put together."),
    ),
    "total_rows": (
        _("Rows of totals in the table: %(count)s."),
        _("Skipped; they were not read as rows of the plan."),
    ),
    "realisation_ignored": (
        _("Beside the plan the table also shows what was carried out."),
        _("Only the plan was read."),
    ),
    "tables_skipped": (
        _("Other tables in the file: %(count)s."),
        _("They do not look like the plan and were left out."),
    ),
    "column_assumed": (
        _("No column is called indicator. The column “%(label)s” was read as the indicator."),
        _("Check a few rows."),
    ),
    "column_missing": (
        _(
            "The table has no column for the indicator. The words of the activity stand in its "
            "place."
        ),
        _("Write the indicators in the grid."),
    ),
    "level_missing": (
        _(
            "The table has no column for the sub-activity. The name of the activity stands in "
            "its place."
        ),
        _("Nothing to do when the decree knows no sub-activities."),
    ),
    "programme_missing": (
        _("The table names no programme."),
        _("All rows stand under one programme. Give it its name in the grid."),
    ),
    "programme_number": (
        _("The programmes are numbered %(numbers)s, with a gap."),
        _("Check whether a programme is missing."),
    ),
    "no_decree_text": (
        _("The file holds the table only, without the text of the decree."),
        _("Enter number, date and title of the decree by hand."),
    ),
    "title_differs": (
        _(
            "The annex bears another title than the decree. Decree: “%(title)s”. Annex: "
            "“%(annex)s”."
        ),
        _("The decree's title is used."),
    ),
    "minutes_number": (
        _(
            "The number of the minutes, %(number)s, does not follow the usual pattern "
            "(order/class-BA/office code/year)."
        ),
        _("Kept as it is. Check it against the minutes."),
    ),
    "minutes_number.piece": (
        _(
            "The number of the minutes, %(number)s, is unusual: “%(piece)s” stands where the "
            "code of the office belongs."
        ),
        _("Kept as it is. Check it against the minutes."),
    ),
    "official_name": (
        _("The official who certified the copy is spelled two ways: “%(one)s” and “%(other)s”."),
        _("Choose the right one when you enact the plan."),
    ),
    "official_position": (
        _(
            "The position of the official who certified the copy is given two ways: “%(one)s” "
            "and “%(other)s”."
        ),
        _("Kept as it is."),
    ),
}


def render(code: str, params: dict[str, Any]) -> tuple[str, str]:
    """Message and action of a finding in the active language.

    An unknown code, as a later version may have left in a stored reading, is shown as it is.
    """
    texts = MESSAGES.get(_variant(code, params))
    if texts is None:
        return code, ""
    values = defaultdict(str, {key: _shown(key, value) for key, value in params.items()})
    return str(texts[0]) % values, str(texts[1]) % values


def _variant(code: str, params: dict[str, Any]) -> str:
    if code == "no_month":
        return (
            code
            + (".parts" if params.get("parts") else "")
            + (".above" if params.get("above") else "")
        )
    if code == "minutes_number" and params.get("piece"):
        return "minutes_number.piece"
    return code


def _shown(key: str, value: Any) -> str:
    if key == "months" and isinstance(value, list):
        return ", ".join(str(MONTHS[month]) for month in value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
