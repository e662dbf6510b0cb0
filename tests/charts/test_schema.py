"""Is a value that Kubernetes, Redis or nginx would choke on refused with its path, and nothing else?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.charts.cluster.helm import CHART, helm

REFUSED = [
    ("ocr.resources.limits.memory", "512Mib"),
    ("ocr.resources.limits.memory", "lots"),
    ("web.resources.requests.cpu", "half"),
    ("web.resources.requests.cpu", -1),
    ("web.jobResources.limits.memory", "1 Gi"),
    ("postgres.persistence.size", "5GB"),
    ("redis.maxMemory", "256Mi"),
    ("redis.maxMemory", "0"),
    ("global.redisUrl", "notaurl"),
    ("global.redisUrl", "http://redis:6379/0"),
    ("global.brokerUrl", "sentinel://a;sentinel://b"),
    ("global.looksUrl", "redis+sentinel://a:26379"),
    ("global.databaseUrl", "mysql://u:p@db/d"),
    ("control.twitch.apiUrl", "api.twitch.tv"),
    ("control.kick.authUrl", "id.kick.com"),
    ("control.youtube.apiUrl", "www.googleapis.com"),
    ("proxy.tls.letsEncrypt.server", "acme"),
    ("proxy.tls.letsEncrypt.email", "nobody"),
    ("proxy.service.loadBalancerSourceRanges", ["300.0.0.0/8"]),
    ("proxy.service.loadBalancerSourceRanges", ["10.0.0.0"]),
    ("proxy.service.loadBalancerSourceRanges", ["10.0.0.0/33"]),
    ("proxy.service.loadBalancerSourceRanges", ["2001:db8::/129"]),
    ("proxy.service.loadBalancerSourceRanges", ["2001:db8:::/32"]),
    ("web.networkPolicy.extraEgress", [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8/8"}}]}]),
    ("web.networkPolicy.extraIngress", [{"from": [{"ipBlock": {"cidr": "1.2.3/24"}}]}]),
    ("proxy.hosts", ["https://a.example"]),
    ("proxy.hosts", ["a_b.example"]),
    ("web.allowedHosts", ["a.example/"]),
    ("capture.allowedStreamHosts", ["http://10.0.0.1"]),
    ("web.embeddedPlayers", ["vimeo"]),
    ("global.imageTag", 123456),
    ("global.imageTag", 1234e56),
    ("global.imageTag", "a tag"),
    ("postgres.image.tag", 17),
    ("ocr.nodeSelector", {"gpu": True}),
    ("ocr.podLabels", {"team": 7}),
    ("ocr.extraEnv", [{"nam": "A"}]),
    ("web.imagePullSecrets", ["pull"]),
    ("ocr.podDisruptionBudget.maxUnavailable", "half"),
    ("ocr.podDisruptionBudget.maxUnavailable", "150%"),
]
TAKEN = [
    ("ocr.resources.limits.memory", "1.5Gi"),
    ("ocr.resources.limits.memory", 536870912),
    ("ocr.resources.limits.memory", "512e6"),
    ("ocr.resources.limits.cpu", 0.5),
    ("redis.maxMemory", "2gb"),
    ("global.redisUrl", "rediss://:p%40ss@redis.example:6380/0"),
    ("global.brokerUrl", "redis+sentinel://a:26379,[2001:db8::1]/primary/0"),
    ("global.databaseUrl", "postgresql://u:p@[2001:db8::1]:5432/d?sslmode=verify-full"),
    ("proxy.service.loadBalancerSourceRanges", ["0.0.0.0/0", "::/0", "2001:db8::/32", "::1/128"]),
    ("proxy.hosts", ["a.example", "*.b.example"]),
    ("web.allowedHosts", [".a.example", "*"]),
    ("capture.allowedStreamHosts", ["10.0.0.1:8080", "[2001:db8::1]:80", "host"]),
    ("global.imageTag", "0123456"),
    ("global.imageTag", "1234e56"),
    ("ocr.podDisruptionBudget.maxUnavailable", "50%"),
]


def rendered(path: str, value: object, folder: Path, more: tuple[str, ...] = ()) -> str:
    """What helm says to a values file with one value: the manifests, or why not."""
    for name in reversed(path.split(".")):
        value = {name: value}
    file = folder / "values.yaml"
    file.write_text(json.dumps(value))
    done = helm("template", "r", str(CHART), "--values", str(file), *more, check=False)
    return done.stderr if done.returncode else done.stdout


@pytest.mark.parametrize(("path", "value"), REFUSED)
def test_what_nobody_could_use_is_refused_with_its_path(
    path: str, value: object, tmp_path: Path
) -> None:
    said = rendered(path, value, tmp_path)
    chart, _, rest = path.partition(".")
    pointer = path if chart == "global" else rest
    assert f"at '/{pointer.replace('.', '/')}" in said
    assert chart == "global" or f"{chart}:" in said


@pytest.mark.parametrize(("path", "value"), TAKEN)
def test_what_is_right_is_taken(path: str, value: object, tmp_path: Path) -> None:
    more = ("--set", "proxy.service.type=LoadBalancer")
    assert "kind: Deployment" in rendered(path, value, tmp_path, more)


@pytest.mark.parametrize("tag", ["0123456", "1234e56", "1234567", "1_000", "0x12"])
def test_an_unquoted_tag_is_refused_and_a_quoted_one_stays_what_it_is(
    tag: str, tmp_path: Path
) -> None:
    file = tmp_path / "values.yaml"
    for text, taken in ((f'"{tag}"', True), (tag, False)):
        file.write_text(f"global: {{imageTag: {text}}}\n")
        done = helm("template", "r", str(CHART), "--values", str(file), check=False)
        if taken:
            assert f"rotisserie-web:{tag}\n" in done.stdout
        else:
            assert "at '/global/imageTag'" in done.stderr
