"""Do the schemas and the README say what the values say?"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DESCRIBE = Path(__file__).parents[2] / "charts" / "describe.py"
describe = runpy.run_path(str(DESCRIBE))


@pytest.mark.parametrize("path", describe["written"]())
def test_what_follows_from_the_values_is_up_to_date(path: Path) -> None:
    assert path.read_text() == describe["written"]()[path], (
        f"run: python {DESCRIBE.relative_to(Path.cwd())}"
    )


def test_every_value_has_a_line() -> None:
    readme = (describe["UMBRELLA"] / "README.md").read_text()
    for role in describe["roles"]():
        for value in describe["described"](describe["UMBRELLA"] / "charts" / role / "values.yaml"):
            assert f"| `{role}.{value.path}` |" in readme
