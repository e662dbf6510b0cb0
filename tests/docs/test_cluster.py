"""Does helm take every command and every value that the docs show, and is there everything they name?"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.charts.cluster.fake_api import Cluster, serve
from tests.charts.cluster.helm import ALL_ON, program, render
from tests.charts.cluster.kubeconfig import environment
from tests.charts.cluster.schemas import check
from tests.docs.commands import CHECKOUT, OPERATIONS, commands, everywhere, values

OTHERS = ("keda.sh", "monitoring.coreos.com", "cert-manager.io", "gateway.networking.k8s.io")


class Console:
    """Where an operator types, before a cluster that keeps objects."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster()
        self._server = serve(self.cluster)
        self._variables = environment(folder, self._server.server_port)
        (folder / "charts").symlink_to(CHECKOUT / "charts")

    def type(self, line: str) -> None:
        words = shlex.split(line)
        if words[1] == "install":
            self.cluster.objects.clear()
        more = ["--disable-openapi-validation"] if words[1] in ("install", "upgrade") else []
        done = subprocess.run(
            [program(), *words[1:], *more],
            env=self._variables,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    console = Console(tmp_path)
    yield console
    console.end()


def test_helm_takes_every_command_in_the_order_of_the_page(console: Console) -> None:
    ours = next(found for page, found in values() if page == OPERATIONS.name)
    (console.folder / "ours.yaml").write_text(yaml.safe_dump(ours))
    lines = list(dict.fromkeys(commands(OPERATIONS.read_text())))
    typed = [line for line in lines if re.match(r"helm \w+ r\b", line)]
    assert {line.split()[1] for line in typed} == {
        "install",
        "test",
        "upgrade",
        "rollback",
        "uninstall",
    }
    for line in typed:
        console.type(line)
    left = [key for key in console.cluster.objects if not key[1].startswith("sh.helm.")]
    assert left == [("Secret", "r-postgres")], "as the page says under Uninstall"


@pytest.mark.parametrize(("page", "given"), values(), ids=lambda each: each if each is str else "")
def test_the_api_takes_what_the_docs_values_render(
    page: str, given: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "values.json").write_text(json.dumps(given))
    for manifest in render({}, "r", "--values", str(tmp_path / "values.json")):
        if not manifest["apiVersion"].startswith(OTHERS):
            check(manifest, "1.35")


def names() -> set[str]:
    """``kind/name`` of all that a release ``r`` can have, what controllers make of it included."""
    found = set()
    for more in ((), ("--is-upgrade",)):
        for manifest in render(ALL_ON, "r", *more):
            kind, name = manifest["kind"].lower(), manifest["metadata"]["name"]
            found.add(f"{kind}/{name}")
            if kind == "statefulset":
                found |= {f"pod/{name}-0", f"persistentvolumeclaim/data-{name}-0"}
            secrets = re.findall(
                r"'(?:secretName|privateKeySecretRef)': (?:\{'name': )?'([^']+)'", repr(manifest)
            )
            found |= {f"secret/{each}" for each in secrets}
    return found


SHORT = {"pvc": "persistentvolumeclaim", "pods": "pod", "services": "service"}


def test_there_is_everything_that_kubectl_is_asked_for() -> None:
    there = names()
    kinds = {name.partition("/")[0] for name in there}
    asked = []
    for _, line in everywhere():
        if not line.startswith("kubectl "):
            continue
        kind = "pod"
        for word in re.split(r"[ /:]", line.partition(" -- ")[0]):
            kind = SHORT.get(word, word) if SHORT.get(word, word) in kinds else kind
            if re.fullmatch(r"(data-)?r-[a-z][a-z0-9-]*", word):
                asked.append(f"{kind}/{word}")
    assert len(asked) > 12
    assert set(asked) - there == set()


def test_ports_that_are_forwarded_are_open() -> None:
    services = {m["metadata"]["name"]: m["spec"] for m in render({}) if m["kind"] == "Service"}
    lines = " ".join(line for _, line in everywhere())
    forwarded = re.findall(r"port-forward service/(\S+) \d+:(\d+)", lines)
    assert forwarded
    for name, port in forwarded:
        assert int(port) in [each["port"] for each in services[name]["ports"]]
