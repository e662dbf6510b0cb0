"""What does the playlist of a channel's renditions say?"""

from collections.abc import Iterable
from dataclasses import dataclass

from arena.broadcast.ladder import Rendition


@dataclass(frozen=True)
class Listed:
    rendition: Rendition
    peak_bits_per_second: int
    """Of the largest segment (RFC 8216, 4.3.4.2)."""
    codecs: str


def master_playlist(renditions: Iterable[Listed]) -> str:
    """The best first, as Twitch lists them."""
    lines = ["#EXTM3U"]
    for each in renditions:
        encoding = each.rendition.encoding
        said = (
            f"BANDWIDTH={each.peak_bits_per_second}",
            f"RESOLUTION={encoding.width}x{encoding.height}",
            f'CODECS="{each.codecs}"',
            f"FRAME-RATE={encoding.frames_per_second:.3f}",
        )
        lines += [f"#EXT-X-STREAM-INF:{','.join(said)}", f"{each.rendition.name}/index.m3u8"]
    return "\n".join(lines) + "\n"
