"""May this channel be added, and how does it become a submission?"""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from redis.exceptions import RedisError

from scoreboard.store import Store
from webapp.catalog.models import Channel, Game, same_stream
from webapp.joining.models import Submission
from webapp.joining.named import Named

MAX_OPEN = 1000
"""Submissions that wait: more than anybody reviews."""
DECLINED_DAYS = 30
"""A channel that was declined may be submitted again after this time."""
BLOCKED = "A moderator has blocked this channel, so it can’t be added."
WAITING = "This channel has been submitted already and is waiting for a moderator."
WATCHED = "This channel is being watched already."
FULL = "Too many channels are waiting for a moderator. Try again tomorrow."


class NotTaken(ValueError):
    """The sentence says why. ``channel``: the one that is there already, as the board calls it; else empty."""

    def __init__(self, sentence: str, channel: str = "") -> None:
        super().__init__(sentence)
        self.channel = channel


def check(channel: Named, game: Game, store: Store) -> None:
    """Raises ``NotTaken``."""
    for known in Channel.objects.filter(Q(channel=channel.channel) | same_stream(channel.page)):
        if known.rule == Channel.Rule.BLOCK:
            raise NotTaken(BLOCKED)
        raise NotTaken(WATCHED, known.channel)
    _check_submissions(channel)
    if _is_on_board(channel.channel, game, store):
        raise NotTaken(WATCHED, channel.channel)
    if Submission.objects.filter(state=Submission.State.WAITING).count() >= MAX_OPEN:
        raise NotTaken(FULL)


def submit(channel: Named, game: Game) -> Submission:
    """Raises ``NotTaken`` when somebody else was a moment earlier."""
    accepted = Submission.objects.filter(
        channel=channel.channel, state=Submission.State.ACCEPTED, added=None
    )
    try:
        with transaction.atomic():
            # It was taken out of the catalog since, or ``check`` would have found it there.
            accepted.update(state=Submission.State.REMOVED, removed_at=now())
            return Submission.objects.create(
                channel=channel.channel,
                platform=channel.platform,
                login=channel.login,
                name=channel.name,
                url=channel.page,
                game=game,
            )
    except IntegrityError:
        raise NotTaken(WAITING) from None


def _check_submissions(channel: Named) -> None:
    before = Submission.objects.filter(Q(channel=channel.channel) | Q(url=channel.page))
    if before.filter(state__in=Submission.UNDECIDED).exists():
        raise NotTaken(WAITING)
    since = now() - timedelta(days=DECLINED_DAYS)
    declined = before.filter(state=Submission.State.DECLINED, decided_at__gt=since).first()
    if declined is not None and declined.decided_at is not None:
        again = declined.decided_at + timedelta(days=DECLINED_DAYS)
        raise NotTaken(
            f"A moderator declined this channel. It can be added again on {again.day} {again:%B}."
        )


def _is_on_board(channel: str, game: Game, store: Store) -> bool:
    try:
        stream = store.stream(channel)
    except RedisError:
        return False
    return stream is not None and stream.game == game.slug
