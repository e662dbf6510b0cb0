"""How far has a table of channels been imported?"""

from __future__ import annotations

from django.db import models


class ChannelImport(models.Model):
    """A table of channels on its way into the catalog; what is done of it survives a restart."""

    class State(models.TextChoices):
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    file_name = models.CharField(max_length=120)
    rows = models.JSONField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, help_text="Pairs of a row's number and a sentence.")
    refused_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    worked_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name
