"""Is a picture taken by whichever of a stream's addresses works?"""

import re
import time

import pytest
from streamlink.exceptions import PluginError
from streamlink.plugin import Plugin, pluginmatcher
from streamlink.stream.hls.hls import HLSStream

from tests.workers.looks import look_at
from tests.workers.stream_server import StreamServer, drip, silence
from tests.workers.video import GAME, sound_alone, video
from workers.capture import Camera, CaptureFailed, Limits
from workers.capture.resolve import MAX_RENDITIONS, RETRY_SECONDS, SECOND_CHOICE_SECONDS

LOOK_SECONDS = 4.0
PRIMARY, BACKUP, SOURCE = "/primary/index.m3u8", "/backup/index.m3u8", "/source/index.m3u8"
MASTER = b"""#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720
primary/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720
backup/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080
source/index.m3u8
"""
HUDS = {PRIMARY: 60, BACKUP: 120, SOURCE: 180}


@pytest.fixture
def server():
    streams = StreamServer()
    yield streams
    streams.close()


@pytest.fixture
def camera(store, server):
    return Camera(store, [server.host], Limits(look_seconds=LOOK_SECONDS))


@pytest.fixture
def master(server):
    """A master playlist whose renditions are told apart by their HUD."""
    server.files["/master.m3u8"] = MASTER
    go_on(server, 1)
    return server.url + "/master.m3u8"


def go_on(server, sequence, *paths):
    for path in paths or HUDS:
        server.live(video(HUDS[path], shift=sequence), path=path, sequence=sequence)


def look(camera, url):
    return look_at(camera, url, GAME)


def hud(look):
    return round(look.crops["hud"][4:-4, 4:-4].mean())


def failure(camera, url):
    with pytest.raises(CaptureFailed) as caught:
        look(camera, url)
    return caught.value


def status(code):
    return lambda handler: handler.say(code, b"no")


BAD_PLAYLISTS = {
    "404": status(404),
    "403": status(403),
    "500": status(500),
    "empty": lambda handler: handler.say(200, b""),
    "a page": b"<html>no</html>",
    "half": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n",
    "silent": silence,
    "slow": drip(b"#EXTM3U\n" * 100),
    "ended": b"#EXTM3U\n#EXTINF:1,\ns1\n#EXT-X-ENDLIST\n",
    "a master": MASTER,
    "segments missing": b"#EXTM3U\n#EXTINF:1,\ns0\n#EXTINF:1,\ns00\n",
    "a private segment": b"#EXTM3U\n#EXTINF:1,\nhttp://10.0.0.1/s\n",
}


# Case 04: the rendition that is chosen does not work


@pytest.mark.parametrize("known", [False, True], ids=["at first", "later"])
@pytest.mark.parametrize("kind", BAD_PLAYLISTS)
def test_the_next_best_rendition_replaces_one_that_fails(server, camera, master, kind, known):
    if known:
        assert hud(look(camera, master)) == pytest.approx(60, abs=2)
        go_on(server, 2)
    server.files[PRIMARY] = BAD_PLAYLISTS[kind]
    began = time.monotonic()
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)
    assert time.monotonic() - began < LOOK_SECONDS


@pytest.mark.parametrize("segment", [b"", bytes(50_000), sound_alone()])
def test_so_does_one_whose_segments_cannot_be_read(server, camera, master, segment):
    server.files["/primary/s1"] = segment
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)


def test_two_that_fail(server, camera, master):
    server.files[PRIMARY] = server.files[BACKUP] = status(404)
    assert hud(look(camera, master)) == pytest.approx(180, abs=2)


def many(server, gone, *left):
    """A master playlist of so many renditions that are gone, the best there are, and then of others."""
    rows = [f"#EXT-X-STREAM-INF:BANDWIDTH=3,RESOLUTION=1280x720\ngone{n}.m3u8" for n in range(gone)]
    rows += [f"#EXT-X-STREAM-INF:BANDWIDTH=9,RESOLUTION=1920x1080\n{path}" for path in left]
    server.files["/master.m3u8"] = "\n".join(["#EXTM3U", *rows, ""]).encode()


def test_what_is_left_when_most_are_gone(server, camera, master):
    many(server, 8, SOURCE)
    assert hud(look(camera, master)) == pytest.approx(180, abs=2)


