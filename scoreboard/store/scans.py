"""Which recordings do admins want scanned, and what has come of it?"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from scoreboard.scans.scan import SCANS_KEPT, WANTS, Scan, ScanOrder, ScanProgress, Want
from scoreboard.store.part import Part, text
from scoreboard.taught.profile import TaughtProfile

if TYPE_CHECKING:
    from redis import Redis

SCAN_EXPIRES_SECONDS = 7 * 24 * 3600
SCANNING_SECONDS = 15
"""A worker that has not been heard of for so long has lost its order to the next."""

# KEYS: the lease. ARGV: who works on what, seconds. 0: somebody else does.
_HOLD = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""
# KEYS: the lease, the open orders, the order's progress. ARGV: who works on what, order, progress, seconds, whether the
# order is over. 0: the order was stopped, or is another worker's.
_TELL = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] or not redis.call('ZSCORE', KEYS[2], ARGV[2]) then return 0 end
redis.call('SET', KEYS[3], ARGV[3], 'EX', ARGV[4])
if ARGV[5] == '1' then redis.call('ZREM', KEYS[2], ARGV[2]) end
return 1
"""
# KEYS: the open orders, the order's progress. ARGV: order, progress, seconds. One that is over stays as it is.
_STOP = """
if redis.call('ZREM', KEYS[1], ARGV[1]) == 1 then redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3]) end
"""
# KEYS: the lease. ARGV: who works on what.
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class Scans(Part):
    """Orders of admins, in their order; one of each kind is worked on at a time."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._hold_scan = redis.register_script(_HOLD)
        self._tell_scan = redis.register_script(_TELL)
        self._stop_scan = redis.register_script(_STOP)
        self._leave_scan = redis.register_script(_LEAVE)

    def order_scan(self, order: ScanOrder, profile: str = "") -> None:
        """``profile``: the taught one that ``order.game`` names, as JSON."""
        self._drop_old()
        pipe = self.redis.pipeline()
        if profile:
            pipe.set(f"scan-profile:{order.id}", profile, ex=SCAN_EXPIRES_SECONDS)
        pipe.hset("scans", order.id, order.to_json())
        pipe.zadd(f"scans-open:{order.want}", {order.id: order.at})
        pipe.execute()

    def scans(self) -> list[Scan]:
        """The newest first, without those that have expired."""
        rows = cast("dict[bytes, bytes]", self.redis.hgetall("scans"))
        orders = self.rows.by_name("scans", ScanOrder.from_json, rows).values()
        found = filter(None, map(self._scan, orders))
        return sorted(found, key=lambda scan: -scan.order.at)

    def scan(self, scan_id: str) -> Scan | None:
        row = cast("bytes | None", self.redis.hget("scans", scan_id))
        order = self.rows.one("scans", ScanOrder.from_json, row)
        return self._scan(order) if order else None

    def stop_scan(self, order: ScanOrder) -> None:
        """Whoever works on it notices within a second or two."""
        if not (scan := self.scan(order.id)):
            return
        keys = [f"scans-open:{order.want}", f"scan:{order.id}"]
        told = replace(scan.progress, outcome="stopped").to_json()
        self._stop_scan(keys=keys, args=[order.id, told, SCAN_EXPIRES_SECONDS])

    def scans_wanted(self) -> list[Want]:
        """Of which there are orders that nobody works on. One command where there are none, as at most times."""
        if not self.redis.exists(*(f"scans-open:{want}" for want in WANTS)):
            return []
        pipe = self.redis.pipeline(transaction=False)
        for want in WANTS:
            pipe.exists(f"scans-open:{want}")
            pipe.exists(f"scanning:{want}")
        answers = iter(pipe.execute())
        found = zip(WANTS, zip(answers, answers, strict=True), strict=True)
        return [want for want, (is_open, is_held) in found if is_open and not is_held]

    def take_scan(self, want: Want, worker: str) -> Scan | None:
        """The oldest open one, which is ``worker``'s from now on; nothing while another has one."""
        for row in cast("list[bytes]", self.redis.zrange(f"scans-open:{want}", 0, -1)):
            scan = self.scan(text(row))
            if scan is None:  # it was dropped, or cannot be read
                self.redis.zrem(f"scans-open:{want}", row)
                continue
            return scan if self.hold_scan(scan.order, worker) else None
        return None

    def hold_scan(self, order: ScanOrder, worker: str) -> bool:
        """False: another worker has it."""
        keys, who = [f"scanning:{order.want}"], f"{order.id} {worker}"
        return bool(self._hold_scan(keys=keys, args=[who, SCANNING_SECONDS]))

    def tell_scan(self, order: ScanOrder, worker: str, progress: ScanProgress) -> bool:
        """False: an admin has stopped it, or another worker has it."""
        keys = [f"scanning:{order.want}", f"scans-open:{order.want}", f"scan:{order.id}"]
        over = "1" if progress.outcome else "0"
        who, told = f"{order.id} {worker}", progress.to_json()
        return bool(
            self._tell_scan(keys=keys, args=[who, order.id, told, SCAN_EXPIRES_SECONDS, over])
        )

    def leave_scan(self, order: ScanOrder, worker: str) -> None:
        """For the next."""
        self._leave_scan(keys=[f"scanning:{order.want}"], args=[f"{order.id} {worker}"])

    def scan_profile(self, scan_id: str) -> TaughtProfile | None:
        row = cast("bytes | None", self.redis.get(f"scan-profile:{scan_id}"))
        return self.rows.one("scan-profile", TaughtProfile.parse, row)

    def put_scan_report(self, scan_id: str, report: str) -> None:
        packed = zlib.compress(report.encode())
        self.bulk.set(f"scan-report:{scan_id}", packed, ex=SCAN_EXPIRES_SECONDS)

    def scan_report(self, scan_id: str) -> str | None:
        row = cast("bytes | None", self.bulk.get(f"scan-report:{scan_id}"))
        return None if row is None else zlib.decompress(row).decode()

    def _scan(self, order: ScanOrder) -> Scan | None:
        """``None``: what became of it has expired."""
        pipe = self.redis.pipeline(transaction=False)
        pipe.get(f"scan:{order.id}")
        pipe.zscore(f"scans-open:{order.want}", order.id)
        pipe.get(f"scanning:{order.want}")
        row, opened, held = pipe.execute()
        progress = self.rows.one("scan", ScanProgress.from_json, row)
        if opened is not None:
            is_held = text(held).startswith(f"{order.id} ")
            return Scan(order, progress or ScanProgress(), "running" if is_held else "waiting")
        return Scan(order, progress, progress.outcome) if progress and progress.outcome else None

    def _drop_old(self) -> None:
        """With room for one more; open ones stay."""
        listed = {text(row) for row in cast("list[bytes]", self.redis.hkeys("scans"))}
        scans = self.scans()
        over = [scan for scan in scans if not scan.is_open][SCANS_KEPT - 1 :]
        kept = {scan.order.id for scan in scans} - {scan.order.id for scan in over}
        for scan_id in listed - kept:
            self.redis.hdel("scans", scan_id)
            self.redis.delete(f"scan:{scan_id}", f"scan-profile:{scan_id}")
            self.bulk.delete(f"scan-report:{scan_id}")
