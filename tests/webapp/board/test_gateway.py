"""Does the API answer strangers' programs as the web expects: shared, checked again, throttled, open to other sites?"""

import asyncio
import json

import pytest

from tests.webapp.boards import row, show
from webapp.board.api.throttle import ADDRESSES_KEPT, BURST, REQUESTS_A_SECOND, Throttle

BROWSER = "203.0.113.5"


@pytest.fixture
def ask(client, store):
    """Ask the whole application, as a server does."""
    from webapp import asgi
    from webapp.board.api.gateway import ApiDoor

    door = asgi.api_door = ApiDoor(asgi.django_application)

    async def call(path, query="", method="GET", address=BROWSER, **headers):
        sent = []
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "scheme": "http",
            "client": (address, 1),
            "headers": [
                (b"host", b"testserver"),
                *(
                    (name.replace("_", "-").encode(), value.encode())
                    for name, value in headers.items()
                ),
            ],
        }
        messages = [{"type": "http.request", "body": b""}]

        async def receive():
            if not messages:
                await asyncio.Event().wait()
            return messages.pop()

        async def send(message):
            sent.append(message)

        await asgi.application(scope, receive, send)
        answer = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], answer, b"".join(each.get("body", b"") for each in sent[1:])

    call.door = door
    return call


@pytest.fixture
def settings_of(site):
    """Override settings until the test ends."""
    from django.test import override_settings

    overrides = []

    def override(**values):
        overrides.append(override_settings(**values))
        overrides[-1].enable()

    yield override
    for each in overrides:
        each.disable()


def both(*calls):
    async def main():
        return await asyncio.gather(*calls)

    return asyncio.run(main())


def test_what_was_asked_a_moment_ago_is_answered_once(ask, store):
    show(store, row("one"))
    (first, headers, body), (_, _, same) = both(
        *(ask("/api/v1/streams/", "game=pubg") for _ in range(2))
    )
    assert (first, headers["cache-control"], headers["access-control-allow-origin"]) == (
        200,
        "public, max-age=1",
        "*",
    )
    assert json.loads(body)["results"][0]["channel"] == "one"
    assert same == body
    assert both(ask("/api/v1/streams/", "game=all"))[0][2] != b""


def test_an_answer_that_is_the_same_but_for_its_age_is_not_sent_again(ask, store):
    from webapp.board.api.cache import etag_of

    show(store, row("one"))
    etag = both(ask("/api/v1/streams/"))[0][1]["etag"]
    status, headers, body = both(ask("/api/v1/streams/", if_none_match=f'"x", {etag}'))[0]
    assert (status, headers["etag"], body) == (304, etag, b"")
    assert etag_of(b'{"age_seconds":1.5,"alive":3}') == etag_of(b'{"age_seconds":22.0,"alive":3}')
    assert etag_of(b'{"age_seconds":1.5,"alive":3}') != etag_of(b'{"age_seconds":1.5,"alive":2}')


def test_head_has_the_headers_alone(ask, store):
    status, headers, body = both(ask("/api/v1/games/", method="HEAD"))[0]
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 2


@pytest.fixture
def counted(ask):
    """How often Django itself was asked, and with which headers."""
    inner, asked = ask.door.inner, []

    async def counting(scope, receive, send):
        asked.append(dict(scope["headers"]))

        async def with_cookie(message):
            if message["type"] == "http.response.start":
                headers = [
                    *message["headers"],
                    (b"set-cookie", b"session=mine"),
                    (b"vary", b"Cookie"),
                ]
                message = {**message, "headers": headers}
            await send(message)

        await inner(scope, receive, with_cookie)

    ask.door.inner = counting
    return asked


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_cookie_of_one_caller_reaches_another(ask, store, counted, method):
    _status, headers, _ = both(ask("/api/v1/streams/", method=method, cookie="session=mine"))[0]
    assert not {"set-cookie", "vary"} & set(headers)
    if method == "GET":
        assert b"cookie" not in counted[0]


def test_the_first_callers_taste_shapes_no_answer(ask, store, counted):
    show(store, row("one"))
    tastes = ["text/html", "application/json; indent=8", "application/xml", "*/*", "x" * 500]
    answers = [
        both(ask("/api/v1/streams/", accept=taste, accept_encoding=taste, origin=taste))[0]
        for taste in tastes
    ]
    assert {(status, body) for status, _, body in answers} == {(200, answers[0][2])}
    assert len(counted) == 1


