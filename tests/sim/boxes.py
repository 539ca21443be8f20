# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""What stands on the way besides plain routers: hops that tell little of
themselves, and boxes that answer in the place of others.

    [hops]                     [boxes]
    PLACE = silent             PLACE = accept PORTS
    PLACE = limit RATE BURST   PLACE = proxy PORTS
    PLACE = random PERCENT     PLACE = syn-proxy PORTS
    PLACE = ttl NUMBER

PLACE is router, edge, core, leg1, leg2.
"""

import faults

PLACES = ("router", "edge", "core", "leg1", "leg2")
# Where boxes listen, out of the way of every tested port.
ACCEPTOR, WEB_PROXY, TLS_PROXY = 7001, 7080, 7443

ERRORS = {"ip": "icmp type { destination-unreachable, time-exceeded }",
          "ip6": "icmpv6 type { destination-unreachable, time-exceeded }"}
EXCEEDED = {"ip": "icmp type time-exceeded", "ip6": "icmpv6 type time-exceeded"}


class Hop:
    """How a router tells of packets that end at it."""

    def __init__(self, place, text):
        if place not in PLACES:
            raise ValueError("no such hop: %s" % place)
        self.place = place
        self.kind, *numbers = text.split()
        self.numbers = [int(number) for number in numbers]
        if len(self.numbers) != {"silent": 0, "limit": 2, "random": 1, "ttl": 1}[self.kind]:
            raise ValueError("what does this hop do? %s" % text)

    def rules(self):
        """The chain of it, as text for nft."""
        if self.kind == "ttl":
            # before the router looks at the hop limit itself
            return ("type filter hook prerouting priority -150;\n"
                    " iifname \"near*\" ip ttl set %d\n" % self.numbers[0])
        rules = []
        for family in ("ip", "ip6"):
            if self.kind == "silent":
                rules.append(EXCEEDED[family] + " drop")
            elif self.kind == "limit":
                rules.append("%s limit rate over %d/second burst %d packets drop"
                             % (ERRORS[family], *self.numbers))
            else:
                rules.append("%s numgen random mod 100 >= %d drop"
                             % (ERRORS[family], self.numbers[0]))
        return "type filter hook output priority 0;\n %s\n" % "\n ".join(rules)


class Box:
    """Something that takes part in connections that are not for it."""

    def __init__(self, place, text):
        if place not in PLACES:
            raise ValueError("no place for a box: %s" % place)
        self.place = place
        self.kind, ports = text.split()
        if self.kind not in ("accept", "proxy", "syn-proxy"):
            raise ValueError("no such box: %s" % self.kind)
        self.ports = [port for port in faults.parse_ports(ports) if port.startswith("tcp/")]
        if self.kind == "proxy" and not set(self.ports) <= {"tcp/80", "tcp/443"}:
            raise ValueError("a proxy is for the web: %s" % text)

    def poses_as_destination(self, port):
        """Whether what answers on a port is not the destination. A proxy hands
        TLS on as it is: there the destination's own certificate answers."""
        return port in self.ports and (self.kind == "accept"
                                       or (self.kind == "proxy" and port == "tcp/80"))

    def _listeners(self):
        if self.kind == "accept":
            yield self.ports, ACCEPTOR
        else:
            yield [p for p in self.ports if p == "tcp/80"], WEB_PROXY
            yield [p for p in self.ports if p == "tcp/443"], TLS_PROXY

    def chains(self):
        """Its chains, as text for nft."""
        if self.kind == "syn-proxy":
            match = 'iifname "near*" tcp dport { %s }' % _numbers(self.ports)
            # nft(8), SYNPROXY: the SYN is not tracked, the ACK that follows is invalid
            return ["type filter hook prerouting priority -300;\n"
                    " %s tcp flags & (fin|syn|rst|ack) == syn notrack\n" % match,
                    "type filter hook forward priority -5;\n"
                    " %s ct state invalid,untracked synproxy mss 1460 wscale 7"
                    " timestamp sack-perm\n"
                    " %s ct state invalid drop\n" % (match, match)]
        return ["type nat hook prerouting priority -100;\n%s"
                % "".join(' iifname "near*" tcp dport { %s } redirect to :%d\n'
                          % (_numbers(ports), to) for ports, to in self._listeners() if ports)]


def _numbers(ports):
    return ", ".join(port.split("/")[1] for port in ports)


def ruleset(hops, boxes, space):
    """The text that nft loads in a namespace, or "" if nothing special is there."""
    chains = [hop.rules() for hop in hops if hop.place == space]
    for box in boxes:
        chains += box.chains() if box.place == space else []
    return ("table inet boxes {\n%s}\n"
            % "".join("chain c%d {\n %s}\n" % item for item in enumerate(chains))
            if chains else "")
