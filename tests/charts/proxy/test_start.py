"""Does the proxy wait for the name of the site, and only for that?"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.charts.cluster.programs import program
from tests.charts.proxy.rig import name_server, start, wait_until_alive

WRAPPER = """#!/bin/sh
# Cluster DNS knows the site's name as soon as the file "known" exists.
if [ -e {folder}/known ]; then sed -i s/r-web.invalid/127.0.0.1/ {folder}/given/http.conf; fi
exec {nginx} "$@"
"""


@pytest.fixture
def resolv(tmp_path: Path) -> Iterator[Path]:
    with name_server(tmp_path / "resolv.conf"):
        yield tmp_path / "resolv.conf"


@contextmanager
def started(
    folder: Path, resolv: Path, **settings: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    wrapper = folder / "nginx"
    wrapper.write_text(WRAPPER.format(folder=folder, nginx=program("nginx")))
    wrapper.chmod(0o755)
    port, process = start(folder, resolv, 9, **settings)
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait(10)


def test_it_waits_until_the_site_can_be_looked_up(tmp_path: Path, resolv: Path) -> None:
    with started(tmp_path, resolv, WEB="r-web.invalid:8000") as (port, process):
        log = tmp_path / "errors.log"
        ends_at = time.monotonic() + 60
        while "waiting until r-web.invalid can be resolved" not in log.read_text():
            assert time.monotonic() < ends_at
            assert process.poll() is None
            time.sleep(0.1)
        began = time.monotonic()
        (tmp_path / "known").touch()
        wait_until_alive(port)
        assert time.monotonic() - began < 23, "what a crash loop took after DNS was back"


def test_it_ends_with_nginxs_words_when_something_else_is_wrong(
    tmp_path: Path, resolv: Path
) -> None:
    shutil.rmtree(tmp_path / "given", ignore_errors=True)
    with started(tmp_path, resolv, WEB="127.0.0.1:8000", HOSTS="a{b") as (_, process):
        assert process.wait(20) == 1
    assert "names.conf" in (tmp_path / "errors.log").read_text()


@pytest.mark.parametrize("has_ipv6", [True, False])
def test_it_listens_on_both_families_where_there_are_two(
    has_ipv6: bool, tmp_path: Path, resolv: Path
) -> None:
    interfaces = tmp_path / "if_inet6"
    interfaces.write_text("00000000000000000000000000000001 01 80 10 80 lo\n" if has_ipv6 else "")
    settings = {"WEB": "127.0.0.1:8000", "IF_INET6": str(interfaces)}
    with started(tmp_path, resolv, **settings) as (port, _):
        wait_until_alive(port)
        with socket.socket(socket.AF_INET6) as client:
            assert (client.connect_ex(("::1", port)) == 0) is has_ipv6
