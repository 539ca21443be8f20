# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""What goes wrong on the way of packets: one line of a scenario, as nft rules
and as the truth that results are held against.

    PLACE = ACTION [SOME] PORTS [to HOST]

ACTION is drop, reset, or an ICMP error by its name. PORTS is a list as
tcp/465,udp/123, maintenance, all, or every (all, and what is no port). SOME is
1/2: every second packet.
"""

MAINTENANCE = tuple("tcp/%d" % n for n in (9124, 9127, 9128, 9129, 9990, 9991, 9992))
ALL = tuple("tcp/%d" % n for n in (80, 443, 465, 587)) + MAINTENANCE + ("udp/123", "udp/514")

# where: (namespace, hook, priority, who it belongs to, condition; near2 is the
# second of two equal ways into core). Ingress is
# before the router looks at the TTL, forward is after (that is what tells
# them apart from outside); both see only what comes from the PC's side.
PLACES = {
    "pc-output": ("pc", "output", 0, "pc", ""),
    "router-ingress": ("router", "prerouting", -150, "router", 'iifname "near*"'),
    "router-forward": ("router", "forward", 0, "router", 'iifname "near*"'),
    "edge-ingress": ("edge", "prerouting", -150, "provider", 'iifname "near*"'),
    "edge-forward": ("edge", "forward", 0, "provider", 'iifname "near*"'),
    "leg1-forward": ("leg1", "forward", 0, "provider", 'iifname "near*"'),
    "leg2-forward": ("leg2", "forward", 0, "provider", 'iifname "near*"'),
    "core-ingress": ("core", "prerouting", -150, "provider", 'iifname "near*"'),
    "core-forward": ("core", "forward", 0, "provider", 'iifname "near*"'),
    "destination": ("servers", "input", 0, "destination", ""),
}

# RFC 792, RFC 1812 5.2.7.1 -> the nearest of RFC 4443 3.1
ICMP = {
    "net-unreachable": "no-route",
    "host-unreachable": "addr-unreachable",
    "prot-unreachable": "port-unreachable",
    "port-unreachable": "port-unreachable",
    "net-prohibited": "admin-prohibited",
    "host-prohibited": "admin-prohibited",
    "admin-prohibited": "admin-prohibited",
}


class Fault:
    def __init__(self, place, text):
        if place not in PLACES:
            raise ValueError("no such place: %s" % place)
        self.place = place
        self.space, self.hook, self.priority, self.party, self.condition = PLACES[place]
        words = text.split()
        self.host = None
        if "to" in words:
            at = words.index("to")
            self.host = words[at + 1]
            del words[at:at + 2]
        self.action = words.pop(0)
        if self.action not in ("drop", "reset") and self.action not in ICMP:
            raise ValueError("no such action: %s" % self.action)
        self.some = words.pop(0) if len(words) > 1 else ""
        if len(words) != 1:
            raise ValueError("which ports? %s" % text)
        self.everything = words[0] == "every"
        if self.action == "reset" and words[0].startswith("udp"):
            raise ValueError("UDP knows no reset: %s" % text)
        self.ports = parse_ports(words[0])

    def closes(self, port):
        """Whether nothing of that port gets past here."""
        return port in self.ports and self.host is None and not self.some

    @property
    def leg(self):
        """The one of two equal ways that this is on, or ""."""
        return self.space if self.space.startswith("leg") else ""

    def _matches(self):
        if self.everything:
            return [""]
        matches = []
        for protocol in ("tcp", "udp"):
            numbers = [p.split("/")[1] for p in self.ports if p.startswith(protocol + "/")]
            if numbers:
                matches.append("%s dport { %s }" % (protocol, ", ".join(numbers)))
        return matches

    def _which(self):
        if self.some == "1/2":
            return "numgen inc mod 2 0"
        if self.some:
            raise ValueError("which of them? %s" % self.some)
        return ""

    def rules(self, addresses_of):
        """nft rules; addresses_of(host) gives its addresses as text."""
        some = self._which()
        to = [""]
        if self.host is not None:
            to = ["%s daddr %s" % ("ip6" if ":" in a else "ip", a) for a in addresses_of(self.host)]
        for match in self._matches():
            for where in to:
                for verdict in self._verdicts(match):
                    yield " ".join(w for w in (self.condition, where, match, some, verdict) if w)

    def _verdicts(self, match):
        if self.action == "drop":
            return ["drop"]
        if self.action == "reset":
            return [] if match.startswith("udp") else ["meta l4proto tcp reject with tcp reset"]
        return ["meta nfproto ipv4 reject with icmp type " + self.action,
                "meta nfproto ipv6 reject with icmpv6 type " + ICMP[self.action]]


def parse_ports(text):
    ports = []
    for word in text.split(","):
        if word == "maintenance":
            ports += MAINTENANCE
        elif word in ("all", "every"):
            ports += ALL
        else:
            protocol, _, number = word.partition("/")
            if protocol not in ("tcp", "udp") or not 0 < int(number) < 65536:
                raise ValueError("no port: %s" % word)
            ports.append(word)
    return tuple(ports)


def ruleset(faults, space, addresses_of):
    """The text that nft loads in a namespace, or "" if nothing is wrong there."""
    chains = []
    for place in PLACES:
        rules = [rule for fault in faults if fault.place == place and fault.space == space
                 for rule in fault.rules(addresses_of)]
        if rules:
            _, hook, priority, _, _ = PLACES[place]
            chains.append("chain %s {\n type filter hook %s priority %d;\n %s\n}"
                          % (place.replace("-", "_"), hook, priority, "\n ".join(rules)))
    return "table inet faults {\n%s\n}\n" % "\n".join(chains) if chains else ""


def who_closes(faults, port):
    """The first on the way that lets nothing of a port through, or None."""
    order = list(PLACES)
    closing = [f for f in faults if f.closes(port)]
    if len({f.leg for f in closing if f.leg}) < 2:
        closing = [f for f in closing if not f.leg]
    return min(closing, key=lambda f: order.index(f.place)).party if closing else None


def who_half_closes(faults, port):
    """Everybody who lets only some packets of a port get past."""
    return {f.party for f in faults if port in f.ports and f.host is None and f.some}


def is_half_closed(faults, port):
    """Whether some packets of a port get past and others do not."""
    return any(port in f.ports and f.host is None and (f.some or f.leg) for f in faults)
