"""Who is told of which events, and what became of each delivery?"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

from webapp.catalog.models import URL_LENGTH, Game

MAX_PAUSE_SECONDS = 24 * 3600
EVENTS = {
    "final-ten": "Final ten",
    "final-three": "Final three",
    "won": "Won",
    "on-air": "On air",
}
"""As people read them, by the kind of the milestone."""
TEST = "test"


class Webhook(models.Model):
    """A receiver, and the events that it is told of. Its URL and secret are never shown in full again."""

    class Form(models.TextChoices):
        JSON = "json", "Signed JSON"
        DISCORD = "discord", "Discord"

    name = models.CharField(max_length=80, help_text="Shown to admins only.")
    form = models.CharField("format", max_length=7, choices=Form.choices, default=Form.JSON)
    url = models.TextField("URL", max_length=URL_LENGTH)
    game = models.ForeignKey(
        Game, null=True, blank=True, on_delete=models.CASCADE, help_text="All games if empty."
    )
    final_ten = models.BooleanField(
        "final ten", default=False, help_text="A match is down to ten players."
    )
    final_three = models.BooleanField(
        "final three", default=True, help_text="A match is down to three players."
    )
    won = models.BooleanField(default=True, help_text="A streamer has won a match.")
    on_air = models.BooleanField(
        "on air",
        default=False,
        help_text="A different stream goes on air, for the game or for all games.",
    )
    enabled = models.BooleanField(default=True)
    pause_seconds = models.PositiveIntegerField(
        "minimum interval",
        default=60,
        validators=[MaxValueValidator(MAX_PAUSE_SECONDS)],
        help_text="In seconds, between two events of the same game. Events in between are skipped.",
    )
    secret = models.CharField(max_length=80, blank=True)
    previous_secret = models.CharField(max_length=80, blank=True)
    previous_until = models.DateTimeField(null=True)
    """Until when the previous secret signs as well."""
    failures = models.PositiveIntegerField(default=0)
    """Attempts in a row that failed."""
    rests_until = models.DateTimeField(null=True)
    """Nothing is sent before."""
    busy_until = models.DateTimeField(null=True)
    """The process that sends holds it until then."""
    off_because = models.CharField(max_length=200, blank=True)
    """Why the site turned it off; empty if an admin did, or it is on."""
    created_at = models.DateTimeField("added", auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds(self) -> list[str]:
        """The events that it is told of, as milestones name them."""
        return [kind for kind in EVENTS if getattr(self, kind.replace("-", "_"))]


class Delivery(models.Model):
    """One event for one webhook."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Sending"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Unknown"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE)
    event = models.CharField("event ID", max_length=64)
    """The same for every report of one event; sent as ``webhook-id``."""
    kind = models.CharField("event", max_length=12, choices=[*EVENTS.items(), (TEST, "Test")])
    game = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=64, blank=True)
    name = models.CharField("stream", max_length=80, blank=True)
    happened_at = models.DateTimeField("happened")
    created_at = models.DateTimeField("created")
    body = models.TextField("request body")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField("next attempt", null=True)
    claimed_until = models.DateTimeField(null=True)
    """While it is being sent: when another process may conclude that the one that sends has died."""
    status = models.PositiveIntegerField("HTTP status", null=True)
    answer = models.CharField("result", max_length=300, blank=True)
    took_ms = models.PositiveIntegerField("milliseconds", null=True)
    finished_at = models.DateTimeField("finished", null=True)
    tries = models.JSONField("attempts", default=list)
    """Of each attempt: when, HTTP status or null, sentence. The newest ``settle.TRIES_KEPT``."""

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="one_delivery_an_event")
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="deliveries_due"),
            models.Index(fields=["webhook", "game", "-happened_at"], name="deliveries_by_game"),
            models.Index(fields=["-created_at", "-id"], name="deliveries_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.happened_at:%Y-%m-%d %H:%M:%S}"
