"""What does the playlist of these segments say?"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from arena.broadcast.channel import Segment


def iso(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    return (
        datetime.fromtimestamp(round(at, 3), UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def playlist(
    segments: Sequence[Segment], segment_seconds: float, suffix: str = ".ts", head: str = ""
) -> str:
    """A live HLS media playlist; ads are marked as Twitch marks them. ``head``: where the initialization section is."""
    first = segments[0]
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{6 if head else 3}",
        f"#EXT-X-TARGETDURATION:{math.ceil(segment_seconds)}",
        f"#EXT-X-MEDIA-SEQUENCE:{first.sequence}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.discontinuities - first.discontinuity}",
        *_advertisements(segments),
        *([f'#EXT-X-MAP:URI="{head}"'] if head else []),
    ]
    for segment in segments:
        if segment.discontinuity:
            lines.append("#EXT-X-DISCONTINUITY")
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{iso(segment.at)}")
        lines.append(f"#EXTINF:{segment_seconds:.3f},{'' if segment.advertisement else 'live'}")
        lines.append(f"{segment.sequence}{suffix}")
    return "\n".join(lines) + "\n"


def _advertisements(segments: Sequence[Segment]) -> list[str]:
    breaks = dict.fromkeys(segment.advertisement for segment in segments if segment.advertisement)
    return [
        f'#EXT-X-DATERANGE:ID="stitched-ad-{round(one.at * 1000)}",CLASS="twitch-stitched-ad",'
        f'START-DATE="{iso(one.at)}",DURATION={one.seconds:.3f}'
        for one in breaks
    ]
