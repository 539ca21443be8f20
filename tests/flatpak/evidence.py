#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""What the two results of network.sh must show. Prints TAP.

evidence.py WITH.json WITHOUT.json
"""

import json
import sys

ROUTER = "10.77.0.1"
results = []


def check(passed, name, detail=""):
    results.append(bool(passed))
    print("%s %d - %s" % ("ok" if passed else "not ok", len(results), name))
    if not passed:
        print("# %s" % json.dumps(detail, ensure_ascii=False)[:2000])


def load(path):
    with open(path, encoding="utf-8") as result_file:
        return {row["port"]: row for row in json.load(result_file)["ports"]}


def main():
    allowed, refused = load(sys.argv[1]), load(sys.argv[2])
    for ports, which in ((allowed, "with NetworkManager"), (refused, "without it")):
        check(ports["tcp/587"]["light"] == "green", which + ": an open port is green", ports["tcp/587"])
        closed = ports["tcp/465"]
        check(closed["light"] != "green", which + ": a port that the router swallows is not", closed)
        hops = [seen for seen in closed["observations"]
                if seen["probe"] == "hop" and seen.get("offender") == ROUTER]
        check(hops, which + ": the sandbox sees the ICMP errors of the router", closed["observations"])
    lease = allowed["udp/67"]
    check(lease["light"] == "green"
          and any(seen.get("detail", "").startswith("NetworkManager: 10.77.0.2 from " + ROUTER)
                  for seen in lease["observations"]), "NetworkManager's lease is evidence", lease)
    check(refused["udp/67"]["light"] == "yellow", "without it, DHCP is undecided", refused["udp/67"])
    print("1..%d" % len(results))
    return 0 if all(results) else 1


sys.exit(main())
