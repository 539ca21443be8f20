#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The data fit their schemas, and the schemas notice when they do not. Prints TAP.

Usage: check-schemas.py DATADIR CORPUS GOLDEN
"""

import copy
import json
import pathlib
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    # Not silently: whoever reads the log sees what was not checked.
    print("1..0 # SKIP python3-jsonschema is not installed: THE SCHEMAS WERE NOT CHECKED")
    sys.exit(0)

DATA, CORPUS, GOLDEN = map(pathlib.Path, sys.argv[1:4])

REMOVE = object()

# Place in the document, and what to put there.
UNITS = [
    (["format"], "kaitsu-targets"),
    (["version"], 2),
    (["version"], "1"),
    (["extra"], 1),
    (["any"], REMOVE),
    (["any", "name", "en"], REMOVE),
    (["units"], []),
    (["units", 0, "id"], "any"),
    (["units", 0, "id"], "Unit2"),
    (["units", 0, "name"], " HOME-UNIT2"),
    (["units", 0, "pro"], 0),
    (["texts", 0, "effect"], "text"),
    (["texts", 0, "effect", "ja"], ""),
    (["texts", 0, "effect", "ja"], "あ" * 201),
    (["texts", 0, "effect", "ja"], "あ\nい"),
    (["families", 0, "same_as"], "unit3"),
    (["families", 0, "services"], REMOVE),
    (["families", 0, "services", 0, "ports"], []),
    (["families", 0, "services", 0, "ports", 0, "port"], "tcp/080"),
    (["families", 0, "services", 0, "ports", 0, "port"], "tcp/*"),
    (["families", 0, "services", 0, "ports", 0, "role"], "must"),
    (["families", 0, "services", 0, "ports", 0, "role"], "advisory"),
    (["families", 0, "services", 0, "ports", 0, "closed_means"], "note"),
    (["families", 0, "services", 0, "ports", 0, "closed_means"], REMOVE),
    (["families", 0, "services", 0, "ports", 0, "lan"], "yes"),
    (["families", 0, "services", 0, "ports", 0, "oftenopen"], True),
]
TARGETS = [
    (["format"], "kaitsu-units"),
    (["version"], REMOVE),
    (["fresh_until"], "2027-6-30"),
    (["targets"], []),
    (["targets", 0, "host"], "a_b"),
    (["targets", 0, "host"], "例え.jp"),
    (["targets", 0, "operator"], "me"),
    (["targets", 0, "uses"], []),
    (["targets", 0, "uses"], ["ftp"]),
    (["targets", 0, "uses"], ["http", "http"]),
    (["targets", 0, "ports"], []),
    (["targets", 0, "ports"], ["443"]),
    (["targets", 0, "ports"], ["tcp/443", "tcp/443"]),
    (["targets", 0, "ports"], ["tcp/%d" % n for n in range(1, 202)]),
    (["targets", 0, "controls"], ["udp/514"]),
    (["targets", 0, "controls"], ["tcp/*"]),
    (["targets", 0, "contols"], []),
    (["targets", 1, "expect"], ""),
    (["portal_checks", 0, "uri"], "https://example.org/"),
    (["portal_checks", 0, "uri"], "http://user@example.org/"),
    (["portal_checks", 0, "status"], 99),
    (["portal_checks", 0, "status"], 200.5),
    (["portal_checks", 0, "body"], ""),
]

# One fault each, in a result of the corpus.
RESULT = [
    (["format"], "kaitsu-cake"),
    (["version"], 2),
    (["id"], ""),
    (["program", "version"], REMOVE),
    (["practice"], "yes"),
    (["started"], "2026-11-23T10:00:00"),
    (["finished"], REMOVE),
    (["verdict"], "fine"),
    (["network", "dns"], "192.0.2.1"),
    (["network", "families"], ["ipv5"]),
    (["notices"], [{"id": "VPN", "detail": None}]),
    (["ports", 0, "port"], "tcp/0"),
    (["ports", 0, "role"], "optional"),
    (["ports", 0, "light"], "blue"),
    (["ports", 0, "suspects"], ["gnome"]),
    (["ports", 0, "hop"], 0),
    (["ports", 0, "verified_hops"], [1]),
    (["ports", 0, "observations", 0, "probe"], REMOVE),
    (["ports", 0, "observations", 0, "at_ms"], -1),
    (["services", 0, "light"], REMOVE),
    (["path", 0, "hop"], 0),
    (["path", 0, "party"], "neighbour"),
    (["customer", "memo"], None),
    (["previous"], {}),
]


def changed(document, place, value):
    document = copy.deepcopy(document)
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    if value is REMOVE:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return document


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def faults_of(validator, document):
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(document)]


def check_results():
    """Every saved result fits; RESULT says what does not."""
    schema = load(DATA / "schemas" / "result.schema.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for path in sorted([*CORPUS.glob("*.json"), *GOLDEN.glob("*.json")]):
        yield f"result {path.name} fits the schema", faults_of(validator, load(path))
    document = load(CORPUS / "practice.kaitsu.json")
    for place, value in RESULT:
        shown = "nothing" if value is REMOVE else json.dumps(value, ensure_ascii=True)[:40]
        where = ".".join(str(step) for step in place)
        valid = validator.is_valid(changed(document, place, value))
        yield f"a result with {where} = {shown} does not", ["valid"] if valid else []


def checks():
    yield from check_results()
    for name, faults in (("units", UNITS), ("targets", TARGETS)):
        schema = load(DATA / "schemas" / (name + ".schema.json"))
        document = load(DATA / (name + ".json"))
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        yield f"{name} fit their schema", faults_of(validator, document)
        yield (f"{name} name their schema",
               [] if document["$schema"] == f"schemas/{name}.schema.json" else [document["$schema"]])
        for place, value in faults:
            shown = "nothing" if value is REMOVE else json.dumps(value, ensure_ascii=True)[:40]
            where = ".".join(str(step) for step in place)
            valid = validator.is_valid(changed(document, place, value))
            yield f"{name} with {where} = {shown} do not", ["valid"] if valid else []


failed = 0
number = 0
for number, (title, problems) in enumerate(checks(), 1):
    # "#" begins a directive in TAP
    print("not ok" if problems else "ok", number, "-", title.replace("#", "number"))
    for problem in problems:
        print("#", problem)
    failed += bool(problems)
print(f"1..{number}")
sys.exit(1 if failed else 0)
