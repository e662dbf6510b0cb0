"""What happens to a submission: is it accepted, declined, reopened, or taken off by its streamer?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from webapp.catalog.limits import sentence_of
from webapp.catalog.models import Channel
from webapp.joining.models import Submission

State = Submission.State
NOTE = "Submitted by its streamer."
ALREADY = {
    State.CHECKING: "is still being checked",
    State.WAITING: "is waiting for a moderator",
    State.ACCEPTED: "has been accepted already",
    State.DECLINED: "has been declined already",
    State.MISSING: "does not exist on its platform",
    State.DUPLICATE: "has been submitted by another of its names",
    State.REMOVED: "has been removed by its streamer",
}
"""Why a verdict comes too late."""


class NotDone(ValueError):
    """The sentence says why; nothing is changed."""


class DecidedAlready(NotDone):
    """By somebody else, or its streamer has removed it."""


@transaction.atomic
def accept(submission: Submission, by: str = "") -> None:
    """The channel is watched from now on; ``by`` is empty where its game accepts channels at once."""
    _expect(submission, State.CHECKING, State.WAITING)
    known = Channel.objects.filter(channel=submission.channel).first()
    if known is not None and known.rule == Channel.Rule.BLOCK:
        raise NotDone(f"{submission} is blocked. Unblock it first, or decline it.")
    added = None if known else _add(submission)
    _set(submission, State.ACCEPTED, by, added)


@transaction.atomic
def decline(submission: Submission, by: str) -> None:
    _expect(submission, State.CHECKING, State.WAITING)
    _set(submission, State.DECLINED, by)


@transaction.atomic
def reopen(submission: Submission, by: str) -> None:
    """A moderator takes back what the same moderator decided: a key must undo no colleague's verdict unseen."""
    _expect(submission, State.ACCEPTED, State.DECLINED)
    if submission.decided_by != by:
        state, other = submission.get_state_display().lower(), submission.decided_by or "its game"
        raise NotDone(f"{submission} was {state} by {other}, who alone can undo it here.")
    _take_off(submission)
    _set(submission, State.WAITING, "")


@transaction.atomic
def remove(submission: Submission) -> None:
    """The streamer takes the channel off: only what accepting it added is gone, since anybody may name a channel."""
    _expect(submission, *Submission.OPEN)
    if submission.state == State.ACCEPTED and is_blocked(submission):
        raise NotDone(f"{submission} is blocked.")
    _take_off(submission)
    submission.state, submission.removed_at = State.REMOVED, now()
    submission.save(update_fields=["state", "removed_at", "added"])


def is_blocked(submission: Submission) -> bool:
    return Channel.objects.filter(channel=submission.channel, rule=Channel.Rule.BLOCK).exists()


def _expect(submission: Submission, *states: str) -> None:
    """As the database has it now: somebody else may have decided."""
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update())
    if submission.state not in states:
        raise DecidedAlready(f"{submission} {ALREADY[State(submission.state)]}.")


def _set(submission: Submission, state: str, by: str, added: Channel | None = None) -> None:
    submission.state, submission.decided_by, submission.added = state, by, added
    submission.decided_at = None if state == State.WAITING else now()
    submission.save(update_fields=["state", "decided_by", "decided_at", "added"])


def _add(submission: Submission) -> Channel:
    channel = Channel(
        channel=submission.channel,
        rule=Channel.Rule.WATCH,
        game=submission.game,
        name=submission.name,
        url=submission.url,
        note=NOTE,
    )
    try:
        channel.full_clean()
    except ValidationError as refused:
        raise NotDone(f"{submission}: {sentence_of(refused)}") from None
    channel.save()
    return channel


def _take_off(submission: Submission) -> None:
    """A channel that was blocked since stays blocked."""
    added, submission.added = submission.added, None
    if added is not None and added.rule != Channel.Rule.BLOCK:
        submission.save(update_fields=["added"])
        added.delete()
