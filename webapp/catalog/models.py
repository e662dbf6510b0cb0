"""Which games and channels are there, and what is valid?"""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from webapp.catalog.hud_regions import check_regions
from webapp.catalog.limits import (
    CHANNEL_PATTERN,
    DUPLICATE,
    INTERVAL_SECONDS,
    PICTURE_SCALE,
    PICTURE_SIDE,
    STREAM_LIMIT,
    not_reserved,
    printable,
)
from webapp.catalog.naming import TWITCH_PREFIX, channel_at, twitch_login

URL_LENGTH = 2000
SHARE = "As a fraction of the frame; 0 if the game fills it."


class Game(models.Model):
    """A game whose streams are watched."""

    slug = models.SlugField(
        "short name",
        unique=True,
        max_length=40,
        validators=[not_reserved],
        help_text="Used in the address of its page, such as pubg.",
    )
    name = models.CharField(max_length=80)
    enabled = models.BooleanField(
        default=True, help_text="When off, none of its streams are watched or shown."
    )
    twitch_category = models.CharField(
        "Twitch category",
        max_length=140,
        blank=True,
        help_text="Spelled as on Twitch. If empty, Twitch is not searched.",
    )
    stream_limit = models.PositiveIntegerField(
        "Twitch stream limit",
        default=100,
        validators=STREAM_LIMIT,
        help_text="Most viewers first. Allowed and featured channels are extra.",
    )
    kick_category = models.CharField(
        "Kick category",
        max_length=140,
        blank=True,
        default="",
        db_default="",
        help_text="Spelled as on Kick. If empty, Kick is not searched.",
    )
    kick_limit = models.PositiveIntegerField(
        "Kick stream limit",
        null=True,
        blank=True,
        validators=STREAM_LIMIT,
        help_text="If empty, the Twitch limit is used.",
    )
    youtube_category = models.CharField(
        "YouTube search",
        max_length=140,
        blank=True,
        default="",
        db_default="",
        help_text=(
            "Words to search for, as YouTube has no categories for games. If empty, it is not searched."
        ),
    )
    youtube_limit = models.PositiveIntegerField(
        "YouTube stream limit",
        null=True,
        blank=True,
        validators=STREAM_LIMIT,
        help_text="If empty, the Twitch limit is used.",
    )
    languages = models.CharField(
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                r"^\s*([a-z]{2,5}(\s*,\s*[a-z]{2,5})*)?\s*$",
                "Enter language codes separated by commas, such as en, de.",
            )
        ],
        help_text=(
            "Codes separated by commas, such as en, de. All languages if empty. "
            "Streams without a language are always included."
        ),
    )
    mature = models.BooleanField(
        "mature streams", default=False, help_text="Include streams marked as mature."
    )
    accept_at_once = models.BooleanField(
        "accept submissions at once",
        default=False,
        db_default=False,
        help_text=(
            "Channels that streamers add are watched without a moderator, if the platform knows them."
        ),
    )
    rank_by = models.CharField(
        "rank by",
        max_length=5,
        default="alive",
        choices=[("alive", "Fewest alive"), ("kills", "Most kills")],
    )
    final_seconds = models.FloatField(
        "check interval, last ten alive",
        default=4.0,
        validators=INTERVAL_SECONDS,
        help_text="Seconds.",
    )
    playing_seconds = models.FloatField(
        "check interval, during a match",
        default=10.0,
        validators=INTERVAL_SECONDS,
        help_text="Seconds.",
    )
    waiting_seconds = models.FloatField(
        "check interval, between matches",
        default=30.0,
        validators=INTERVAL_SECONDS,
        help_text="Seconds.",
    )
    most_players = models.PositiveIntegerField(
        "players",
        default=100,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
        help_text="Players at the start of a match. Higher numbers are treated as misreads.",
    )
    profile = models.SlugField(
        "HUD profile",
        max_length=40,
        blank=True,
        help_text=(
            "The trained profile that reads this HUD. If empty, the regions hold only the digits."
        ),
    )
    regions = models.JSONField(
        "HUD regions",
        default=dict,
        blank=True,
        validators=[check_regions],
        help_text=(
            "Where to read, as fractions of the frame. With a profile, hud is a generous region around the counters; "
            "without one, alive and kills hold only the digits. If empty, the built-in regions are used."
        ),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """What an admin decided about one channel."""

    class Rule(models.TextChoices):
        WATCH = "watch", "Always watch its URL"
        ALLOW = "allow", "Always allow"
        BLOCK = "block", "Never show it"

    channel = models.CharField(
        max_length=64,
        unique=True,
        blank=True,
        error_messages={"unique": "This channel is already in the catalog."},
        validators=[
            RegexValidator(
                f"^{CHANNEL_PATTERN}$",
                "Use lowercase letters, digits, - and _; at most 64 characters.",
            )
        ],
        help_text=(
            "Its identifier on the board, twitch-LOGIN for Twitch. If empty, it is made from the URL or the name."
        ),
    )
    rule = models.CharField(max_length=5, choices=Rule.choices, default=Rule.WATCH)
    game = models.ForeignKey(
        Game,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Required if the channel is watched.",
    )
    name = models.CharField(max_length=80, blank=True, help_text="Shown to viewers.")
    url = models.TextField(
        "URL",
        max_length=URL_LENGTH,
        blank=True,
        help_text="A Twitch page, an HLS playlist, or any other URL that streamlink can open.",
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="For other admins, such as the reason."
    )
    featured = models.BooleanField(
        default=False,
        help_text=(
            "Skips the filters, and comes first among streams with the same number of players alive."
        ),
    )
    picture_x = models.FloatField(
        "picture, from the left", default=0.0, validators=PICTURE_SIDE, help_text=SHARE
    )
    picture_y = models.FloatField(
        "picture, from the top", default=0.0, validators=PICTURE_SIDE, help_text=SHARE
    )
    picture_scale = models.FloatField(
        "picture, size",
        default=1.0,
        validators=PICTURE_SCALE,
        help_text=(
            "1 if the game fills the frame; smaller if the streamer shows it in part of the frame."
        ),
    )
    created_at = models.DateTimeField("added", auto_now_add=True)
    _stored: tuple[str, str] = ("", "")
    """The URL and the rule as the database has them."""
    changed_at = models.DateTimeField("changed", auto_now=True)

    class Meta:
        ordering = ["channel"]

    def __str__(self) -> str:
        return self.name or self.channel

    @classmethod
    def from_db(cls, *words: Any, **named: Any) -> Self:
        channel = super().from_db(*words, **named)
        channel._stored = (channel.__dict__.get("url", ""), channel.__dict__.get("rule", ""))
        return channel

    @classmethod
    def is_taken(cls, channel: str) -> bool:
        return cls.objects.filter(channel=channel).exists()

    def clean(self) -> None:
        """The rules of forms, tables, commands and actions alike."""
        self.name, self.note = printable(self.name), printable(self.note)
        faults: dict[str, ValidationError] = {}
        if self.rule == self.Rule.WATCH:
            if not self.url:
                faults["url"] = ValidationError("A watched channel needs its URL.")
            if self.game_id is None:
                faults["game"] = ValidationError("A watched channel needs its game.")
        same = self._same_stream() if self._may_be_second else None
        if same is not None:
            faults["url"] = ValidationError(
                f"This URL is already in the catalog, as {same.channel}.", code=DUPLICATE
            )
        if faults:
            raise ValidationError(faults)

    @property
    def _may_be_second(self) -> bool:
        """Not when only other fields change: a channel that was added twice long ago must stay editable."""
        stored_url, stored_rule = self._stored
        watched_again = self.rule == self.Rule.WATCH != stored_rule
        return bool(self.url) and (self._state.adding or self.url != stored_url or watched_again)

    def _same_stream(self) -> Channel | None:
        return Channel.objects.filter(same_stream(self.url)).exclude(pk=self.pk).first()

    @property
    def is_corrected(self) -> bool:
        return (self.picture_x, self.picture_y, self.picture_scale) != (0.0, 0.0, 1.0)


def same_stream(url: str) -> models.Q:
    """The channels that watch what ``url`` does: a platform's channel has several addresses."""
    login, channel = twitch_login(url), channel_at(url)
    if not login:
        return models.Q(url=url) | (models.Q(channel=channel) if channel else models.Q())
    ends = (f"/twitch.tv/{login}", f".twitch.tv/{login}")
    return models.Q(channel=f"{TWITCH_PREFIX}{login}") | models.Q(
        *(("url__iendswith", end) for end in ends), _connector=models.Q.OR
    )


class TaughtVersion(models.Model):
    """A taught profile of a game; at most one is in use, the others can be used again."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="taught_versions")
    profile = models.TextField(help_text="scoreboard.taught.profile.TaughtProfile as JSON.")
    digest = models.CharField(max_length=16)
    region = models.JSONField(help_text="The part of the frame that is searched.")
    note = models.CharField(max_length=200, blank=True, help_text="Where it came from.")
    in_use = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["game", "digest"], name="taught_versions_differ"),
            models.UniqueConstraint(
                fields=["game"], condition=models.Q(in_use=True), name="one_taught_version_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.game} at {self.saved_at:%Y-%m-%d %H:%M:%S}"


class IntroducedGame(models.Model):
    """A game of games.json that was added to the catalog once: what admins did to it since is theirs."""

    slug = models.SlugField(unique=True, max_length=40)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug


class RegionsVersion(models.Model):
    """A game's regions as somebody saved them; the newest version is in use, older ones can be restored."""

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
