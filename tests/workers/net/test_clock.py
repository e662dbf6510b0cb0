"""Does one clock hold from the look-up of a name to the last byte, whatever hangs?"""

import socket
import ssl
import threading
import time

import pytest
from streamlink.session.session import Streamlink

from scoreboard.addresses import guard as guard_module
from scoreboard.addresses import lookup
from scoreboard.addresses.connection import connect
from tests.workers.stream_server import StreamServer, drip
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.failure import FetchFailed
from workers.net.guard import UrlGuard
from workers.net.requests_adapter import GuardedAdapter

real_getaddrinfo = socket.getaddrinfo


@pytest.fixture
def server():
    streams = StreamServer()
    streams.files["/a"] = b"ok"
    yield streams
    streams.close()


@pytest.fixture
def resolver(monkeypatch):
    """Names that begin with ``hang`` are never answered; the others are on localhost, except those told."""
    let_go, asked, known = threading.Event(), [], {}

    def getaddrinfo(host, *arguments, **named):
        asked.append(host)
        if host.startswith("hang"):
            let_go.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))
            for address in known.get(host, ["127.0.0.1"])
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    getaddrinfo.asked, getaddrinfo.known = asked, known
    yield getaddrinfo
    let_go.set()
    for thread in look_up_threads():
        thread.join(5)


