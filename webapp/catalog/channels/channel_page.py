"""Where can the channel of a live stream be found again?"""

from __future__ import annotations

from scoreboard.models import Stream
from webapp.catalog.naming import channel_at


def channel_page(stream: Stream) -> str:
    """The stream's own page, but on YouTube, where that of a broadcast ends with it."""
    if stream.platform == "youtube":
        page = f"https://www.youtube.com/channel/{stream.login}/live"
        if channel_at(page):
            return page
    return stream.page_url or stream.url
