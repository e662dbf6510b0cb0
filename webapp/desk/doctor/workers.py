"""Which workers are running, does a beat lead, and is there a board?"""

from __future__ import annotations

from collections import Counter

from scoreboard.models import ALL_GAMES
from scoreboard.rules import LATE_SECONDS
from scoreboard.version import VERSION
from webapp.desk.doctor.finding import Finding, ok, warning, wrong
from webapp.desk.start.missing import START, missing_roles, roles_of, watches_by_url
from webapp.store.clock import now as site_now
from webapp.store.link import store

TWITCH_SECONDS = 600.0


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


def twitch() -> Finding:
    faults = [row["sentence"] for (step, _), row in store().faults().items() if step == "discover"]
    if faults:
        return wrong("Twitch", f"Discovery failed: {faults[0]}")
    left = store().twitch_left()
    if left and site_now() - left["at"] < TWITCH_SECONDS:
        return ok("Twitch", f"Twitch responds; {left['questions']} requests left.")
    advice = "set TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET for the workers."
    if watches_by_url():
        return ok(
            "Twitch",
            f"Twitch is not configured; channels are watched by URL. To watch Twitch, {advice}",
        )
    return warning(
        "Twitch",
        f"Twitch is not configured and no channel is watched by URL: to watch Twitch, {advice}",
    )
