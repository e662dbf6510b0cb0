"""Which renditions does a channel have, where a video platform makes more of what its streamer sends?"""

from dataclasses import dataclass, replace

from arena.clips.encode import Codec, Encoding

PRESETS: dict[Codec, str] = {"hevc": "ultrafast", "av1": "11"}
"""As fast as a streamer's graphics card would."""
SHARE: dict[Codec, float] = {"hevc": 0.75, "av1": 0.7}
"""Of H.264's bit rate, for about the same picture."""
STEPS = ((720, 60, 3000), (480, 30, 1400), (360, 30, 700), (160, 30, 230))
"""Height, most pictures a second and kilobits a second, about as Twitch transcodes."""


@dataclass(frozen=True)
class Rendition:
    name: str
    encoding: Encoding


def ladder(source: Encoding, codec: Codec) -> tuple[Rendition, ...]:
    """What the streamer sends in ``codec``, and below it what the platform makes of it in H.264.

    Of H.265 and AV1 that is nothing above 480p, as on Twitch (``tests/workers/capture/plugins/test_twitch_codecs.py``).
    """
    sent = source if codec == "h264" else _in(codec, source)
    highest = source.height if codec == "h264" else 720
    made = [
        replace(
            source,
            frames_per_second=min(source.frames_per_second, pictures),
            kilobits_per_second=kilobits,
            preset="veryfast",
            height=height,
        )
        for height, pictures, kilobits in STEPS
        if height < highest
    ]
    return tuple(Rendition(_name(encoding), encoding) for encoding in (sent, *made))


def _in(codec: Codec, source: Encoding) -> Encoding:
    kilobits = round(source.kilobits_per_second * SHARE[codec])
    return replace(source, codec=codec, preset=PRESETS[codec], kilobits_per_second=kilobits)


def _name(encoding: Encoding) -> str:
    codec = "" if encoding.codec == "h264" else f"-{encoding.codec}"
    return f"{encoding.height}p{encoding.frames_per_second}{codec}"
