"""What may our pages load, and from where?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TWITCH_PICTURES = "https://static-cdn.jtvnw.net"
SCRIPTED = frozenset({"twitch", "youtube"})
"""Platforms whose player is a script of theirs; Kick's is a frame alone."""


class ContentPolicy:
    """Sends one strict Content-Security-Policy with every answer.

    A view that shows platforms' own players names the platforms: ``response.plays_on = frozenset({"twitch"})``. No
    other page may load anything of theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy_with = cache(policy_with)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.policy_with(getattr(response, "plays_on", frozenset()))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response


def policy_with(platforms: frozenset[str]) -> str:
    """With the players of these platforms, and Twitch's chat beside its player."""
    origins = {name: settings.PLAYER_ORIGINS[name] for name in sorted(platforms)}
    chat = [settings.TWITCH_CHAT] if "twitch" in platforms else []
    scripts = [origin for name, origin in origins.items() if name in SCRIPTED]
    return content_policy(settings.ALLOWED_STREAM_HOSTS, scripts, [*origins.values(), *chat])


def content_policy(
    stream_hosts: Iterable[str], scripts: Sequence[str] = (), frames: Sequence[str] = ()
) -> str:
    """Streams play from anywhere over HTTPS, and from ``stream_hosts`` over HTTP too; all else is ours.

    ``scripts`` and ``frames`` are the origins of platforms' players.
    """
    streams = " ".join(["https:", *(f"http://{_with_port(host)}" for host in sorted(stream_hosts))])
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' data: {TWITCH_PICTURES}",
            f"connect-src 'self' {streams}",
            f"media-src 'self' blob: {streams}",
            "worker-src 'self' blob:",
            " ".join(["frame-src", *(frames or ["'none'"])]),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _with_port(host: str) -> str:
    """A host without a port means every port here; in a policy it would mean port 80."""
    return host if ":" in host.rpartition("]")[2] else f"{host}:*"
