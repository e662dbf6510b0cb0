"""Does one request to the site do for all browsers, and does nobody get what is another's?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.charts.proxy.rig import Site, ask, name_server, running

BROWSERS = (
    "gzip, deflate, br, zstd",
    "gzip, deflate, br",
    "gzip, deflate, zstd",
    "br;q=1.0, gzip;q=0.8, *;q=0.1",
    "deflate, gzip;q=1.0, *;q=0.5",
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("door")
    with (
        name_server(folder / "resolv.conf"),
        running(folder, folder / "resolv.conf", RATE="0") as port,
    ):
        yield port


@pytest.fixture(autouse=True)
def fresh() -> None:
    Site.asked.clear()
    Site.away = False
    Site.vary = "Accept-Encoding"


def test_a_page_is_asked_for_once_however_browsers_word_what_they_accept(door: int) -> None:
    for browser in BROWSERS:
        assert ask(door, "/api/v1/streams/?browsers", Accept_Encoding=browser)[0] == 200
    assert len(Site.asked) == 1


def test_a_file_has_a_variant_for_each_encoding_and_no_more(door: int) -> None:
    for browser in (*BROWSERS, "", "identity", "zstd"):
        assert ask(door, "/static/a.css", Accept_Encoding=browser)[0] == 200
    asked = [headers.get("accept-encoding", "") for _, headers in Site.asked]
    assert sorted(asked) == ["", "br", "gzip"]


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("br", "br"),
        ("gzip,br", "br"),
        ("BR", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip; q=0.001", "gzip"),
        ("x-gzip, brotli", ""),
        ("gzip;q=0", ""),
        ("*", ""),
    ],
)
def test_the_best_encoding_is_one_that_the_browser_accepts(
    door: int, accepted: str, best: str
) -> None:
    ask(door, f"/static/{accepted.replace(' ', '-')}.css", Accept_Encoding=accepted)
    assert Site.asked[0][1].get("accept-encoding", "") == best


@pytest.mark.parametrize("vary", ["Cookie", "Accept-Encoding, Cookie", "*", "authorization"])
def test_what_depends_on_who_asks_is_not_kept(door: int, vary: str) -> None:
    Site.vary = vary
    for _ in range(3):
        assert ask(door, f"/page/?{vary.replace(' ', '')}")[0] == 200
    assert len(Site.asked) == 3
