"""What happens on the only node of a cluster, as helm's commands have it?"""

from __future__ import annotations

import itertools
import subprocess
import time
from pathlib import Path
from typing import Any

import yaml

from bench.exchange.door import Door
from tests.charts.cluster import services
from tests.charts.cluster.fake_api import Cluster, serve
from tests.charts.cluster.helm import CHART, given, program
from tests.charts.cluster.kubeconfig import environment
from tests.charts.cluster.pod import NETWORK, SUBNET, Hosts, Pod, docker
from tests.charts.cluster.policies import enforce, forget, ways

READY_WITHIN_SECONDS = 1200.0
PROXY_PORT = 8080
SINGLE = ("redis", "postgres")
"""Roles of a StatefulSet with one pod."""


class Node:
    """The only one of its cluster."""

    def __init__(self, folder: Path, values: dict[str, str], library: Path | None = None) -> None:
        """``library``: clips that the arena need not encode."""
        self._seeds = {"/library": library} if library else {}
        self.cluster = Cluster()
        self.pods: list[Pod] = []
        self.hosts: Hosts = {}
        self._led: dict[services.Place, list[services.Place]] = {}
        self._numbers = itertools.count(10)
        self._environment = environment(folder, serve(self.cluster).server_port)
        self._values = values

    def helm(self, *words: str) -> str:
        done = subprocess.run(
            [program(), *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def install(self) -> None:
        self.helm("install", "r", str(CHART), "--disable-openapi-validation", *given(self._values))
        docker("network", "create", "--subnet", SUBNET, NETWORK)
        services.begin()
        names = [name for name, _ in self.standing("Service")]
        self.hosts = {name: f"{services.ADDRESSES}{number}" for number, name in enumerate(names, 1)}
        self.reconcile()

    def upgrade(self, **values: str) -> None:
        self.helm(
            "upgrade",
            "r",
            str(CHART),
            "--reuse-values",
            "--disable-openapi-validation",
            *given(values),
        )
        self.reconcile()

    def reconcile(self) -> list[Pod]:
        """Start pods that are asked for and missing; pods of another template are left to the caller."""
        new = []
        for kind in ("StatefulSet", "Job", "Deployment"):
            for name, standing in self.standing(kind):
                spec = standing["given"]["spec"]
                have = [pod for pod in self.pods if pod.template == spec["template"]]
                for _ in range(spec.get("replicas", 1) - len(have)):
                    new.append(self.make(name, spec["template"]))
        self.hold_policies()
        for pod in new:
            pod.start(self.cluster, self.hosts)
        return new

    def standing(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return sorted(
            (name, one) for (each, name), one in self.cluster.objects.items() if each == kind
        )

    def make(self, name: str, template: dict[str, Any]) -> Pod:
        number = next(self._numbers)
        role = template["metadata"]["labels"]["app.kubernetes.io/name"]
        address = SUBNET.replace("0/24", str(number))
        pod = Pod(f"{name}-{number}", role, template, address, seeds=self._seeds)
        self.pods.append(pod)
        return pod

    def hold_policies(self) -> None:
        policies = [standing["given"] for _, standing in self.standing("NetworkPolicy")]
        addresses: dict[str, list[str]] = {}
        for pod in self.pods:
            addresses.setdefault(pod.role, []).append(pod.address)
        enforce(ways(policies), addresses, SUBNET)

    def lead(self) -> None:
        """Services to the pods that are ready now."""
        led = {}
        for name, standing in self.standing("Service"):
            spec = standing["given"]["spec"]
            led[self.hosts[name], spec["ports"][0]["port"]] = [
                (pod.address, pod.container["ports"][0]["containerPort"])
                for pod in self.of(spec["selector"]["app.kubernetes.io/name"])
                if pod.ready_seconds is not None
            ]
        if led != self._led:
            services.lead(led)
            self._led = led

    def of(self, role: str) -> list[Pod]:
        return [pod for pod in self.pods if pod.role == role]

    def exchange(self, role: str, door: Door, away_seconds: float) -> None:
        """As controllers do it: a StatefulSet's pod goes first, and its data with it; a Deployment's goes last.

        ``away_seconds``: between the end of a StatefulSet's pod and the start of the next.
        """
        single = role in SINGLE
        for old in self.of(role):
            self.pods.remove(old)
            self.lead()
            if single:
                old.end()
                time.sleep(away_seconds)
            new = self.reconcile()
            self.wait_until_ready()
            if role == "proxy":
                door.proxies = [(pod.address, PROXY_PORT) for pod in self.of("proxy")]
            if not single:
                time.sleep(
                    old.container.get("lifecycle", {})
                    .get("preStop", {})
                    .get("sleep", {})
                    .get("seconds", 0)
                )
                old.end()
            assert new

    def wait_until_ready(self) -> None:
        ends_at = time.monotonic() + READY_WITHIN_SECONDS
        while any(
            pod.ready_seconds is None for pod in self.pods if "livenessProbe" in pod.container
        ):
            if time.monotonic() > ends_at:
                raise SystemExit("not ready in time")
            self.lead()
            time.sleep(0.2)
        self.lead()

    def test(self) -> str:
        """What ``helm test`` runs."""
        hooks = list(yaml.safe_load_all(self.helm("get", "hooks", "r")))
        spec = next(hook for hook in hooks if hook and hook["kind"] == "Pod")
        self.cluster.put(
            "NetworkPolicy",
            "r-test",
            next(
                each
                for each in yaml.safe_load_all(self.helm("get", "manifest", "r"))
                if each and each["kind"] == "NetworkPolicy" and each["metadata"]["name"] == "r-test"
            ),
        )
        pod = self.make("r-test", {"metadata": spec["metadata"], "spec": spec["spec"]})
        self.hold_policies()
        said = pod.run(self.cluster, self.hosts)
        self.pods.remove(pod)
        docker("rm", pod.name)
        return said.strip()

    def end(self) -> None:
        forget()
        services.end()
        left = docker("ps", "--all", "--quiet", "--filter", f"network={NETWORK}").split()
        for words in (["rm", "--force", *left], ["network", "rm", NETWORK]):
            subprocess.run(["docker", *words], capture_output=True, check=False)
