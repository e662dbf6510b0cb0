"""Is what the chart renders what Kubernetes takes, whatever the values?"""

from __future__ import annotations

import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from tests.charts.cluster.helm import ALL_ON, CASES, CHART, ROLES, Manifest, given, helm, render
from tests.charts.cluster.schemas import check

VERSIONS = ("1.35", "1.37")
OF_OTHERS = ("keda.sh", "monitoring.coreos.com", "cert-manager.io", "gateway.networking.k8s.io")
"""API groups whose schemas are not Kubernetes' own."""


def everything() -> dict[str, Manifest]:
    """Each different object of all cases, once."""
    found: dict[str, Manifest] = {}
    for case in CASES.values():
        for manifest in [*render(case), *(render(case, "r", "--is-upgrade") if not case else [])]:
            if (
                manifest["apiVersion"].split("/")[0] not in OF_OTHERS
                and manifest["kind"] != "Secret"
            ):
                found[repr(manifest)] = manifest
    secrets = [
        m
        for case in ("defaults", "all-on", "external")
        for m in render(CASES[case])
        if m["kind"] == "Secret"
    ]
    return {**found, **{repr(secret): secret for secret in secrets}}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_api_takes_every_object(version: str) -> None:
    manifests = everything()
    assert len(manifests) > 100
    for manifest in manifests.values():
        check(manifest, version)


@pytest.mark.parametrize("case", CASES)
def test_no_two_objects_share_a_name(case: str) -> None:
    names = [(m["kind"], m["metadata"]["name"]) for m in render(CASES[case])]
    assert len(names) == len(set(names))
    assert all(m["metadata"].get("namespace") == "here" for m in render(CASES[case]))


def test_two_releases_in_a_namespace_share_no_object() -> None:
    one, other = (
        {(m["kind"], m["metadata"]["name"]) for m in render(ALL_ON, release)}
        for release in ("r", "other")
    )
    assert not one & other


@pytest.mark.parametrize("role", ROLES[:6])
def test_a_role_that_is_off_leaves_nothing(role: str) -> None:
    assert not [m for m in render(CASES[f"without-{role}"]) if m["metadata"]["name"] == f"r-{role}"]


def test_scaling_a_role_changes_nothing_else() -> None:
    before, after = (
        {
            (m["kind"], m["metadata"]["name"]): m
            for m in render({"arena.enabled": "true", **more}, "r", "--is-upgrade")
            if m["kind"] != "Secret"
        }
        for more in ({}, {"ocr.replicas": "4"})
    )
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == [("Deployment", "r-ocr")]
    expected = deepcopy(before["Deployment", "r-ocr"])
    expected["spec"]["replicas"] = 4
    assert after["Deployment", "r-ocr"] == expected


def test_replicas_are_left_to_an_autoscaler() -> None:
    for case, roles in (
        ("all-on", ("web", "ocr", "capture", "proxy")),
        ("keda", ("ocr", "capture")),
    ):
        deployments = {
            m["metadata"]["name"]: m for m in render(CASES[case]) if m["kind"] == "Deployment"
        }
        assert all("replicas" not in deployments[f"r-{role}"]["spec"] for role in roles)
        assert deployments["r-beat"]["spec"]["replicas"] == 1


def test_at_an_upgrade_migrations_come_first_and_at_an_install_nothing_waits_for_them() -> None:
    first = [m for m in render({}) if m["kind"] == "Job"]
    later = [m for m in render({}, "r", "--is-upgrade") if m["kind"] == "Job"]
    assert "annotations" not in first[0]["metadata"]
    assert later[0]["metadata"]["annotations"]["helm.sh/hook"] == "pre-upgrade"
    assert first[0]["metadata"]["name"] != later[0]["metadata"]["name"]


def test_the_job_of_an_install_waits_for_images_and_nodes_as_long_as_it_takes() -> None:
    (job,) = (m for m in render({"arena.enabled": "true"}) if m["kind"] == "Job")
    assert "activeDeadlineSeconds" not in job["spec"]


