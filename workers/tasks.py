"""The whole pipeline: which task does each step, and what does it pass to the next?

discover -> (beat: schedule) -> capture -> read -> (finish: track) -> (beat) -> direct
"""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from redis.exceptions import RedisError

from scoreboard.process.log import about
from scoreboard.queues import CAPTURE, OCR
from scoreboard.requests import ASK_EXPIRES_SECONDS, Ask
from scoreboard.scans.scan import Want
from workers.app import LOOK_EXPIRES_SECONDS, app, clock, closing, leases, store, tally
from workers.capture import take
from workers.consumer import Task
from workers.desk.answers import answer_category, answer_frame, answer_reading
from workers.desk.channels import answer_channel, answer_stream
from workers.desk.lessons import answer_lesson, answer_proposal
from workers.desk.samples import sample_keeper
from workers.direct.direct import direct_games
from workers.discover import streams as discovery
from workers.discover.twitch.recordings import find_recordings
from workers.look.failure import CaptureFailed
from workers.look.look import BANNER, Gray, Look
from workers.message import look_message, task_message
from workers.process import banners, camera, helix, platforms, second_looks, taught
from workers.read.look import read_look
from workers.scan.ordered.work import work_off
from workers.schedule.finish import finish_with_failure, finish_with_reading
from workers.schedule.pace import MAX_LOOK_SECONDS
from workers.service.leases import LEASE_SECONDS
from workers.settings import settings


@app.task
def discover() -> None:
    """Which streams are live?"""
    discovery.discover(store(), platforms(), clock().now())


class LookTask(Task):
    """A look that an error of ours ends has ended all the same: in a state, not only in a log."""

    Strategy = "workers.strategy:briefly"

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        super().on_failure(exc, task_id, args, kwargs, einfo)
        if isinstance(exc, RedisError) or len(args) != 3:
            return
        channel, token, asked_at = args
        if wanted := store().wanted(channel, token):
            finish_with_failure(
                store(), wanted, token, asked_at, "error", type(exc).__name__, clock().now()
            )


@app.task(base=LookTask)
def capture(channel: str, token: str, asked_at: float) -> None:
    """One frame of a stream, cut down to its HUD."""
    now = clock().now()
    tally().took("wait for capture", now - asked_at)
    known = camera().memories.left_by(channel)
    wanted = store().wanted(channel, token, lease_seconds=LEASE_SECONDS, left_by=known)
    if not wanted:
        return
    with about(channel), leases().hold(channel, token, asked_at):
        try:
            with tally().capture() as timings:
                look = take.capture(wanted, token, camera(), timings)
        except CaptureFailed as failure:
            finish_with_failure(
                store(), wanted, token, asked_at, failure.state, failure.sentence, clock().now()
            )
        else:
            hand_on(look, asked_at, clock().now())


def hand_on(look: Look, asked_at: float, now: float) -> None:
    """The look waits to be read, and its task with it."""
    expires_at = now + LOOK_EXPIRES_SECONDS
    message = look_message("read", OCR, look.channel, look.token, asked_at, now, expires_at)
    with tally().step("hand on"):
        look, banner = look.banner_apart()
        store().put_look(
            look.channel,
            look.token,
            look.to_bytes(),
            OCR,
            message,
            expire_seconds=LOOK_EXPIRES_SECONDS,
            lease_seconds=LOOK_EXPIRES_SECONDS + 1,
            banner=banner.to_bytes() if banner else b"",
        )


@app.task(base=LookTask)
def read(channel: str, token: str, asked_at: float) -> None:
    """The newest frame that waits, from pixels to what is believed; none waits when a newer task took it."""
    now = clock().now()
    if now - asked_at > MAX_LOOK_SECONDS:
        return
    wanted = store().wanted(channel, token, take_look=True, lease_seconds=LEASE_SECONDS)
    look = Look.from_bytes(wanted.look) if wanted and wanted.look else None
    if not wanted or not look or look.token != token:
        return
    with about(channel), leases().hold(channel, token, asked_at):
        tally().took("wait for read", now - look.taken_at)
        with tally().step("read"):
            profile = taught().of(wanted.game)
            reading = read_look(
                look, wanted.game, banners(), second_looks(), profile, partial(banner_of, look)
            )
        with tally().step("keep for people"):
            sample_keeper.see(store(), look, reading, clock().now())
        with tally().step("settle"):
            finish_with_reading(store(), wanted, token, asked_at, reading, clock().now())


def banner_of(look: Look) -> Gray | None:
    """The middle of its picture; nothing where it was not handed on, or has expired."""
    packed = store().take_banner(look.channel)
    found = Look.from_bytes(packed) if packed else None
    return found.crops[BANNER] if found and found.token == look.token else None


@app.task
def direct(everything: bool) -> None:
    """The boards, and who is on air."""
    with tally().step("direct"):
        direct_games(store(), everything, clock().now())


@app.task
def record() -> None:
    """Where the matches that ended are recorded."""
    find_recordings(store(), helix(), clock().now())


@app.task
def scan(want: Want) -> None:
    """A recording that an admin ordered a report on, or frames of."""
    work_off(store(), want, settings.allowed_stream_hosts, closing)


@app.task
def ask_frame(ask: str) -> None:
    """An admin wants to see a channel now."""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_frame(store(), camera(), asked))


@app.task
def ask_reading(ask: str) -> None:
    """An admin wants to know what the readers make of a frame."""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_reading(store(), asked, taught()))


@app.task
def ask_lesson(ask: str) -> None:
    """An admin teaches a HUD: what do the frames teach, or what is read of one by what the others teach?"""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_lesson(store(), asked))


@app.task
def ask_proposal(ask: str) -> None:
    """An admin teaches a HUD: what does the next frame show, as far as the others tell?"""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_proposal(store(), asked))


@app.task
def ask_category(ask: str) -> None:
    """An admin looks for a game's name on Twitch."""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_category(platforms(), asked, clock().now()))


@app.task
def ask_channel(ask: str) -> None:
    """A channel was submitted: its platform's API is asked, and streamlink where that does not say."""
    asked = Ask.from_json(ask)
    answer = answer_channel(platforms(), asked, clock().now())
    if answer is not None:
        store().put_answer(asked.id, answer)
        return
    now = clock().now()
    expires_at = now + ASK_EXPIRES_SECONDS
    message = task_message("ask_stream", CAPTURE, (ask,), uuid4().hex, now, expires_at)
    store().push_tasks(CAPTURE, [message])


@app.task
def ask_stream(ask: str) -> None:
    """What streamlink says of a channel that was submitted."""
    asked = Ask.from_json(ask)
    store().put_answer(asked.id, answer_stream(camera(), asked))
