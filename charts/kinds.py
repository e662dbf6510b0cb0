"""What may a value be, beyond the type of its default? JSON schema for values that YAML or a typo would spoil.

Patterns are those of Go's regexp package, which Helm checks schemas with: no look-ahead, and no `E|[eE]1`, whose
second half it never matches (golang/go#59007).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"({_OCTET}\.){{3}}{_OCTET}"
_HEX = "[0-9a-fA-F]{1,4}"
_IPV6 = "|".join(
    [
        f"({_HEX}:){{7}}{_HEX}",
        *(f"({_HEX}:){{1,{left}}}(:{_HEX}){{1,{7 - left}}}" for left in range(1, 7)),
        f"({_HEX}:){{1,7}}:",
        f":(:{_HEX}){{1,7}}",
        "::",
    ]
)
_CIDR = rf"^({_IPV4}/(3[0-2]|[12]?[0-9])|({_IPV6})/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$"
_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*"
_HOST = rf"({_NAME}|\[({_IPV6})\])"


def text(pattern: str, empty: bool = False) -> Schema:
    return {"type": "string", "pattern": f"^$|{pattern}" if empty else pattern}


def list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def named(**properties: Schema) -> Schema:
    """Objects with a name, and whatever else Kubernetes knows of them."""
    shape = {"name": {"type": "string", "minLength": 1}, **properties}
    return {"type": "object", "required": ["name"], "properties": shape}


# https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
AMOUNT: Schema = {
    "type": ["string", "number"],
    "pattern": r"^[0-9]+(\.[0-9]+)?(n|u|m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|(e|E)[0-9]+)?$",
    "minimum": 0,
}
AMOUNTS: Schema = {"type": "object", "additionalProperties": AMOUNT}
RESOURCES: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"requests": AMOUNTS, "limits": AMOUNTS},
}
TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
ANYTHING: Schema = {"type": "object"}
COUNT: Schema = {"type": "integer", "minimum": 1}
HOPS: Schema = {"type": "integer", "minimum": 0, "maximum": 9}
NAME = text(rf"^{_NAME}$", empty=True)
TAG = text(r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", empty=True)
DIGEST = text("^sha256:[0-9a-f]{64}$", empty=True)
HTTP = text(r"^https?://[^\s/]+")
REDIS = text(r"^rediss?(://[^\s/]+|\+sentinel://[^\s/]+/[^\s/]+)", empty=True)
CIDRS = list_of(text(_CIDR))
_PEERS = list_of(
    {
        "type": "object",
        "properties": {"ipBlock": {"properties": {"cidr": text(_CIDR), "except": CIDRS}}},
    }
)
RULES = list_of({"type": "object", "properties": {"to": _PEERS, "from": _PEERS}})

KINDS: dict[str, Schema] = {
    "imagePullPolicy": {"enum": ["Always", "IfNotPresent", "Never"]},
    "service.type": {"enum": ["ClusterIP", "NodePort", "LoadBalancer"]},
    "service.externalTrafficPolicy": {"enum": ["Local", "Cluster"]},
    "service.ipFamilyPolicy": {"enum": ["", "SingleStack", "PreferDualStack", "RequireDualStack"]},
    "service.port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "service.annotations": TEXTS,
    "loadBalancerSourceRanges": CIDRS,
    "trustedHops": {**HOPS, "type": ["integer", "null"]},
    "trustedProxyHops": HOPS,
    "runAsUser": {**COUNT, "type": ["integer", "null"]},
    "terminationGracePeriodSeconds": {"type": ["integer", "null"], "minimum": 1},
    "serviceAccountName": NAME,
    "caConfigMap": NAME,
    "web": DIGEST,
    "worker": DIGEST,
    "digest": DIGEST,
    "extraVolumes": list_of(named()),
    "extraVolumeMounts": list_of(named(mountPath={"type": "string", "pattern": "^/"})),
    "logFormat": {"enum": ["text", "json"]},
    "imageRegistry": text(r"^[a-z0-9][a-zA-Z0-9.:/_-]*$", empty=True),
    "imageTag": TAG,
    "image.tag": TAG,
    "image.repository": text(r"^[a-z0-9][a-zA-Z0-9.:/_-]*$"),
    "redisUrl": REDIS,
    "brokerUrl": REDIS,
    "looksUrl": REDIS,
    "databaseUrl": text(r"^postgres(ql)?://[^\s/]+", empty=True),
    "existingSecret": NAME,
    "priorityClassName": NAME,
    "storageClass": NAME,
    "kedaNamespace": NAME,
    "metrics.namespaces": list_of(text(rf"^{_LABEL}$")),
    "hosts": list_of(text(rf"^(\*\.)?{_NAME}$")),
    "allowedHosts": list_of(text(rf"^(\*|\.?{_NAME}|\[({_IPV6})\])$")),
    "embeddedPlayers": list_of({"enum": ["twitch", "kick", "youtube"]}),
    "allowedStreamHosts": list_of(text(rf"^{_HOST}(:[0-9]{{1,5}})?$")),
    "redisAddress": text(rf"^{_HOST}:[0-9]{{1,5}}$", empty=True),
    "apiUrl": HTTP,
    "authUrl": HTTP,
    "server": HTTP,
    "email": text(r"^[^@\s]+@[^@\s]+$", empty=True),
    "concurrency": COUNT,
    "cores": COUNT,
    "matches": COUNT,
    "looksPerReplica": COUNT,
    "cpuMillicores": COUNT,
    "intervalSeconds": COUNT,
    "maxReplicas": COUNT,
    "podDisruptionBudget.maxUnavailable": {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": "^(100|[1-9]?[0-9])%$",
    },
    "resources": RESOURCES,
    "jobResources": RESOURCES,
    "size": AMOUNT,
    # https://redis.io/docs/latest/operate/oss_and_stack/management/config/ ("units are case insensitive")
    "maxMemory": text("^[1-9][0-9]*([kKmMgG][bB]?)?$"),
    "extraEnv": list_of(named()),
    "imagePullSecrets": list_of(named()),
    "gateway.parents": list_of(named()),
    "tolerations": list_of(ANYTHING),
    "topologySpreadConstraints": list_of(ANYTHING),
    "nodeSelector": TEXTS,
    "podLabels": TEXTS,
    "podAnnotations": TEXTS,
    "ingress.annotations": TEXTS,
    "serviceMonitor.labels": TEXTS,
    "prometheusRule.labels": TEXTS,
    "dashboard.labels": TEXTS,
    "extraIngress": RULES,
    "extraEgress": RULES,
}
"""By the end of the value's path; the longest that fits counts."""


def kind_of(path: str, default: Any) -> Schema:
    names = path.split(".")
    for start in range(len(names)):
        if (ending := ".".join(names[start:])) in KINDS:
            return KINDS[ending]
    return _like(default)


def _like(default: Any) -> Schema:
    match default:
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer", "minimum": 0}
        case list():
            return {"type": "array"}
        case dict():
            return ANYTHING
    return {"type": "string"}
