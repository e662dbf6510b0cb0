#!/bin/sh
# Installs what pip cannot, where it is missing: system.sh demo|test|bench
set -eu

missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

need redis-server redis-server
need tesseract tesseract-ocr
need npm npm
if [ "${1:-demo}" = test ]; then
    need chromium chromium
    # Debian keeps the server's programs off the path.
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || need postgres postgresql
fi
if [ "${1:-demo}" = bench ]; then
    need ffmpeg ffmpeg
fi
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Install with your system's package manager, then run make again:$missing" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as=""
elif sudo -n true 2>/dev/null; then
    as="sudo -n"
else
    echo "Run this line, then make again:  sudo $install" >&2
    exit 1
fi
echo "system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$as apt-get update -qq
$as $install -qq >/dev/null