def test_a_rendition_is_tried_once_however_often_it_is_listed(server, camera, master):
    many(server, 0, *[PRIMARY] * 12, BACKUP)
    server.files[PRIMARY] = status(500)
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)


def test_not_offline_when_some_were_not_tried(server, camera, master):
    many(server, MAX_RENDITIONS, SOURCE)
    assert failure(camera, master).state == "error"
    many(server, MAX_RENDITIONS)
    assert failure(camera, master).state == "offline"


def test_offline_when_all_are(server, camera, master):
    for path in HUDS:
        server.files[path] = status(404)
    assert failure(camera, master).state == "offline"
    server.files[BACKUP] = status(500)
    assert failure(camera, master).state == "error"


def test_a_second_choice_is_kept_for_two_minutes(server, camera, master):
    now, good = time.time(), server.files[PRIMARY]
    server.files[PRIMARY] = status(404)
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)
    server.files[PRIMARY] = good
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)
    camera.clock = lambda: now + SECOND_CHOICE_SECONDS + 10
    go_on(server, 99)
    assert hud(look(camera, master)) == pytest.approx(60, abs=2)


def test_a_rendition_that_has_stopped(server, camera, master):
    now = time.time()
    look(camera, master)
    camera.clock = lambda: now + 20
    assert failure(camera, master).state == "frozen"  # as have the others
    go_on(server, 8, BACKUP, SOURCE)
    assert hud(look(camera, master)) == pytest.approx(120, abs=2)


