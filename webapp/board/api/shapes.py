"""What do responses contain? For the API's description; the responses themselves are made in bodies.py."""

from __future__ import annotations

from typing import get_args

from rest_framework import serializers

from scoreboard.models import Mode, RankBy, Result

REASONS = ("first", "closer", "ended", "gone", "none")
PHASES = ("waiting", "playing", "over", "unknown")
STATES = (
    "new",
    "ok",
    "no-counter",
    "offline",
    "ad",
    "no-video",
    "timeout",
    "frozen",
    "refused",
    "unreadable",
    "error",
)
KNOWN_MODES = tuple(filter(None, get_args(Mode)))
KNOWN_RESULTS = tuple(filter(None, get_args(Result)))
COUNT, NEXT, PREVIOUS = (
    "Number of streams on all pages.",
    "The next page's address.",
    "The page before.",
)


class EndsInShape(serializers.Serializer[None]):
    """How long the match is expected to run, in seconds from read_at on."""

    low = serializers.IntegerField(help_text="One match in ten ends sooner.")
    median = serializers.IntegerField(help_text="As many end sooner as later.")
    high = serializers.IntegerField(help_text="One match in ten ends later.")
    is_prior = serializers.BooleanField(
        help_text="Too few matches of the game were watched: from what is known of it in general."
    )


class StreamShape(serializers.Serializer[None]):
    """A live stream, what we believe of it, and its place."""

    rank = serializers.IntegerField(
        allow_null=True, help_text="1 is closest to its finish; null when not in play."
    )
    channel = serializers.CharField(
        help_text="The stream's name in addresses; stays the same from match to match."
    )
    name = serializers.CharField(help_text="The streamer's name, as text.")
    title = serializers.CharField(allow_blank=True, help_text="The stream's title, as text.")
    platform = serializers.CharField(
        help_text="twitch, kick or youtube; web or another name for a stream added by its URL."
    )
    language = serializers.CharField(allow_blank=True, help_text="Language code; empty if unknown.")
    viewers = serializers.IntegerField(
        allow_null=True, help_text="Viewers on its own platform; null if unknown."
    )
    page_url = serializers.CharField(allow_blank=True, help_text="The stream's page.")
    playback_url = serializers.CharField(allow_blank=True, help_text="An HLS playlist, or empty.")
    player = serializers.CharField(
        allow_blank=True,
        help_text=(
            "What the platform's own player plays: a Twitch login, a Kick slug or a YouTube video ID; empty if unknown."
        ),
    )
    game = serializers.CharField(help_text="The game's short name.")
    phase = serializers.ChoiceField(choices=PHASES, help_text="The phase of the match.")
    phase_since = serializers.DateTimeField(
        allow_null=True, help_text="When the picture that began it was broadcast."
    )
    alive = serializers.IntegerField(
        allow_null=True, help_text="Players still alive; null if never read."
    )
    kills = serializers.IntegerField(
        allow_null=True, help_text="The streamer's kills in this match; null if unknown."
    )
    confidence = serializers.FloatField(help_text="0 to 1: confidence in alive.")
    read_at = serializers.DateTimeField(
        allow_null=True, help_text="When the newest picture with them was broadcast."
    )
    captured_at = serializers.DateTimeField(
        allow_null=True, help_text="The same moment as read_at."
    )
    age_seconds = serializers.FloatField(
        allow_null=True, help_text="From captured_at to this answer."
    )
    state = serializers.ChoiceField(choices=STATES, help_text="The result of the last look.")
    reason = serializers.CharField(
        allow_blank=True, help_text="Why a number is missing; empty if none is."
    )
    featured = serializers.BooleanField(help_text="Comes first among streams with the same count.")
    mode = serializers.ChoiceField(
        choices=KNOWN_MODES, allow_null=True, help_text="How the match is played; null if unknown."
    )
    result = serializers.ChoiceField(
        choices=KNOWN_RESULTS,
        allow_null=True,
        help_text="How the match ended for the streamer; while playing: the streamer is spectating.",
    )
    place = serializers.IntegerField(
        allow_null=True, help_text="The streamer's place, if it was announced."
    )
    ends_in_seconds = EndsInShape(
        allow_null=True, help_text="When the match is expected to end; null if unknown."
    )


class FoundStreamShape(StreamShape):
    words = serializers.CharField(allow_blank=True, help_text="What the stream is doing.")


