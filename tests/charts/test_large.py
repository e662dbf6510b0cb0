"""Do the values for many channels render, validate, and hold what the measured figures ask for?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.charts.cluster.helm import CHART, Manifest, pods, render
from tests.charts.cluster.schemas import check

LOOKS_PER_SECOND = 7750 / 100_000
"""Of a channel, at the mix of `make bench-scale` (docs/scaling.md)."""
CPU_SECONDS = {"capture": 0.0101, "ocr": 0.0065, "control": 0.0023}
"""Of a look, from `make bench-hold` (docs/scaling.md)."""
BUSY = 0.7
SIZES = {"thousand": 1_000, "ten-thousand": 10_000}
EXTERNAL = {"ten-thousand": {"global.existingSecret": "all"}}
ROLES = ("web", "beat", "control", "capture", "ocr", "proxy")


def rendered(size: str) -> list[Manifest]:
    file = CHART / "values" / f"{size}.yaml"
    return render(EXTERNAL.get(size, {}), "r", "--values", str(file))


def found(size: str, kind: str, role: str) -> Manifest | None:
    names = {(m["kind"], m["metadata"]["name"]): m for m in rendered(size)}
    return names.get((kind, f"r-{role}"))


def counts(size: str, role: str) -> tuple[int, int]:
    """Pods at least, and at most."""
    if scaler := found(size, "HorizontalPodAutoscaler", role):
        return scaler["spec"]["minReplicas"], scaler["spec"]["maxReplicas"]
    deployment = found(size, "Deployment", role)
    assert deployment
    return deployment["spec"]["replicas"], deployment["spec"]["replicas"]


def cores(size: str, role: str) -> float:
    amount = pods(rendered(size))[f"r-{role}"]["spec"]["containers"][0]["resources"]["requests"][
        "cpu"
    ]
    return int(amount.removesuffix("m")) / 1000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("version", ["1.35", "1.37"])
def test_the_api_takes_every_object(size: str, version: str) -> None:
    for manifest in rendered(size):
        check(manifest, version)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("role", CPU_SECONDS)
def test_there_is_cpu_for_every_look(size: str, role: str) -> None:
    busy = SIZES[size] * LOOKS_PER_SECOND * CPU_SECONDS[role]
    least, most = counts(size, role)
    assert least * cores(size, role) >= busy, "from the start"
    assert most * cores(size, role) >= busy / BUSY, "with room for a wave of finals"
    if found(size, "HorizontalPodAutoscaler", role):
        assert most >= 2 * least


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("role", ROLES)
def test_a_zone_can_go(size: str, role: str) -> None:
    assert counts(size, role)[0] >= 2
    assert found(size, "PodDisruptionBudget", role)
    spread = pods(rendered(size))[f"r-{role}"]["spec"]["topologySpreadConstraints"]
    assert [each["topologyKey"] for each in spread] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    wanted = {"app.kubernetes.io/name": role}
    assert all(each["labelSelector"]["matchLabels"] == wanted for each in spread)


@pytest.mark.parametrize("size", SIZES)
def test_what_people_entered_outlives_a_pod(size: str) -> None:
    claims = {
        m["metadata"]["name"]: m["spec"].get("volumeClaimTemplates")
        for m in rendered(size)
        if m["kind"] == "StatefulSet"
    }
    assert all(claims.values())
    assert bool(claims) is (size not in EXTERNAL)


def test_the_docs_name_every_values_file() -> None:
    docs = Path(__file__).parents[2] / "docs"
    text = "".join((docs / name).read_text() for name in ("scaling.md", "operations.md"))
    readme = (CHART / "README.md").read_text()
    for file in (CHART / "values").glob("*.yaml"):
        assert f"values/{file.name}" in text + readme