@pytest.fixture
def silent():
    """A port at which every connection waits: the queue of the listener is full."""
    listener, queued = socket.socket(), []
    listener.bind(("0.0.0.0", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    for _ in range(4):
        waiting = socket.socket()
        waiting.setblocking(False)
        waiting.connect_ex(("127.0.0.1", port))
        queued.append(waiting)
    time.sleep(0.05)
    yield port
    for sock in (*queued, listener):
        sock.close()


def seconds_of(action):
    began = time.monotonic()
    with pytest.raises(FetchFailed) as caught:
        action()
    return time.monotonic() - began, caught.value.kind


def look_up_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("lookup")]


LOOPBACK = ["127.0.0.1", *(f"127.0.0.{n}" for n in range(1, 11))]


@pytest.mark.allow_hosts(LOOPBACK)
def test_ten_silent_addresses_of_a_name_share_one_limit(silent, resolver):
    resolver.known["slow.example"] = [f"127.0.0.{n}" for n in range(1, 11)]
    client = HttpClient(UrlGuard(["slow.example"]), connect_seconds=0.9)
    seconds, kind = seconds_of(lambda: client.read(f"http://slow.example:{silent}/", None, 9))
    assert kind == "timeout"
    assert 0.8 < seconds < 1.3


def test_a_silent_address_leaves_time_for_the_next(server, silent, monkeypatch):
    port = int(server.host.split(":")[1])
    tried = []
    connected = socket.socket.connect

    def connecting(sock, address):
        tried.append(address[0])
        connected(sock, ("127.0.0.1", silent) if address[0] == "127.0.0.9" else address)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    began = time.monotonic()
    connect(lambda *_: ["127.0.0.9", "127.0.0.1"], "two.example", port, began + 1.0).close()
    assert tried == ["127.0.0.9", "127.0.0.1"]
    assert time.monotonic() - began < 0.8


def test_names_that_hang_stop_neither_other_names_nor_literals(server, resolver):
    port = server.host.split(":")[1]
    allowed = [f"hang{n}.evil{n}.example" for n in range(40)]
    client = HttpClient(UrlGuard([server.host, "good.example", *allowed]), connect_seconds=1.0)
    failed = []

    def ask(name):
        try:
            client.read(f"http://{name}:{port}/a", None, 9)
        except FetchFailed as failure:
            failed.append(failure.kind)

    threads = [threading.Thread(target=ask, args=(name,)) for name in allowed]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    began = time.monotonic()
    assert client.read(server.url + "/a", None, 9)[1] == b"ok"
    assert client.read(f"http://good.example:{port}/a", None, 9)[1] == b"ok"
    assert time.monotonic() - began < 0.3
    for thread in threads:
        thread.join()
    assert failed == ["timeout"] * len(allowed)
    assert "127.0.0.1" not in resolver.asked


def test_a_literal_address_takes_no_thread_and_no_look_up(resolver):
    guard = UrlGuard(["127.0.0.1", "[::1]"])
    assert guard.addresses("127.0.0.1", 80, 1) == ["127.0.0.1"]
    assert guard.addresses("[::1]", 80, 1) == ["::1"]
    assert not look_up_threads()
    assert not resolver.asked


def test_one_domain_takes_few_look_ups_and_one_name_a_single_one(resolver):
    guard = UrlGuard()
    asking = [
        *(f"hang{n}.evil.example" for n in range(20)),
        *("hang.same.example" for _ in range(20)),
    ]
    threads = [
        threading.Thread(
            target=seconds_of, args=(lambda name=name: guard.addresses(name, 80, 0.5),)
        )
        for name in asking
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    assert resolver.asked.count("hang.same.example") == 1
    assert len(look_up_threads()) == lookup.MAX_PER_DOMAIN + 1
    for thread in threads:
        thread.join()


def test_look_ups_are_bounded_in_all(resolver):
    lookups = lookup.LookUps(max_at_once=3)
    for n in range(6):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            lookups.addresses(f"hang.{n}evil.example", 0.1)
        assert time.monotonic() - began < 0.3
    assert len(look_up_threads()) == 3


@pytest.mark.parametrize(
    ("error", "kind"),
    [(socket.EAI_NONAME, "unreachable"), (socket.EAI_AGAIN, "error"), (socket.EAI_FAIL, "error")],
)
def test_a_resolver_that_fails_is_not_a_name_that_is_gone(monkeypatch, error, kind):
    def getaddrinfo(*_, **__):
        raise socket.gaierror(error, "no")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert seconds_of(lambda: UrlGuard().addresses("a.example", 80, 1))[1] == kind


def test_a_look_up_that_failed_is_not_kept(resolver, monkeypatch):
    lookups = lookup.LookUps()
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(OSError("no"))
    )
    with pytest.raises(OSError, match="no"):
        lookups.addresses("a.example", 1)
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert lookups.addresses("a.example", 1) == ["127.0.0.1"]


def test_many_answers_for_a_name(resolver):
    resolver.known["many.example"] = [f"8.{a}.{b}.1" for a in range(20) for b in range(200)]
    began = time.monotonic()
    found = UrlGuard().addresses("many.example", 80, 1)
    assert len(found) == guard_module.MAX_ADDRESSES
    assert time.monotonic() - began < 0.2


@pytest.fixture
def mute_tls():
    """Takes connections and never shakes hands, but says a byte of a record now and then."""
    listener, ends = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def speak():
        while not ends.is_set():
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            with sock:
                sock.sendall(b"\x16\x03\x03\x3f\xff\x02")
                while not ends.wait(0.05):
                    try:
                        sock.sendall(b"\x00")
                    except OSError:
                        break

    thread = threading.Thread(target=speak, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    ends.set()
    listener.close()
    thread.join(2)


def test_a_handshake_that_never_ends(mute_tls):
    client = HttpClient(UrlGuard([f"127.0.0.1:{mute_tls}"]), connect_seconds=0.5)
    seconds, _ = seconds_of(lambda: client.read(f"https://127.0.0.1:{mute_tls}/", None, 9))
    assert seconds < 0.9


def test_connecting_headers_and_body_have_one_limit_together(server, resolver, monkeypatch):
    """A slow look-up leaves less to the body: they end after 1 s, not after 1 s each."""
    server.files["/slow"] = drip(b"x" * 100, 0.1)
    port = server.host.split(":")[1]
    quick = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **n: (time.sleep(0.6), quick(*a, **n))[1])
    client = HttpClient(UrlGuard(["slow.example"]))

    def look():
        with time_limit(1.0):
            client.read(f"http://slow.example:{port}/slow", None, 1000)

    seconds, kind = seconds_of(look)
    assert kind == "timeout"
    assert seconds < 1.3


def plugins_session(*allowed):
    session = Streamlink({"http-trust-env": False})
    session.http.adapters.clear()
    for scheme in ("https://", "http://"):
        session.http.mount(scheme, GuardedAdapter(UrlGuard(allowed)))
    return session.http


@pytest.mark.parametrize("kind", ["silent", "hang", "tls", "drip"])
@pytest.mark.allow_hosts(LOOPBACK)
def test_plugins_have_the_same_clock(server, silent, mute_tls, resolver, kind):
    server.files["/slow"] = drip(b"x" * 100, 0.1)
    resolver.known["slow.example"] = [f"127.0.0.{n}" for n in range(1, 11)]
    url = {
        "silent": f"http://slow.example:{silent}/",
        "hang": f"http://hang.example:{silent}/",
        "tls": f"https://127.0.0.1:{mute_tls}/",
        "drip": server.url + "/slow",
    }[kind]
    http = plugins_session("slow.example", "hang.example", "127.0.0.1")
    began = time.monotonic()
    with time_limit(0.8), pytest.raises(Exception) as caught:  # noqa: PT011 - what streamlink makes of it
        http.get(url)
    assert not isinstance(caught.value, AssertionError | ssl.SSLCertVerificationError)
    assert time.monotonic() - began < 1.4
