"""What do responses about matches contain? For the API's description; bodies.py makes the responses themselves."""

from __future__ import annotations

from rest_framework import serializers

from webapp.matches.question import RESULTS

MODES = ("", "solo", "teams")


class MatchShape(serializers.Serializer[None]):
    """A match that was watched, to its end or until it was lost sight of."""

    id = serializers.IntegerField(help_text="Stays the same.")
    channel = serializers.CharField(help_text="The stream's name in addresses.")
    name = serializers.CharField(help_text="The streamer's name, as text.")
    game = serializers.CharField(help_text="The game's short name.")
    mode = serializers.ChoiceField(choices=MODES, help_text="Empty if unknown.")
    result = serializers.ChoiceField(
        choices=("", *RESULTS),
        help_text=(
            "How it ended for the streamer. left: the stream ended or another match began; "
            "lost: the counter was lost from view; empty if unknown."
        ),
    )
    place = serializers.IntegerField(
        allow_null=True, help_text="As the game announced it; null if it did not."
    )
    kills = serializers.IntegerField(
        allow_null=True, help_text="The streamer's kills; null if unknown."
    )
    alive = serializers.IntegerField(allow_null=True, help_text="Players alive, as last believed.")
    began_at = serializers.DateTimeField(
        allow_null=True, help_text="When its first number was seen; null if unknown."
    )
    ended_at = serializers.DateTimeField(help_text="When its end was noticed.")
    watched_until = serializers.DateTimeField(
        allow_null=True, help_text="When its last number was broadcast; null if unknown."
    )
    seconds = serializers.IntegerField(allow_null=True, help_text="From began_at to ended_at.")
    sentence = serializers.CharField(help_text="The end in words.")
    page_url = serializers.CharField(allow_blank=True, help_text="The stream's page.")
    url = serializers.CharField(help_text="The match's page on this site.")
    watch_url = serializers.CharField(
        allow_null=True, help_text="Its end in Twitch's recording; null if none is known."
    )
    picture_url = serializers.CharField(
        allow_null=True, help_text="Its final frame, kept for a week."
    )
    flipbook_url = serializers.CharField(
        allow_null=True,
        help_text="Its last looks as an animated WebP, kept for a week.",
    )


class WholeMatchShape(MatchShape):
    curve = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="When which count was seen: pairs of seconds since began_at and players alive.",
    )


class MatchesShape(serializers.Serializer[None]):
    next = serializers.CharField(
        allow_null=True, help_text="The address of the next page; null on the last one."
    )
    results = MatchShape(many=True, help_text="The newest first.")


class ChannelShape(serializers.Serializer[None]):
    """A channel and its last days."""

    channel = serializers.CharField(help_text="The stream's name in addresses.")
    name = serializers.CharField(help_text="The streamer's name, as text.")
    days = serializers.IntegerField(help_text="How many days the numbers below are about.")
    matches = serializers.IntegerField(help_text="Matches watched.")
    wins = serializers.IntegerField(help_text="Of these, won.")
    kills = serializers.IntegerField(help_text="Kills in all of them, as far as known.")
    most_kills = serializers.IntegerField(
        allow_null=True, help_text="In one match; null if never known."
    )
    url = serializers.CharField(help_text="The channel's page on this site.")
