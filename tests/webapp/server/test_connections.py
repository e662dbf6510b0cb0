"""How many connections does a site hold: to its database, and for viewers who no longer read?"""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
import pytest
from redis import Redis

from scoreboard.store import Store
from tests.postgres import postgres
from tests.webapp.boards import row, show
from tests.webapp.server.served import ask, redis_server, site

AT_ONCE = 200
BODILESS = (
    "/api/v1/streams/",
    "/all/pubg",
    "/current/pubg",
    "/preview/x.jpg",
    "/",
    "/api/v1/events/",
    "/admin/login/",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("connections")
    with redis_server(folder) as (port, _), postgres() as database:
        redis = f"redis://127.0.0.1:{port}/0"
        with site({"REDIS_URL": redis, "DATABASE_URL": f"{database}?pool=true"}) as address:
            yield address, database, Store(Redis.from_url(redis))


@pytest.fixture
def connections(served):
    """How many there are beside the one that asks."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    with psycopg.connect(served[1], autocommit=True) as asking:
        yield lambda: asking.execute(query).fetchone()[0] - 1


def test_two_hundred_at_once_share_ten_connections(served, connections):
    address, _, store = served
    show(store, row("one"))
    paths = ("/admin/login/", "/", "/unheard-of/", "/api/v1/streams/?game=pubg&offset={}")
    seen, over = [], threading.Event()

    def watch():
        while not over.is_set():
            seen.append(connections())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            urls = [address + paths[n % 4].format(n) for n in range(2 * AT_ONCE)]
            answers = list(pool.map(lambda url: ask(url, 60)[0], urls))
    finally:
        over.set()
        watching.join()
    assert {status for status in answers if status >= 500} == set()
    assert answers.count(200) == len(answers) * 3 // 4
    assert max(seen) <= 10
    time.sleep(1)
    assert connections() <= 10


def test_the_site_has_its_database_again_at_once(tmp_path):
    """psycopg's pool would try again after pauses of up to minutes."""
    with redis_server(tmp_path) as (port, _), postgres() as database:
        redis = f"redis://127.0.0.1:{port}/0"
        with site({"REDIS_URL": redis, "DATABASE_URL": database}) as address:
            assert ask(f"{address}/admin/login/")[0] == 200
            with psycopg.connect(database, autocommit=True) as connection:
                kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                connection.execute(kill)
            assert ask(f"{address}/admin/login/")[0] == 200
            assert ask(f"{address}/api/v1/games/")[0] == 200


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    with redis_server(folder) as (port, _):
        redis = f"redis://127.0.0.1:{port}/0"
        environment = {
            "REDIS_URL": redis,
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "ALLOWED_HOSTS": "example.org,127.0.0.1",
            "TRUSTED_PROXY_HOPS": "1",
        }
        with site(environment) as address:
            yield address, Store(Redis.from_url(redis))


def opened(address, path="/api/v1/events/", **headers):
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname, parts.port), 10)
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode())
    return connection


def status_of(connection):
    return int(connection.recv(4096).split()[1])


def test_one_address_holds_so_many_event_streams(small):
    from webapp.board.events.places import STREAMS_PER_ADDRESS

    address, _ = small
    mine = {"X_Forwarded_For": "6.6.6.6, 203.0.113.5"}
    held = [opened(address, **mine) for _ in range(STREAMS_PER_ADDRESS)]
    assert [status_of(each) for each in held] == [200] * STREAMS_PER_ADDRESS
    for forged in ("7.7.7.7", "10.0.0.1", "127.0.0.1"):
        refused = opened(address, X_Forwarded_For=f"{forged}, 203.0.113.5")
        assert status_of(refused) == 429
        refused.close()
    other = opened(address, X_Forwarded_For="203.0.113.6")
    assert status_of(other) == 200
    for each in (*held, other):
        each.close()
    time.sleep(1)
    again = opened(address, **mine)
    assert status_of(again) == 200
    again.close()


def viewers(address):
    lines = ask(f"{address}/metrics")[1].decode().splitlines()
    return float(
        next(line for line in lines if line.startswith("rotisserie_live_clients")).split()[1]
    )


def test_a_viewer_who_reads_nothing_is_dropped_and_the_socket_closed(small):
    address, store = small
    title = "".join(chr(0x4E00 + n % 5000) for n in range(2000))
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    parts = urlsplit(address)
    stuck.connect((parts.hostname, parts.port))
    stuck.sendall(b"GET /api/v1/events/?game=pubg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    ends_at = time.monotonic() + 40
    number = 0
    while viewers(address) == 0:
        time.sleep(0.05)
    while viewers(address) and time.monotonic() < ends_at:
        number += 1
        show(store, *(row(f"c{n}", alive=n + number % 2, title=title) for n in range(100)))
        time.sleep(0.2)
    assert viewers(address) == 0
    assert is_closed(stuck)
    stuck.close()


def is_closed(connection):
    """By the other side: what is sent there is answered by a reset."""
    try:
        for _ in range(100):
            connection.sendall(b"x" * 1000)
            time.sleep(0.02)
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    "path",
    ["/api/v1/events/", "/api/v1/streams/", "/preview/one.jpg", "/", "/all/pubg", "/static/x.js"],
)
def test_a_host_that_is_not_ours_is_refused_everywhere(small, path):
    address, _ = small
    assert ask(address + path, Host="evil.example")[0] == 400
    assert ask(f"{address}/healthz", Host="10.0.0.7")[0] == 200


@pytest.mark.parametrize("path", BODILESS)
@pytest.mark.parametrize("method", ["POST", "GET", "PUT"])
@pytest.mark.parametrize("framing", ["content-length", "chunked"])
def test_sixty_megabytes_are_not_read_to_the_end(small, path, method, framing):
    address, _ = small
    parts = urlsplit(address)
    connection = socket.socket()
    connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_SNDBUF, 100_000
    )  # what waits here is not taken
    connection.settimeout(10)
    connection.connect((parts.hostname, parts.port))
    how = "Transfer-Encoding: chunked" if framing == "chunked" else "Content-Length: 60000000"
    connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{how}\r\n\r\n".encode())
    block = bytes(100_000)
    if framing == "chunked":
        block = b"%x\r\n%b\r\n" % (len(block), block)
    sent, connection_closed = 0, False
    connection.settimeout(3)
    try:
        while sent < 600:
            connection.sendall(block)
            sent += 1
    except OSError:
        connection_closed = True
    connection.close()
    most = 300 if path.startswith("/admin/") else 60
    assert connection_closed
    assert sent <= most, f"{sent / 10} MB were taken"
