"""What does the playlist of these segments say?"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from arena.channel import Segment


def iso(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(round(at, 3), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def playlist(segments: Sequence[Segment], segment_seconds: float) -> str:
    """A live HLS media playlist; advertisements stand in it the way Twitch marks them."""
    first = segments[0]
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{math.ceil(segment_seconds)}",
        f"#EXT-X-MEDIA-SEQUENCE:{first.sequence}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.discontinuities - first.discontinuity}",
        *_advertisements(segments, segment_seconds),
    ]
    for segment in segments:
        if segment.discontinuity:
            lines.append("#EXT-X-DISCONTINUITY")
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{iso(segment.at)}")
        lines.append(f"#EXTINF:{segment_seconds:.3f},{'' if segment.is_ad else 'live'}")
        lines.append(f"{segment.sequence}.ts")
    return "\n".join(lines) + "\n"


def _advertisements(segments: Sequence[Segment], segment_seconds: float) -> list[str]:
    marks = []
    for (is_ad, _), group in groupby(segments, key=lambda segment: (segment.is_ad, segment.discontinuities)):
        if is_ad:
            stretch = list(group)
            name, seconds = f"stitched-ad-{stretch[0].discontinuities}", len(stretch) * segment_seconds
            marks.append(
                f'#EXT-X-DATERANGE:ID="{name}",CLASS="twitch-stitched-ad",'
                f'START-DATE="{iso(stretch[0].at)}",DURATION={seconds:.3f}'
            )
    return marks
