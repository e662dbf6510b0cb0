"""Is what Kick's address returns checked before it is shown, whatever it is?"""

import json
import time
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.discover.stand_ins.kick import row
from workers.discover.door import MAX_NAME_LENGTH, MAX_TITLE_LENGTH
from workers.discover.kick.answer import category_from, cursor_of, live_stream, token_of
from workers.discover.kick.client import Client
from workers.discover.kick.kick import Kick
from workers.discover.platforms import PlatformFailed

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from([10**400, "ann", "\ud800", "\u202e", "x" * 10_000])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
odd_rows = st.builds(
    lambda changes: {**row("ann"), **changes},
    st.dictionaries(st.sampled_from(sorted(row("a"))), anything, max_size=4),
)
pages = st.fixed_dictionaries(
    {"data": st.lists(odd_rows | anything, max_size=5) | anything, "pagination": anything}
)


class Scripted(Client):
    """Its server says what the test made up."""

    def __init__(self):
        super().__init__("id", "secret")
        self._token_ends_at, self.said = float("inf"), None
        self.api.ask = lambda *_: (200, json.dumps(self.said).encode())  # type: ignore[method-assign]


CLIENT = Scripted()


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(pages | anything)
def test_any_json_gives_sound_streams_or_one_sentence(said):
    began, streams, sentence = time.process_time(), [], "Kick"
    CLIENT.said, kick = said, Kick(CLIENT)
    for ask in (
        lambda: list(chain.from_iterable(kick.pages("53", (), 1.0))),
        lambda: kick.by_login(["ann"], 1.0),
        lambda: kick.categories("x", 1.0) and [],
        lambda: kick.category_id("x", 1.0) and [],
    ):
        try:
            streams += ask()
        except PlatformFailed as failure:
            sentence = str(failure)
        assert sentence.startswith("Kick")
    for stream in streams:
        assert stream.name
        assert len(stream.name) <= MAX_NAME_LENGTH
        assert len(stream.title) <= MAX_TITLE_LENGTH
        (stream.name + stream.title + stream.category).encode()
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    "broken",
    [
        {"channel": {"slug": ""}},
        {"channel": {"slug": "a/../b"}},
        {"channel": {"slug": "a" * 51}},
        {"channel": None},
        {"viewer_count": -1},
        {"viewer_count": "5"},
        {"viewer_count": True},
        {"viewer_count": None},
    ],
)
def test_refused(broken):
    assert live_stream({**row("ann"), **broken}) is None


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"access_token": "a b", "expires_in": 5},
        {"access_token": "a\r\nX: y", "expires_in": 5},
        {"access_token": "a" * 5000, "expires_in": 5},
        {"access_token": "a", "expires_in": True},
        {"access_token": "a", "expires_in": 0},
        {"access_token": "a", "expires_in": -5},
        {"access_token": "a", "expires_in": "five"},
        {"access_token": "a", "expires_in": 1.5},
    ],
)
def test_a_token_that_is_none(answer):
    with pytest.raises(PlatformFailed, match=r"Kick returned an invalid token\."):
        token_of(answer)


def test_a_token_for_ever_ends():
    assert token_of({"access_token": "a", "expires_in": 10**11})[1] <= 366 * 86400


@given(anything)
def test_parts_of_an_answer(said):
    assert isinstance(cursor_of({"pagination": said}), str)
    assert isinstance(cursor_of({"pagination": {"next_cursor": said}}), str)
    category_from({"name": said})
