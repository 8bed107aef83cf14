from django.db import models


class Tally(models.Model):
    """The counts of one office in one year, kept so that a nation can be added up quickly.

    Derived from the obligations and never the truth: valid only on ``day`` and while the office's
    ledger still ends at ``seq``, since nothing of an office changes without an entry. ``months``
    and ``areas`` map a month ("9") or an area of change to the numbers of
    ``selectors.figures.Figures``.
    """

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    seq = models.PositiveBigIntegerField()
    months = models.JSONField()
    areas = models.JSONField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["year", "office"], name="tally_unique")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.year} {self.day}"
