"""Who vouches for an arena that is broadcast over TLS?"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")


@dataclass(frozen=True, slots=True)
class Authority:
    """PEM files."""

    certificate: Path
    """Of the authority: for those who shall trust it."""
    server: Path
    """Certificate of 127.0.0.1 and its key."""


def authority(folder: Path, name: str = "authority") -> Authority:
    """A new one, by openssl. Its files in ``folder`` begin with ``name``."""
    own = folder / f"{name}.pem"
    own_key, server, server_key = (folder / f"{name}-{part}" for part in ("key", "server", "its"))
    use = ("-addext", "keyUsage=critical,keyCertSign")
    _request("-subj", f"/CN={name}", *use, "-keyout", own_key, "-out", own)
    _request(
        *("-CA", own, "-CAkey", own_key, "-subj", "/CN=arena", "-keyout", server_key),
        *("-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE"),
        *("-out", server),
    )
    server.write_text(server.read_text() + server_key.read_text())
    return Authority(own, server)


def trusted_by(vouched: Authority) -> dict[str, str]:
    """What OpenSSL and requests read."""
    certificate = str(vouched.certificate)
    return {"SSL_CERT_FILE": certificate, "REQUESTS_CA_BUNDLE": certificate}


def _request(*words: str | Path) -> None:
    command = ["openssl", "req", "-x509", *_NEW_KEY, *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)
