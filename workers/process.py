"""What does a worker process keep from one task to the next?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2

from scoreboard.store import Store
from workers.app import clock, store
from workers.capture.camera import Camera
from workers.capture.video.rows.trial import is_as_expected
from workers.discover.kick import kick
from workers.discover.platforms import Platform
from workers.discover.twitch import twitch
from workers.discover.twitch.helix import Helix
from workers.discover.youtube import youtube
from workers.read.budget import Budget, again_budget, banner_budget
from workers.read.in_use import TaughtInUse
from workers.settings import Settings, settings

# Celery runs as many processes or threads as there is work for; OpenCV's own threads would only get in the way.
cv2.setNumThreads(1)


@cache
def camera() -> Camera:
    is_as_expected()  # the warning, if any, comes with the process, not with some stream
    return Camera(store(), settings.allowed_stream_hosts, clock=clock().now)


@cache
def banners() -> Budget:
    return banner_budget()


@cache
def second_looks() -> Budget:
    return again_budget()


@cache
def taught() -> TaughtInUse:
    return TaughtInUse(store().taught_profile)


FACTORIES: tuple[Callable[[Settings, Store], Platform | None], ...] = (
    twitch.from_settings,
    kick.from_settings,
    youtube.from_settings,
)
"""Of every platform there is. What one makes is ``None`` without its credentials."""


@cache
def platforms() -> tuple[Platform, ...]:
    """Those with credentials. With none, only the channels that admins added by URL are watched."""
    made = (make(settings, store()) for make in FACTORIES)
    return tuple(platform for platform in made if platform)


@cache
def helix() -> Helix | None:
    """Twitch's own, for what only Twitch is asked."""
    found = (one.helix for one in platforms() if isinstance(one, twitch.Twitch))
    return next(found, None)
