"""Does what an operator chooses once reach every pod, and can a role choose otherwise?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.charts.cluster.helm import CHART, ROLES, Manifest, pods, render

CHECKOUT = Path(__file__).parents[2]
DIGEST = "sha256:" + "0123456789abcdef" * 4
ON = {"arena.enabled": "true"}
GLOBALS: dict[str, Any] = {
    "imagePullSecrets": [{"name": "pull"}],
    "nodeSelector": {"pool": "video"},
    "tolerations": [{"key": "video", "operator": "Exists"}],
    "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}},
}


def specs(values: dict[str, Any], folder: Path) -> dict[str, Manifest]:
    text = json.dumps(values)
    file = folder / f"{hash(text)}.json"
    file.write_text(text)
    found = pods(render({}, "r", "--values", str(file)))
    return {re.sub(r"^r-|-[0-9a-f]{8}$", "", name): pod["spec"] for name, pod in found.items()}


def test_placement_and_pull_secrets_reach_every_pod(tmp_path: Path) -> None:
    found = specs({"global": GLOBALS, "arena": {"enabled": True}}, tmp_path)
    assert found.keys() == {*ROLES, "migrate", "test"}
    for name, spec in found.items():
        assert {key: spec.get(key) for key in GLOBALS} == GLOBALS, name


def test_a_role_chooses_otherwise_and_helms_test_runs_where_web_does(tmp_path: Path) -> None:
    own = {"nodeSelector": {"pool": "own"}, "imagePullSecrets": [{"name": "own"}]}
    found = specs({"global": GLOBALS, "web": own, "ocr": own}, tmp_path)
    changed = {name for name, spec in found.items() if {key: spec[key] for key in own} == own}
    assert changed == {"web", "migrate", "test", "ocr"}
    assert all(spec["tolerations"] == GLOBALS["tolerations"] for spec in found.values())


def test_a_private_ca_is_mounted_and_named_everywhere(tmp_path: Path) -> None:
    found = specs({"global": {"caConfigMap": "ours"}, "arena": {"enabled": True}}, tmp_path)
    for name in {*ROLES, "migrate"}:
        (container,) = found[name]["containers"]
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        assert {"name": "ca", "configMap": {"name": "ours"}} in found[name]["volumes"]
        variables = {each["name"]: each.get("value") for each in container["env"]}
        for variable in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
            assert variables[variable] == f"{mounts['ca']}/ca.crt", name


def test_images_can_be_pinned_by_digest(tmp_path: Path) -> None:
    values: dict[str, Any] = {"global": {"imageDigests": {"web": DIGEST, "worker": DIGEST}}}
    values |= {role: {"image": {"digest": DIGEST}} for role in ("redis", "postgres", "proxy")}
    for name, spec in specs({**values, "arena": {"enabled": True}}, tmp_path).items():
        image = spec["containers"][0]["image"]
        assert re.fullmatch(rf"[\w./-]+:[\w.-]+@{DIGEST}", image), name


def test_a_cluster_that_assigns_users_gets_none(tmp_path: Path) -> None:
    file = CHART / "values" / "openshift.yaml"
    found = pods(render(ON, "r", "--values", str(file)))
    for name, pod in found.items():
        security = pod["spec"]["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert not {"runAsUser", "runAsGroup", "fsGroup"} & security.keys(), name


@pytest.mark.parametrize("role", ROLES)
def test_the_rest_of_a_pod_can_be_changed_by_role(role: str, tmp_path: Path) -> None:
    chosen: dict[str, Any] = {
        "serviceAccountName": "ours",
        "terminationGracePeriodSeconds": 33,
        "probes": {"liveness": {"failureThreshold": 9}},
        "dnsConfig": {"options": [{"name": "ndots", "value": "1"}]},
        "extraVolumes": [{"name": "more", "emptyDir": {}}],
        "extraVolumeMounts": [{"name": "more", "mountPath": "/more"}],
    }
    before = specs({"arena": {"enabled": True}}, tmp_path)[role]
    spec = specs({"arena": {"enabled": True}, role: {"enabled": True, **chosen}}, tmp_path)[role]
    (container,) = spec["containers"]
    assert spec["serviceAccountName"] == "ours"
    assert spec["automountServiceAccountToken"] is False
    assert spec["terminationGracePeriodSeconds"] == 33
    assert spec["dnsConfig"] == chosen["dnsConfig"]
    assert spec["volumes"][-1] == chosen["extraVolumes"][0]
    assert container["volumeMounts"][-1] == chosen["extraVolumeMounts"][0]
    probe = before["containers"][0]["livenessProbe"]
    assert container["livenessProbe"] == {**probe, "failureThreshold": 9}


def test_every_pod_asks_for_the_disk_it_writes_to() -> None:
    for name, pod in pods(render(ON)).items():
        if not name.startswith(("r-migrate", "r-test")):
            assert "ephemeral-storage" in pod["spec"]["containers"][0]["resources"]["requests"]


def test_an_autoscaler_takes_a_behavior(tmp_path: Path) -> None:
    behavior = {"scaleDown": {"stabilizationWindowSeconds": 600}}
    values = {"ocr": {"autoscaling": {"enabled": True, "behavior": behavior}}}
    (tmp_path / "values.json").write_text(json.dumps(values))
    manifests = render({}, "r", "--values", str(tmp_path / "values.json"))
    (scaler,) = (m for m in manifests if m["kind"] == "HorizontalPodAutoscaler")
    assert scaler["spec"]["behavior"] == behavior


def test_a_service_can_have_both_families() -> None:
    manifests = render({"proxy.service.ipFamilyPolicy": "PreferDualStack"})
    policies = [m["spec"].get("ipFamilyPolicy") for m in manifests if m["kind"] == "Service"]
    assert sorted(filter(None, policies)) == ["PreferDualStack"]


def migrate(database: str, seconds: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the Job's container runs, with this checkout in place of the image."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    script = (CHART / "charts" / "web" / "files" / "migrate.sh").read_text()
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "DATABASE_URL": database,
        "SECRET_KEY": "a",
        "ALLOWED_HOSTS": "*",
    }
    return subprocess.run(
        ["sh", "-c", script, "migrate", seconds],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_migration_that_cannot_reach_its_database_says_so(tmp_path: Path) -> None:
    done = migrate("postgres://u:p@127.0.0.1:9/d", "1", tmp_path)
    assert done.returncode == 1
    assert "migrate: the database did not answer:" in done.stderr
    assert "refused" in done.stderr


def test_a_migration_runs_once_the_database_answers(tmp_path: Path) -> None:
    done = migrate(f"sqlite:///{tmp_path}/site.sqlite3", "1", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Applying catalog.0001_initial" in done.stdout


def test_a_migration_that_fails_keeps_its_words_and_ends_helms_wait() -> None:
    (job,) = (m for m in render({}, "r", "--is-upgrade") if m["kind"] == "Job")
    annotations = job["metadata"]["annotations"]
    assert annotations["helm.sh/hook-output-log-policy"] == "hook-failed"
    assert job["spec"]["backoffLimit"] == 0
    assert job["spec"]["ttlSecondsAfterFinished"] <= 86400
    pod = job["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never", "a restarted container's log is gone"
    assert pod["containers"][0]["terminationMessagePolicy"] == "FallbackToLogsOnError"
    assert int(pod["containers"][0]["command"][-1]) < 300, "Helm's own timeout"
