"""What does an admin order of a recording? As the site puts it into Redis."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np

from scoreboard.games import known_games
from scoreboard.scans.scan import Scan, ScanOrder
from scoreboard.store import Store
from workers.scan.ordered.job import Job, Line

PUBG = known_games()["pubg"]


def order(address: str, order_id: str = "one", **values: Any) -> ScanOrder:
    return ScanOrder(
        **{
            "id": order_id,
            "want": "report",
            "address": address,
            "game": PUBG,
            "at": 1000.0,
            "ordered_by": "ada",
            **values,
        }
    )


def job(made: ScanOrder, *hosts: str, profile: str = "") -> Job:
    return Job.from_json(Job(made, profile, hosts).to_json())


def now(store: Store, scan_id: str = "one") -> Scan:
    found = store.scan(scan_id)
    assert found
    return found


class Heard(list[Line]):
    """What a scan said on its way."""

    def __call__(self, line: Line) -> None:
        self.append(line)


def film(pictures: list[np.ndarray], seconds: int = 2) -> bytes:
    """Each a keyframe, two seconds apart."""
    file = io.BytesIO()
    lines, columns = pictures[0].shape
    with av.open(file, "w", format="mp4") as made:
        track = made.add_stream("libx264", rate=1, options={"g": "1", "crf": "18"})
        track.width, track.height, track.pix_fmt = columns // 2 * 2, lines // 2 * 2, "yuv420p"
        for place, picture in enumerate(pictures):
            cut = np.ascontiguousarray(picture[: track.height, : track.width])
            frame = av.VideoFrame.from_ndarray(cut, "gray").reformat(format="yuv420p")
            frame.pts = place * seconds
            made.mux(track.encode(frame))
        made.mux(track.encode(None))
    return file.getvalue()
