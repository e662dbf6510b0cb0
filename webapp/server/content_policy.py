"""What may our pages load, and from where?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TWITCH_PLAYER = "https://player.twitch.tv"
TWITCH_PICTURES = "https://static-cdn.jtvnw.net"


class ContentPolicy:
    """Sends one strict Content-Security-Policy with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_policy(settings.ALLOWED_STREAM_HOSTS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response


def content_policy(stream_hosts: Iterable[str]) -> str:
    """Streams play from anywhere over https, and from ``stream_hosts`` also without; all else comes from us."""
    streams = " ".join(["https:", *(f"http://{_with_port(host)}" for host in sorted(stream_hosts))])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src 'self' data: {TWITCH_PICTURES}",
            f"connect-src 'self' {streams}",
            f"media-src 'self' blob: {streams}",
            "worker-src 'self' blob:",
            f"frame-src {TWITCH_PLAYER}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _with_port(host: str) -> str:
    """A host that names no port stands for all of them; in a policy it would stand for port 80."""
    return host if ":" in host.rpartition("]")[2] else f"{host}:*"
