#!/bin/sh
# streamlink-plugin-replaces-https-adapter: looking at one Dailymotion channel changes the HTTPS transport of every other plugin in the session.
# Expected: an adapter (or proxy, time limit, TLS settings) that an application mounts for "https://" serves all requests of its session.
# Seen: the plugin's constructor mounts its own adapter for "https://"; from then on all plugins' requests use it (streamlink 8.6.3).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlink==8.6.3
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import streamlink
from requests.adapters import HTTPAdapter


class Ours(HTTPAdapter):
    """As an application mounts it, to log, to limit or to route requests."""


session = streamlink.Streamlink()
session.http.mount("https://", Ours())


def transport():
    return type(session.http.get_adapter("https://www.twitch.tv/")).__name__


before = transport()
_, plugin, url = session.resolve_url("https://www.dailymotion.com/video/x1", follow_redirect=False)
plugin(session, url)  # nothing is fetched
after = transport()
print("streamlink", streamlink.__version__)
print("expected: requests to other sites go through Ours before and after")
print("seen:    ", before, "before,", after, "after")
sys.exit(0 if (before, after) == ("Ours", "DailymotionAdapter") else "the finding no longer holds")
PYTHON
