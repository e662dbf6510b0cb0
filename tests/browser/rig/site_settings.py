"""The site's settings, with a stand-in of Twitch's embeds."""

import os

from webapp.settings import *  # noqa: F403

TWITCH_PLAYER = TWITCH_CHAT = os.environ["TWITCH_STAND_IN"]
