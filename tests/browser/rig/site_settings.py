"""The site's settings, with stand-ins of the platforms' players."""

import os

from webapp.settings import *  # noqa: F403

TWITCH_CHAT = os.environ["TWITCH_STAND_IN"]
PLAYER_ORIGINS = {
    "twitch": TWITCH_CHAT,
    "kick": os.environ["KICK_STAND_IN"],
    "youtube": os.environ["YOUTUBE_STAND_IN"],
}
