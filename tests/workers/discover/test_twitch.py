"""Is what Twitch says of a stream checked before it is shown?"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.discover.helix_stand_in import row
from workers.discover.door import MAX_TITLE_LENGTH, clean
from workers.discover.twitch.rows import live_stream


@pytest.mark.parametrize(
    "broken",
    [
        {"user_login": ""},
        {"user_login": "a" * 26},
        {"user_login": "a/../b"},
        {"user_login": None},
        {"viewer_count": -1},
        {"viewer_count": "5"},
        {"viewer_count": True},
        {"viewer_count": None},
        {"viewer_count": 1.5},
    ],
)
def test_refused(broken):
    assert live_stream({**row("ann"), **broken}) is None


@pytest.mark.parametrize(
    ("said", "kept"), [("en", "en"), ("zh-hk", "zh-hk"), ("other", "other"), ("<b>", ""), (5, "")]
)
def test_language(said, kept):
    found = live_stream(row("ann", language=said))
    assert found
    assert found.language == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("plain", "plain"),
        ("a\u202eb\u2066c", "abc"),
        ("a\r\n\tb\x00c", "a b c"),
        ("x" * 500, "x" * MAX_TITLE_LENGTH),
        ("👩\u200d🚀", "👩\u200d🚀"),
        (None, ""),
        (["a"], ""),
        ("\ufeffa\u00ad", "a"),
        ("a\u2028b", "a b"),
    ],
)
def test_clean(said, kept):
    assert clean(said, MAX_TITLE_LENGTH) == kept


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(sorted(row("a"))),
        st.none() | st.text(max_size=200) | st.integers() | st.booleans(),
    )
)
def test_never_fails(row):
    found = live_stream(row)
    assert found is None or (found.name and len(found.title) <= MAX_TITLE_LENGTH)
