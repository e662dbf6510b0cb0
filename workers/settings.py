"""What do the workers take from their environment?"""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from scoreboard.addresses.trust import what_is_wrong_with_authorities
from scoreboard.process.env_file import env_file
from scoreboard.process.log import FORMATS
from scoreboard.store.connect import what_is_wrong_with

_PLATFORMS = ("twitch_", "kick_", "youtube_")
_PLAIN = re.compile(r"[!-~]*")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+|[0-9a-fA-F:]+)(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Settings:
    redis_url: str
    broker_url: str
    """That of Redis, unless Celery's queues have a Redis of their own."""
    looks_url: str
    """That of Redis, unless looks and pictures have a Redis of their own."""
    twitch_client_id: str
    """Empty: Twitch is not used."""
    twitch_client_secret: str
    twitch_api_url: str
    twitch_auth_url: str
    kick_client_id: str
    """Empty: Kick is not used."""
    kick_client_secret: str
    kick_api_url: str
    kick_auth_url: str
    youtube_api_key: str
    """Empty: YouTube is not used."""
    youtube_api_url: str
    allowed_stream_hosts: frozenset[str]
    """Hosts that may be opened although their address is private."""
    ssl_cert_file: str
    """Of authorities that are trusted beside the public ones, by OpenSSL itself; empty: none."""
    heartbeat_file: Path | None
    """Touched every second while the process is healthy, for probes."""
    log_format: str
    commit: str
    """The commit this was built from; empty when not known."""


def from_environment() -> Settings:
    """Exits with one sentence when a value is wrong or two contradict each other. The environment precedes .env."""
    given = env_file(Path(os.environ.get("ENV_FILE") or Path(__file__).parents[1] / ".env"))
    for name, value in given.items():
        os.environ.setdefault(name, value)
    # Celery's own command takes BROKER_URL, too, and reads neither rediss:// nor Sentinels as we do.
    os.environ.pop("CELERY_BROKER_URL", None)
    get = os.environ.get
    heartbeat_file = get("HEARTBEAT_FILE", "")
    found = Settings(
        redis_url=(redis_url := get("REDIS_URL", "redis://localhost:6379/0")),
        broker_url=get("BROKER_URL", "") or redis_url,
        looks_url=get("LOOKS_URL", "") or redis_url,
        twitch_client_id=get("TWITCH_CLIENT_ID", "").strip(),
        twitch_client_secret=get("TWITCH_CLIENT_SECRET", "").strip(),
        twitch_api_url=get("TWITCH_API_URL", "https://api.twitch.tv/helix"),
        twitch_auth_url=get("TWITCH_AUTH_URL", "https://id.twitch.tv/oauth2/token"),
        kick_client_id=get("KICK_CLIENT_ID", "").strip(),
        kick_client_secret=get("KICK_CLIENT_SECRET", "").strip(),
        kick_api_url=get("KICK_API_URL", "https://api.kick.com/public"),
        kick_auth_url=get("KICK_AUTH_URL", "https://id.kick.com/oauth/token"),
        youtube_api_key=get("YOUTUBE_API_KEY", "").strip(),
        youtube_api_url=get("YOUTUBE_API_URL", "https://www.googleapis.com/youtube/v3"),
        allowed_stream_hosts=frozenset(get("ALLOWED_STREAM_HOSTS", "").replace(",", " ").split()),
        ssl_cert_file=get("SSL_CERT_FILE", ""),
        heartbeat_file=Path(heartbeat_file) if heartbeat_file else None,
        log_format=get("LOG_FORMAT", "").lower() or FORMATS[0],
        commit=get("COMMIT", ""),
    )
    if sentence := what_is_wrong(found):
        raise SystemExit(sentence)
    return found


def what_is_wrong(found: Settings) -> str:
    """The first mistake, in a sentence; empty when there is none."""
    if sentence := _what_is_wrong_with_redis(found):
        return sentence
    if sentence := _what_is_wrong_with_platforms(found):
        return sentence
    for host in sorted(found.allowed_stream_hosts):
        if not _HOST.fullmatch(host):
            return f"ALLOWED_STREAM_HOSTS must list host or host:port, and {host!r} is neither."
    if sentence := what_is_wrong_with_authorities(found.ssl_cert_file, "SSL_CERT_FILE"):
        return sentence
    if found.heartbeat_file and not found.heartbeat_file.parent.is_dir():
        return f"HEARTBEAT_FILE must be in a folder that exists, and {found.heartbeat_file.parent} does not."
    if found.log_format not in FORMATS:
        return f"LOG_FORMAT must be one of: {', '.join(FORMATS)}."
    return ""


def _what_is_wrong_with_redis(found: Settings) -> str:
    urls = {
        "REDIS_URL": found.redis_url,
        "BROKER_URL": found.broker_url,
        "LOOKS_URL": found.looks_url,
    }
    return next(filter(None, (what_is_wrong_with(url, name) for name, url in urls.items())), "")


def _what_is_wrong_with_platforms(found: Settings) -> str:
    if bool(found.twitch_client_id) != bool(found.twitch_client_secret):
        return "Set both TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, or neither."
    if bool(found.kick_client_id) != bool(found.kick_client_secret):
        return "Set both KICK_CLIENT_ID and KICK_CLIENT_SECRET, or neither."
    values = {name: value for name, value in asdict(found).items() if name.startswith(_PLATFORMS)}
    for name, value in values.items():
        if name.endswith("_url") and not re.match(r"https?://[^/\s]+", value):
            return f"{name.upper()} must start with http:// or https:// and name a host."
        if not _PLAIN.fullmatch(value):
            return f"{name.upper()} must be printable ASCII without spaces."
    return ""


settings = from_environment()
