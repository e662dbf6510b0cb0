"""A primary, its replica and the Sentinel that watches them, as real processes with passwords."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

from redis import Redis

from tests.conftest import free_port, need, wait_until_answers
from tests.workers.service.pipeline import wait_for

PASSWORD, SENTINELS = "for the data", "for the Sentinel"


class Watched:
    """Redis behind a Sentinel that takes it for lost after a second. ``url`` leads to its database 0."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.replica, self.sentinel = (free_port() for _ in range(3))
        login = ["--requirepass", PASSWORD, "--masterauth", PASSWORD, "--save", ""]
        here = ["--bind", "127.0.0.1", "--dir", str(folder), *login]
        of = ["--replicaof", f"127.0.0.1 {self.primary}", "--repl-diskless-sync-delay", "0"]
        asked = folder / "sentinel.conf"
        asked.write_text(
            f"port {self.sentinel}\nbind 127.0.0.1\nrequirepass {SENTINELS!r}\n"
            f"sentinel monitor main 127.0.0.1 {self.primary} 1\n"
            f"sentinel auth-pass main {PASSWORD!r}\n"
            "sentinel down-after-milliseconds main 1000\n"
        )
        self.processes = [
            _started("--port", str(self.primary), *here, "--repl-diskless-sync-delay", "0"),
            _started("--port", str(self.replica), *here, *of),
        ]
        wait_for(lambda: self.at(self.replica).info("replication")["master_link_status"] == "up", 9)
        self.processes.append(_started(str(asked), "--sentinel"))
        wait_until_answers(self.sentinel)
        watching = Redis(port=self.sentinel, password=SENTINELS)
        wait_for(lambda: watching.execute_command("SENTINEL REPLICAS", "main"), 15)
        self.silent = socket.create_server(("127.0.0.1", 0))
        """The Sentinel that is asked first never answers."""
        hosts = f"127.0.0.1:{self.silent.getsockname()[1]},127.0.0.1:{self.sentinel}"
        login = f":{quote(PASSWORD)}@"
        self.url = f"redis+sentinel://{login}{hosts}/main/0?sentinel_password={quote(SENTINELS)}"

    def at(self, port: int) -> Redis:
        wait_until_answers(port)
        return Redis(port=port, password=PASSWORD)

    def lose_primary(self) -> None:
        self.processes[0].kill()
        self.processes[0].wait()

    def end(self) -> None:
        self.silent.close()
        for process in self.processes:
            process.kill()
            process.wait()


def _started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([need("redis-server"), *words], stdout=subprocess.DEVNULL)
