"""Is the rendition that a reader needs chosen, and no larger?"""

import pytest

from workers.capture.hls.codecs import picture_codec
from workers.capture.hls.playlist import parse
from workers.capture.hls.records import Variant
from workers.capture.hls.variants import choose


def chosen_of(variants) -> Variant:
    found = choose(variants)
    assert found
    return found


def variants(*heights):
    return [Variant(f"{height}", height, height * 5000, False) for height in heights]


@pytest.mark.parametrize(
    ("heights", "chosen"),
    [
        ((1080, 720, 480, 360), 720),
        ((1080, 480, 360), 1080),
        ((540, 480, 360), 540),
        ((1440, 1080, 360), 1080),
        ((2160, 1440), 1440),
        ((360, 160), 360),
        ((1080,), 1080),
        ((720, 0), 720),
        ((0, 160), 0),
    ],
)
def test_height(heights, chosen):
    assert chosen_of(variants(*heights)).height == chosen


def test_of_the_same_height_the_leanest_that_is_sharp():
    rates = [6_000_000, 3_000_000, 1_000_000]
    assert chosen_of([Variant("", 720, rate, False) for rate in rates]).bandwidth == 3_000_000


@pytest.mark.parametrize(("rates", "chosen"), [((6e6, 3e6, 1e6), 3e6), ((1e6, 5e5), 1e6)])
def test_by_bit_rate(rates, chosen):
    assert chosen_of([Variant("", 0, int(rate), False) for rate in rates]).bandwidth == chosen


def test_sound_and_portrait():
    sound, portrait = Variant("s", 0, 9, True), Variant("p", 1280, 9, False, True)
    assert chosen_of([sound, portrait, *variants(480)]).height == 480
    assert choose([sound, portrait]) == portrait
    assert choose([sound]) is None
    assert choose([]) is None


def test_master_playlist_of_twitch():
    text = """#EXTM3U
#EXT-X-TWITCH-INFO:NODE="x",SERVER-TIME="1.0"
#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="chunked",NAME="1080p60 (source)",AUTOSELECT=YES,DEFAULT=YES
#EXT-X-STREAM-INF:BANDWIDTH=8400000,RESOLUTION=1920x1080,CODECS="avc1.64002A,mp4a.40.2",VIDEO="chunked",FRAME-RATE=60.0
https://video.example/v1/playlist/chunked.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3400000,RESOLUTION=1280x720,CODECS="avc1.4D401F,mp4a.40.2",VIDEO="720p60",FRAME-RATE=60.0
720.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=160000,CODECS="mp4a.40.2",VIDEO="audio_only"
/audio.m3u8
"""
    found = parse(text, "https://video.example/v1/master.m3u8")
    assert isinstance(found, tuple)
    assert [v.url for v in found] == [
        "https://video.example/v1/playlist/chunked.m3u8",
        "https://video.example/v1/720.m3u8",
        "https://video.example/audio.m3u8",
    ]
    assert chosen_of(found).height == 720
    assert [v.audio_only for v in found] == [False, False, True]


@pytest.mark.parametrize(
    ("renditions", "chosen"),
    [
        ({"h264": 3.4, "hevc": 2.2, "av1": 1.9}, "h264"),
        ({"h264": 1.5, "hevc": 1.5, "av1": 1.5}, "hevc"),
        ({"h264": 1.5, "hevc": 1.3, "av1": 1.3}, "av1"),
        ({"h264": 1.5, "hevc": 1.0, "av1": 0.9}, "h264"),
        ({"other": 3.0, "av1": 3.0}, "av1"),
        ({"other": 3.0, "": 3.0}, ""),
    ],
)
def test_the_cheapest_to_decode_of_those_that_are_sharp(renditions, chosen):
    found = [
        Variant(codec, 720, int(1e6 * megabits), False, codec=codec)
        for codec, megabits in renditions.items()
    ]
    assert chosen_of(found).codec == chosen
    assert chosen_of(found[::-1]).codec == chosen


CODECS = {
    "h264": "avc1.64002A",
    "hevc": "hvc1.2.4.L150.90",
    "av1": "av01.0.12M.10",
    "vvc": "vvc1.1.L51",
}


def listed(*names: str) -> str:
    """A master playlist of Twitch's renditions: ``hevc 1080`` is one in H.265, ``? 720`` does not say its codec."""
    lines = ["#EXTM3U"]
    for name in names:
        codec, height = name.split()
        megabits = {"1440": 9, "1080": 6, "720": 3, "480": 1.4, "360": 0.7, "160": 0.3}.get(
            height, 4
        )
        said = [f"BANDWIDTH={megabits * 1e6:.0f}"]
        if codec in CODECS:
            said.append(f'CODECS="{CODECS[codec]},mp4a.40.2"')
        if height != "?":
            said.append(f"RESOLUTION={int(height) * 16 // 9}x{height}")
        lines += [f"#EXT-X-STREAM-INF:{','.join(said)}", name.replace(" ", "-").replace("?", "any")]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("renditions", "chosen"),
    [
        # H.264's upper rows are decoded alone: of whatever size, that is cheaper than all of another codec.
        (("h264 1080", "hevc 720", "av1 720", "h264 480"), "h264-1080"),
        (("h264 1440", "hevc 720", "av1 720"), "h264-1440"),
        (("hevc 1080", "hevc 720", "h264 720", "h264 480"), "h264-720"),
        (("hevc 1080", "hevc 720", "av1 720", "h264 480"), "hevc-720"),
        (("hevc 1080", "av1 720", "h264 480"), "av1-720"),
        (("av1 1080", "hevc 1080"), "hevc-1080"),
        # What 480p loses is worth H.265 at 1080p, and no more.
        (("hevc 1080", "h264 480", "h264 360"), "hevc-1080"),
        (("hevc 1440", "h264 480", "h264 360"), "h264-480"),
        (("hevc 1440", "h264 360", "h264 160"), "hevc-1440"),
        (("vvc 720", "h264 480"), "h264-480"),
        (("vvc 720", "hevc 720"), "hevc-720"),
        # Without CODECS it is H.264, as everywhere before there was anything else.
        (("? 1080", "? 720", "? 480"), "any-720"),
        (("? 1080", "hevc 720"), "any-1080"),
        # Without RESOLUTION it may be of any height.
        (("h264 ?", "hevc 1080", "h264 480"), "hevc-1080"),
        (("h264 ?", "h264 480"), "h264-480"),
        (("h264 ?", "h264 360"), "h264-any"),
        (("hevc ?", "h264 ?", "av1 ?"), "h264-any"),
        (("? ?", "hevc ?"), "any-any"),
    ],
)
def test_what_costs_least_to_decode_of_what_reads_well(renditions, chosen):
    for names in (renditions, renditions[::-1]):
        found = parse(listed(*names), "https://video.example/")
        assert chosen_of(found).url == f"https://video.example/{chosen}"


@pytest.mark.parametrize(
    ("codecs", "codec"),
    [
        ("avc1.64002A,mp4a.40.2", "h264"),
        ("mp4a.40.2, hvc1.2.4.L150.90", "hevc"),
        ("av01.0.08M.10,mp4a.40.2", "av1"),
        ("vvc1.1.L51", "other"),
        ("mp4a.40.2,Opus", None),
        ("", ""),
    ],
)
def test_codec(codecs, codec):
    assert picture_codec(codecs.split(",")) == codec
