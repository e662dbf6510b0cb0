"""What does a worker process keep from one task to the next?"""

from __future__ import annotations

from functools import cache

import cv2

from workers.app import clock, store
from workers.capture.camera import Camera
from workers.discover.helix import Helix
from workers.read.budget import Budget, banner_budget
from workers.settings import settings

# Celery runs as many processes or threads as there is work for; OpenCV's own threads would only get in the way.
cv2.setNumThreads(1)


@cache
def camera() -> Camera:
    return Camera(store(), settings.allowed_stream_hosts, clock=clock().now)


@cache
def banners() -> Budget:
    return banner_budget()


@cache
def helix() -> Helix | None:
    """None without credentials: only the channels that admins added are watched."""
    if not settings.twitch_client_id:
        return None
    return Helix(
        settings.twitch_client_id,
        settings.twitch_client_secret,
        settings.twitch_api_url,
        settings.twitch_auth_url,
    )
