"""What shall a build watch? Published by its checkout's own code: python bench/load/publish.py < channels.json

Imports nothing of the bench, so that an older build can be measured by a newer bench. Reads the rows of an arena's
truth, and ``REDIS_URL``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace

from redis import Redis

PHASES = ("final_seconds", "playing_seconds", "waiting_seconds")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--interval", type=float, help="seconds between looks at any channel")
    told = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    from scoreboard.games import known_games
    from scoreboard.models import Channel
    from scoreboard.store import Store

    games = list(known_games().values())
    if told.interval is not None:
        games = [replace(game, **dict.fromkeys(PHASES, told.interval)) for game in games]
    channels = [
        Channel(row["channel"], "watch", row["game"], row["name"], row["url"])
        for row in json.load(sys.stdin)
    ]
    Store(Redis.from_url(os.environ["REDIS_URL"])).publish_catalog(games, channels, "bench")


if __name__ == "__main__":
    main()
