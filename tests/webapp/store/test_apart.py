"""Do viewers get their board while the Redis of the queues, or of looks and pictures, is away?"""

from __future__ import annotations

import pytest

from tests.webapp.boards import row, show
from webapp.store.last_known import LastKnown
from webapp.store.link import redis_at

AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def site(client, redis_url, monkeypatch):
    from webapp.board.api import views
    from webapp.board.pages import board as page
    from webapp.server import metrics, probes

    known = LastKnown(redis_at(redis_url), redis_at(AWAY), redis_at(AWAY))
    for module in (views, metrics, page, probes):
        monkeypatch.setattr(module, "store", lambda: known)
    return client


def test_the_board_needs_neither(site, store):
    show(store, row("one"), on_air="one")
    for path in ("/", "/api/v1/streams/", "/readyz"):
        assert site.get(path).status_code == 200, path
    told = site.get("/metrics").content.decode()
    assert "rotisserie_scoreboard_up 1.0" in told
    assert 'rotisserie_redis_up{holds="queues"} 0.0' in told
    assert 'rotisserie_redis_up{holds="looks"} 0.0' in told
    assert "rotisserie_queue_length{" not in told
    assert "rotisserie_board_age_seconds" in told
