"""A Twitch on localhost, and a client that asks it."""

import pytest

from tests.workers.discover.helix_stand_in import CLIENT_ID, CLIENT_SECRET, HelixStandIn
from workers.discover.twitch.helix import Helix
from workers.discover.twitch.twitch import Twitch


@pytest.fixture
def twitch():
    stand_in = HelixStandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def helix(twitch):
    return new_helix(twitch)


@pytest.fixture
def on_twitch(helix):
    """The platforms of a worker with credentials for Twitch alone."""
    return [Twitch(helix)]


def new_helix(twitch):
    return Helix(CLIENT_ID, CLIENT_SECRET, twitch.url, twitch.url + "/oauth2/token")
