"""Where do the segments of a channel's rendition come from, and what do its playlists say?"""

from collections.abc import Iterable
from dataclasses import dataclass

from arena.broadcast.channel import Channel, Segment
from arena.broadcast.ladder import Rendition
from arena.broadcast.master_playlist import Listed, master_playlist
from arena.broadcast.playlist import playlist
from arena.library import Library

HEAD = "head.mp4"


@dataclass(frozen=True)
class Outlet:
    """A rendition without a name is the only one of its channel."""

    rendition: Rendition
    library: Library

    def playlist(self, channel: Channel) -> str:
        segments, seconds = channel.listed(), channel.segment_seconds
        if self.library.in_fragments:
            return playlist(segments, seconds, ".mp4", HEAD)
        return playlist(segments, seconds)

    def segment(self, segment: Segment) -> bytearray:
        return self.library.segment(segment.clip, segment.ticks, segment.light)

    @property
    def kind(self) -> str:
        return "video/mp4" if self.library.in_fragments else "video/mp2t"

    @property
    def listed(self) -> Listed:
        library = self.library
        return Listed(self.rendition, library.peak_bits_per_second, library.codecs)


def master(outlets: Iterable[Outlet]) -> str:
    return master_playlist(outlet.listed for outlet in outlets)