def looks(server, camera, master, seconds, sequence=None):
    """What looks in the next ``seconds`` see, every five; ``sequence``: of the backup at the first, when it goes on."""
    began, seen = camera.clock(), []
    for number in range(1, seconds // 5 + 1):
        camera.clock = lambda at=began + 5 * number: at
        if sequence is not None:
            go_on(server, sequence + number, BACKUP)
        try:
            seen.append(round(hud(look(camera, master)), -1))
        except CaptureFailed as failed:
            seen.append(failed.state)
    return seen


def test_a_rendition_that_has_stopped_is_not_taken_for_new(server, camera, master):
    """Also when the one that replaced it is looked for a better one."""
    now = time.time()
    camera.clock = lambda: now
    look(camera, master)
    server.files[SOURCE] = b""
    assert looks(server, camera, master, 20, sequence=1)[-1] == 120
    assert set(looks(server, camera, master, 300, sequence=10)) == {120}
    go_on(server, 200, PRIMARY)
    assert 60 in looks(server, camera, master, 130, sequence=100)


def test_renditions_that_stop_at_different_segments_have_all_stopped(server, camera, master):
    now = time.time()
    camera.clock = lambda: now
    go_on(server, 4, BACKUP)
    server.files[SOURCE] = b""
    look(camera, master)
    assert set(looks(server, camera, master, 200)[-20:]) == {"frozen"}


def test_so_have_those_whose_addresses_differ_in_their_queries(server, camera):
    now = time.time()
    camera.clock = lambda: now
    lines = [b"#EXTM3U"]
    for place, path in enumerate((PRIMARY, BACKUP)):
        lines += [b"#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720", b"/v?q=%d" % place]
        server.live(video(HUDS[path]), path=path, sequence=9 + place)

    def speak(handler):
        path = BACKUP if handler.path.endswith("1") else PRIMARY
        folder = path.rpartition("/")[0].encode()
        handler.say(200, server.files[path].replace(b"\ns", b"\n" + folder + b"/s"))

    server.files |= {"/q.m3u8": b"\n".join(lines), "/v": speak}
    url = server.url + "/q.m3u8"
    look(camera, url)
    assert set(looks(server, camera, url, 100)[-10:]) == {"frozen"}


def test_an_encoder_that_restarts_counts_from_the_start(server, camera, master):
    now = time.time()
    camera.clock = lambda: now
    go_on(server, 70_000)
    look(camera, master)
    server.files[SOURCE] = b""
    assert looks(server, camera, master, 60, sequence=0)[-5:] == [120] * 5


# Case 05: an address that worked is kept until another works

OLD = 1300


@pytest.mark.parametrize("kind", [kind for kind in BAD_PLAYLISTS if kind != "a master"])
def test_the_old_address_while_no_new_one_is_given(server, camera, master, kind):
    now = time.time()
    look(camera, master)
    server.files["/master.m3u8"] = BAD_PLAYLISTS[kind]
    for number, after in enumerate((OLD, OLD + 10, OLD + 20), 2):
        camera.clock = lambda at=now + after: at
        go_on(server, number)
        assert hud(look(camera, master)) == pytest.approx(60, abs=2)
    assert server.asked("/master.m3u8") == 2, "asked again only after a minute"
    server.files["/master.m3u8"] = MASTER.replace(b"primary/", b"other/")
    server.live(video(220), path="/other/index.m3u8", sequence=9)
    go_on(server, 9)
    camera.clock = lambda: now + OLD + RETRY_SECONDS + 1
    assert hud(look(camera, master)) == pytest.approx(220, abs=2)


def test_the_old_address_when_it_fails_too(server, camera, master):
    now = time.time()
    look(camera, master)
    camera.clock = lambda: now + OLD
    server.files["/master.m3u8"] = status(500)
    server.files[PRIMARY] = status(404)
    assert failure(camera, master).state == "error"
    server.files["/master.m3u8"] = status(404)
    assert failure(camera, master).state == "offline"


def test_a_failed_look_forgets_nothing(server, camera, master):
    look(camera, master)
    good, server.files[PRIMARY] = server.files[PRIMARY], status(500)
    server.files["/master.m3u8"] = status(500)
    assert failure(camera, master).state == "error"
    server.files[PRIMARY] = good
    assert hud(look(camera, master)) == pytest.approx(60, abs=2)


@pytest.fixture
def channel(server, camera):
    """An address that a plugin of streamlink opens; ``channel.fails`` makes its platform fail."""

    @pluginmatcher(re.compile(r"http://[\d.:]+/channel/"))
    class Platform(Plugin):
        fails = None

        def _get_streams(self):
            if self.fails:
                raise self.fails
            if self.fails == "":
                return {}
            return HLSStream.parse_variant_playlist(
                self.session, self.url.replace("/channel/", "/master/")
            )

    camera.plugins.know("platform", Platform)
    server.files["/master/ann"] = MASTER.replace(b"\nprimary", b"\n/primary").replace(
        b"\nbackup", b"\n/backup"
    )
    go_on(server, 1)
    Platform.address = server.url + "/channel/ann"
    return Platform


@pytest.mark.parametrize("fails", [PluginError("token service"), "", OSError("reset")])
def test_the_old_address_while_a_plugin_fails(server, camera, channel, fails):
    now = time.time()
    assert hud(look(camera, channel.address)) == pytest.approx(60, abs=2)
    channel.fails = fails
    camera.clock = lambda: now + OLD
    go_on(server, 2)
    assert hud(look(camera, channel.address)) == pytest.approx(60, abs=2)


def test_the_old_address_while_a_new_session_begins_with_an_ad(server, camera, channel):
    now = time.time()
    look(camera, channel.address)
    server.live(video(), path="/new/index.m3u8", marks={0: "#EXT-X-CUE-OUT:30"})
    server.files["/master/ann"] = MASTER.replace(b"\nprimary", b"\n/new")
    camera.clock = lambda: now + OLD
    go_on(server, 2)
    assert hud(look(camera, channel.address)) == pytest.approx(60, abs=2)


def test_the_next_best_rendition_through_a_plugin(server, camera, channel):
    server.files[PRIMARY] = status(404)
    assert hud(look(camera, channel.address)) == pytest.approx(120, abs=2)


# Case 07: what a plugin's streams are called says less than the playlist


def listed(server, *renditions):
    """A master playlist of renditions, each with its own HUD; its address for the plugin."""
    lines = ["#EXTM3U"]
    for number, (attributes, media, _) in enumerate(renditions):
        lines += [*([media] if media else []), f"#EXT-X-STREAM-INF:{attributes}"]
        lines += [f"/r{number}/index.m3u8"]
        server.live(video(40 * (number + 1)), path=f"/r{number}/index.m3u8")
    server.files["/master/ann"] = "\n".join(lines).encode()
    return next(40 * (number + 1) for number, (*_, right) in enumerate(renditions) if right)


def named(name, group):
    return f'#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="{group}",NAME="{name}",AUTOSELECT=YES'


LADDERS = {
    "names by bit rate": [
        ("BANDWIDTH=300000", "", False),
        ("BANDWIDTH=5000000", "", True),
    ],
    "the leanest that is sharp": [
        ("BANDWIDTH=300000", "", False),
        ("BANDWIDTH=9000000", "", False),
        ("BANDWIDTH=2500000", "", True),
    ],
    "names without sizes": [
        ('BANDWIDTH=400000,RESOLUTION=284x160,VIDEO="a"', named("fine", "a"), False),
        ('BANDWIDTH=3000000,RESOLUTION=1280x720,VIDEO="b"', named("finer", "b"), True),
    ],
    "sizes swapped in the names": [
        ('BANDWIDTH=3000000,RESOLUTION=1280x720,VIDEO="a"', named("160p", "a"), True),
        ('BANDWIDTH=400000,RESOLUTION=284x160,VIDEO="b"', named("720p", "b"), False),
    ],
    "four of one height": [
        ("BANDWIDTH=1000000,RESOLUTION=1280x720", "", False),
        ("BANDWIDTH=1500000,RESOLUTION=1280x720", "", False),
        ("BANDWIDTH=1800000,RESOLUTION=1280x720", "", False),
        ("BANDWIDTH=4000000,RESOLUTION=1280x720", "", True),
    ],
    "sound with a lower bit rate": [
        ('BANDWIDTH=3000000,CODECS="mp4a.40.2"', "", False),
        ('BANDWIDTH=1000000,CODECS="avc1.4d401f,mp4a.40.2"', "", True),
    ],
}


@pytest.mark.parametrize("ladder", LADDERS)
def test_the_multivariant_playlist_knows_better_than_names(server, camera, channel, ladder):
    right = listed(server, *LADDERS[ladder])
    assert hud(look(camera, channel.address)) == pytest.approx(right, abs=2)


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (("300k", "5000k"), "5000k"),
        (("300k", "2500k", "8000k"), "2500k"),
        (("160p", "720p", "1080p"), "720p"),
        (("640x360", "1280x720"), "1280x720"),
        (("low", "high"), "high"),
        (("source", "medium", "high"), "high"),
        (("hd", "sq"), "hd"),
        (("audio_only", "300k"), "300k"),
        (("720p_portrait", "480p"), "480p"),
        (("one", "other"), "one"),
    ],
)
def test_names_alone(server, camera, names, right):
    @pluginmatcher(re.compile(r"http://[\d.:]+/names/"))
    class Platform(Plugin):
        def _get_streams(self):
            for name in names:
                yield name, HLSStream(self.session, f"{server.url}/{name}/index.m3u8")

    camera.plugins.know("names", Platform)
    for name in names:
        server.live(video(200 if name == right else 50), path=f"/{name}/index.m3u8")
    assert hud(look(camera, server.url + "/names/ann")) == pytest.approx(200, abs=2)


