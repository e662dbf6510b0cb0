"""Does discovery end within its budget and store sound streams, whatever JSON Twitch's address returns?"""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoreboard.models import Channel, Game, Stream
from tests.workers.discover.helix_stand_in import row
from workers.discover.door import MAX_NAME_LENGTH, MAX_TITLE_LENGTH, MAX_VIEWERS
from workers.discover.listing import Lister
from workers.discover.twitch.answer import (
    HelixFailed,
    category_from,
    cursor_of,
    json_object,
    rows_of,
    token_of,
)
from workers.discover.twitch.helix import Helix
from workers.discover.twitch.twitch import Twitch

GAME = Game("pubg", "PUBG", twitch_category="PUBG", stream_limit=30, languages=("en",))
CHANNELS = {
    "twitch-ann": Channel("twitch-ann", "allow"),
    "twitch-bob": Channel("twitch-bob", "block"),
}
CPU_SECONDS = 1.0

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**63])
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["493057", "ann", "bob", "en", "x" * 10_000, "\ud800", "\u202e", "a\x00b"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
odd_rows = st.builds(
    lambda login, changes: {**row(login), **changes},
    st.sampled_from(["ann", "bob", "cem", "dee"]),
    st.dictionaries(st.sampled_from(sorted(row("a"))), anything, max_size=4),
)
labelled = st.fixed_dictionaries(
    {"broadcaster_id": anything, "content_classification_labels": anything}
)
pages = st.fixed_dictionaries(
    {
        "data": st.lists(odd_rows | labelled | anything, max_size=6) | anything,
        "pagination": st.fixed_dictionaries({"cursor": anything}) | anything,
    }
)
answers = st.lists(pages | anything, min_size=1, max_size=6)


class Scripted(Helix):
    """Helix whose server says what the test made up. There is one for all examples: its client is dear to make."""

    def __init__(self):
        super().__init__("id", "secret")
        self._token, self._token_ends_at = "token", float("inf")

    def says(self, said):
        self._said, self._number = said, 0
        for known in (self.known_labels, self._categories, self._user_ids):
            known.clear()
        return self

    def _ask(self, method, url, headers, body=None):
        self._number += 1
        return 200, "", json.dumps(self._said[self._number % len(self._said)]).encode()


HELIX = Scripted()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_any_json_gives_sound_streams_or_one_sentence(said):
    began = time.process_time()
    try:
        listing = Lister(Twitch(HELIX.says(said)), GAME, "493057", CHANNELS, 1.0).listing()
    except HelixFailed as failure:
        sentence = str(failure)
        streams: list[Stream] = []
    else:
        sentence = "Twitch"
        streams = list(listing.kept.values())
        assert all(isinstance(reason, str) and reason for reason in listing.passed.values())
    assert time.process_time() - began < CPU_SECONDS
    assert sentence.startswith("Twitch")
    for stream in streams:
        assert Stream.from_json(stream.to_json()) == stream
        assert stream.name
        assert len(stream.name) <= MAX_NAME_LENGTH
        assert len(stream.title) <= MAX_TITLE_LENGTH
        assert 0 <= (stream.viewers or 0) <= MAX_VIEWERS
        assert stream.channel != "twitch-bob"
        (stream.name + stream.title).encode()


@settings(deadline=None, max_examples=100)
@given(anything)
def test_what_an_answer_holds(said):
    body = json.dumps(said).encode()
    for read in (rows_of, token_of):
        try:
            read(json_object(body))
        except HelixFailed as failure:
            sentence = str(failure)
        else:
            sentence = "Twitch"
        assert sentence.startswith("Twitch")
    if isinstance(said, dict):
        assert isinstance(cursor_of(said), str)
        category_from(said)
    cursor_of({"pagination": said})
    cursor_of({"pagination": {"cursor": said}})
    category_from({"name": said, "box_art_url": said})


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b"1" * 1_000_000,
        b'{"data": [' + b"{}," * 400_000 + b"{}]}",
        b'{"data": "' + b"\\u202e" * 300_000 + b'"}',
        b"\xff\xfe" * 100_000,
        b"",
        b"NaN",
    ],
)
def test_large_and_deep(body):
    began = time.process_time()
    with suppress(HelixFailed):
        assert len(rows_of(json_object(body))) <= 100
    assert time.process_time() - began < CPU_SECONDS


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"access_token": "a b", "expires_in": 5},
        {"access_token": "ümlaut", "expires_in": 5},
        {"access_token": "a\r\nX: y", "expires_in": 5},
        {"access_token": "", "expires_in": 5},
        {"access_token": "a" * 300, "expires_in": 5},
        {"access_token": "a", "expires_in": True},
        {"access_token": "a", "expires_in": 0},
        {"access_token": "a", "expires_in": -5},
        {"access_token": "a", "expires_in": "5"},
        {"access_token": "a", "expires_in": 1.5},
    ],
)
def test_a_token_that_is_none(answer):
    with pytest.raises(HelixFailed, match=r"Twitch returned an invalid token\."):
        token_of(answer)


def test_a_token_without_end_ends():
    assert token_of({"access_token": "a", "expires_in": 10**400})[1] <= 366 * 86400
