"""Does every workload keep the rules that hold for all of them?"""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoreboard.queues import SCAN
from tests.charts.cluster.helm import CASES, CHART, LOADER, Manifest, pods, render
from tests.charts.cluster.policies import Way, role_of, ways
from tests.test_environment import examples
from workers.app import app

CHECKOUT = Path(__file__).parents[2]
OURS = examples()[0] - {"COMMIT", "SSL_CERT_FILE"}
"""The images set the first themselves; the other comes with a file that is mounted (``global.caConfigMap``)."""
LONG_LIVED = ("Deployment", "StatefulSet")
CREDENTIALS = {
    "TWITCH_CLIENT_ID": "control.twitch.clientId",
    "TWITCH_CLIENT_SECRET": "control.twitch.clientSecret",
    "KICK_CLIENT_ID": "control.kick.clientId",
    "KICK_CLIENT_SECRET": "control.kick.clientSecret",
    "YOUTUBE_API_KEY": "control.youtube.apiKey",
}
WORKERS = ("beat", "control", "capture", "ocr")


def containers(case: str) -> list[tuple[str, Manifest, Manifest]]:
    """(name of the object, spec of the pod, container)."""
    return [
        (name, pod["spec"], container)
        for name, pod in pods(render(CASES[case])).items()
        for container in pod["spec"].get("initContainers", []) + pod["spec"]["containers"]
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_restricted_standard(case: str) -> None:
    for name, pod, container in containers(case):
        security, own = pod["securityContext"], container["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert security["runAsUser"] > 0, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert own["allowPrivilegeEscalation"] is False, name
        assert own["capabilities"] == {"drop": ["ALL"]}, name
        assert own["readOnlyRootFilesystem"] is True, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys(), name
        assert {kind for volume in pod["volumes"] for kind in volume} <= {
            "name",
            "emptyDir",
            "configMap",
        }, name


@pytest.mark.parametrize("case", CASES)
def test_no_token_no_latest_and_limits(case: str) -> None:
    for name, pod, container in containers(case):
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["enableServiceLinks"] is False, name
        assert re.search(r":(?!latest)[\w.-]+$", container["image"]), name
        for amounts in ("requests", "limits"):
            assert {"cpu", "memory"} <= container["resources"][amounts].keys(), name
        assert {"name": "tmp", "mountPath": "/tmp"} in container["volumeMounts"], name


@pytest.mark.parametrize("case", CASES)
def test_selectors_hold_name_and_instance_only(case: str) -> None:
    wanted = {"app.kubernetes.io/name", "app.kubernetes.io/instance"}
    manifests = render(CASES[case])
    for manifest in manifests:
        spec = manifest.get("spec", {})
        selector = spec.get("selector") or {}
        if manifest["kind"] != "Service":
            selector = selector.get("matchLabels")
        if selector:
            assert selector.keys() == wanted, manifest["metadata"]["name"]
    together = [
        (m["metadata"]["name"], pod["metadata"]["labels"]["app.kubernetes.io/name"])
        for m in manifests
        for pod in pods([m]).values()
    ]
    labels = [label for _, label in together]
    assert len(labels) == len(set(labels)), "a Service would find the pods of another workload"


@pytest.mark.parametrize("case", CASES)
def test_what_runs_for_long_is_probed(case: str) -> None:
    for manifest in render(CASES[case]):
        if manifest["kind"] in LONG_LIVED:
            name = manifest["metadata"]["name"]
            (container,) = manifest["spec"]["template"]["spec"]["containers"]
            assert "livenessProbe" in container, name
            assert name.endswith("-beat") or "readinessProbe" in container, name
            assert "startupProbe" in container, name


def test_a_worker_has_longer_to_end_than_a_task_may_take() -> None:
    found = pods(render({}))
    for role in WORKERS:
        assert (
            found[f"r-{role}"]["spec"]["terminationGracePeriodSeconds"] > app.conf.task_time_limit
        )
    web = found["r-web"]["spec"]
    grace = (
        int(web["containers"][0]["command"][-1])
        + web["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    )
    assert web["terminationGracePeriodSeconds"] > grace


def test_nothing_secret_stands_outside_a_secret() -> None:
    secret = (*CREDENTIALS.values(), "web.secretKey", "redis.password", "postgres.password")
    manifests = render(dict.fromkeys(secret, "aSecretWord"))
    assert all("aSecretWord" not in repr(m) for m in manifests if m["kind"] != "Secret")
    before = pods(render({}))["r-control"]["metadata"]["annotations"]
    assert pods(manifests)["r-control"]["metadata"]["annotations"] != before


@pytest.mark.parametrize("platform", ["TWITCH", "KICK", "YOUTUBE"])
def test_each_platform_can_be_switched_on_alone(platform: str) -> None:
    given = {key: value for key, value in CREDENTIALS.items() if key.startswith(platform)}
    manifests = render({value: f"a{key}" for key, value in given.items()})
    secrets = {m["metadata"]["name"]: m for m in manifests if m["kind"] == "Secret"}
    assert {
        key: b64decode(value).decode() for key, value in secrets["r-control"]["data"].items()
    } == {key: f"a{key}" for key in given}
    container = pods(manifests)["r-control"]["spec"]["containers"][0]
    asked = {v["name"]: v["valueFrom"] for v in container["env"] if v["name"] in CREDENTIALS}
    assert asked == {
        key: {"secretKeyRef": {"name": "r-control", "key": key, "optional": True}}
        for key in CREDENTIALS
    }


def test_values_of_a_chart_without_a_platform_go_on_working() -> None:
    manifests = render({"control.kick": "null", "control.youtube": "null"})
    container = pods(manifests)["r-control"]["spec"]["containers"][0]
    given = {variable["name"] for variable in container["env"] if "value" in variable}
    assert {name for name in given if name.endswith("_URL")} == {
        "TWITCH_API_URL",
        "TWITCH_AUTH_URL",
    }


def test_existing_secrets_are_used_alone() -> None:
    manifests = render(CASES["existing-secret"])
    assert not [m for m in manifests if m["kind"] == "Secret"]
    names = re.findall(r"'secretKeyRef': \{'name': '([^']+)'", repr(manifests))
    assert set(names) == {"all"}


def variables(container: Manifest) -> set[str]:
    return {variable["name"] for variable in container["env"]} & OURS


def test_the_same_variables_as_in_the_example_and_in_compose() -> None:
    in_charts = {
        re.sub(r"^r-|-[0-9a-f]{8}$", "", name): variables(pod["spec"]["containers"][0])
        for name, pod in pods(render({"arena.enabled": "true", "scan.enabled": "true"})).items()
    }
    assert set().union(*in_charts.values()) == OURS
    compose: dict[str, Any] = yaml.load((CHECKOUT / "compose.yaml").read_text(), Loader=LOADER)[
        "services"
    ]
    for role in ("web", *WORKERS, "scan", "arena", "proxy"):
        assert set(compose[role].get("environment", {})) & OURS == in_charts[role], role
    assert set(compose["migrate"]["environment"]) & OURS == in_charts["migrate"]


def test_the_same_commands_as_in_compose() -> None:
    compose: dict[str, Any] = yaml.load((CHECKOUT / "compose.yaml").read_text(), Loader=LOADER)[
        "services"
    ]
    found = pods(render({"scan.enabled": "true"}))
    for role in ("web", *WORKERS, "scan", "proxy"):
        assert compose[role]["command"] == found[f"r-{role}"]["spec"]["containers"][0]["command"], (
            role
        )


def test_recordings_are_scanned_where_that_is_wanted_and_by_nobody_who_looks() -> None:
    """A worker of live looks takes other queues, and Celery's default is not the queue of recordings."""
    assert "r-scan" not in pods(render({}))
    found = pods(render({"scan.enabled": "true"}))
    takes = {
        name: command[command.index("--queues") + 1]
        for name, pod in found.items()
        if "--queues" in (command := pod["spec"]["containers"][0]["command"])
    }
    assert [name for name, queues in takes.items() if SCAN in queues] == ["r-scan"]
    assert takes["r-scan"] == SCAN
    assert SCAN not in app.amqp.queues


def policies_of(manifests: list[Manifest]) -> list[Manifest]:
    return [manifest for manifest in manifests if manifest["kind"] == "NetworkPolicy"]


def needs(role: str, container: Manifest) -> set[Way]:
    """Whom a role must reach, by what its environment and its command name."""
    variables = {variable["name"]: variable.get("value", "") for variable in container["env"]}
    named = " ".join(
        [
            *container["command"],
            variables.get("WEB", ""),
            variables.get("ARENA", ""),
            variables.get("ALLOWED_STREAM_HOSTS", "") if role == "capture" else "",
            variables.get("ARENA_URL", "") if role == "web" else "",
        ]
    )
    urls = {"REDIS_URL": ("redis", 6379), "DATABASE_URL": ("postgres", 5432)}
    found = {(role, *urls[name]) for name in urls.keys() & variables.keys()}
    found |= {(role, other, int(port)) for other, port in re.findall(r"\br-(\w+):(\d+)", named)}
    return {
        (role, "proxy", 8080) if other == "proxy" else (role, other, port)
        for role, other, port in found
    }


def test_each_role_reaches_what_it_needs_and_nothing_else() -> None:
    manifests = render({"arena.enabled": "true"})
    found = {
        pod["metadata"]["labels"]["app.kubernetes.io/name"]: pod["spec"]
        for pod in pods(manifests).values()
    }
    policies = policies_of(manifests)
    assert {role_of(policy["spec"]) for policy in policies} == found.keys()
    wanted = {way for role, spec in found.items() for way in needs(role, spec["containers"][0])}
    assert len(wanted) > 10
    assert ways(policies) == wanted


def test_names_are_looked_up_and_addresses_outside_reached_by_those_who_must() -> None:
    rules = {
        role_of(policy["spec"]): policy["spec"]["egress"]
        for policy in policies_of(render({"arena.enabled": "true"}))
    }
    looked_up = {
        role
        for role, egress in rules.items()
        if any(
            "to" not in rule
            and [(port["port"], port["protocol"]) for port in rule["ports"]]
            == [(53, "UDP"), (53, "TCP"), (5353, "UDP"), (5353, "TCP")]
            for rule in egress
        )
    }
    assert rules.keys() - looked_up == {"redis", "postgres", "arena"}
    outside = {
        role for role, egress in rules.items() if any("ipBlock" in repr(rule) for rule in egress)
    }
    assert outside == {"capture", "control", "web"}


def test_all_of_it_fits_on_one_small_node() -> None:
    """Two cores and four gigabytes, with half a core for the node itself and room for one more pod of each role."""
    cores = megabytes = 0.0
    for name, pod in pods(render({"arena.enabled": "true"})).items():
        asked = pod["spec"]["containers"][0]["resources"]["requests"]
        count = 2 if name[2:] in ("web", "ocr", "proxy") else 1
        cores += count * int(asked["cpu"].removesuffix("m")) / 1000
        megabytes += count * int(asked["memory"].removesuffix("Mi"))
    assert cores < 1.0
    assert megabytes < 2600


def test_global_stays_a_handful() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert set(values["global"]) == {
        "imageRegistry",
        "imageTag",
        "redisUrl",
        "brokerUrl",
        "looksUrl",
        "databaseUrl",
        "existingSecret",
        "imageDigests",
        "caConfigMap",
        "logFormat",
        "imagePullSecrets",
        "nodeSelector",
        "tolerations",
        "affinity",
    }


def test_all_charts_are_of_one_version() -> None:
    charts = [
        yaml.safe_load(file.read_text())
        for file in [CHART / "Chart.yaml", *CHART.glob("charts/*/Chart.yaml")]
    ]
    ((version, app_version),) = {(chart["version"], chart["appVersion"]) for chart in charts}
    wanted = {dependency["version"] for dependency in charts[0]["dependencies"]}
    assert wanted == {version}
    assert f"\n### {version}\n" in (CHART / "README.md").read_text(), "its upgrade notes"
    project = (CHECKOUT / "pyproject.toml").read_text()
    assert f'version = "{app_version}"' in project


@pytest.mark.parametrize(
    ("allowed", "host"),
    [("*", ""), (".example.com", "example.com"), ("a.example.com", "a.example.com")],
)
def test_helms_test_asks_under_a_name_that_the_site_answers_to(allowed: str, host: str) -> None:
    test = next(one for one in render({"web.allowedHosts[0]": allowed}) if one["kind"] == "Pod")
    assert test["spec"]["containers"][0]["command"][-1] == host