@pytest.mark.parametrize(
    "query",
    [
        "game=pubg&limit=5",
        "limit=5&game=pubg",
        "x=1&game=pubg&limit=5&y=2",
        "limit=5&game=pubg&_=17",
    ],
)
def test_the_same_question_in_other_words_is_the_same(ask, store, counted, query):
    both(ask("/api/v1/streams/", "game=pubg&limit=5"))
    assert both(ask("/api/v1/streams/", query))[0][0] == 200
    assert len(counted) == 1


def test_faults_are_not_kept(ask, store):
    status, headers, body = both(ask("/api/v1/streams/", "game=chess"))[0]
    assert (status, headers["cache-control"], headers["access-control-allow-origin"]) == (
        404,
        "no-store",
        "*",
    )
    assert "etag" not in headers
    assert "the known ones" in json.loads(body)["detail"]
    assert both(ask("/api/v1/streams/", method="POST"))[0][0] == 405


def test_other_sites_may_ask_first(ask):
    status, headers, _ = both(
        ask("/api/v1/streams/", method="OPTIONS", access_control_request_method="GET")
    )[0]
    assert (status, headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")


def test_who_asks_too_often_is_told_so(ask):
    answers = both(*(ask("/api/v1/games/") for _ in range(2 * int(BURST))))
    refused = [answer for answer in answers if answer[0] == 429]
    assert 1 <= len(refused) <= BURST
    assert refused[0][1]["retry-after"] == "1"
    assert "20 a second" in json.loads(refused[0][2])["detail"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "hops", "found"),
    [
        (BROWSER, "", 0, BROWSER),
        (BROWSER, "203.0.113.8", 0, BROWSER),
        ("10.0.0.1", f"203.0.113.8, {BROWSER}", 1, BROWSER),
        ("10.0.0.1", f"6.6.6.6, {BROWSER}, 10.0.0.2", 2, BROWSER),
        ("10.0.0.1", BROWSER, 3, BROWSER),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", f"10.9.9.9, {BROWSER}:4711", 1, BROWSER),
        ("10.0.0.1", "[2001:db8:1:2:aaaa::7]:4711", 1, "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "", 0, "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "", 0, "2001:db8:1:2::"),
        ("::ffff:203.0.113.5", "", 0, BROWSER),
        ("127.0.0.1", "", 0, "127.0.0.1"),
        ("::1", "", 0, "::1"),
        ("", "", 0, ""),
        ("10.0.0.1", "nonsense" * 20, 1, ("nonsense" * 20)[:64]),
    ],
)
def test_only_trusted_proxies_say_who_asks(peer, forwarded, hops, found):
    from webapp.caller.address import caller

    assert caller(peer, forwarded, hops) == found


def test_a_caller_cannot_write_its_own_address(ask, settings_of):
    """Private addresses, which the cluster's own have, are trusted no more than others."""
    settings_of(TRUSTED_PROXY_HOPS=1)
    answers = both(
        *(
            ask("/api/v1/games/", address="10.0.0.9", x_forwarded_for=f"10.1.1.{n}, {BROWSER}")
            for n in range(int(BURST) + 3)
        )
    )
    assert 429 in {answer[0] for answer in answers}
    assert (
        both(ask("/api/v1/games/", address="10.0.0.9", x_forwarded_for="198.51.100.1"))[0][0] == 200
    )


def test_this_machine_itself_may_ask_as_it_likes(ask):
    assert {
        answer[0]
        for answer in both(*(ask("/api/v1/games/", address="127.0.0.1") for _ in range(150)))
    } == {200}


def test_a_bucket_fills_again_and_old_ones_are_forgotten():
    throttle = Throttle()
    assert [throttle.seconds_to_wait("a", 0.0) for _ in range(int(BURST))] == [0.0] * int(BURST)
    assert throttle.seconds_to_wait("a", 0.0) == pytest.approx(1 / REQUESTS_A_SECOND)
    assert throttle.seconds_to_wait("a", 1 / REQUESTS_A_SECOND) == 0.0
    for number in range(ADDRESSES_KEPT):
        throttle.seconds_to_wait(str(number), 100.0)
    assert len(throttle._buckets) <= ADDRESSES_KEPT
