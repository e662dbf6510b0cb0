"""As much of a Kubernetes API server as Helm needs: it keeps objects, and remembers which ones a command changed."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

KINDS = {
    "v1": {
        "secrets": "Secret",
        "services": "Service",
        "configmaps": "ConfigMap",
        "pods": "Pod",
        "namespaces": "Namespace",
        "persistentvolumeclaims": "PersistentVolumeClaim",
    },
    "apps/v1": {"deployments": "Deployment", "statefulsets": "StatefulSet"},
    "batch/v1": {"jobs": "Job"},
    "policy/v1": {"poddisruptionbudgets": "PodDisruptionBudget"},
    "networking.k8s.io/v1": {"networkpolicies": "NetworkPolicy", "ingresses": "Ingress"},
    "cert-manager.io/v1": {"certificates": "Certificate", "issuers": "Issuer"},
    "autoscaling/v2": {"horizontalpodautoscalers": "HorizontalPodAutoscaler"},
}
PATH = re.compile(
    r"/(?:api|apis)/(?P<group>.+?)/namespaces/[^/]+/(?P<kind>[a-z]+)(?:/(?P<name>[^/]+))?(?:/status)?"
)
OF_THE_SERVER = ("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation")
Object = dict[str, Any]


class Cluster:
    """Its objects: (kind, name) -> object."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], Object] = {}
        self.changed: list[tuple[str, str, str]] = []
        self.dropped: dict[tuple[str, str], Object] = {}
        self.version = 0
        self.lock = threading.Lock()

    def put(self, kind: str, name: str, given: Object) -> Object:
        with self.lock:
            before = self.objects.get((kind, name))
            body = {key: value for key, value in given.items() if key != "status"}
            body["metadata"] = {
                key: value for key, value in body["metadata"].items() if key not in OF_THE_SERVER
            }
            if before and before["given"] == body:
                return before
            self.version += 1
            self.changed.append(("changed" if before else "made", kind, name))
            self.objects[kind, name] = {
                "given": body,
                "version": self.version,
                "uid": f"uid-{kind}-{name}",
            }
            return self.objects[kind, name]

    def drop(self, kind: str, name: str) -> Object | None:
        with self.lock:
            found = self.objects.pop((kind, name), None)
            if found:
                self.changed.append(("deleted", kind, name))
                self.dropped[kind, name] = found
            return found

    def shown(self, kind: str, found: Object) -> Object:
        body: Object = json.loads(json.dumps(found["given"]))
        body["metadata"].update(
            resourceVersion=str(found["version"]),
            uid=found["uid"],
            generation=1,
            creationTimestamp="2026-01-01T00:00:00Z",
        )
        if kind == "Job":
            body["status"] = {
                "succeeded": 1,
                "completionTime": "2026-01-01T00:00:01Z",
                "conditions": [{"type": "Complete", "status": "True"}],
            }
        if kind == "Pod":
            body["status"] = {"phase": "Succeeded"}
        return body


