"""What do the workers take from their environment?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    redis_url: str
    twitch_client_id: str
    """Empty: Twitch is not asked."""
    twitch_client_secret: str
    twitch_api_url: str
    twitch_auth_url: str
    allowed_stream_hosts: frozenset[str]
    """Hosts that may be opened although their address is private."""
    heartbeat_file: Path | None
    """Touched every few seconds while the process is well: what a probe looks at."""


def from_environment() -> Settings:
    """Fails with one sentence when what is set contradicts itself."""
    get = os.environ.get
    client_id, client_secret = get("TWITCH_CLIENT_ID", ""), get("TWITCH_CLIENT_SECRET", "")
    if bool(client_id) != bool(client_secret):
        raise SystemExit("Set both TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, or neither.")
    heartbeat_file = get("HEARTBEAT_FILE", "")
    return Settings(
        redis_url=get("REDIS_URL", "redis://localhost:6379/0"),
        twitch_client_id=client_id,
        twitch_client_secret=client_secret,
        twitch_api_url=get("TWITCH_API_URL", "https://api.twitch.tv/helix"),
        twitch_auth_url=get("TWITCH_AUTH_URL", "https://id.twitch.tv/oauth2/token"),
        allowed_stream_hosts=frozenset(get("ALLOWED_STREAM_HOSTS", "").replace(",", " ").split()),
        heartbeat_file=Path(heartbeat_file) if heartbeat_file else None,
    )


settings = from_environment()
