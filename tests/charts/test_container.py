"""Do the Dockerfile and compose.yaml keep the rules that a linter would ask for?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
ONCE = {"migrate"}
Stage = list[tuple[str, str]]


@cache
def stages() -> dict[str, Stage]:
    """Name -> its instructions, each as (word, rest); what precedes the first FROM is called ``""``."""
    text = re.sub(r"\\\n\s*", " ", (CHECKOUT / "Dockerfile").read_text())
    found: dict[str, Stage] = {"": []}
    name = ""
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        if word == "FROM":
            name = rest.rpartition(" AS ")[2]
            found[name] = []
        found[name].append((word, rest))
    return found


def base_of(name: str) -> str:
    return stages()[name][0][1].partition(" AS ")[0]


def lineage(name: str) -> list[tuple[str, str]]:
    """All instructions that end up in an image."""
    base = base_of(name)
    return (lineage(base) if base in stages() else []) + stages()[name]


@cache
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
    return loaded


def test_bases_have_a_tag_that_is_not_latest() -> None:
    bases = dict(rest.split("=", 1) for word, rest in stages()[""] if word == "ARG")
    assert all(re.search(r":(?!latest)[\w.-]+$", image) for image in bases.values())
    outside = {base_of(name) for name in stages() if name and base_of(name) not in stages()}
    assert outside == {f"${{{name}}}" for name in bases}


@pytest.mark.parametrize("image", ["web", "worker"])
def test_an_image_runs_as_a_number_and_without_a_shell_before_it(image: str) -> None:
    instructions = lineage(image)
    users = [rest for word, rest in instructions if word == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    words = [word for word, _ in instructions]
    assert "RUN" not in words[words.index("USER") :]
    assert "COPY" not in words[words.index("USER") :]
    assert json.loads(next(rest for word, rest in reversed(instructions) if word == "CMD"))
    assert "org.opencontainers.image.revision" in next(
        rest for word, rest in instructions if word == "LABEL"
    )
    assert ("WORKDIR", "/app") in instructions


@pytest.mark.parametrize("image", ["web", "worker"])
def test_an_image_knows_its_commit(image: str) -> None:
    (environment,) = (rest for word, rest in lineage(image) if word == "ENV")
    assert "COMMIT=${COMMIT}" in environment.split()


@pytest.mark.parametrize("image", ["web", "worker"])
def test_an_image_holds_no_node_and_no_compiler(image: str) -> None:
    assert not base_of(image).startswith("${NODE")
    installed = " ".join(rest for word, rest in lineage(image) if word == "RUN")
    assert not re.search(r"\b(npm|node|gcc|build-essential|pip)\b", installed)
    assert ("tesseract-ocr" in installed) == (image == "worker")


def test_packages_are_installed_as_they_were_locked() -> None:
    for name, instructions in stages().items():
        for word, rest in instructions:
            assert word not in ("ADD", "MAINTAINER"), name
            if word == "RUN" and "pip " in rest and "install" in rest:
                assert all(
                    flag in rest
                    for flag in ("--require-hashes", "--no-cache-dir", "--only-binary :all:")
                ), name
            if word == "RUN" and "apt-get install" in rest:
                assert "--no-install-recommends" in rest, name
                assert "apt-get update" in rest, name
                assert "rm -rf /var/lib/apt/lists/* /var/cache/apt/*" in rest, name
            assert "sudo" not in rest, name


def test_what_is_copied_is_there_and_is_sent_to_the_engine() -> None:
    sent = {
        line[1:]
        for line in (CHECKOUT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for instructions in stages().values():
        for word, rest in instructions:
            if word == "COPY" and "--from" not in rest:
                for source in rest.split()[:-1]:
                    assert (CHECKOUT / source).exists(), source
                    assert {source, source.partition("/")[0]} & sent, source


def test_services_are_probed_restarted_and_have_a_tag() -> None:
    for name, service in compose()["services"].items():
        assert re.search(r":(?!latest)(\$\{TAG:-dev\}|[\w.-]+)$", service["image"]), name
        assert service["restart"] == ("on-failure" if name in ONCE else "unless-stopped"), name
        assert name in ONCE or "healthcheck" in service, name
        if service["image"].startswith("rotisserie"):
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name


def test_what_a_service_waits_for_and_keeps_exists() -> None:
    services, volumes = compose()["services"], compose()["volumes"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= services.keys(), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in volumes or (CHECKOUT / source).is_dir(), name
        assert all(port.startswith("${LISTEN:-127.0.0.1}") for port in service.get("ports", [])), (
            name
        )


def test_compose_itself_takes_it() -> None:
    version = ["docker", "compose", "version"]
    if (
        not shutil.which("docker")
        or subprocess.run(version, capture_output=True, check=False).returncode
    ):
        pytest.skip("docker compose is not installed")
    subprocess.run(
        ["docker", "compose", "--file", str(CHECKOUT / "compose.yaml"), "config", "--quiet"],
        check=True,
    )
