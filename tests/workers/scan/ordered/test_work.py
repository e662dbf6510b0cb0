"""Does a worker scan what admins order, one of each kind at a time, and does nothing that goes wrong hold it up?"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import psutil
import pytest
from redis import Redis

from scoreboard.scans.scan import ScanProgress
from scoreboard.store import Store
from tests.conftest import free_port
from tests.workers.scan_orders import PUBG, film, now, order
from tests.workers.stream_server import Handler, StreamServer, silence
from workers.scan.ordered import work as working
from workers.scan.ordered.work import MAX_TRIES, work_off


@pytest.fixture
def server() -> Iterator[StreamServer]:
    streams = StreamServer()
    streams.files["/vod.mp4"] = film([np.full((180, 320), 60 + n, np.uint8) for n in range(3)])
    streams.files["/hangs.mp4"] = silence
    yield streams
    streams.close()


def work(store: Store, server: StreamServer, want: str = "report") -> None:
    work_off(store, want, [server.host], Event())  # type: ignore[arg-type]


def until(question: Callable[[], object], seconds: float = 60.0) -> None:
    ends_at = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < ends_at
        time.sleep(0.02)


@pytest.fixture
def hanging(store: Store, server: StreamServer) -> Iterator[tuple[threading.Thread, Event]]:
    """A worker whose process waits for a server that does not answer."""
    store.order_scan(order(server.url + "/hangs.mp4"))
    closing = Event()
    thread = threading.Thread(target=work_off, args=(store, "report", [server.host], closing))
    thread.start()
    until(lambda: server.asked("/hangs.mp4"))
    yield thread, closing
    closing.set()
    thread.join(10)


def children() -> list[psutil.Process]:
    return [
        child for child in psutil.Process().children() if "workers.scan.ordered" in child.cmdline()
    ]


def test_folders_of_killed_workers_are_removed_a_day_later(
    store: Store, server: StreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = {seconds: tmp_path / f"rotisserie-scan-{seconds}" for seconds in (90_000, 3_000)}
    for seconds, folder in left.items():
        folder.mkdir()
        (folder / "job.json").write_text("{}")
        os.utime(folder, (time.time() - seconds,) * 2)
    store.order_scan(order(server.url + "/vod.mp4"))
    work(store, server)
    assert list(tmp_path.iterdir()) == [left[3_000]]


def test_a_scan_from_order_to_report(store: Store, server: StreamServer, redis: Redis) -> None:
    assert store.scans_wanted() == []
    store.order_scan(order(server.url + "/vod.mp4?token=secret"))
    assert store.scans_wanted() == ["report"]
    assert now(store).state == "waiting"
    work(store, server)
    scan = now(store)
    assert (scan.state, scan.progress.has_report, scan.is_open) == ("done", True, False)
    assert scan.progress.sentence.startswith("No match was found in ")
    report = store.scan_report("one")
    assert report
    assert "127.0.0.1/vod.mp4" in report
    assert "secret" not in report
    assert store.scans_wanted() == []
    assert redis.keys("scanning:*") == []
    assert redis.ttl("scan-report:one") > 6 * 24 * 3600


def test_frames_do_not_wait_for_a_scan_and_one_that_is_stopped_ends_at_once(
    store: Store, server: StreamServer, hanging: tuple[threading.Thread, Event]
) -> None:
    assert now(store).state == "running"
    store.order_scan(order(server.url + "/vod.mp4", "two", at=1001.0))
    store.order_scan(order(server.url + "/vod.mp4", "three", want="frames", count=2))
    assert store.scans_wanted() == ["frames"]
    work(store, server)
    assert now(store, "two").state == "waiting", "one scan at a time"
    work(store, server, "frames")
    scan = now(store, "three")
    assert (scan.state, scan.progress.sentence) == ("done", "2 of 2 frames.")
    for frame in scan.progress.frames:
        assert (store.frame(frame.frame) or b"").startswith(b"\xff\xd8")
    stopped_at_once(store, hanging[0])


def stopped_at_once(store: Store, thread: threading.Thread) -> None:
    assert len(children()) == 1
    assert children()[0].nice() >= 10
    store.stop_scan(now(store).order)
    thread.join(10)
    assert not thread.is_alive()
    assert now(store).state == "stopped"
    assert not children()


def test_a_worker_that_is_told_to_end_leaves_its_scan_to_the_next(
    store: Store, server: StreamServer, hanging: tuple[threading.Thread, Event]
) -> None:
    hanging[1].set()
    hanging[0].join(10)
    assert (now(store).state, now(store).progress.tries) == ("waiting", 0)
    assert store.scans_wanted() == ["report"]


def test_a_process_that_is_killed_is_said(
    store: Store, server: StreamServer, hanging: tuple[threading.Thread, Event]
) -> None:
    children()[0].kill()
    hanging[0].join(10)
    assert now(store).state == "failed"
    assert now(store).progress.sentence.startswith("The scan was killed")


@contextmanager
def full(redis: Redis) -> Iterator[None]:
    """A Redis that refuses whatever takes memory."""
    redis.config_set("maxmemory", 1)
    yield
    redis.config_set("maxmemory", 0)


@pytest.mark.parametrize("want", ["report", "frames"])
def test_what_was_found_waits_for_a_redis_that_refuses_it(
    want: str,
    store: Store,
    server: StreamServer,
    redis: Redis,
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, go_on, vod = Event(), Event(), server.files["/vod.mp4"]

    def speak(handler: Handler) -> None:
        begun.set()
        go_on.wait(30)
        handler.say_file(vod)

    server.files["/vod.mp4"] = speak
    store.order_scan(order(server.url + "/vod.mp4", want=want, count=2))
    thread = threading.Thread(target=work, args=(store, server, want))
    thread.start()
    assert begun.wait(30)
    with full(redis):
        go_on.set()
        until(lambda: "cannot tell what a scan has found" in caplog.text)
        assert thread.is_alive()
    thread.join(20)
    assert (now(store).state, now(store).progress.tries) == ("done", 1)
    assert now(store).progress.has_report == (want == "report")
    assert len(now(store).progress.frames) == (2 if want == "frames" else 0)


def test_what_was_found_counts_without_its_report(
    redis: Redis, server: StreamServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is bulky may be in a Redis of its own, which is away."""
    store = Store(redis, bulk=Redis(port=free_port()))
    monkeypatch.setattr(working, "AWAY_SECONDS", 0.0)
    store.order_scan(order(server.url + "/vod.mp4"))
    work(store, server)
    progress = now(store).progress
    assert (progress.outcome, progress.has_report) == ("done", False)
    assert progress.sentence.endswith("The report is missing: Redis did not take it.")


