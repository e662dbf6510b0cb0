"""What do admins decide?"""

from __future__ import annotations

import re

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from webapp.catalog.hud_regions import check_regions

CHANNEL_PATTERN = r"[a-z0-9][a-z0-9_-]{0,63}"
URL_LENGTH = 2000
INTERVAL_SECONDS = [MinValueValidator(1.0), MaxValueValidator(3600.0)]
PICTURE_SIDE = [MinValueValidator(-2.0), MaxValueValidator(1.0)]
PICTURE_SCALE = [MinValueValidator(0.1), MaxValueValidator(4.0)]
SHARE = "As a fraction of the frame; 0 where the game fills it."
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """``text`` without control characters, direction overrides and outer spaces."""
    return _CONTROL.sub("", text).strip()


class Game(models.Model):
    """A game whose streams are watched."""

    slug = models.SlugField(
        "short name", unique=True, max_length=40, help_text="In the address of its page: pubg."
    )
    name = models.CharField(max_length=80)
    enabled = models.BooleanField(
        default=True, help_text="Off: none of its streams is watched or shown."
    )
    twitch_category = models.CharField(
        "Twitch category",
        max_length=140,
        blank=True,
        help_text="As Twitch writes it. Empty: only the channels that you add by URL.",
    )
    stream_limit = models.PositiveIntegerField(
        "streams",
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text="How many Twitch streams to watch at most.",
    )
    languages = models.CharField(
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                r"^\s*([a-z]{2,5}(\s*,\s*[a-z]{2,5})*)?\s*$",
                "Write language codes with commas between: en, de.",
            )
        ],
        help_text="Codes with commas between, such as en, de. Empty: all languages.",
    )
    mature = models.BooleanField(
        "mature streams", default=False, help_text="Also show what is marked as mature."
    )
    rank_by = models.CharField(
        "who leads",
        max_length=5,
        default="alive",
        choices=[("alive", "Fewest alive"), ("kills", "Most kills")],
    )
    final_seconds = models.FloatField(
        "look in the final ten every",
        default=4.0,
        validators=INTERVAL_SECONDS,
        help_text="Seconds.",
    )
    playing_seconds = models.FloatField(
        "look during a match every", default=10.0, validators=INTERVAL_SECONDS, help_text="Seconds."
    )
    waiting_seconds = models.FloatField(
        "look in a lobby every", default=30.0, validators=INTERVAL_SECONDS, help_text="Seconds."
    )
    most_players = models.PositiveIntegerField(
        default=100,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
        help_text="Players at the start of a match; a higher number is a misread.",
    )
    profile = models.SlugField(
        "HUD profile",
        max_length=40,
        blank=True,
        help_text=(
            "The trained profile that reads this HUD. Empty: the digits stand alone in the regions."
        ),
    )
    regions = models.JSONField(
        "HUD regions",
        default=dict,
        blank=True,
        validators=[check_regions],
        help_text=(
            "Where to read, as fractions of the frame. hud: a generous region that the profile searches; "
            "or alive and kills: the digits alone. Empty: the built-in ones, which get better with each version."
        ),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """What an admin decided about one channel."""

    class Rule(models.TextChoices):
        WATCH = "watch", "Watch its URL at all times"
        ALLOW = "allow", "Take it past the filters"
        BLOCK = "block", "Never show it"

    channel = models.CharField(
        max_length=64,
        unique=True,
        blank=True,
        validators=[
            RegexValidator(
                f"^{CHANNEL_PATTERN}$", "Use small letters, digits, - and _; 64 at most."
            )
        ],
        help_text="As it stands on the board: twitch-LOGIN for Twitch. Empty: made from the URL or the name.",
    )
    rule = models.CharField(max_length=5, choices=Rule.choices, default=Rule.WATCH)
    game = models.ForeignKey(
        Game,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Needed for a channel that is watched.",
    )
    name = models.CharField(max_length=80, blank=True, help_text="As viewers see it.")
    url = models.TextField(
        "URL",
        max_length=URL_LENGTH,
        blank=True,
        help_text="What to watch: a Twitch page, an HLS playlist, or what else streamlink opens.",
    )
    note = models.CharField(max_length=200, blank=True, help_text="For other admins: why.")
    featured = models.BooleanField(
        default=False,
        help_text=(
            "It passes the filters, and stands first among those with as many players alive."
        ),
    )
    picture_x = models.FloatField(
        "picture from the left", default=0.0, validators=PICTURE_SIDE, help_text=SHARE
    )
    picture_y = models.FloatField(
        "picture from the top", default=0.0, validators=PICTURE_SIDE, help_text=SHARE
    )
    picture_scale = models.FloatField(
        "picture's size",
        default=1.0,
        validators=PICTURE_SCALE,
        help_text=(
            "1: the game fills the frame. Smaller where the streamer shows it in a part of the frame."
        ),
    )
    created_at = models.DateTimeField("added", auto_now_add=True)
    changed_at = models.DateTimeField("changed", auto_now=True)

    class Meta:
        ordering = ["channel"]

    def __str__(self) -> str:
        return self.name or self.channel

    def clean(self) -> None:
        self.name = printable(self.name)

    @property
    def is_corrected(self) -> bool:
        return (self.picture_x, self.picture_y, self.picture_scale) != (0.0, 0.0, 1.0)


class RegionsVersion(models.Model):
    """A game's regions as somebody saved them; the newest one counts, an older one can be taken back."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="regions_versions")
    regions = models.JSONField()
    profile = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.game} at {self.saved_at:%Y-%m-%d %H:%M:%S}"
