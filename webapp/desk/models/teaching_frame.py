"""Which frames teach a game's HUD, and what did people say of them?"""

from __future__ import annotations

from django.db import models


class TeachingFrame(models.Model):
    """A frame, its label, and what was read of it by what the others teach."""

    class Shows(models.TextChoices):
        OPEN = "", "Not labeled"
        COUNTER = "counter", "Counter"
        NONE = "none", "No counter"
        WAITING = "waiting", "Before the match"

    game = models.ForeignKey("catalog.Game", on_delete=models.CASCADE, related_name="+")
    picture = models.BinaryField(help_text="JPEG.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    source = models.CharField(max_length=100, blank=True, help_text="A channel or a file.")
    shows = models.CharField(max_length=7, choices=Shows.choices, blank=True)
    alive = models.PositiveIntegerField(null=True)
    kills = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True, help_text="Around the digits, as fractions of the frame.")
    kills_box = models.JSONField(null=True)
    said = models.JSONField(null=True, help_text="What was read, the verdict, and which lesson.")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source} at {self.added_at:%Y-%m-%d %H:%M:%S}"