def test_a_worker_that_died_is_replaced_and_one_that_kills_workers_is_given_up(
    store: Store, server: StreamServer, redis: Redis
) -> None:
    """The lease of a worker that died expires."""
    made = order(server.url + "/vod.mp4")
    store.order_scan(made)
    for tries in range(1, MAX_TRIES + 1):
        assert store.take_scan("report", f"worker {tries}")
        assert store.tell_scan(made, f"worker {tries}", ScanProgress(tries))
        assert store.scans_wanted() == []
        assert 0 < redis.ttl("scanning:report") <= 15
        redis.delete("scanning:report")
        assert store.scans_wanted() == ["report"]
    work(store, server)
    assert now(store).state == "failed"
    assert "twice" in now(store).progress.sentence
    assert not server.requests


def test_a_worker_without_a_disk_says_so(
    store: Store, server: StreamServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc/none")
    store.order_scan(order(server.url + "/vod.mp4"))
    work(store, server)
    assert now(store).state == "failed"
    assert now(store).progress.sentence == "The worker cannot scan: No such file or directory."


def test_a_scan_whose_lease_another_has_is_not_told_of(store: Store) -> None:
    made = order("http://a.example/a.mp4")
    store.order_scan(made)
    assert store.take_scan("report", "one")
    assert not store.tell_scan(made, "two", ScanProgress(1))
    assert not store.hold_scan(made, "two")
    store.leave_scan(made, "two")
    assert now(store).state == "running"


def test_a_profile_that_has_expired_is_said(store: Store, server: StreamServer) -> None:
    store.order_scan(order(server.url + "/vod.mp4", game=replace(PUBG, taught="abc")))
    work(store, server)
    assert now(store).progress.sentence == "The profile has expired. Order the scan again."


def test_old_ones_are_dropped_with_what_they_left(store: Store, redis: Redis) -> None:
    for number in range(25):
        made = order("http://a.example/a.mp4", f"n{number}", at=float(number))
        store.order_scan(made)
        if number:  # the oldest is still open
            store.put_scan_report(made.id, "report")
            store.stop_scan(made)
    kept = [scan.order.id for scan in store.scans()]
    assert kept == [*(f"n{number}" for number in range(24, 4, -1)), "n0"]
    assert redis.keys("scan-report:n1") == []


def test_one_that_has_expired_is_not_taken_for_stopped(
    store: Store, server: StreamServer, redis: Redis
) -> None:
    """Its order has no time to live of its own: it is dropped with the next one."""
    store.order_scan(order(server.url + "/vod.mp4"))
    work(store, server)
    redis.delete("scan:one")
    assert store.scans() == []
    assert store.scan("one") is None
    store.order_scan(order(server.url + "/vod.mp4", "two"))
    assert redis.hkeys("scans") == [b"two"]
    store.stop_scan(now(store, "two").order)
    assert now(store, "two").state == "stopped"


def test_one_that_is_over_cannot_be_stopped(store: Store) -> None:
    made = order("http://a.example/a.mp4")
    store.order_scan(made)
    assert store.take_scan("report", "w")
    assert store.tell_scan(made, "w", ScanProgress(1, outcome="done", sentence="Found."))
    store.stop_scan(made)
    assert (now(store).state, now(store).progress.sentence) == ("done", "Found.")