class Handler(BaseHTTPRequestHandler):
    cluster: Cluster
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Head and body are two writes; the second would wait 40 ms for the first one's delayed acknowledgment."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        found = PATH.fullmatch(parts.path)
        if found and "watch" in parse_qs(parts.query):
            return self.watch(found)
        if found:
            return self.read(found)
        return self.discover(parts.path)

    def discover(self, path: str) -> None:
        groups = [group for group in KINDS if "/" in group]
        if path == "/version":
            return self.answer({"major": "1", "minor": "35", "gitVersion": "v1.35.0"})
        if path == "/api":
            return self.answer({"kind": "APIVersions", "versions": ["v1"]})
        if path == "/apis":
            return self.answer(
                {
                    "kind": "APIGroupList",
                    "apiVersion": "v1",
                    "groups": [
                        {
                            "name": group.split("/")[0],
                            "versions": [{"groupVersion": group, "version": group.split("/")[1]}],
                            "preferredVersion": {
                                "groupVersion": group,
                                "version": group.split("/")[1],
                            },
                        }
                        for group in groups
                    ],
                }
            )
        if path.startswith("/openapi/v3"):
            return self.answer(described(path))
        group = path.removeprefix("/apis/").removeprefix("/api/")
        if group in KINDS:
            verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
            return self.answer(
                {
                    "kind": "APIResourceList",
                    "groupVersion": group,
                    "resources": [
                        {
                            "name": plural,
                            "kind": kind,
                            "namespaced": kind != "Namespace",
                            "verbs": verbs,
                            "singularName": "",
                        }
                        for plural, kind in KINDS[group].items()
                    ],
                }
            )
        return self.missing()

    def read(self, found: re.Match[str]) -> None:
        kind = KINDS[found["group"]][found["kind"]]
        if found["name"]:
            one = self.cluster.objects.get((kind, found["name"]))
            return self.answer(self.cluster.shown(kind, one)) if one else self.missing()
        selector = parse_qs(urlsplit(self.path).query).get("labelSelector", [""])[0]
        wanted = dict(pair.split("=", 1) for pair in selector.split(",") if "=" in pair)
        standing = list(self.cluster.objects.items())
        items = [self.cluster.shown(kind, value) for (each, _), value in standing if each == kind]
        items = [
            item
            for item in items
            if wanted.items() <= (item["metadata"].get("labels") or {}).items()
        ]
        return self.answer(
            {
                "kind": f"{kind}List",
                "apiVersion": found["group"],
                "items": items,
                "metadata": {"resourceVersion": str(self.cluster.version)},
            }
        )

    def watch(self, found: re.Match[str]) -> None:
        """Tells of what is made from now on."""
        kind = KINDS[found["group"]][found["kind"]]
        query = parse_qs(urlsplit(self.path).query)
        seen, marked = (
            int(query.get("resourceVersion", ["0"])[0] or 0),
            "sendInitialEvents" not in query,
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        ends_at = time.monotonic() + 5
        try:
            while time.monotonic() < ends_at:
                for (each, _), standing in list(self.cluster.objects.items()):
                    if each == kind and standing["version"] > seen:
                        event = {"type": "ADDED", "object": self.cluster.shown(kind, standing)}
                        self.wfile.write(json.dumps(event).encode() + b"\n")
                        self.wfile.flush()
                seen = self.cluster.version
                if not marked:
                    mark = {
                        "resourceVersion": str(seen),
                        "annotations": {"k8s.io/initial-events-end": "true"},
                    }
                    bookmark = {"kind": kind, "apiVersion": found["group"], "metadata": mark}
                    self.wfile.write(
                        json.dumps({"type": "BOOKMARK", "object": bookmark}).encode() + b"\n"
                    )
                    self.wfile.flush()
                    marked = True
                time.sleep(0.05)
        except OSError:
            pass

    def do_POST(self) -> None:
        body = self.body()
        self.store(body["metadata"]["name"], body, 201)

    def do_PUT(self) -> None:
        body = self.body()
        self.store(body["metadata"]["name"], body, 200)

    def do_PATCH(self) -> None:
        body, found = self.body(), PATH.fullmatch(urlsplit(self.path).path)
        assert found
        if "apply" not in self.headers["Content-Type"]:
            kind = KINDS[found["group"]][found["kind"]]
            standing = self.cluster.objects[kind, found["name"]]
            body = merged(standing["given"], body)
        self.store(found["name"], body, 200)

    def do_DELETE(self) -> None:
        self.body()
        found = PATH.fullmatch(urlsplit(self.path).path)
        assert found
        gone = self.cluster.drop(KINDS[found["group"]][found["kind"]], found["name"])
        self.answer({"kind": "Status", "status": "Success"}) if gone else self.missing()

    def store(self, name: str, body: Object, status: int) -> None:
        found = PATH.fullmatch(urlsplit(self.path).path)
        assert found, self.path
        if "dryRun" in parse_qs(urlsplit(self.path).query):
            self.answer(body, status)
            return
        kind = KINDS[found["group"]][found["kind"]]
        self.answer(self.cluster.shown(kind, self.cluster.put(kind, name, body)), status)

    def body(self) -> Any:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if text.startswith(b"k8s\0"):
            return unpacked(text[4:]) if self.command != "DELETE" else {}
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if text else {}

    def missing(self) -> None:
        self.answer(
            {
                "kind": "Status",
                "apiVersion": "v1",
                "status": "Failure",
                "reason": "NotFound",
                "code": 404,
                "message": f"{self.path} not found",
            },
            404,
        )

    def answer(self, body: Object, status: int = 200) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def described(path: str) -> Object:
    """Says of every kind that the server checks its fields itself."""
    places = {("apis/" if "/" in group else "api/") + group: group for group in KINDS}
    group = places.get(path.removeprefix("/openapi/v3/"))
    if not group:
        return {"paths": {place: {"serverRelativeURL": f"/openapi/v3/{place}"} for place in places}}
    name, _, version = group.rpartition("/")
    return {
        "openapi": "3.0.0",
        "info": {"title": "", "version": ""},
        "paths": {
            f"/{path}/{plural}/{{name}}": {
                "patch": {
                    "x-kubernetes-group-version-kind": {
                        "group": name,
                        "version": version,
                        "kind": kind,
                    },
                    "parameters": [{"name": "fieldValidation", "in": "query"}],
                    "responses": {},
                }
            }
            for plural, kind in KINDS[group].items()
        },
    }


def fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Number and content of each field of a protobuf message."""
    at = 0

    def number() -> int:
        nonlocal at
        found = shift = 0
        while True:
            byte = message[at]
            at, found, shift = at + 1, found | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return found

    while at < len(message):
        key = number()
        if key & 7 == 2:
            length = number()
            yield key >> 3, message[at : at + length]
            at += length
        else:
            yield key >> 3, number()


def unpacked(envelope: bytes) -> Object:
    """A Secret, as Helm's own client sends it: that of a release."""
    found = dict(fields(envelope))
    api_version, kind = (value.decode() for _, value in fields(found[1]))
    secret: Object = {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"labels": {}},
        "data": {},
    }
    for number, value in fields(found[2]):
        if number == 1:
            for each, content in fields(value):
                if each == 1:
                    secret["metadata"]["name"] = content.decode()
                elif each == 11:
                    pair = dict(fields(content))
                    secret["metadata"]["labels"][pair[1].decode()] = pair.get(2, b"").decode()
        elif number == 2:
            pair = dict(fields(value))
            secret["data"][pair[1].decode()] = base64.b64encode(pair[2]).decode()
        elif number == 3:
            secret["type"] = value.decode()
    return secret


def merged(before: Any, patch: Any) -> Any:
    """A merge patch."""
    if not isinstance(patch, dict) or not isinstance(before, dict):
        return patch
    after = dict(before)
    for key, value in patch.items():
        if value is None:
            after.pop(key, None)
        else:
            after[key] = merged(before.get(key), value)
    return after


def serve(cluster: Cluster) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("OneCluster", (Handler,), {"cluster": cluster})
    )
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
