# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Networks drawn by lot. Nothing is expected of them but that no light is
wrong: they find what nobody thought of."""

import pathlib
import random

UNITS = ("unit2", "unit2", "unit3", "unit4", "unit5pro")
PLACES = ("pc-output", "router-ingress", "router-forward", "edge-ingress", "edge-forward",
          "core-ingress", "core-forward", "destination")
ERRORS = ("net-unreachable", "host-unreachable", "port-unreachable", "net-prohibited",
          "host-prohibited", "admin-prohibited")
ACTIONS = ("drop",) * 6 + ("reset",) + ERRORS
PORTS = ("tcp/80", "tcp/443", "tcp/465", "tcp/587", "udp/123", "udp/514", "maintenance",
         "tcp/9124,tcp/9990", "tcp/465,tcp/587", "udp/123,udp/514", "tcp/443,tcp/465")
BOXES = ("accept tcp/465,maintenance", "proxy tcp/80", "proxy tcp/80,tcp/443", "syn-proxy all",
         "accept all")
ROUTERS = ("router", "edge", "core")
# Nearer than this, a proxy in core has the time of a server that balances loads.
TELLING_PEERING = 5

EXPECT = """
[expect]
verdict = usable|not-usable|unconfirmed|offline
others = green|yellow|red|none may pc router provider destination
may-notices = no-link no-address no-route gateway-dead dns-dead dns-hijack line-dead ipv4-dead
  captive-portal tls-interception transparent-proxy proxy vpn clock-wrong no-ipv4 double-nat
  carrier-nat network-changed targets-unreachable
"""


def pick(lot, choices):
    """One of (chance, value), or None for what is left of 1."""
    at = lot.random()
    for chance, value in choices:
        at -= chance
        if at < 0:
            return value
    return None


def draw_line(lot):
    line = pick(lot, ((0.1, {"nat": "double"}), (0.1, {"nat": "carrier"}))) or {}
    line = dict(line, **pick(lot, (
        (0.12, {"ipv6": "open"}), (0.08, {"ipv4": "none", "ipv6": "open"}),
        (0.06, {"ipv4": "nat64", "ipv6": "open"}), (0.08, {"legs": "2"}),
        (0.04, {"vpn": "yes"}))) or {})
    if lot.random() < 0.05 and "ipv4" not in line:
        line["intercept"] = "yes"
    if lot.random() < 0.05:
        line["clock"] = lot.choice(("-48", "48", "3"))
    return line


def draw_links(lot):
    loss = lot.choice((0, 0, 0, 1, 3, 5, 10))
    burst = lot.choice((0, 0, 200))
    access = "%d" % lot.choice((3, 8, 8, 20, 40))
    if loss:
        access += " loss %d" % loss + (" burst %d" % burst if burst else "")
    links = {"access": access}
    if lot.random() < 0.3:
        links["peering"] = "%s" % lot.choice((0.2, 1, 20))
    return links


def draw_faults(lot):
    found = {}
    for _ in range(lot.choice((0, 1, 1, 2, 2, 3))):
        place, action, ports = lot.choice(PLACES), lot.choice(ACTIONS), lot.choice(PORTS)
        if action == "reset" and ports.startswith("udp"):
            action = "drop"
        half = "1/2 " if lot.random() < 0.08 else ""
        found.setdefault(place, []).append("%s %s%s" % (action, half, ports))
    return {place: "\n  ".join(lines) for place, lines in found.items()}


def draw_hops(lot):
    hops = {}
    for place in ROUTERS:
        hops[place] = pick(lot, (
            (0.1, "silent"), (0.1, "limit 1 %d" % lot.choice((1, 2, 6))),
            (0.05, "random %d" % lot.choice((30, 60, 90))), (0.03, "ttl 64")))
    return {place: what for place, what in hops.items() if what is not None}


def draw_boxes(lot, links):
    if lot.random() >= 0.15:
        return {}
    place = lot.choice(ROUTERS)
    if place == "core" and float(links.get("peering", TELLING_PEERING)) < TELLING_PEERING:
        place = "edge"
    return {place: lot.choice(BOXES)}


def section(name, values):
    if not values:
        return ""
    return "\n[%s]\n%s" % (name, "".join("%s = %s\n" % item for item in values.items()))


def draw(lot):
    """A scenario's text."""
    links = draw_links(lot)
    return ("[scenario]\nabout = drawn by lot\nunit = %s\n" % lot.choice(UNITS)
            + section("line", draw_line(lot)) + section("links", links)
            + section("faults", draw_faults(lot)) + section("hops", draw_hops(lot))
            + section("boxes", draw_boxes(lot, links)) + EXPECT)


def write(folder, seed, count):
    """Writes scenarios lot-SEED-NUMBER.ini; returns their paths."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / ("lot-%d-%03d.ini" % (seed, number))
        path.write_text(draw(random.Random("%d %d" % (seed, number))), encoding="utf-8")
        paths.append(path)
    return paths
