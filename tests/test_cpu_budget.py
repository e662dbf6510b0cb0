"""Does the budget catch what it is for?"""

import re

import pytest

from tests.cpu_budget import BudgetExceeded, assert_linear, budget, repeated

QUADRATIC = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",\s]+)')
"""The pattern of attributes up to version 0.1.0."""


def test_quadratic_time_is_caught():
    with pytest.raises(BudgetExceeded):
        assert_linear(QUADRATIC.findall, repeated("A", "", ""), 2_000)


def test_linear_time_passes():
    assert_linear(str.split, repeated("a ", "", ""), 200_000)


def test_a_long_call_is_caught():
    with pytest.raises(BudgetExceeded), budget(0, seconds=0.01):
        sum(range(3_000_000))
