from django.db import models


class BackupQuerySet(models.QuerySet["Backup"]):
    def whole(self) -> "BackupQuerySet":
        """Those that were written to their end."""
        return self.filter(problem="")


class Backup(models.Model):
    """One back-up of the whole installation, made or tried; it belongs to no office."""

    made_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True, help_text="when it was last restored on trial")
    trial = models.TextField(blank=True, help_text="what the trial found")
    trial_holds = models.BooleanField(default=False)

    objects = BackupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
