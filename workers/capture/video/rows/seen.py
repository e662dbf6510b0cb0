"""What do the upper rows of a segment's picture show?"""

from __future__ import annotations

from dataclasses import dataclass

from workers.capture.video.decode import Keyframe
from workers.capture.video.rows.upper import Upper, decode_upper


@dataclass(frozen=True, slots=True)
class SeenRows:
    """A picture that was decoded as far as is wanted, or as far as its bytes go."""

    upper: Upper
    offset_seconds: float
    """After the segment's first picture."""
    others: int
    """Bytes of the segment, among those of the picture, that hold anything else."""

    def bytes_for(self, rows: int) -> int:
        """Of the segment, about, until ``rows`` of the picture are sure."""
        return self.upper.bytes_for(rows) + self.others


def seen_rows(keyframe: Keyframe, most_bytes: int) -> SeenRows | None:
    """From ``most_bytes`` of the segment; ``None`` where only the whole picture can be read."""
    picture = keyframe.picture
    others = max(0, picture.ends_at - len(picture.data))
    upper = decode_upper(keyframe, max(0, most_bytes - others))
    return SeenRows(upper, picture.offset_seconds, others) if upper else None
