"""What does a streamer's broadcasting software lay over the picture?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError
from rest_framework.exceptions import NotFound

from webapp.board.answers import one_stream_body
from webapp.store.clock import now as site_now
from webapp.store.link import store


def overlay_page(request: HttpRequest, channel: str) -> HttpResponse:
    """Stands also before the stream is live: the software is set up once and left alone."""
    try:
        stream = one_stream_body(store(), channel, site_now())
    except (NotFound, RedisError):
        stream = None
    return render(request, "board/overlay.html", {"channel": channel, "stream": stream})
