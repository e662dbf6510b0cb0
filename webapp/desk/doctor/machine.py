"""Are clocks, host names and disks in order?"""

from __future__ import annotations

import ipaddress
import shutil
import tempfile
import time

from django.conf import settings

from webapp.desk.doctor.finding import Finding, ok, warning, wrong
from webapp.store.clock import now as site_now
from webapp.store.link import store

MAX_OFFSET_SECONDS = 2.0
FEW_MEGABYTES, TOO_FEW_MEGABYTES = 1000, 200


def clock() -> Finding:
    """Against Redis' clock, which expiry and due times go by."""
    before = time.time()
    told = store().now()
    own = (before + time.time()) / 2 - told
    offsets = {"this machine": own} | {
        name: float(row["clock_offset_seconds"])
        for name, row in store().workers(site_now()).items()
        if row.get("clock_offset_seconds") is not None
    }
    off = {name: each for name, each in offsets.items() if abs(each) > MAX_OFFSET_SECONDS}
    if off:
        names = ", ".join(f"{name} {each:+.0f} s" for name, each in sorted(off.items()))
        return wrong("clock", f"Off from Redis' clock: {names}. Run an NTP client there.")
    most = max(map(abs, offsets.values()))
    return ok("clock", f"{len(offsets)} clocks are within {most:.1f} s of Redis'.")


def embeds() -> Finding:
    """Twitch's player needs the host name of the page, over HTTPS unless that is localhost
    (https://dev.twitch.tv/docs/embed/).
    """
    if not settings.FOR_OTHERS:
        return ok("embeds", "A site for this machine: Twitch's player plays at http://localhost.")
    names = [host for host in settings.ALLOWED_HOSTS if _is_name(host)]
    if names:
        return ok("embeds", f"Serve the site over HTTPS at {names[0].lstrip('.')} for Twitch.")
    if "*" in settings.ALLOWED_HOSTS:
        return warning(
            "embeds",
            "ALLOWED_HOSTS is *: set it to the site's host name, and serve the site over HTTPS; "
            "Twitch's player plays nowhere else.",
        )
    return wrong(
        "embeds",
        "ALLOWED_HOSTS has no host name: Twitch's player plays only on HTTPS pages of a named host.",
    )


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." in host.strip(".")
    return False


def disk() -> Finding:
    """Uploads pass through the temporary folder; a site for one machine keeps its database in ``var/``."""
    folders = [tempfile.gettempdir()] + ([] if settings.FOR_OTHERS else [str(settings.VAR_DIR)])
    free = {folder: shutil.disk_usage(folder).free / 1e6 for folder in folders}
    folder, least = min(free.items(), key=lambda each: each[1])
    sentence = f"{least:,.0f} MB are free in {folder}"
    if least < TOO_FEW_MEGABYTES:
        return wrong("disk", f"{sentence}: make room.")
    if least < FEW_MEGABYTES:
        return warning("disk", f"{sentence}: make room soon.")
    return ok("disk", f"{sentence}.")
