"""Who sent this request? Throttles, lockouts and limits all count by this address."""

from __future__ import annotations

import ipaddress
import re

IPV6_PREFIX = 64
"""What one subscriber gets (RFC 6177): every address of it counts as the same caller."""
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>[0-9.]+):\d+")


def caller(peer: str, forwarded_for: str, trusted_hops: int) -> str:
    """The address that the outermost trusted proxy saw: an IPv4 address, or the first one of an IPv6 /64.

    Each of ``trusted_hops`` proxies appends to ``X-Forwarded-For`` the address it was connected from (RFC 7239, 5.2);
    whatever precedes those was written by the caller. With 0 the header is ignored.
    """
    chain = [*(each.strip() for each in forwarded_for.split(",") if each.strip()), peer]
    hops = max(0, trusted_hops)
    return _normal(chain[max(0, len(chain) - 1 - hops)] if hops else peer)


def is_this_machine(address: str) -> bool:
    """Also for no address at all, which is a Unix socket's."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return not address


def _normal(text: str) -> str:
    found = _WITH_PORT.fullmatch(text)
    bare = (found["six"] or found["four"]) if found else text
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return text[:64]
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False).network_address)
