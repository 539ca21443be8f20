# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""A scenario: an .ini file that says how a network is and what must be found
there. README.md has every key."""

import configparser
import pathlib
import re

import boxes
import faults

EXIT_CODES = {"usable": 0, "not-usable": 1, "unconfirmed": 2, "offline": 3, "stopped": 130}
LIGHTS = ("green", "red", "yellow", "none")
PARTIES = ("pc", "router", "provider", "destination")

# section: key: default
KEYS = {
    "scenario": {"about": None, "unit": "unit2", "targets": "", "max-time": "",
                 "like-healthy": "no", "compare": "no", "wrap": "no"},
    "line": {"address": "lease", "dhcp": "yes", "dns": "right", "portal": "no", "intercept": "no",
             "ipv4": "open", "ipv6": "none", "vpn": "no", "link": "up", "wan": "up",
             "gateway": "alive", "nat": "one", "proxy": "no", "clock": "0", "legs": "1"},
    "servers": {"without": "", "wrong-clock": "", "wrong-address": "", "wrong-name": ""},
    "links": {"lan": "0.3", "access": "8", "backbone": "2", "peering": "5"},
}
# What a default Linux router answers at once. The rule's own bursts cost five
# (KAITSU_HOP_BUDGET); the last control of the sweep may come just before one.
TOKENS = 6
# What number the router at the far end of a cable has.
HOPS = {"lan": 1, "access": 2, "backbone": 3, "backbone2": 3}
# What may happen while the check is on, with the seconds after its beginning.
EVENTS = ("unplug", "plug", "readdress")
LINKS = tuple(KEYS["links"])
# What the line has of IPv4: all; nothing beyond the provider's edge; none, and
# whoever is out there has IPv6; none, and the edge translates.
IPV4 = ("open", "broken", "none", "nat64")


class Expected:
    """What a port must come out as."""

    def __init__(self, text):
        words = text.split()
        self.lights = words.pop(0).split("|")
        self.reasons = words.pop(0).split("|") if words and words[0] not in ("must", "may") else []
        self.must, self.may = set(), set()
        into = None
        for word in words:
            if word in ("must", "may"):
                into = self.must if word == "must" else self.may
            elif word in PARTIES and into is not None:
                into.add(word)
            else:
                raise ValueError("what is “%s” in “%s”?" % (word, text))
        if not set(self.lights) <= set(LIGHTS):
            raise ValueError("no light in “%s”" % text)

    def complaints(self, port, row):
        if row["light"] not in self.lights:
            yield "%s is %s (%s), expected %s" % (port, row["light"], row["reason"],
                                                  "|".join(self.lights))
            return
        if self.reasons and row["reason"] not in self.reasons:
            yield "%s is %s for “%s”, expected “%s”" % (port, row["light"], row["reason"],
                                                        "|".join(self.reasons))
        suspects = set(row["suspects"])
        # Where it may stay undecided, only who is accused must be right.
        must = self.must if row["light"] == "red" or len(self.lights) == 1 else set()
        if not must <= suspects or not suspects <= self.must | self.may:
            yield ("%s suspects %s, expected %s and perhaps %s"
                   % (port, row["suspects"], sorted(self.must), sorted(self.may)))


class Link:
    """DELAY_MS [loss PERCENT] [burst MS]"""

    def __init__(self, text):
        words = text.split()
        self.delay = float(words.pop(0))
        options = dict(zip(words[::2], map(float, words[1::2])))
        self.loss = options.pop("loss", 0.0)
        self.burst = options.pop("burst", 0.0)
        if options or len(words) % 2:
            raise ValueError("no link: %s" % text)


class Scenario:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.name = self.path.stem
        parser = configparser.ConfigParser(delimiters=("=",), interpolation=None, strict=True)
        parser.optionxform = str
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
        try:
            self._read(parser)
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError("%s: %s" % (self.path, error)) from error

    def _read(self, parser):
        values = {}
        for section, keys in KEYS.items():
            given = dict(parser[section]) if parser.has_section(section) else {}
            for key in given:
                if key not in keys:
                    raise ValueError("[%s] has no “%s”" % (section, key))
            values[section] = {k: given.get(k, default) for k, default in keys.items()}
        unknown = (set(parser.sections()) - set(KEYS)
                   - {"faults", "hops", "boxes", "events", "expect"})
        if unknown:
            raise ValueError("no such section: %s" % ", ".join(unknown))
        self.about = values["scenario"]["about"]
        if not self.about:
            raise ValueError("[scenario] about is missing")
        self.unit = values["scenario"]["unit"]
        self.targets = values["scenario"]["targets"]
        self.max_time = values["scenario"]["max-time"]
        self.wrap = values["scenario"]["wrap"] != "no"
        self.compare = values["scenario"]["compare"] != "no"
        self.like_healthy = values["scenario"]["like-healthy"] != "no"
        self.line = values["line"]
        if self.line["legs"] not in ("1", "2") or (self.has_legs and self.line["ipv6"] != "none"):
            raise ValueError("legs are 1, or 2 without IPv6")
        if self.line["ipv4"] not in IPV4 or (self.line["ipv4"] in ("none", "nat64")
                                             and self.line["ipv6"] == "none"):
            raise ValueError("without IPv4 there must be IPv6")
        if self.is_ipv6_only and self.line["intercept"] != "no":
            raise ValueError("what intercepts does so on IPv4")
        self.without = values["servers"]["without"].split()
        self.wrong_addresses = dict(map(str.split, values["servers"]["wrong-address"].splitlines()))
        self.wrong_name = values["servers"]["wrong-name"].split()
        self.wrong_clocks = {host: int(hours) for host, hours in
                             map(str.split, values["servers"]["wrong-clock"].splitlines())}
        self.links = {name: Link(values["links"][name]) for name in LINKS}
        self.faults = [faults.Fault(place, text.strip())
                       for place, lines in self._items(parser, "faults")
                       for text in lines.splitlines() if text.strip()]
        self.hops = [boxes.Hop(*item) for item in self._items(parser, "hops")]
        self.boxes = [boxes.Box(*item) for item in self._items(parser, "boxes")]
        self.events = sorted((float(when), what) for when, what in self._items(parser, "events"))
        for _, what in self.events:
            if what not in EVENTS:
                raise ValueError("what happens? %s" % what)
        self._read_expectations(dict(self._items(parser, "expect")))

    @staticmethod
    def _items(parser, section):
        return parser.items(section) if parser.has_section(section) else []

    def _read_expectations(self, given):
        self.verdicts = given.pop("verdict").split("|")
        if not set(self.verdicts) <= set(EXIT_CODES):
            raise ValueError("no verdict: %s" % self.verdicts)
        self.notices = set(given.pop("notices", "").split())
        self.may_notices = set(given.pop("may-notices", "").split())
        self.public_address = given.pop("public-address", None)
        self.others = Expected(given.pop("others", "green"))
        self.expected = {}
        for ports, text in given.items():
            for port in faults.parse_ports(ports):
                self.expected[port] = Expected(text)

    @property
    def has_legs(self):
        """Whether there are two equal ways from edge to core."""
        return self.line["legs"] == "2"

    @property
    def spaces(self):
        """The network namespaces, from the PC to the servers."""
        return ("pc", "router", "edge", *(("leg1", "leg2") if self.has_legs else ()), "core",
                "servers")

    @property
    def is_ipv6_only(self):
        """Whether the PC has no IPv4 address."""
        return self.line["ipv4"] in ("none", "nat64")

    @property
    def needs_tunnel(self):
        """Whether /dev/net/tun must be had."""
        return self.line["ipv4"] == "nat64" or self.line["vpn"] != "no"

    @property
    def round_trip(self):
        """Milliseconds that light and silence need to the servers and back."""
        return 2 * sum(link.delay for link in self.links.values())

    def truth(self, port):
        """What really is with a port, whatever is found: open, unsure (parts
        get through, or the destination itself refuses), line (the line as a
        whole), or the party that closes it."""
        if port == "udp/67":
            return ("open" if self.line["address"] == "lease" and not self.is_ipv6_only
                    else "unsure")
        line = self.line
        if (line["address"] in ("none", "no-route") or line["link"] != "up" or line["wan"] != "up"
                or line["dns"] in ("lying", "silent", "refused") or line["portal"] != "no"
                or line["gateway"] != "alive" or line["ipv4"] == "broken" or line["vpn"] != "no"):
            return "line"
        closed = faults.who_closes(self.faults, port)
        if closed is not None:
            return closed
        if port == "tcp/443" and line["intercept"] != "no":
            return "line"
        if any(box.poses_as_destination(port) for box in self.boxes):
            return "line"
        if faults.is_half_closed(self.faults, port) or (port == "tcp/443" and self.wrong_name):
            return "unsure"
        return "open"

    def half_closing(self, port):
        """Parties that are to blame as well: they stop some packets of it."""
        return faults.who_half_closes(self.faults, port)

    def complaints(self, result, code, carried):
        """Everything in which a result is not what it must be."""
        found = []
        if result["verdict"] not in self.verdicts:
            found.append("verdict %s, expected %s" % (result["verdict"], "|".join(self.verdicts)))
        if code != EXIT_CODES[result["verdict"]]:
            found.append("exit code %d with verdict %s" % (code, result["verdict"]))
        rows = {row["port"]: row for row in result["ports"]}
        for port in self.expected:
            if port not in rows and self._is_literal(port):
                found.append("%s is not in the result" % port)
        for port, row in rows.items():
            found += self.expected.get(port, self.others).complaints(port, row)
        notices = {notice["id"] for notice in result["notices"]}
        if not self.notices <= notices or not notices <= self.notices | self.may_notices:
            found.append("notices %s, expected %s and perhaps %s"
                         % (sorted(notices), sorted(self.notices), sorted(self.may_notices)))
        address = result["network"]["public_address"]
        if address != self.public_address:
            found.append("public address %s, expected %s" % (address, self.public_address))
        if self.line["vpn"] != "no" and result["sent"]["hop_limited"] > 0:
            found.append("packets for hops of somebody else's line")
        return found + list(self._line_complaints(rows, carried))

    def expiries(self, carried):
        """For each router: its hop, how many packets came to it that end there,
        and how many at most at once."""
        for cable, sent, peak in re.findall(r"(\w+) ended (\d+) peak (\d+)", carried):
            if cable in HOPS:
                yield HOPS[cable], int(sent), int(peak)

    def _is_literal(self, port):
        """Named by itself, not as one of a group that a unit may lack."""
        return port not in faults.MAINTENANCE

    def _line_complaints(self, rows, carried):
        """That the cables did what the scenario says: no answer from out
        there can be faster than they are."""
        nearer = {port for box in self.boxes for port in box.ports}
        for port, row in rows.items():
            if (port not in nearer and port != "udp/67" and row["light"] == "green"
                    and row["rtt_ms"] is not None
                    and row["rtt_ms"] < 0.95 * self.round_trip):
                yield "%s answered in %s ms on a line of %.1f ms" % (port, row["rtt_ms"],
                                                                     self.round_trip)
        for hop, _, peak in self.expiries(carried):
            if peak > TOKENS:
                yield "%d packets at once end at hop %d" % (peak, hop)
        if self.line["link"] != "up" or self.line["wan"] != "up" or self.events:
            return
        for name, passed, lost in re.findall(r"(\w+) carried (\d+) lost (\d+)", carried):
            link = self.links[name.rstrip("2")]
            likely = int(passed) * link.loss / 100
            # Of bursts there may be none in some seconds.
            if (link.loss == 0 and int(lost) > 0) or (likely > 8 and not link.burst
                                                      and int(lost) < likely / 4):
                yield "%s lost %s of %s frames" % (name, lost, passed)


def load_all(folder):
    return [Scenario(path) for path in sorted(pathlib.Path(folder).glob("*.ini"))]
