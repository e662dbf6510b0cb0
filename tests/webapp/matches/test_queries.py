"""Does a page cost the database the same however many matches there are?"""

import pytest

from tests.webapp.matches.made import made

PATHS = (
    "/matches/",
    "/matches/?result=won&kills=5",
    "/matches/?day=2026-11-20",
    "/matches/feed/",
    "/channels/one/",
    "/channels/one/feed/",
    "/api/v1/matches/",
    "/api/v1/channels/one/",
)
MAX_QUERIES = 6


@pytest.mark.parametrize("path", PATHS)
def test_the_number_of_queries_does_not_grow_with_the_matches(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 70):
        for _ in range(number):
            made(result="won", kills=9)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MAX_QUERIES


def test_no_list_reads_a_picture_or_a_curve(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made(picture=b"x" * 5000, flipbook=b"x" * 5000)
    with CaptureQueriesContext(connection) as asked:
        client.get("/matches/")
    read = [query["sql"] for query in asked if '"desk_match"."id"' in query["sql"]]
    assert read
    for column in ("picture", "flipbook", "curve"):
        assert not any(f'"desk_match"."{column}",' in sql.split(" FROM ")[0] for sql in read)
