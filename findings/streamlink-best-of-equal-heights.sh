#!/bin/sh
# streamlink-best-of-equal-heights: of renditions of one height, streamlink's "best" is the first in the playlist, not the highest bit rate.
# Expected: of 720p at 1, 2, 3 and 4 Mbit/s, "best" is 4 Mbit/s, "worst" is 1 Mbit/s, and all four have a name.
# Seen: "best" is 1 Mbit/s, "worst" is 3 Mbit/s, and the fourth has no name at all (streamlink 8.6.3).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlink==8.6.3
cat > "$folder/master.m3u8" <<'PLAYLIST'
#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=1000000,RESOLUTION=1280x720
one.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720
two.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720
three.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=4000000,RESOLUTION=1280x720
four.m3u8
PLAYLIST
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import functools
import http.server
import sys
import threading

import streamlink

handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=".")
handler.log_message = lambda *_: None
http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_address[1]}/master.m3u8"
streams = streamlink.Streamlink().streams(f"hls://{url}")
names = {name: stream.url.rsplit("/", 1)[1] for name, stream in streams.items()}
print("streamlink", streamlink.__version__)
print("expected: best four.m3u8, worst one.m3u8, four names")
print("seen:    ", names)
holds = names["best"] == "one.m3u8" and "four.m3u8" not in names.values()
sys.exit(0 if holds else "the finding no longer holds")
PYTHON
