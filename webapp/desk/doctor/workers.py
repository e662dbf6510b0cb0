"""Which workers are running, does a beat lead, and is there a board?"""

from __future__ import annotations

from collections import Counter

from scoreboard.health import PlatformState
from scoreboard.models import ALL_GAMES
from scoreboard.rules import LATE_SECONDS
from scoreboard.version import VERSION
from webapp.desk.doctor.finding import Finding, ok, warning, wrong
from webapp.desk.start.missing import (
    SET_CREDENTIALS,
    START,
    missing_roles,
    roles_of,
    watches_by_url,
)
from webapp.store.clock import now as site_now
from webapp.store.link import store

ASKED_SECONDS = 600.0


def roles() -> Finding:
    rows = store().workers(site_now())
    running = Counter(role for name, row in rows.items() for role in roles_of(name, row))
    if missing := missing_roles(rows):
        how = "; ".join(f"{role}: {START[role]}" for role in missing)
        return wrong(
            "workers", f"Nothing has reported for {', '.join(missing)}. Start one ({how})."
        )
    versions = sorted({str(row.get("version")) for row in rows.values()})
    counted = ", ".join(f"{running[role]} {role}" for role in START)
    if versions != [VERSION]:
        return warning(
            "workers",
            f"Running: {counted}. Workers have version {' and '.join(versions)}, "
            f"this site {VERSION}: finish the upgrade.",
        )
    return ok("workers", f"Running: {counted}, all of version {VERSION}.")


def beat() -> Finding:
    leader = store().leader()
    if not leader:
        return wrong("beat", f"No beat is leading, so no looks are scheduled: {START['beat']}.")
    return ok("beat", f"{leader.partition(':')[0]} leads.")


def boards() -> Finding:
    board = store().board(ALL_GAMES)
    if board is None:
        return warning("boards", "There is no board yet. It takes beat, control and one stream.")
    age = max(0.0, site_now() - board.at)
    if age > LATE_SECONDS:
        return wrong("boards", f"The board is {age:.0f} s old: check the control workers and beat.")
    in_play = sum(row.rank is not None for row in board.streams)
    return ok("boards", f"{in_play} of {len(board.streams)} streams are in play.")


def platforms() -> Finding:
    faults = [row["sentence"] for (step, _), row in store().faults().items() if step == "discover"]
    if faults:
        return wrong("platforms", f"Discovery failed: {faults[0]}")
    states, now = store().platforms().values(), site_now()
    if states:
        late = [state for state in states if now - state.at >= ASKED_SECONDS]
        finding = warning if late else ok
        return finding("platforms", " ".join(_said(state, now) for state in states))
    advice = f"to watch a platform, {SET_CREDENTIALS} for the workers."
    if watches_by_url():
        return ok(
            "platforms",
            f"None is configured; channels are watched by URL. {advice[0].upper()}{advice[1:]}",
        )
    return warning("platforms", f"None is configured and no channel is watched by URL: {advice}")


def _said(state: PlatformState, now: float) -> str:
    if now - state.at >= ASKED_SECONDS:
        return f"{state.label} was last asked {(now - state.at) / 60:.0f} minutes ago."
    if state.quota_left is None:
        return f"{state.label} responds."
    return f"{state.label} responds; {state.quota_left:,} {state.quota_unit} left."