@pytest.mark.parametrize(
    ("values", "policy", "hops"),
    [
        ({}, None, "0"),
        ({"proxy.service.type": "NodePort"}, "Local", "0"),
        ({"proxy.service.type": "LoadBalancer"}, "Local", "0"),
        (
            {
                "proxy.service.type": "LoadBalancer",
                "proxy.service.externalTrafficPolicy": "Cluster",
                "proxy.trustedHops": "2",
            },
            "Cluster",
            "2",
        ),
        (CASES["all-on"], None, "1"),
        (CASES["gateway"], None, "1"),
        ({**CASES["gateway"], "proxy.trustedHops": "0"}, None, "0"),
    ],
)
def test_clients_keep_their_address_or_hops_are_counted(
    values: dict[str, str], policy: str | None, hops: str
) -> None:
    found = {(m["kind"], m["metadata"]["name"]): m for m in render(values)}
    service, deployment = found["Service", "r-proxy"], found["Deployment", "r-proxy"]
    assert service["spec"].get("externalTrafficPolicy") == policy
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert {"name": "TRUSTED_HOPS", "value": hops} in container["env"]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"ocr.replcas": "4"}, "replcas"),
        ({"glbal.imageTag": "x"}, "glbal"),
        ({"global.imagTag": "x"}, "imagTag"),
        ({"ocr.replicas": "many"}, "/replicas"),
        ({"proxy.tls.letsEncrypt.mail": "x"}, "/tls/letsEncrypt"),
        ({"proxy.service.type": "ClusterIp"}, "/service/type"),
        ({"web.runAsUser": "0"}, "/runAsUser"),
        ({"proxy.service.externalTrafficPolicy": "local"}, "/service/externalTrafficPolicy"),
        ({"proxy.trustedHops": "-1"}, "/trustedHops"),
    ],
)
def test_a_typo_is_refused_with_its_path(values: dict[str, str], path: str) -> None:
    done = helm("template", "r", str(CHART), *given(values), check=False)
    assert done.returncode != 0
    assert path in done.stderr


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"redis.enabled": "false"}, "set global.redisUrl"),
        ({"postgres.enabled": "false"}, "set global.databaseUrl"),
        ({"proxy.service.loadBalancerSourceRanges": "{10.0.0.0/8}"}, "type LoadBalancer only"),
        ({"control.twitch.clientId": "x"}, "control.twitch: set both clientId and clientSecret"),
        ({"control.kick.clientSecret": "x"}, "control.kick: set both clientId and clientSecret"),
        ({"proxy.ingress.enabled": "true"}, "proxy.hosts"),
        ({"ocr.keda.enabled": "true", "ocr.autoscaling.enabled": "true"}, "choose one"),
        (
            {"web.autoscaling.enabled": "true", "web.autoscaling.minReplicas": "11"},
            "minReplicas is 11",
        ),
        ({"ocr.keda.enabled": "true", "ocr.keda.maxReplicas": "1"}, "ocr.keda: minReplicas is 2"),
        ({"global.redisUrl": "redis://x/0", "ocr.keda.enabled": "true"}, "keda.redisAddress"),
        ({"ocr.extraEnv[0].name": "OMP_THREAD_LIMIT"}, "ocr.extraEnv: OMP_THREAD_LIMIT"),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(values: dict[str, str], words: str) -> None:
    done = helm("template", "r", str(CHART), *given(values), check=False)
    assert done.returncode != 0
    assert words in done.stderr


def test_the_umbrella_is_clean() -> None:
    helm("lint", "--strict", str(CHART))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_a_chart_of_its_own(role: str, tmp_path: Path) -> None:
    shutil.copytree(CHART / "charts", tmp_path / "charts")
    (tmp_path / "charts" / role / "charts").mkdir()
    shutil.copytree(CHART / "charts" / "common", tmp_path / "charts" / role / "charts" / "common")
    helm("lint", "--strict", str(tmp_path / "charts" / role))
