from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from lempu.kernel.evidence.enums import SubmissionKind, SubmissionState
from lempu.kernel.evidence.registry import address_of
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def offered(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def with_versions(self) -> Self:
        versions = Version.objects.select_related("file", "added_by").order_by("-number")
        return self.prefetch_related(Prefetch("versions", versions)).order_by("pk")


class Evidence(models.Model):
    """One thing offered as proof of an obligation (bukti): a kind, details, and its versions.

    Two times are kept apart: ``document_date`` and ``event_date`` are what a person claims,
    ``added_at`` of each version is what the system saw. Withdrawn, never deleted.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(_("kind"), max_length=40)
    number = models.CharField(_("number"), max_length=120, blank=True)
    document_date = models.DateField(_("document date"), null=True, blank=True)
    event_date = models.DateField(_("date of the event"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def current(self) -> "Version":
        """The latest version; needs ``with_versions``."""
        return self.versions.all()[0]


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(evidence__office__in=Office.objects.visible_to(user))

    def owed_to(self, *people: "User") -> Self:
        """What is offered now and one of the people added, or somebody in their place, here or where
        somebody took it from.

        The same file or link used again for another month stays the work of who first added it.
        """
        mine = Q(added_by__in=people) | Q(on_behalf_of__in=people)
        added = Version.objects.filter(mine)
        files = added.filter(file__isnull=False).values("file")
        links = added.exclude(url="").values("url")
        return self.filter(mine | Q(file__in=files) | Q(url__in=links), evidence__withdrawn_at=None)


class Version(models.Model):
    """A file or a link of a piece of evidence; a later one stands beside it, never in its place.

    ``source`` is the key of a desk record ("information.request:123") where proof comes from a desk.
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    source = models.CharField(max_length=80, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="version_number_unique"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(url="") | ~Q(source=""),
                name="version_is_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} v{self.number}"

    @property
    def is_from_desk(self) -> bool:
        """Made by Lempu from the records of a desk, not brought by a person."""
        return bool(self.source and self.file_id)

    @property
    def record_url(self) -> str:
        """Where the record it was made of is opened; empty where it is from no desk."""
        return address_of(self.source) if self.is_from_desk else ""

    @property
    def label(self) -> str:
        return self.name or self.url or self.source


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(state=SubmissionState.WAITING)

    def for_listing(self) -> Self:
        return self.select_related(
            "obligation__indicator__sub_activity__activity__programme",
            "obligation__office",
            "submitted_by",
            "office",
        ).order_by("submitted_at", "pk")


class Submission(models.Model):
    """What was sent to the reviewer at one moment: the manifest of the content and its fingerprint.

    A decision binds to ``content_hash``; any later change of the content voids it.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, related_name="submissions"
    )
    kind = models.CharField(max_length=8, choices=SubmissionKind.choices)
    state = models.CharField(
        max_length=12, choices=SubmissionState.choices, default=SubmissionState.WAITING
    )
    reason = models.TextField(blank=True)
    manifest = models.JSONField()
    content_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    answer = models.TextField(blank=True, help_text="the reviewer's words when it was returned")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state=SubmissionState.WAITING),
                name="submission_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.state}"
