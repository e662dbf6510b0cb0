"""What does an HLS playlist offer?

A parser of our own: streamlink's costs ten times as much, stops at a number it cannot read, and knows fewer ad marks.
"""

from __future__ import annotations

from workers.capture.hls.master_playlist import VariantsReader
from workers.capture.hls.media_playlist import MediaReader
from workers.capture.hls.records import MediaPlaylist, Variant
from workers.look.failure import CaptureFailed


def parse(text: str, url: str) -> MediaPlaylist | tuple[Variant, ...]:
    """A media playlist, or the variants of a master playlist. Raises ``CaptureFailed`` (error)."""
    if not text.lstrip("\ufeff").startswith("#EXTM3U"):
        raise CaptureFailed("error", "The answer is not an HLS playlist.")
    parser = VariantsReader(url) if "#EXT-X-STREAM-INF" in text else MediaReader(url)
    for line in text.splitlines():
        parser.take(line.strip())
    return parser.result()
