"""Which IP addresses lie in the public internet, the same on every version of Python."""

import ipaddress

# What the IANA registries of special-purpose addresses (RFC 6890, as of 2025) do not call globally reachable, with
# those that lead elsewhere: multicast, class E, deprecated site-local, and all that carries an IPv4 address inside.
_SPECIAL_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",  # AS112, as 192.175.48.0/24: answers for private addresses
        "192.52.193.0/24",  # automatic multicast tunneling
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out as global unicast; loopback, link-local, unique local, NAT64 and the like lie outside."""
_SPECIAL_6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarking, ORCHID, DRIP and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
_ISATAP = 0x5EFE  # RFC 5214, section 6.1: the last 64 bits are 0[2]00:5efe and an IPv4 address


def is_public(address: str) -> bool:
    """Return whether an IP address lies in the public internet; of one that carries another inside, what that is.

    An address of a zone ("%eth0") and what is no address at all is not.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _SPECIAL_4)
    if ip.ipv4_mapped:
        return is_public(str(ip.ipv4_mapped))
    tunnel = int(ip) >> 32 & 0xFDFFFFFF == _ISATAP
    return ip in _UNICAST_6 and not ip.scope_id and not tunnel and not any(ip in network for network in _SPECIAL_6)
