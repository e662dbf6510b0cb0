"""What does the desk keep for good: doubts that people judged, matches that ended?"""

from __future__ import annotations

from django.db import models


class Doubt(models.Model):
    """A look whose reader was not sure, with its cut-outs, and what a person said of it."""

    class Verdict(models.TextChoices):
        OPEN = "open", "To be judged"
        CONFIRMED = "confirmed", "Read right"
        CORRECTED = "corrected", "Corrected"
        DISMISSED = "dismissed", "Dismissed"

    channel = models.CharField(max_length=64)
    game = models.CharField(max_length=40)
    captured_at = models.DateTimeField()
    frame_height = models.PositiveIntegerField()
    alive = models.PositiveIntegerField("read", null=True)
    kills = models.PositiveIntegerField("kills read", null=True)
    confidence = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)
    cutouts = models.JSONField(help_text="By the region's name: a PNG in base64.")
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    true_alive = models.PositiveIntegerField("truly alive", null=True)
    true_kills = models.PositiveIntegerField("true kills", null=True)
    judged_by = models.CharField(max_length=150, blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-captured_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "captured_at"], name="one_doubt_a_picture")
        ]
        indexes = [
            models.Index(fields=["verdict", "-captured_at", "-id"], name="doubts_by_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.channel} at {self.captured_at:%H:%M:%S}"


class Match(models.Model):
    """A match that was watched to its end."""

    channel = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    game = models.CharField(max_length=40)
    began_at = models.DateTimeField("began", null=True)
    ended_at = models.DateTimeField("ended")
    alive = models.PositiveIntegerField("last seen alive", null=True)
    kills = models.PositiveIntegerField(null=True)
    won = models.BooleanField(default=False)
    page_url = models.TextField(blank=True)
    picture = models.BinaryField("picture of the finish", null=True)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-ended_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "ended_at"], name="one_finish_a_match")
        ]
        indexes = [
            models.Index(fields=["-ended_at", "-id"], name="matches_by_end"),
            models.Index(fields=["game", "-ended_at"], name="matches_by_game"),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.ended_at:%Y-%m-%d %H:%M}"


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
