"""Is what hangs replaced soon, and does a new pod work before an old one goes?"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.charts.cluster.helm import CASES, Manifest, render

STARTS_WITHIN_SECONDS = 5
"""The container's start, measured in docs/operations.md as 0.5 to 1.2 s, and the kubelet's own loop."""
WORKERS = ("control", "capture", "ocr")
Probe = dict[str, Any]


def deployment(role: str) -> Manifest:
    return next(
        m for m in render({}) if m["kind"] == "Deployment" and m["metadata"]["name"] == f"r-{role}"
    )


def container(role: str) -> Manifest:
    (found,) = deployment(role)["spec"]["template"]["spec"]["containers"]
    return dict(found)


def command(probe: Probe, heart: Path) -> list[str]:
    return [word.replace("/tmp/heartbeat", str(heart)) for word in probe["exec"]["command"]]


def holds(probe: Probe, heart: Path) -> bool:
    done = subprocess.run(command(probe, heart), check=False, capture_output=True)
    return done.returncode == 0


def oldest_heart(probe: Probe, heart: Path) -> int:
    """The age in seconds from which on the probe fails."""
    for age in range(300):
        os.utime(heart, (time.time() - age - 0.5,) * 2)
        if not holds(probe, heart):
            return age
    raise AssertionError("it never fails")


@pytest.mark.parametrize(("role", "seconds"), [("beat", 30), *((role, 60) for role in WORKERS)])
def test_a_process_that_hangs_is_replaced_soon(role: str, seconds: int, tmp_path: Path) -> None:
    heart = tmp_path / "heart"
    heart.touch()
    probe = container(role)["livenessProbe"]
    age = oldest_heart(probe, heart)
    notices = age + probe["failureThreshold"] * probe["periodSeconds"]
    ends = probe["terminationGracePeriodSeconds"]
    assert notices + ends + STARTS_WITHIN_SECONDS <= seconds
    assert probe["failureThreshold"] >= 2, "one slow look restarts nobody"


def test_a_site_that_hangs_is_not_given_the_time_of_one_that_ends_in_peace() -> None:
    for role in ("web", "proxy"):
        spec = deployment(role)["spec"]["template"]["spec"]
        probe = spec["containers"][0]["livenessProbe"]
        assert probe["terminationGracePeriodSeconds"] < spec["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("role", ["beat", *WORKERS])
def test_a_pod_that_never_got_a_heart_has_not_started(role: str, tmp_path: Path) -> None:
    heart = tmp_path / "heart"
    probe = container(role)["startupProbe"]
    assert not holds(probe, heart)
    heart.touch()
    assert holds(probe, heart)


@pytest.mark.parametrize("role", WORKERS)
def test_a_new_worker_takes_tasks_before_an_old_one_goes(role: str, tmp_path: Path) -> None:
    """It has begun to, and had time for a look or two."""
    heart = tmp_path / "heart"
    heart.touch()
    probe = container(role)["readinessProbe"]
    assert not holds(probe, heart), "a heart alone is no sign that it reached its queue"
    (tmp_path / "heart.ready").touch()
    os.utime(heart, (0, 0))
    assert holds(probe, heart), "Redis being away makes no worker unready"
    assert deployment(role)["spec"]["minReadySeconds"] >= 5


@pytest.mark.parametrize("case", CASES)
def test_a_roll_out_adds_a_pod_before_it_takes_one_away(case: str) -> None:
    for manifest in render(CASES[case]):
        if manifest["kind"] == "Deployment":
            strategy = manifest["spec"]["strategy"]
            assert strategy["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
