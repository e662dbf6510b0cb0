#!/bin/sh
# uvicorn-host-any-ipv6: whether `uvicorn --host ::` also accepts IPv4 depends on `--workers`.
# Expected: one address, one behavior: dual stack with and without worker processes.
# Seen: with --workers 2 the socket accepts IPv4; without it, IPv4 connections are refused (uvicorn 0.54.0).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvicorn==0.54.0
cat > "$folder/plain.py" <<'APP'
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})
APP
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import socket
import subprocess
import sys
import time

import uvicorn


def accepts(options):
    """Which of the two families reach a server on ``::``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "plain:app", "--host", "::", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "error", *options])
    try:
        for _ in range(100):
            if reaches("::1", port):
                break
            time.sleep(0.1)
        return reaches("::1", port), reaches("127.0.0.1", port)
    finally:
        server.terminate()
        server.wait(20)


def reaches(address, port):
    try:
        socket.create_connection((address, port), 2).close()
    except OSError:
        return False
    return True


alone, workers = accepts([]), accepts(["--workers", "2"])
print("uvicorn", uvicorn.__version__)
print("expected: the same families with and without --workers")
print(f"seen:     (IPv6, IPv4) without {alone}, with --workers 2 {workers}")
sys.exit(0 if (alone, workers) == ((True, False), (True, True)) else "the finding no longer holds")
PYTHON