class PageShape(serializers.Serializer[None]):
    count = serializers.IntegerField(help_text=COUNT)
    next = serializers.CharField(allow_null=True, help_text=NEXT)
    previous = serializers.CharField(allow_null=True, help_text=PREVIOUS)
    now = serializers.DateTimeField(
        help_text="The server's clock: a number's age is now - captured_at."
    )
    board_at = serializers.DateTimeField(
        allow_null=True, help_text="When the board was computed; null when there is none."
    )


class StreamsShape(PageShape):
    results = StreamShape(many=True, help_text="In play first, by rank.")


class FoundShape(PageShape):
    results = FoundStreamShape(many=True, help_text="Names that begin with the text first.")


class GameShape(serializers.Serializer[None]):
    slug = serializers.CharField(help_text="The game's short name, for ?game= and for its page.")
    name = serializers.CharField(help_text="The game's full name.")
    rank_by = serializers.ChoiceField(
        choices=get_args(RankBy), help_text="What comes first: fewest alive or most kills."
    )
    most_players = serializers.IntegerField(help_text="Players at the start of a match.")
    streams = serializers.IntegerField(help_text="Streams watched now.")
    playing = serializers.IntegerField(help_text="Of these, in a match.")


class GamesShape(serializers.Serializer[None]):
    count = serializers.IntegerField(help_text=COUNT)
    next = serializers.CharField(allow_null=True, help_text=NEXT)
    previous = serializers.CharField(allow_null=True, help_text=PREVIOUS)
    results = GameShape(many=True, help_text="In the order of their names.")


class OnAirShape(serializers.Serializer[None]):
    """Which stream everybody is shown."""

    game = serializers.CharField(help_text="The game whose viewers see it; all is the mixed board.")
    channel = serializers.CharField(allow_null=True, help_text="null if nothing is worth showing.")
    since = serializers.DateTimeField(allow_null=True, help_text="When it came on air.")
    reason = serializers.ChoiceField(choices=REASONS, help_text="Why it was switched to.")
    previous = serializers.CharField(allow_null=True, help_text="The channel shown before.")
    beside = serializers.ListField(
        child=serializers.CharField(),
        help_text="Channels shown beside it while finishes overlap; the sound is that of channel.",
    )
    coming = serializers.CharField(
        allow_null=True, help_text="The channel whose finish is announced next."
    )
    coming_at = serializers.DateTimeField(
        allow_null=True, help_text="When that match is expected to end; null if unknown."
    )
    stream = StreamShape(
        allow_null=True, help_text="Its current state; null also after it has left the board."
    )


class MomentShape(serializers.Serializer[None]):
    """A switch of the director, or the end of a match."""

    kind = serializers.ChoiceField(choices=("switch", "finish"), help_text="What happened.")
    game = serializers.CharField(help_text="The board it happened on; all is the mixed one.")
    at = serializers.DateTimeField(help_text="When it happened.")
    age_seconds = serializers.FloatField(help_text="From at to this answer.")
    channel = serializers.CharField(help_text="The stream that came on air, or whose match ended.")
    name = serializers.CharField(help_text="The streamer's name, as text.")
    alive = serializers.IntegerField(
        allow_null=True, help_text="Players alive then, as last believed."
    )
    kills = serializers.IntegerField(
        allow_null=True, help_text="The streamer's kills then; null if unknown."
    )
    reason = serializers.CharField(
        help_text="Of a switch: first, closer, ended, gone. Of a finish: won, ended."
    )
    page_url = serializers.CharField(allow_blank=True, help_text="The stream's page.")
    picture_url = serializers.CharField(
        allow_null=True, help_text="A finish's last picture, kept for ten minutes."
    )


class MomentsShape(serializers.Serializer[None]):
    count = serializers.IntegerField(help_text=COUNT)
    next = serializers.CharField(allow_null=True, help_text=NEXT)
    previous = serializers.CharField(allow_null=True, help_text=PREVIOUS)
    results = MomentShape(many=True, help_text="The newest first.")


class OriginalShape(serializers.Serializer[None]):
    """As the first Rotisserie of 2017 served it."""

    stream_name = serializers.CharField(help_text="The streamer's name.")
    alive = serializers.IntegerField(help_text="Players still alive.")
    stream_url = serializers.CharField(help_text="Its player, or where it plays.")
    updated = serializers.DateTimeField(help_text="When the number was broadcast.")


class FaultShape(serializers.Serializer[None]):
    detail = serializers.CharField(help_text="One sentence.")
