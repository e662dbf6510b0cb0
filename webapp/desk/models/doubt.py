"""Which readings does a person review, and with what verdict?"""

from __future__ import annotations

from django.db import models


class Doubt(models.Model):
    """A reading with low confidence, its HUD crops, and a person's verdict."""

    class Verdict(models.TextChoices):
        OPEN = "open", "Open"
        CONFIRMED = "confirmed", "Correct"
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
    cutouts = models.JSONField(help_text="PNG in base64, by region name.")
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    true_alive = models.PositiveIntegerField("actual count", null=True)
    true_kills = models.PositiveIntegerField("actual kills", null=True)
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
