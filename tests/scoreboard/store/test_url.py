"""Does a URL lead to the database that people are told?"""

from __future__ import annotations

import pytest

from scoreboard.store.url import WrongUrl, redis_url

FORMS = ("redis://host/{}", "redis+sentinel://host/primary/{}")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("said", "database"), [("", 0), ("4", 4), ("4?db=3", 3)])
def test_the_database_that_is_shown_is_the_one_in_use(form: str, said: str, database: int) -> None:
    found = redis_url(form.format(said))
    assert found.database == database
    assert found.shown.endswith(f"/{database}")


@pytest.mark.parametrize("form", FORMS)
def test_a_raised_number_is_no_database(form: str) -> None:
    with pytest.raises(WrongUrl, match="not a number"):
        redis_url(form.format("\N{SUPERSCRIPT TWO}"))
