"""Where each role's Redis is: which Secret says so, and may its pods connect there?"""

from __future__ import annotations

from base64 import b64decode

import pytest

from tests.charts.cluster.helm import CASES, Manifest, pods, render
from tests.charts.cluster.policies import role_of

ROLES = ("beat", "control", "capture", "ocr", "web")
WATCHED = "redis+sentinel://:p%40s%2Fs@one.example:26379,[2001:db8::2]:26380,three.example/main/0"
URLS = {
    "global.redisUrl": WATCHED.replace(",", r"\,"),
    "global.brokerUrl": "rediss://:word@broker.example:6391/0",
    "global.looksUrl": "redis://looks.example/0",
}


def secret(manifests: list[Manifest], name: str) -> dict[str, str]:
    found = next(m for m in manifests if (m["kind"], m["metadata"]["name"]) == ("Secret", name))
    return {key: b64decode(value).decode() for key, value in found["data"].items()}


def ports(manifests: list[Manifest]) -> dict[str, set[int]]:
    """To which each role may connect anywhere."""
    return {
        role_of(m["spec"]): {
            port["port"]
            for rule in m["spec"]["egress"]
            if "to" not in rule
            for port in rule["ports"]
            if port["protocol"] == "TCP"
        }
        - {53, 5353}
        for m in manifests
        if m["kind"] == "NetworkPolicy"
    }


def test_each_of_the_three_may_be_elsewhere() -> None:
    manifests = render({**URLS, "redis.enabled": "false"})
    urls = secret(manifests, "r-urls")
    assert urls == {
        "REDIS_URL": WATCHED,
        "BROKER_URL": URLS["global.brokerUrl"],
        "LOOKS_URL": URLS["global.looksUrl"],
        "REDIS_PASSWORD": "p@s/s",
    }
    open_ports = ports(manifests)
    for role in (*ROLES, "migrate"):
        assert open_ports[role] == {26379, 26380, 6379, 6391}, role


def test_a_second_one_beside_that_of_the_chart() -> None:
    manifests = render({"global.brokerUrl": "redis://broker.example:6391/0"})
    assert secret(manifests, "r-urls") == {"BROKER_URL": "redis://broker.example:6391/0"}
    assert secret(manifests, "r-redis")["REDIS_URL"].endswith("@r-redis:6379/0")
    assert {role: found for role, found in ports(manifests).items() if found} == {
        role: {6391} for role in (*ROLES, "migrate")
    }


@pytest.mark.parametrize(("values", "name"), [({}, "r-urls"), (CASES["existing-secret"], "all")])
def test_without_a_second_one_the_first_is_used(values: dict[str, str], name: str) -> None:
    found = pods(render(values))
    for role in ROLES:
        (container,) = found[f"r-{role}"]["spec"]["containers"]
        asked = {v["name"]: v["valueFrom"] for v in container["env"] if "valueFrom" in v}
        for key in ("BROKER_URL", "LOOKS_URL"):
            assert asked[key] == {"secretKeyRef": {"name": name, "key": key, "optional": True}}
