from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office
from lempu.kernel.reporting.enums import FiledAs, FollowUpState, Kind, VersionState
from lempu.shared.periods import Month, Quarter

if TYPE_CHECKING:
    import datetime as dt

    from lempu.kernel.accounts.models import User


class Letterhead(models.Model):
    """What stands above every letter of the office (kop naskah dinas).

    Everything may be empty: papers then leave it out, and the pages say what is missing.
    """

    office = models.OneToOneField(
        "offices.Office", models.PROTECT, primary_key=True, related_name="letterhead"
    )
    name = models.TextField(_("name of the institution"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact = models.CharField(_("telephone, e-mail, site"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def with_versions(self) -> Self:
        versions = Version.objects.select_related("made_by", "signed_by").order_by("-number")
        return self.prefetch_related(Prefetch("versions", versions))


class Report(models.Model):
    """The report of one office over one month or quarter: what a person writes into it.

    Numbers are never kept here; they are read when a version is made. An empty text stands for
    the sentence that Lempu makes of the numbers. ``edition`` rises with every change, so that
    nobody overwrites what another person wrote meanwhile.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField(help_text="month 1 to 12, or quarter 1 to 4")
    edition = models.PositiveIntegerField(default=0)
    recipient = models.CharField(_("addressed to"), max_length=200, blank=True)
    opening = models.TextField(_("introduction"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    leader_name = models.CharField(_("name"), max_length=120, blank=True)
    leader_position = models.CharField(_("position"), max_length=160, blank=True)
    leader_nip = models.CharField(_("NIP"), max_length=30, blank=True)
    maker_name = models.CharField(_("name"), max_length=120, blank=True)
    maker_position = models.CharField(_("position"), max_length=160, blank=True)
    maker_nip = models.CharField(_("NIP"), max_length=30, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "period"], name="report_one_per_period"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.MONTHLY, period__range=(1, 12))
                | Q(kind=Kind.QUARTERLY, period__range=(1, 4)),
                name="report_period_real",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.year}/{self.period}"

    @property
    def span(self) -> Month | Quarter:
        if self.kind == Kind.QUARTERLY:
            return Quarter(self.year, self.period)
        return Month(self.year, self.period)

    @property
    def months(self) -> list[Month]:
        span = self.span
        return span.months if isinstance(span, Quarter) else [span]

    @property
    def last_day(self) -> "dt.date":
        return self.span.last


class ReportVersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(report__office__in=Office.objects.visible_to(user))

    def for_listing(self) -> Self:
        return self.select_related("made_by", "signed_by", "pdf", "word").order_by("-number")


class Version(models.Model):
    """One rendition of a report: everything it says, taken at one moment, as PDF and Word.

    Never changed once made, but for what became of it. A signature is bound to ``pdf.sha256``.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.MADE)
    letter_number = models.CharField(_("number"), max_length=80, blank=True)
    letter_date = models.DateField(_("date"), null=True, blank=True)
    snapshot = models.JSONField()
    content_hash = models.CharField(max_length=64)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    word = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_unique"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state=VersionState.SIGNED),
                name="report_one_signed_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.SIGNED)
                | Q(signed_by__isnull=False, signed_at__isnull=False, letter_date__isnull=False)
                & ~Q(letter_number=""),
                name="report_signed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"

    @property
    def office(self) -> Office:
        return self.report.office

    @property
    def is_signed(self) -> bool:
        return self.state == VersionState.SIGNED


class RowChoice(models.Model):
    """Whether a row of the plan asks for a kind of report, as a person decided.

    The row is known by its key, which stays when the plan is copied or amended.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    row_key = models.UUIDField()
    asks = models.BooleanField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "row_key"], name="row_chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.row_key} {self.kind}"


class Filing(models.Model):
    """A signed version was filed as evidence of an obligation: once, whatever came of it."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="filings")
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=FiledAs.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "obligation"], name="report_filed_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.obligation_id} {self.outcome}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def binding(self) -> Self:
        """Those somebody must still act on: open, or done and not checked."""
        return self.filter(state__in=[FollowUpState.OPEN, FollowUpState.DONE])

    def for_listing(self) -> Self:
        return self.select_related("owner", "report", "office").order_by("due_on", "pk")


class FollowUp(models.Model):
    """A recommendation of a quarterly evaluation, with who sees to it and until when.

    Written as PROPOSED; the signature under the report makes it OPEN, a duty of its owner, until
    somebody else has checked what was done.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="follow_ups")
    text = models.TextField(_("recommendation"))
    obstacle = models.TextField(_("obstacle it answers"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_ups", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"))
    state = models.CharField(
        max_length=12, choices=FollowUpState.choices, default=FollowUpState.PROPOSED
    )
    opened_at = models.DateTimeField(null=True)
    note = models.TextField(_("what was done"), blank=True)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, help_text="why it was sent back or withdrawn")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "state", "due_on"], name="follow_up_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.VERIFIED)
                | Q(done_by__isnull=False, verified_by__isnull=False),
                name="follow_up_verified_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def is_late_on(self, day: "dt.date") -> bool:
        return self.state == FollowUpState.OPEN and self.due_on < day
