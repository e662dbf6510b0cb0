"""How many viewers, and how many questions, does one web process on one core carry? python -m bench.site"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.crowd.server import Server, running
from bench.crowd.viewers import Crowd
from bench.report.rows import add_option, note

VIEWERS, CHANGES, ROWS = 5000, 20, 50
CHANGE_SECONDS = 2.0
CONNECTIONS, QUESTION_SECONDS = 16, 8.0
Times = list[float]


async def events(server: Server, viewers: int, noted: Path | None) -> tuple[list[str], list[str]]:
    """The rows of the table, and what falls short."""
    server.show(ROWS, "first")
    await asyncio.sleep(2)
    empty = server.memory_bytes()
    crowd = Crowd(server.port)
    took = await crowd.gather(viewers)
    each = (server.memory_bytes() - empty) / viewers
    spent = server.cpu_seconds()
    times, reached = await changes(server, crowd)
    spent = (server.cpu_seconds() - spent) / CHANGES
    after = (server.memory_bytes() - empty) / viewers
    crowd.leave()
    p50, p95, worst = (quantile(times, share) * 1000 for share in (0.5, 0.95, 1.0))
    rows = [
        f"| viewers connected, each with its first board | {len(crowd.viewers):,} in {took:.1f} s |",
        f"| of {CHANGES} changes of a board of {ROWS} streams reached | {reached:.2%} of them, {crowd.lost} dropped |",
        f"| from the change in Redis to a viewer | p50 {p50:.0f} ms, p95 {p95:.0f} ms, last {worst:.0f} ms |",
        f"| CPU of the web process for a change | {spent * 1000:.0f} ms, {spent / viewers * 1e6:.0f} µs a viewer |",
        f"| memory per viewer | {each / 1024:.1f} KiB, {after / 1024:.1f} KiB after the changes |",
    ]
    note(noted, f"a change reaches {viewers:,} viewers (p95)", f"{p95:.0f} ms")
    return rows, [
        *(["Not every viewer got every change."] if reached < 1 or crowd.lost else []),
        *([f"The p95 is {p95:.0f} ms; 500 are allowed."] if p95 >= 500 else []),
    ]


async def changes(server: Server, crowd: Crowd) -> tuple[Times, float]:
    """How long each viewer waited for each change, and which share of them came at all."""
    times: Times = []
    for number in range(CHANGES):
        crowd.expect(f"change {number}")
        began = time.perf_counter()
        await asyncio.to_thread(server.show, ROWS, f"change {number}")
        await crowd.all_saw(5)
        times += [at - began for at in crowd.seen_at]
        await asyncio.sleep(max(0.0, CHANGE_SECONDS - (time.perf_counter() - began)))
    return times, len(times) / (CHANGES * len(crowd.viewers))


async def questions(server: Server, path: Callable[[int], str]) -> Times:
    """How long each answer took, asked over some kept connections without pause."""
    times: Times = []
    ends_at = time.perf_counter() + QUESTION_SECONDS

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        while time.perf_counter() < ends_at:
            began = time.perf_counter()
            writer.write(f"GET {path(len(times))} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"The site answered {head.splitlines()[0].decode()}.")
            length = next(
                line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
            )
            await reader.readexactly(int(length.split(b":")[1]))
            times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return times


async def ranked_list(server: Server, noted: Path | None) -> tuple[list[str], list[str]]:
    server.show(ROWS, "list")
    address = f"/api/v1/streams/?limit={ROWS}"
    kept = await questions(server, lambda number: address)
    uncached = await questions(
        server, lambda number: f"{address}&asked={number}-{time.perf_counter_ns()}"
    )
    rows = [
        f"| {what} | {len(times) / QUESTION_SECONDS:,.0f} a second, p99 {quantile(times, 0.99) * 1000:.1f} ms |"
        for what, times in (
            (f"the ranked list, {ROWS} rows", kept),
            ("the same, uncached", uncached),
        )
    ]
    note(
        noted,
        "the ranked list, answers a second from one core",
        f"{len(kept) / QUESTION_SECONDS:,.0f}",
        "the same, uncached",
        f"{len(uncached) / QUESTION_SECONDS:,.0f}",
        f"{len(kept) / len(uncached):.0f}",
    )
    rate, p99 = len(kept) / QUESTION_SECONDS, quantile(kept, 0.99) * 1000
    return rows, [
        *([f"{rate:.0f} answers a second; 1,000 are promised."] if rate < 1000 else []),
        *([f"The p99 is {p99:.0f} ms; 50 are allowed."] if p99 >= 50 else []),
    ]


def quantile(times: Times, share: float) -> float:
    if share >= 1 or len(times) < 2:
        return max(times, default=float("nan"))
    return statistics.quantiles(times, n=100)[round(share * 100) - 1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.site", description=__doc__)
    parser.add_argument("--viewers", type=int, default=VIEWERS)
    add_option(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        time.sleep(3)
        rows, faults = asyncio.run(ranked_list(server, options.rows))
        more, other = asyncio.run(events(server, options.viewers, options.rows))
    print("| one web process on one core | |\n|---|---|")
    print("\n".join([*rows, *more]))
    print("\n".join([*faults, *other]) or "All within what is promised.")
    return len(faults + other)


if __name__ == "__main__":
    sys.exit(main())
