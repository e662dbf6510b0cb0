"""How do saved changes reach the workers, even if Redis was unreachable or lost its data?"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models.signals import post_delete, post_save
from redis.exceptions import RedisError

from scoreboard.models import Stream
from scoreboard.store import Store
from webapp.catalog import models
from webapp.catalog.new_games import add_new_games
from webapp.catalog.publish import snapshot
from webapp.store.link import store

HEAL_SECONDS = 2.0
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What parsing a row of another version may raise."""
WHOLE_SECONDS = 30.0
"""How often the whole catalog is compared although nothing seems to have changed."""
log = logging.getLogger(__name__)


def publish_on_change() -> None:
    for model in (models.Game, models.Channel, models.TaughtVersion):
        post_save.connect(
            _after_commit, sender=model, dispatch_uid=f"publish-saved-{model.__name__}"
        )
        post_delete.connect(
            _after_commit, sender=model, dispatch_uid=f"publish-deleted-{model.__name__}"
        )


def _after_commit(**_: Any) -> None:
    """A transaction that saves a thousand rows publishes once."""
    if not any(entry[1] is publish_or_wait for entry in transaction.get_connection().run_on_commit):
        transaction.on_commit(publish_or_wait)


def publish_or_wait() -> bool:
    """Publish now; while Redis is away the background loop does it later."""
    try:
        return publish(store())
    except RedisError as fault:
        log.warning("catalog saved; it will be published once Redis is back: %s", fault)
        return False


def publish(board_store: Store) -> bool:
    """Bring the scoreboard in line with the database; True when it was not."""
    catalog = snapshot.current()
    if board_store.catalog_version() == catalog.version:
        return False
    watched = _watched_before(board_store)
    board_store.publish_catalog(
        catalog.games, catalog.channels, catalog.version, snapshot.taught_profiles()
    )
    _drop_unwanted(board_store, catalog, watched)
    return True


def _watched_before(board_store: Store) -> set[str]:
    """What another version published may be unreadable; it is replaced all the same."""
    try:
        return {name for name, rule in board_store.channels().items() if rule.rule == "watch"}
    except UNREADABLE as fault:
        log.warning("the published channels cannot be read (%s) and are replaced", fault)
        return set()


def _streams(board_store: Store) -> list[Stream]:
    try:
        return list(board_store.streams().values())
    except UNREADABLE as fault:
        log.warning("a stream cannot be read (%s); the next discovery drops unwanted ones", fault)
        return []


def _drop_unwanted(
    board_store: Store, catalog: snapshot.Snapshot, watched_before: set[str]
) -> None:
    """Blocked channels, disabled games and channels no longer watched go at once, not with the next discovery."""
    blocked = {rule.channel for rule in catalog.channels if rule.rule == "block"}
    unwatched = watched_before - {rule.channel for rule in catalog.channels if rule.rule == "watch"}
    enabled = {game.slug for game in catalog.games if game.enabled}
    unwanted = [
        stream
        for stream in _streams(board_store)
        if stream.channel in blocked | unwatched or stream.game not in enabled
    ]
    board_store.drop_streams(unwanted)
    board_store.forget_moments(blocked | unwatched)


def republish_if_stale() -> bool:
    """One turn of the web process's background loop: True when it had to publish."""
    close_old_connections()
    try:
        introduce_games()
        return not publish_check.is_well(time.monotonic()) and publish_or_wait()
    finally:
        close_old_connections()


def introduce_games() -> None:
    """Once in the life of a process: what this version knows does not change while it runs."""
    if publish_check.has_introduced:
        return
    try:
        for slug in add_new_games():
            log.info("added the game %s, new in this version", slug)
    except DatabaseError as fault:  # before the migration that keeps which ones were added
        log.warning("cannot add the games of this version: %s", fault)
    else:
        publish_check.has_introduced = True


class PublishCheck:
    """Remembers what it compared last: thousands of channels are not read again every other second."""

    def __init__(self) -> None:
        self._compared: tuple[object, str] = ((), "")
        self._whole_at = -WHOLE_SECONDS
        self.has_introduced = False

    def is_well(self, now: float) -> bool:
        """Whether both sides are as they were when they were compared, not long ago."""
        try:
            seen = (snapshot.mark(), store().catalog_version())
        except RedisError:
            return False
        well = seen == self._compared and bool(seen[1]) and now - self._whole_at < WHOLE_SECONDS
        if not well:
            self._whole_at = now
        self._compared = seen
        return well


publish_check = PublishCheck()
