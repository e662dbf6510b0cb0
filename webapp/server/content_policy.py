"""What may our pages load, and from where?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TWITCH_PICTURES = "https://static-cdn.jtvnw.net"


class ContentPolicy:
    """Sends one strict Content-Security-Policy with every answer.

    A view that shows Twitch's player says so with ``response.plays_twitch = True``: no other page may load its script.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        hosts = settings.ALLOWED_STREAM_HOSTS
        self.policy = content_policy(hosts)
        self.with_twitch = content_policy(hosts, settings.TWITCH_PLAYER, settings.TWITCH_CHAT)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.with_twitch if getattr(response, "plays_twitch", False) else self.policy
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response


def content_policy(stream_hosts: Iterable[str], player: str = "", chat: str = "") -> str:
    """Streams play from anywhere over HTTPS, and from ``stream_hosts`` over HTTP too; all else is ours.

    ``player`` and ``chat`` are the origins of Twitch's embeds: their frames, and the script of the player.
    """
    streams = " ".join(["https:", *(f"http://{_with_port(host)}" for host in sorted(stream_hosts))])
    frames = " ".join(filter(None, (player, chat))) or "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {player}".rstrip(),
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' data: {TWITCH_PICTURES}",
            f"connect-src 'self' {streams}",
            f"media-src 'self' blob: {streams}",
            "worker-src 'self' blob:",
            f"frame-src {frames}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _with_port(host: str) -> str:
    """A host without a port means every port here; in a policy it would mean port 80."""
    return host if ":" in host.rpartition("]")[2] else f"{host}:*"
