#!/bin/sh
# Installs what pip cannot, where it is missing: system.sh demo|test|bench
# `system.sh tools` unpacks programs that only the tests run into .venv/bin, because their packages would start servers.
set -eu

PATH="$PATH:/usr/sbin:/sbin"
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

if [ "$(id -u)" = 0 ]; then
    as=""
elif sudo -n true 2>/dev/null; then
    as="sudo -n"
else
    as="none"
fi

# unpack PROGRAM PACKAGE
unpack() {
    if command -v "$1" >/dev/null 2>&1 || [ -x ".venv/bin/${1##*/}" ]; then return; fi
    echo "$2, for its ${1##*/}"
    folder=$(mktemp -d)
    # The name of a package's file holds its version, and the lists may be older than the archive.
    (cd "$folder" && chmod 755 . && apt-get download -qq "$2" 2>/dev/null) || {
        [ "$as" = none ] || $as apt-get update -qq
        (cd "$folder" && apt-get download -qq "$2")
    }
    dpkg-deb --fsys-tarfile "$folder"/*.deb | tar --extract --to-stdout ".$1" > "$folder/program"
    chmod 755 "$folder/program"
    mv "$folder/program" ".venv/bin/${1##*/}"
    rm -r "$folder"
}

if [ "${1:-demo}" = tools ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        command -v promtool >/dev/null 2>&1 && command -v nginx >/dev/null 2>&1 ||
            echo "Without promtool and nginx some tests of the chart are skipped; install them to run all." >&2
        exit 0
    fi
    unpack /usr/bin/promtool prometheus
    unpack /usr/sbin/nginx nginx
    exit 0
fi

need redis-server redis-server
need tesseract tesseract-ocr
need npm npm
if [ "${1:-demo}" = test ]; then
    need chromium chromium
    # Debian keeps the server's programs outside of the path.
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || need postgres postgresql
fi
if [ "${1:-demo}" = bench ]; then
    need ffmpeg ffmpeg
fi
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Install these with your system's package manager, then run make again:$missing" >&2
    exit 1
fi
if [ "$as" = none ]; then
    echo "Run this line, then make again:  sudo $install" >&2
    exit 1
fi
echo "system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$as apt-get update -qq
$as $install -qq >/dev/null
