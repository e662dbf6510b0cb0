"""Which channels have been submitted, and how does each stand?"""

from __future__ import annotations

from django.db import models

from scoreboard.health import LABELS
from webapp.catalog.models import URL_LENGTH, Channel, Game


class Submission(models.Model):
    """A channel that somebody asked to have watched. Who asked is not kept."""

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        WAITING = "waiting", "Waiting for a moderator"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        MISSING = "missing", "No such channel"
        DUPLICATE = "duplicate", "Duplicate"
        REMOVED = "removed", "Removed"

    UNDECIDED = (State.CHECKING, State.WAITING)
    OPEN = (*UNDECIDED, State.ACCEPTED)
    """A channel is in one of these once at most."""

    channel = models.CharField(max_length=64)
    platform = models.CharField(max_length=20, choices=list(LABELS.items()))
    login = models.CharField("name on the platform", max_length=64)
    name = models.CharField(max_length=80)
    url = models.TextField("URL", max_length=URL_LENGTH)
    game = models.ForeignKey(Game, on_delete=models.CASCADE)
    asked_at = models.DateTimeField("submitted", auto_now_add=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.CHECKING)
    decided_by = models.CharField(
        max_length=150, blank=True, help_text="Empty if the game accepts channels at once."
    )
    decided_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    added = models.OneToOneField(
        Channel, null=True, on_delete=models.SET_NULL, related_name="submission"
    )
    """What accepting it put into the catalog: nothing else is taken off with it."""

    class Meta:
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state__in=("checking", "waiting", "accepted")),
                name="one_open_submission_a_channel",
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="submissions_by_state")]

    def __str__(self) -> str:
        return self.name
