# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Which names there are in the lab, where they live, and what they serve: all
taken from lists of targets, so that a change of the built-in list needs no
change here."""

import ipaddress
import json
from urllib.parse import urlsplit

# RFC 5737 and RFC 3849: addresses that belong to nobody.
PC, PC_LATER, ROUTER_LAN = "192.168.1.10", "192.168.1.77", "192.168.1.1"
LAN, LAN6 = "192.168.1.%d/24", "2001:db8:1::%d/64"
ACCESS, ACCESS6 = "203.0.113.%d/30", "2001:db8:2::%d/64"
BACKBONE, BACKBONE6 = "198.51.100.%d/30", "2001:db8:3::%d/64"
# Where there are two equal ways from edge to core: of each cable the side of
# the PC is 4 n + 2, the side of the Internet 4 n + 1.
LEGS = "198.51.100.%d/30"
SERVERS, SERVERS6 = "192.0.2.%d/24", "2001:db8:4::%d/64"

# What the provider gives the shop's router: an address of its own, one behind
# another router, or one of those that only providers use (RFC 6598).
ACCESS_BY_NAT = {"one": ACCESS, "double": "192.168.0.%d/30", "carrier": "100.64.0.%d/30"}

# Where names that are lied about lead to.
PARKED = 250

# The other end of a VPN, and the two addresses inside it (those of the PC's
# and of the far end).
VPN_NAME, VPN_FAR = "vpn.invalid", "192.0.2.251"
VPN_ENDS = ("10.8.0.2", "10.8.0.1")

# RFC 6052 2.2: a provider's own prefix for hosts that have IPv4 only (the
# well-known one must not stand for addresses of documentation, 3.1), and the
# addresses that a translator has for those that have IPv6 only.
NAT64_PREFIX, NAT64_POOL = "2001:db8:64::", "192.168.255.0/24"
NAT64_OWN, NAT64_OWN6 = "192.168.255.1", "2001:db8:3:64::1"


class Host:
    def __init__(self, name, number):
        self.name = name
        self.number = number
        self.uses = set()
        self.ports = set()
        self.expect = None
        self.pages = []    # (path, status, body)
        self.own = False

    @property
    def address(self):
        return (SERVERS % self.number).split("/", maxsplit=1)[0]

    @property
    def address6(self):
        return (SERVERS6 % self.number).split("/", maxsplit=1)[0]

    @property
    def translated(self):
        """Its address as the name server of a NAT64 gives it (RFC 6147)."""
        return str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(NAT64_PREFIX))
                                         + int(ipaddress.IPv4Address(self.address))))

    def add_target(self, target):
        self.uses |= set(target["uses"])
        self.ports |= set(target["ports"])
        self.expect = target.get("expect", self.expect)
        self.own = self.own or target["operator"] == "own"


def read(*paths):
    """The hosts of some target files, by name."""
    hosts = {}

    def need(name):
        return hosts.setdefault(name, Host(name, 10 + 10 * len(hosts)))

    for path in paths:
        with open(path, encoding="utf-8") as file:
            targets = json.load(file)
        for target in targets["targets"]:
            need(target["host"]).add_target(target)
        for check in targets.get("portal_checks", ()):
            uri = urlsplit(check["uri"])
            need(uri.hostname).pages.append((uri.path, check["status"], check["body"]))
    return hosts
