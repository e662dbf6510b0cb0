"""Does a harmed table of channels end in a sentence, within its CPU budget?"""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.cpu_budget import assert_linear, repeated
from tests.fuzz.mutate import harmed
from tests.fuzz.seeds import TABLE
from tests.fuzz.targets import TARGETS


@pytest.fixture(autouse=True)
def django(site):
    """The table's own models need it."""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=harmed([TABLE]))
def test_harmed(data):
    TARGETS["table"].check(data)


@pytest.mark.parametrize("piece", [b'"', b",", b"\n", b"a\n", b'"a",', b"'=", b'"\n'])
def test_time_is_in_proportion_to_length(piece):
    assert_linear(TARGETS["table"].run, repeated(piece, TABLE, b""), 20_000)
