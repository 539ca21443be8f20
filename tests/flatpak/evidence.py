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
        result = json.load(result_file)
    return {row["port"]: row for row in result["ports"]}, result["path"]


def main():
    (allowed, with_path), (refused, without_path) = load(sys.argv[1]), load(sys.argv[2])
    for ports, path, which in ((allowed, with_path, "with NetworkManager"),
                               (refused, without_path, "without it")):
        check(ports["tcp/587"]["light"] == "green", which + ": an open port is green", ports["tcp/587"])
        check(ports["tcp/465"]["light"] != "green", which + ": a port that the router swallows is not",
              ports["tcp/465"])
        check([hop["address"] for hop in path if hop["hop"] == 1] == [ROUTER],
              which + ": the router is found as the first hop", path)
        errors = [seen for seen in ports["udp/514"]["observations"] if seen["outcome"] == "icmp"]
        check(errors, which + ": ICMP errors get into the sandbox", ports["udp/514"])
    lease = allowed["udp/67"]
    check(lease["light"] == "green"
          and any(seen.get("detail", "").startswith("NetworkManager: 10.77.0.2 from " + ROUTER)
                  for seen in lease["observations"]), "NetworkManager's lease is evidence", lease)
    check(refused["udp/67"]["light"] == "yellow", "without it, DHCP is undecided", refused["udp/67"])
    print("1..%d" % len(results))
    return 0 if all(results) else 1


sys.exit(main())
