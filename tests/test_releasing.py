"""Does a release hold together: the workflows, the packaged chart, the wheel?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from charts.package import package
from tests.charts.cluster.helm import helm, program

CHECKOUT = Path(__file__).parent.parent
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
DIGESTS = {"web": "sha256:" + "a" * 64, "worker": "sha256:" + "b" * 64}


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text())["jobs"]
    return found


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(workflow).values() for step in job.get("steps", [])]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_runs_the_same_targets_as_people_do(workflow: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    for step in steps(workflow):
        run = step.get("run", "")
        assert set(re.findall(r"^make ([a-z-]+)", run, re.MULTILINE)) <= targets
        scripts = re.findall(r"^(\.[\w/.-]+)", run, re.MULTILINE)
        assert all((CHECKOUT / script).exists() for script in scripts)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_do_no_more_than_it_must(workflow: Path) -> None:
    whole = yaml.safe_load(workflow.read_text())
    assert whole["permissions"] == {"contents": "read"}
    for job in jobs(workflow).values():
        assert "uses" in job or job["timeout-minutes"] <= 60
    for step in steps(workflow):
        assert re.fullmatch(r"[\w/-]+@v\d+", step.get("uses", "a@v1"))
        assert "${{" not in step.get("run", ""), "an expression in a shell line can be injected"
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


def test_nothing_is_published_that_was_not_tested_or_is_not_the_version() -> None:
    release = CHECKOUT / ".github" / "workflows" / "release.yml"
    publish = jobs(release)["publish"]
    assert publish["needs"] == "test"
    assert jobs(release)["test"]["uses"] == "./.github/workflows/test.yml"
    lines = [step.get("run", "") for step in publish["steps"]]
    order = [
        next(number for number, line in enumerate(lines) if wanted in line)
        for wanted in ("release-check", "release-images", "trivy", "release-chart", "gh release")
    ]
    assert order == sorted(order)


def test_a_tag_must_be_the_version() -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    for tag, taken in ((f"v{version}", True), (version, False), ("v9.9.9", False), ("", False)):
        command = ["make", "--silent", "release-check", f"TAG={tag}"]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False)
        assert (done.returncode == 0) is taken


def test_the_packaged_chart_names_its_images_by_digest(tmp_path: Path) -> None:
    made = package(program(), "registry.example/some", DIGESTS, tmp_path)
    version = yaml.safe_load((CHECKOUT / "charts/rotisserie/Chart.yaml").read_text())["version"]
    assert made.name == f"rotisserie-{version}.tgz"
    text = helm("template", "r", str(made), "--set", "arena.enabled=true").stdout
    images = set(re.findall(r"image: (\S*rotisserie\S+)", text))
    assert {re.sub(r":[\w.-]+@", "@", image) for image in images} == {
        f"registry.example/some/rotisserie-{part}@{digest}" for part, digest in DIGESTS.items()
    }


def test_what_is_no_digest_is_not_packaged(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="worker"):
        package(program(), "registry.example", {**DIGESTS, "worker": "latest"}, tmp_path)
    assert not list(tmp_path.iterdir())


def requirements(name: str) -> set[str]:
    lines = (CHECKOUT / "requirements" / f"{name}.in").read_text().splitlines()
    return {line for line in lines if line and not line.startswith(("#", "-"))}


def test_the_wheel_asks_for_what_the_images_install() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert set(project["dependencies"]) == requirements("base")
    for name, asked in project["optional-dependencies"].items():
        assert set(asked) == requirements(name)


@pytest.mark.slow
def test_a_wheel_holds_everything_that_runs_and_nothing_else(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    files = [name for name in tracked if name and not name.startswith("docs/")]
    for name in (name for name in files if (CHECKOUT / name).is_file()):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, tree / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(tree)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        held = {name for name in content.namelist() if ".dist-info/" not in name}
        (entries,) = (name for name in content.namelist() if name.endswith("entry_points.txt"))
        commands = re.findall(r"^(\S+) = (\S+)$", content.read(entries).decode(), re.MULTILINE)
        content.extractall(tmp_path / "installed")
    packages = ("scoreboard", "workers", "webapp", "arena")
    assert held == {name for name in files if name.startswith(tuple(f"{p}/" for p in packages))}
    assert all(name.startswith("rotisserie-") for name, _ in commands)
    for _, target in commands:
        module, function = target.split(":")
        check = (
            f"from importlib import import_module as i; assert callable(i('{module}').{function})"
        )
        subprocess.run([sys.executable, "-c", check], cwd=tmp_path / "installed", check=True)
