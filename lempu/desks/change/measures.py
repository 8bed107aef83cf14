"""What the change desk counts for programme 1 (Manajemen Perubahan)."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.desks.change import selectors
from lempu.kernel.gatherings.measures import record_of
from lempu.kernel.gatherings.selectors import closed_serving
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.registry.measures import Reading, Record, counted, measure, share_of
from lempu.shared.periods import Month

DESK = gettext_lazy("Change desk")


@measure(
    "change.team",
    label=gettext_lazy("Team of the integrity zone in force"),
    unit="count",
    desk=DESK,
    words=(("tim pembangunan",), ("zona integritas",)),
    proves=("decree", "report"),
    page="change:desk",
)
def team(office: Office, month: Month) -> Reading:
    """Indicator 1.1: the decree that sets the team, with its people in the note."""
    row = selectors.team_in(office, month)
    if row is None:
        return counted([])
    people = [
        f"{each.person.name} ({each.get_part_display()})"
        for each in row.members.select_related("person").order_by("pk")
    ]
    words = _("Decree %(number)s: %(people)s") % {
        "number": row.number,
        "people": ", ".join(people),
    }
    return counted([Record(f"change.team:{row.pk}", words, row.decided_on, _page("tim"))])


@measure(
    "change.work_plan",
    label=gettext_lazy("Work plan of the year enacted"),
    unit="count",
    desk=DESK,
    words=(("rencana aksi", "rencana kerja"), ("penyusunan", "rapat")),
    proves=("plan", "report"),
    page="change:desk",
)
def work_plan(office: Office, month: Month) -> Reading:
    """Indicator 1.2: the plan itself."""
    plan = selectors.plan_in(office, month)
    if plan is None:
        return counted([])
    words = _("Plan %(year)s, decree %(number)s") % {
        "year": plan.year,
        "number": plan.decree_number or "-",
    }
    url = reverse("plans:grid", args=[plan.pk])
    return counted([Record(f"plans.plan:{plan.pk}", words, plan.decree_date, url)])


@measure(
    "change.plan_meetings",
    version=2,
    label=gettext_lazy("Meetings on the work plan"),
    unit="count",
    desk=DESK,
    words=(("rencana aksi", "rencana kerja"), ("rapat",)),
    proves=("minutes", "report"),
    page="change:desk",
)
def plan_meetings(office: Office, month: Month) -> Reading:
    """Indicator 1.2: the meeting in which the plan was made, noted here or closed as a gathering that proves
    the row."""
    return counted(
        [
            Record(
                f"change.meeting:{row.pk}",
                _("%(count)s people came. %(decided)s")
                % {"count": row.attended, "decided": row.decided},
                row.day,
                _page("rencana"),
            )
            for row in selectors.meetings_in(office, month)
        ]
        + [record_of(row) for row in closed_serving(office, month, "change.plan_meetings")]
    )


@measure(
    "change.points",
    label=gettext_lazy("Places that show the banner"),
    unit="percent",
    desk=DESK,
    target=100,
    words=(("internal",), ("banner", "slogan")),
    proves=("design", "photo", "report"),
    page="change:desk",
)
def points(office: Office, month: Month) -> Reading:
    """Indicator 1.3a: of the places listed, those whose banner a photo shows."""
    return share_of(
        [
            Record(
                f"change.point:{row.pk}",
                row.place,
                row.shown_on,
                reverse("change:photo", args=[row.pk]) if row.photo_id else "",
                counts=row.shown_on is not None and row.shown_on <= month.last,
            )
            for row in selectors.points_in(office, month)
        ]
    )


@measure(
    "change.explanations",
    label=gettext_lazy("Visitors told about the programme"),
    unit="count",
    desk=DESK,
    words=(("eksternal",), ("lisan", "tamu", "pemohon")),
    proves=("register", "report"),
    page="change:desk",
)
def explanations(office: Office, month: Month) -> Reading:
    """Indicator 1.3b: how often the programme was explained at the counter."""
    rows = selectors.explanations_in(office, month).select_related("told_by")
    return counted(
        [
            Record(
                f"change.explanation:{row.pk}",
                _("%(purpose)s, told by %(name)s")
                % {"purpose": row.get_purpose_display(), "name": row.told_by.name},
                row.day,
                _page("tamu"),
            )
            for row in rows
        ]
    )


@measure(
    "change.posts",
    label=gettext_lazy("Posts on social media and the website"),
    unit="count",
    desk=DESK,
    words=(("eksternal",), ("media sosial", "laman")),
    proves=("screenshot", "report"),
    page="change:desk",
)
def posts(office: Office, month: Month) -> Reading:
    """Indicator 1.3b: posts of the month, each with its link, its reach and what came back."""
    return counted(
        [
            Record(
                f"change.post:{row.pk}",
                _("%(channel)s: %(title)s, %(url)s; reach %(reach)s, responses %(responses)s")
                % {
                    "channel": row.get_channel_display(),
                    "title": row.title,
                    "url": row.url,
                    "reach": "-" if row.reach is None else row.reach,
                    "responses": "-" if row.responses is None else row.responses,
                },
                row.day,
                reverse("change:picture", args=[row.pk]) if row.picture_id else _page("sosial"),
            )
            for row in selectors.posts_in(office, month)
        ]
    )


@measure(
    "change.pledges",
    label=gettext_lazy("People who signed the pledge of integrity"),
    unit="percent",
    desk=DESK,
    target=100,
    words=(("deklarasi", "pakta"), ("reformasi", "integritas")),
    proves=("integrity_pact", "report"),
    page="change:desk",
)
def pledges(office: Office, month: Month) -> Reading:
    """Indicator 1.4: of the staff at the end of the month, who signed this year's pledge."""
    signed = selectors.pledges_in(office, month)
    records = []
    for person in selectors.staff_in(office, month):
        row = signed.get(person.pk)
        key = f"change.pledge:{row.pk}" if row else f"accounts.user:{person.pk}"
        day = row.signed_at.date() if row else None
        records.append(Record(key, person.name, day, _page("pakta"), counts=row is not None))
    return share_of(records)


@measure(
    "change.discipline",
    label=gettext_lazy("Discipline kept: hours, uniform, duties"),
    unit="percent",
    desk=DESK,
    target=100,
    words=(("disiplin",), ("pakaian dinas", "jam kerja")),
    proves=("report",),
    page="change:desk",
)
def discipline(office: Office, month: Month) -> Reading:
    """Indicator 1.4: of all people and the three rules, how often a rule was kept; None while nobody
    noted it. Initiatives stand in the note."""
    row = selectors.discipline_in(office, month)
    if row is None:
        return Reading(None, 0, 0)
    done, total = sum(count for _name, count in row.kept), 3 * row.staff
    records = [
        Record(
            f"change.discipline:{row.pk}:{place}",
            _("%(rule)s: %(count)s of %(staff)s people")
            % {"rule": name, "count": count, "staff": row.staff},
            month.last,
            _page("disiplin"),
            counts=count == row.staff,
        )
        for place, (name, count) in enumerate(row.kept)
    ]
    value = (Decimal(10000 * done // total) / 100).normalize()
    return Reading(value, done, total, row.initiatives, tuple(records))


def _page(anchor: str) -> str:
    return f"{reverse('change:desk')}#{anchor}"
