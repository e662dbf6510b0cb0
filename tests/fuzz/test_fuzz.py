"""Does a harmed input end in a documented error, within its CPU budget? ``make fuzz`` asks for longer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cpu_budget import assert_linear, repeated
from tests.fuzz.mutate import harmed
from tests.fuzz.seeds import TABLE
from tests.fuzz.targets import TARGETS

SHORT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_valid(name):
    for seed in TARGETS[name].seeds():
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
@SHORT
@given(data=st.data())
def test_harmed(name, data):
    target = TARGETS[name]
    target.check(data.draw(harmed(target.seeds())))


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\0", b"{}", b"[]", b"null", b"\xff" * 1000], ids=repr)
def test_nothing_like_it(name, data):
    TARGETS[name].check(data)


@pytest.mark.parametrize("piece", [b'"', b",", b"\n", b"a\n", b'"a",', b"'=", b'"\n'])
def test_a_long_table_takes_time_in_proportion(piece):
    assert_linear(TARGETS["table"].run, repeated(piece, TABLE, b""), 20_000)
