"""What gatherings count for rows about monitoring and evaluation (LKE PPA3B and PPA3C)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.gatherings import selectors
from lempu.kernel.gatherings.enums import TaskState
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.registry.measures import Reading, Record, counted, measure, share_of
from lempu.shared.periods import Month

DESK = gettext_lazy("Gatherings")


@measure(
    "gatherings.monev",
    label=gettext_lazy("Monitoring and evaluation meetings held"),
    unit="count",
    desk=DESK,
    words=(("monitoring", "monev"), ("evaluasi", "monev")),
    proves=("minutes", "report"),
    page="gatherings:index",
)
def monev(office: Office, month: Month) -> Reading:
    """Monev meetings of the month that are closed with their minutes."""
    return counted([record_of(row) for row in selectors.monev_in(office, month)])


@measure(
    "gatherings.follow_ups",
    label=gettext_lazy("Recommendations of monev followed up"),
    unit="percent",
    desk=DESK,
    target=100,
    words=(("tindak lanjut", "ditindaklanjuti"), ("monitoring", "monev", "evaluasi")),
    proves=("report",),
    page="gatherings:tasks",
)
def follow_ups(office: Office, month: Month) -> Reading:
    """Of what monev meetings of the year recommended and was due by then: done and checked by month's end."""
    rows = selectors.recommendations_until(office, month.last, year=month.year)
    return share_of(
        [
            Record(
                f"gatherings.task:{row.pk}",
                _("%(text)s (%(name)s)") % {"text": row.text, "name": row.owner.name},
                row.due_on,
                reverse("gatherings:task", args=[row.pk]),
                counts=row.state == TaskState.CHECKED
                and row.checked_on is not None
                and row.checked_on <= month.last,
            )
            for row in rows
        ]
    )


def record_of(row: Gathering) -> Record:
    """A gathering as the record behind a figure."""
    return Record(row.key, row.title, row.day, reverse("gatherings:gathering", args=[row.pk]))
