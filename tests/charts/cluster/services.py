"""How does a Service's address lead to its pods? By iptables, as kube-proxy has it, and to those that are ready."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

CHAIN = "ROTISSERIE-SERVICES"
ADDRESSES = "10.96.77."
Place = tuple[str, int]


def lead(services: Mapping[Place, Sequence[Place]]) -> None:
    """Each Service's address and port to its pods' in turn; to nobody, a refusal."""
    ways, refusals = [], []
    for (address, port), pods in services.items():
        asked = f"-A {CHAIN} -d {address}/32 -p tcp --dport {port}"
        refusals += [] if pods else [f"-A {CHAIN} -d {address}/32 -j REJECT"]
        for place, (pod, target) in enumerate(pods):
            chance = f"-m statistic --mode random --probability {1 / (len(pods) - place):.6f}"
            ways.append(f"{asked} {chance} -j DNAT --to-destination {pod}:{target}")
    chain = f":{CHAIN} - [0:0]"
    tables = "\n".join(["*nat", chain, *ways, "COMMIT", "*filter", chain, *refusals, "COMMIT", ""])
    subprocess.run(["iptables-restore", "--noflush"], input=tables, text=True, check=True)


def begin() -> None:
    end()
    lead({})
    subprocess.run(["iptables", "-t", "nat", "-I", "PREROUTING", "-j", CHAIN], check=True)
    subprocess.run(["iptables", "-I", "FORWARD", "-j", CHAIN], check=True)


def end() -> None:
    for table, hook in (("nat", "PREROUTING"), ("filter", "FORWARD")):
        for words in (("-D", hook, "-j", CHAIN), ("-F", CHAIN), ("-X", CHAIN)):
            subprocess.run(["iptables", "-t", table, *words], capture_output=True, check=False)
