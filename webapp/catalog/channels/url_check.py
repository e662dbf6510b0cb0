"""May we watch this URL?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from scoreboard.addresses.endpoint import UrlRefused, endpoint, ip_literal, is_allowed, typed
from scoreboard.addresses.public import is_public
from webapp.catalog.channels.resolve import Resolve, resolve_host
from webapp.catalog.models import URL_LENGTH

__all__ = ["UrlRefused", "check_stream_url", "opened_by_streamlink", "resolve_host"]

Opens = Callable[[str], bool]


def opened_by_streamlink(url: str) -> bool:
    """Whether any of streamlink's plugins takes this URL; nothing is fetched."""
    from streamlink.exceptions import NoPluginError

    try:
        _streamlink().resolve_url(url, follow_redirect=False)
    except NoPluginError:
        return False
    return True


@cache
def _streamlink() -> Any:
    from streamlink.session.session import Streamlink

    return Streamlink()


def check_stream_url(
    url: str,
    allowed_hosts: Collection[str],
    resolve: Resolve = resolve_host,
    opens: Opens = opened_by_streamlink,
) -> str:
    """``url`` as it is to be stored, or ``UrlRefused``. ``allowed_hosts``: host or host:port that may be private."""
    url = typed(url, URL_LENGTH)
    to = endpoint(url)
    may_be_private = is_allowed(to.host, to.port, allowed_hosts)
    is_literal = ip_literal(to.host) is not None
    if is_literal and not may_be_private:
        _check_public(to.host, [to.host])
    if not opens(url):
        raise UrlRefused(
            "streamlink cannot open this URL. Enter the page of a channel or an .m3u8 playlist."
        )
    if not is_literal and not may_be_private:
        _check_public(to.host, resolve(to.host))
    return url


def _check_public(host: str, addresses: Collection[str]) -> None:
    if not addresses:
        raise UrlRefused(f"The host {host[:80]} does not exist.")
    if not all(map(is_public, addresses)):
        raise UrlRefused(
            f"{host[:80]} is a private address. Only hosts in ALLOWED_STREAM_HOSTS may be private."
        )
