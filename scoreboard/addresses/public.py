"""Which IP addresses are public?

The only rule of its kind: the workers, the site and everything else that opens a URL it was given ask here. It follows
IANA's registries rather than the flags of Python's ``ipaddress``, which change from one release to the next.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# Blocks of the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190) as of 2025-10-09, and of the
# multicast registries. Blocks that lie inside another are left out. A block that the registry calls globally reachable
# is refused as well: anycast to the nearest relay, NAT or sink (AMT, PCP, TURN, AS112) and identifiers that are no
# places (ORCHID) serve no stream, and 192.0.0.9 may be the router next door.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network, RFC 791
            "10.0.0.0/8",  # private use, RFC 1918
            "100.64.0.0/10",  # shared address space, RFC 6598
            "127.0.0.0/8",  # loopback, RFC 1122
            "169.254.0.0/16",  # link local, RFC 3927
            "172.16.0.0/12",  # private use, RFC 1918
            "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
            "192.0.2.0/24",  # documentation, RFC 5737
            "192.31.196.0/24",  # AS112, RFC 7535
            "192.52.193.0/24",  # AMT, RFC 7450
            "192.88.99.0/24",  # 6to4 relay anycast, RFC 7526
            "192.168.0.0/16",  # private use, RFC 1918
            "192.175.48.0/24",  # AS112, RFC 7534
            "198.18.0.0/15",  # benchmarking, RFC 2544
            "198.51.100.0/24",  # documentation, RFC 5737
            "203.0.113.0/24",  # documentation, RFC 5737
            "224.0.0.0/4",  # multicast, RFC 5771
            "240.0.0.0/4",  # reserved, RFC 1112; limited broadcast, RFC 919
            "2001::/23",  # IETF protocol assignments, RFC 2928; Teredo, RFC 4380; ORCHID, RFC 7343
            "2001:db8::/32",  # documentation, RFC 3849
            "2002::/16",  # 6to4, RFC 3056
            "2620:4f:8000::/48",  # AS112, RFC 7534
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)
# IANA IPv6 Address Space: all that is given out for global unicast. What the registries list outside of it is thereby
# refused too: ::1, ::a.b.c.d, 64:ff9b:1::/48, 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10, ff00::/8.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# An IPv4 address in another form, which decides: IPv4-mapped (RFC 4291, 2.5.5.2) and NAT64 (RFC 6052, 2.1; what DNS64
# gives a cluster without IPv4).
_WRAPPINGS = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))


# As numbers: a look asks several times, and ``ipaddress`` takes ten times as long.
_RANGES = {
    version: tuple(
        (int(block.network_address), int(block.broadcast_address))
        for block in _SPECIAL
        if block.version == version
    )
    for version in (4, 6)
}


def is_public(address: str) -> bool:
    """Whether ``address`` is an ordinary one on the public internet; False for what is no address, or has a zone."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:  # a zone (RFC 4007): local, whatever the address
            return False
        if any(ip in wrapping for wrapping in _WRAPPINGS):
            ip = IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip not in _GLOBAL_UNICAST:
            return False
    number = int(ip)
    return not any(first <= number <= last for first, last in _RANGES[ip.version])
