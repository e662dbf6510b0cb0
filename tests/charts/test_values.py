"""Do the schemas and the README say what the values say?"""

from __future__ import annotations

from pathlib import Path

import pytest

from charts.describe import UMBRELLA, described, roles, written


@pytest.mark.parametrize("path", written())
def test_what_follows_from_the_values_is_up_to_date(path: Path) -> None:
    assert path.read_text() == written()[path], "run: python -m charts.describe"


def test_every_value_has_a_line() -> None:
    readme = (UMBRELLA / "README.md").read_text()
    for role in roles():
        for value in described(UMBRELLA / "charts" / role / "values.yaml"):
            assert f"| `{role}.{value.path}` |" in readme
