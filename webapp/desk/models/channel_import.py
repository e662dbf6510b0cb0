"""How far has a table of channels been imported, and which rows were refused?"""

from __future__ import annotations

from django.db import models


class ChannelImport(models.Model):
    """A table of channels being imported; progress survives a restart."""

    class State(models.TextChoices):
        RUNNING = "running", "In progress"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    file_name = models.CharField(max_length=120)
    rows = models.JSONField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    refused = models.JSONField(
        default=list, help_text="Of earlier versions: pairs of a line and a sentence."
    )
    refused_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    worked_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(
        "auth.User", verbose_name="started by", null=True, on_delete=models.SET_NULL
    )
    begun_at = models.DateTimeField("started", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class RefusedRow(models.Model):
    """A row that was not imported, as it was in the file."""

    job = models.ForeignKey(ChannelImport, on_delete=models.CASCADE, related_name="refused_rows")
    line = models.PositiveIntegerField()
    reason = models.TextField()
    cells = models.JSONField(help_text="By column.")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"

    @property
    def who(self) -> str:
        """What the row is about, where it says so."""
        return str(self.cells.get("channel") or self.cells.get("url") or "–")
