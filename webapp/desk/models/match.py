"""Which matches were watched?"""

from __future__ import annotations

from django.db import models


class Match(models.Model):
    """A match that was watched, until its end or until it was lost sight of."""

    class Mode(models.TextChoices):
        UNKNOWN = "", "not known"
        SOLO = "solo", "solo"
        TEAMS = "teams", "teams"

    class Result(models.TextChoices):
        UNKNOWN = "", "not known"
        WON = "won", "won"
        PLACED = "placed", "placed"
        ELIMINATED = "eliminated", "eliminated"
        LEFT = "left", "left"
        LOST = "lost", "lost sight of"

    channel = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    game = models.CharField(max_length=40)
    began_at = models.DateTimeField("started", null=True)
    ended_at = models.DateTimeField("ended")
    alive = models.PositiveIntegerField("last count", null=True)
    kills = models.PositiveIntegerField(null=True)
    won = models.BooleanField(default=False)
    mode = models.CharField(max_length=8, blank=True, db_default="", choices=Mode)
    result = models.CharField(max_length=12, blank=True, db_default="", choices=Result)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    watched_until = models.DateTimeField(null=True, blank=True)
    curve = models.JSONField(null=True, blank=True)
    """When which count was seen: a list of ``[seconds since began_at, alive]``, at most 2 KB."""
    page_url = models.TextField(blank=True)
    picture = models.BinaryField("final frame", null=True)
    flipbook = models.BinaryField(null=True)
    """The last looks before the finish: an animated WebP, at most 100 KB."""

    recording = models.CharField(max_length=20, blank=True, db_default="")
    """The video on Twitch that holds it; empty if none is known."""
    recorded_since = models.DateTimeField(null=True, blank=True)
    """When that video begins."""

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-ended_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "ended_at"], name="one_finish_a_match")
        ]
        indexes = [
            models.Index(fields=["-ended_at", "-id"], name="matches_by_end"),
            models.Index(fields=["game", "-ended_at"], name="matches_by_game"),
            models.Index(fields=["result", "-ended_at", "-id"], name="matches_by_result"),
            models.Index(fields=["game", "result", "-ended_at"], name="matches_by_game_result"),
            models.Index(
                fields=["-kills", "-ended_at"],
                condition=models.Q(kills__isnull=False),
                name="matches_by_kills",
            ),
            models.Index(
                fields=["alive", "-ended_at"],
                condition=models.Q(won=False, alive__gte=2, result__in=["", "placed"]),
                name="matches_by_closeness",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.ended_at:%Y-%m-%d %H:%M}"
