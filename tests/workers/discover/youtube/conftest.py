"""A YouTube on localhost, and a client that asks it."""

import pytest

from tests.workers.discover.stand_ins.youtube import KEY, YouTubeStandIn
from workers.discover.youtube.youtube import YouTube


@pytest.fixture
def site():
    stand_in = YouTubeStandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def youtube(site, store):
    return YouTube(KEY, store, site.url)
