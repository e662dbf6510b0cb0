"""Which matches were watched to their end?"""

from __future__ import annotations

from django.db import models


class Match(models.Model):
    """A match that was watched to its end."""

    channel = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    game = models.CharField(max_length=40)
    began_at = models.DateTimeField("started", null=True)
    ended_at = models.DateTimeField("ended")
    alive = models.PositiveIntegerField("last count", null=True)
    kills = models.PositiveIntegerField(null=True)
    won = models.BooleanField(default=False)
    page_url = models.TextField(blank=True)
    picture = models.BinaryField("final frame", null=True)

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
