"""How does a node run a pod? With docker, under everything that its spec asks for, probed as a kubelet does."""

from __future__ import annotations

import base64
import http.client
import os
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.charts.cluster.fake_api import Cluster

Spec = dict[str, Any]
Hosts = dict[str, str]
"""Name of a Service -> its address."""
NETWORK = "rotisserie-pods"
SUBNET = "172.31.77.0/24"
DOMAIN = "here.svc.cluster.local"
FILES = f"nofile=1024:{min(524288, resource.getrlimit(resource.RLIMIT_NOFILE)[1])}"
"""How many files a process may open, and raise that to: as containerd has it on a systemd of today."""


@dataclass
class Pod:
    """A container that runs, and what its probes have said."""

    name: str
    role: str
    template: Spec
    address: str
    began: float = 0.0
    ready_seconds: float | None = None
    seeds: dict[str, Path] = field(default_factory=dict)
    """Where an empty volume is mounted -> what it holds all the same."""
    faults: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def container(self) -> Spec:
        found: Spec = self.template["spec"]["containers"][0]
        return found

    def start(self, cluster: Cluster, hosts: Hosts) -> None:
        self.began = time.monotonic()
        docker("run", "--detach", *flags(self, cluster, hosts))
        if "livenessProbe" in self.container:
            threading.Thread(target=self._hold, daemon=True).start()

    def run(self, cluster: Cluster, hosts: Hosts) -> str:
        """To its end: what it wrote."""
        return docker("run", *flags(self, cluster, hosts))

    def end(self) -> float:
        """Seconds that it took after SIGTERM, or the image's own signal."""
        self.gone.set()
        began = time.monotonic()
        docker(
            "stop", "--time", str(self.template["spec"]["terminationGracePeriodSeconds"]), self.name
        )
        seconds = time.monotonic() - began
        docker("rm", "--force", self.name)
        return seconds

    def _hold(self) -> None:
        """What the kubelet would do about a probe that fails is written down instead of done."""
        self._until_ready()
        failures = 0
        probe = self.container["livenessProbe"]
        while not self.gone.wait(probe["periodSeconds"]):
            failures = 0 if self._well(probe) else failures + 1
            if failures == probe["failureThreshold"] and not self.gone.is_set():
                self.faults.append(
                    f"{time.strftime('%H:%M:%S')} would be restarted: it fails its liveness probe"
                )

    def _until_ready(self) -> None:
        kinds = [kind for kind in ("startupProbe", "readinessProbe") if kind in self.container] or [
            "livenessProbe"
        ]
        for kind in kinds:
            probe = self.container[kind]
            failures = 0
            while not self._well(probe):
                failures += 1
                if kind == "startupProbe" and failures == probe["failureThreshold"]:
                    self.faults.append(
                        f"{time.strftime('%H:%M:%S')} would be restarted: it does not start in time"
                    )
                if self.gone.wait(probe["periodSeconds"]):
                    return
        self.ready_seconds = time.monotonic() - self.began

    def _well(self, probe: Spec) -> bool:
        timeout = probe.get("timeoutSeconds", 1)
        if "exec" in probe:
            asked = ["docker", "exec", self.name, *probe["exec"]["command"]]
            try:
                return (
                    subprocess.run(
                        asked, capture_output=True, timeout=timeout, check=False
                    ).returncode
                    == 0
                )
            except subprocess.TimeoutExpired:
                return False
        try:
            port = self.container["ports"][0]["containerPort"]
            connection = http.client.HTTPConnection(self.address, port, timeout=timeout)
            connection.request("GET", probe["httpGet"]["path"])
            return 200 <= connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False


def flags(pod: Pod, cluster: Cluster, hosts: Hosts) -> list[str]:
    """Of ``docker run``, and the command. The proxy's own look-ups find pods, all others find Services."""
    spec, container = pod.template["spec"], pod.container
    security, limits = spec["securityContext"], container["resources"]["limits"]
    group = security["fsGroup"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    found = [
        "--name",
        pod.name,
        "--hostname",
        pod.name,
        "--network",
        NETWORK,
        "--ip",
        pod.address,
        "--dns-search",
        DOMAIN,
        "--network-alias",
        f"r-{pod.role}",
        "--network-alias",
        f"r-{pod.role}.{DOMAIN}",
        "--user",
        f"{security['runAsUser']}:{security['runAsGroup']}",
        "--group-add",
        str(group),
        "--read-only",
        "--restart",
        "on-failure" if spec.get("restartPolicy") == "OnFailure" else "no",
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--ulimit",
        FILES,
        "--cpus",
        _cores(limits["cpu"]),
        "--memory",
        limits["memory"].removesuffix("i").lower(),
    ]
    found += [
        word for name, address in hosts.items() for word in ("--add-host", f"{name}:{address}")
    ]
    for variable in container["env"]:
        found += (
            ["--env", f"{variable['name']}={value}"]
            if (value := _value(variable, cluster)) is not None
            else []
        )
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    for mount in container["volumeMounts"]:
        volume = volumes[mount["name"]]
        if "emptyDir" in volume:
            found += [
                "--volume",
                f"{_empty(group, pod.seeds.get(mount['mountPath']))}:{mount['mountPath']}",
            ]
        else:
            kept = cluster.objects["ConfigMap", volume["configMap"]["name"]]["given"]["data"]
            found += ["--volume", f"{_written(kept)}:{mount['mountPath']}:ro"]
    command = container["command"]
    return [
        *found,
        "--entrypoint",
        command[0],
        container["image"].removeprefix("docker.io/library/"),
        *command[1:],
    ]


def _value(variable: Spec, cluster: Cluster) -> str | None:
    if "valueFrom" not in variable:
        return str(variable["value"])
    asked = variable["valueFrom"]["secretKeyRef"]
    secret = cluster.objects.get(("Secret", asked["name"]), {"given": {"data": {}}})["given"][
        "data"
    ]
    if asked["key"] not in secret:
        assert asked.get("optional"), asked
        return None
    return base64.b64decode(secret[asked["key"]]).decode()


def _cores(quantity: str) -> str:
    """No more than there are: docker refuses what Kubernetes takes."""
    cores = int(quantity[:-1]) / 1000 if quantity.endswith("m") else float(quantity)
    return f"{min(cores, os.cpu_count() or 1):g}"


def _empty(group: int, seed: Path | None) -> Path:
    """As the kubelet makes an ``emptyDir`` for an ``fsGroup``."""
    folder = Path(tempfile.mkdtemp(prefix="pods-"))
    if seed:
        shutil.copytree(seed, folder, dirs_exist_ok=True)
        for path in folder.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o666)
    os.chown(folder, 0, group)
    folder.chmod(0o2777)
    return folder


def _written(files: dict[str, str]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pods-"))
    folder.chmod(0o755)
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o644)
    return folder


def docker(*words: str) -> str:
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(
            f"docker {' '.join(words[:4])} ...: {done.stdout[-500:]} {done.stderr.strip()}"
        )
    return done.stdout