# Case 19: a playlist under an address that does not say so


@pytest.mark.parametrize(
    ("content_type", "before"),
    [
        ("application/vnd.apple.mpegurl", b""),
        ("application/x-mpegURL; charset=utf-8", b""),
        ("audio/mpegurl", b""),
        ("application/octet-stream", b""),
        ("text/plain", b"\xef\xbb\xbf"),
        ("text/html; charset=utf-8", b"\r\n"),
        (None, b"\n"),
    ],
)
@pytest.mark.parametrize("path", ["/hls/stream", "/play.php", "/live.ts"])
def test_a_playlist_without_a_suffix(server, camera, content_type, before, path):
    headers = {"Content-Type": content_type} if content_type else {}
    for number in (1, 2):
        server.live(video(shift=number), path="/hls/index.m3u8", sequence=number)
        body = before + server.files["/hls/index.m3u8"].replace(b"\ns", b"\n/hls/s")
        server.files[path] = lambda handler, body=body: handler.say(200, body, headers)
        assert hud(look(camera, server.url + path + "?token=1")) == pytest.approx(200, abs=2)
    assert server.asked(path) == 4, "once by streamlink and once by us to find out what it is"


def test_a_master_playlist_without_a_suffix(server, camera, master):
    server.files["/hls/live"] = MASTER.replace(b"\nprimary", b"\n/primary")
    assert hud(look(camera, server.url + "/hls/live")) == pytest.approx(60, abs=2)
    go_on(server, 2)
    look(camera, server.url + "/hls/live")
    assert server.asked("/hls/live") == 3, "not by the second look"


def test_a_type_that_is_wrong(server, camera):
    server.files["/hls/live"] = lambda handler: handler.say(
        200, video(), {"Content-Type": "application/vnd.apple.mpegurl"}
    )
    assert failure(camera, server.url + "/hls/live").state == "error"
