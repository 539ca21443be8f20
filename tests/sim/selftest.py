# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Shows that checks can fail: wrong results made of right ones, and scenarios
without what is wrong in them."""

import copy
import pathlib
import re

from scenario import EXIT_CODES, LIGHTS, PARTIES


def _row_mutants(one, row):
    expected = one.expected.get(row["port"], one.others)
    for light in LIGHTS:
        if light not in expected.lights:
            yield {"light": light}
    suspects = set(row["suspects"])
    for party in PARTIES:
        if party not in expected.must | expected.may:
            yield {"suspects": sorted(suspects | {party})}
        if party in expected.must and (row["light"] == "red" or len(expected.lights) == 1):
            yield {"suspects": sorted(suspects - {party})}
    if expected.reasons:
        yield {"reason": "not-tested" if row["reason"] != "not-tested" else "answered"}


def _mutants(one, found):
    for verdict in EXIT_CODES:
        if verdict not in one.verdicts:
            yield "verdict %s" % verdict, {"verdict": verdict}, None
    yield "a notice too many", {"notices": found["result"]["notices"] + [{"id": "x"}]}, None
    yield "another address", {"network": dict(found["result"]["network"], public_address="x")}, None
    for number, row in enumerate(found["result"]["ports"]):
        for change in _row_mutants(one, row):
            yield "%s %s" % (row["port"], change), change, number


def try_mutants(one, found):
    """How many wrong results were tried, and what was not noticed."""
    tried, missed = 0, []
    for name, change, number in _mutants(one, found):
        result = copy.deepcopy(found["result"])
        (result if number is None else result["ports"][number]).update(change)
        tried += 1
        if not one.complaints(result, found["code"], found["carried"]):
            missed.append("not noticed: " + name)
    spray = found["carried"] + "\nlan ended 60 peak 7"
    if not one.complaints(found["result"], found["code"], spray):
        missed.append("not noticed: too many packets at once")
    if not one.complaints(found["result"], found["code"] + 1, found["carried"]):
        missed.append("not noticed: another exit code")
    return tried + 2, missed


def has_faults(one):
    """Whether its check must fail where nothing is wrong."""
    if one.like_healthy:
        return False
    text = one.path.read_text(encoding="utf-8")
    return re.search(r"^\[(faults|hops|boxes|line|servers|events)\]", text, re.MULTILINE) is not None


def write_without_faults(one, folder):
    """The same network with nothing wrong in it."""
    sections = re.split(r"(?m)^(?=\[)", one.path.read_text(encoding="utf-8"))
    faulty = ("[faults]", "[hops]", "[boxes]", "[line]", "[servers]", "[events]")
    kept = [text for text in sections if not text.startswith(faulty)]
    path = pathlib.Path(folder) / (one.path.stem + ".healthy.ini")
    path.write_text("".join(kept), encoding="utf-8")
    return path
