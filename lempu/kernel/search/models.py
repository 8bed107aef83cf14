import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models
from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.dates import MONTHS

from lempu.kernel.obligations.enums import Shown, State, shown_of
from lempu.kernel.obligations.models import shown_case
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import GRANTS, memberships_of
from lempu.kernel.search.enums import Kind
from lempu.kernel.search.registry import record_kinds, sources
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


def person_mark(key: int) -> str:
    return f",{key},"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: "User | Any") -> Self:
        """What the person may open: kinds their roles hold, in their offices and for observers below."""
        mine = Q(pk__in=[])
        for membership in memberships_of(user):
            role = Role(membership.role)
            kinds = [source.kind for source in sources() if role in GRANTS[source.permission]]
            here = Q(office_id=membership.office_id)
            if role == Role.OBSERVER:
                here |= Q(office__path__startswith=membership.office.path)
            mine |= Q(kind__in=kinds) & here
        own = Q(only_people=False) | Q(people__contains=person_mark(user.pk or 0))
        return self.filter(mine, own)

    def in_state(self, shown: str, day: dt.date) -> Self:
        """Those whose obligation looks so on ``day`` (``Shown``), whenever they were indexed."""
        rows = self.exclude(state="").annotate(shown_state=shown_case(day))
        return rows.filter(shown_state=shown)

    def having(self, stems: list[str]) -> Self:
        """Entries with every stem."""
        return self.filter(_matches(stems))

    def ranked(self, stems: list[str]) -> Self:
        """Those with all the words in their title first, then the newest: the same on every database."""
        titled = Case(
            When(_matches(stems, title=True), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        return self.annotate(titled=titled).order_by("-titled", "-updated", "pk")


def _matches(stems: list[str], *, title: bool = False) -> Q:
    """Stems hold letters and digits only (``canonical.WORD``), so that none is an operator."""
    if connection.vendor == "sqlite":
        words = " AND ".join(f'"{stem}"' for stem in stems)
        query = f"title_stems : ({words})" if title else words
        found = "SELECT rowid FROM search_words WHERE search_words MATCH %s"
        return Q(pk__in=RawSQL(found, [query]))  # noqa: S611 -- the words are a parameter
    query = " & ".join(f"'{stem}'{':A' if title else ''}" for stem in stems)
    found = '"search_entry"."vector" @@ %s::tsquery'
    return Q(RawSQL(found, [query], output_field=BooleanField()))  # noqa: S611 -- as above


class Entry(models.Model):
    """One thing that can be found, as it was when its office was last read. Never the truth.

    Made anew from its source whenever the office's ledger has grown; ``digest`` says whether
    anything changed. ``people`` are keys between commas. Beside these columns the database keeps its own
    index of the stems (migration 0002).
    """

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    title = models.TextField()
    body = models.TextField(blank=True)
    title_stems = models.TextField()
    body_stems = models.TextField(blank=True)
    programme = models.PositiveSmallIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=80, blank=True)
    begins_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    people = models.TextField(blank=True)
    only_people = models.BooleanField(default=False)
    url = models.CharField(max_length=200)
    updated = models.DateTimeField()
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="search_key_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def kind_label(self) -> str:
        if self.kind in Kind.values:
            return str(Kind(self.kind).label)
        return str(dict(record_kinds()).get(self.kind, self.kind))

    @property
    def state_label(self) -> str:
        """The word a person sees today for the state of its obligation; "" without one."""
        shown = self.state
        if self.begins_on and self.due_on:
            shown = shown_of(self.state, self.begins_on, self.due_on, today())
        known = Shown if shown in Shown.values else State
        return str(known(shown).label) if shown in known.values else shown

    @property
    def month_name(self) -> str:
        return str(MONTHS[self.month]) if self.month else ""


class Inside(models.Model):
    """The text of the file of an entry, pages parted by form feeds (``files.selectors.text_of``).

    Beside the entry, which is read for every result and whose table SQLite must not make anew. Its
    stems are among the entry's.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="inside")
    text = models.TextField()
    url = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "insides"

    def __str__(self) -> str:
        return f"{self.entry_id}"


class Word(models.Model):
    """A word that stands in the index, with its stem: for marking what was found and mending errors."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.word


class Reach(models.Model):
    """How far an office is indexed: until ``seq`` of its ledger. The work-list is what lies behind."""

    office = models.OneToOneField(
        "offices.Office", models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.PositiveBigIntegerField()
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "reaches"

    def __str__(self) -> str:
        return f"{self.office_id} {self.seq}"
