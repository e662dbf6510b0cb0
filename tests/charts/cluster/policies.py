"""Which pod may reach which other, as the NetworkPolicies say, and as iptables hold it on docker's bridge?"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

Policy = dict[str, Any]
Way = tuple[str, str, int]
"""Role that asks, role that is asked, port."""
CHAIN = "ROTISSERIE-PODS"


def ways(policies: Iterable[Policy]) -> set[Way]:
    """Those that both sides' policies allow."""
    specs = {role_of(each["spec"]): each["spec"] for each in policies}
    return {
        (one, other, port)
        for one in specs
        for other, spec in specs.items()
        for port in (
            _ports(spec["ingress"], "from", one) & _ports(specs[one]["egress"], "to", other)
        )
    }


def _ports(rules: list[Policy], side: str, role: str) -> set[int]:
    """Where a rule names no peers it means all of them."""
    return {
        port["port"]
        for rule in rules
        if side not in rule or role in map(role_of, rule[side])
        for port in rule.get("ports", [])
    }


def role_of(holder: Policy) -> str:
    labels = holder.get("podSelector", {}).get("matchLabels", {})
    return str(labels.get("app.kubernetes.io/name", ""))


def enforce(allowed: set[Way], addresses: Mapping[str, list[str]], subnet: str) -> None:
    """``addresses``: of each role's pods. Answers to what was let in, and name look-ups, pass."""
    forget()
    _iptables("-N", CHAIN)
    _iptables("-A", CHAIN, "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "RETURN")
    for one, other, port in sorted(allowed):
        for source in addresses.get(one, []):
            for target in addresses.get(other, []):
                _iptables(
                    "-A",
                    CHAIN,
                    "-s",
                    source,
                    "-d",
                    target,
                    "-p",
                    "tcp",
                    "--dport",
                    str(port),
                    "-j",
                    "RETURN",
                )
    _iptables("-A", CHAIN, "-s", subnet, "-d", subnet, "-j", "REJECT")
    _iptables("-I", "DOCKER-USER", "-j", CHAIN)


def forget() -> None:
    for words in (("-D", "DOCKER-USER", "-j", CHAIN), ("-F", CHAIN), ("-X", CHAIN)):
        subprocess.run(["iptables", *words], capture_output=True, check=False)


def _iptables(*words: str) -> None:
    subprocess.run(["iptables", *words], check=True)
