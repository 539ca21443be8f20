#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The counts at the end of "make test" are true. Prints TAP."""

import json
import pathlib
import subprocess
import sys
import tempfile

COUNT = pathlib.Path(sys.argv[1]) / ".ci/count"


def record(name, result, stdout=None):
    return dict({"name": name, "result": result}, **({} if stdout is None else {"stdout": stdout}))


FINE = record("kaitsu:core / fine", "OK", "1..2\nok 1 /a\nok 2 /b\n")

# name, options, the records, expected last line, expected exit code
TABLE = (
    ("every test inside a program counts", [], [FINE], "2 passed, 0 failed, 0 skipped", 0),
    ("a program without TAP is one test", [],
     [record("kaitsu:core / plain", "OK", "ok 1, says it"), record("kaitsu:core / silent", "OK")],
     "2 passed, 0 failed, 0 skipped", 0),
    ("a failure inside counts once", [],
     [record("kaitsu:core / a", "ERROR", "1..3\nok 1 /a\nnot ok 2 /b\nok 3 /c\n")],
     "2 passed, 1 failed, 0 skipped", 1),
    ("a crash is a failure though no line says so", [],
     [record("kaitsu:core / a", "ERROR", "1..3\nok 1 /a\n")], "1 passed, 1 failed, 0 skipped", 1),
    ("running out of time is a failure", [],
     [FINE, record("kaitsu:core / a", "TIMEOUT", "")], "2 passed, 1 failed, 0 skipped", 1),
    ("a skipped line is not a passed one", [],
     [record("kaitsu:core / a", "OK", "1..2\nok 1 /a # SKIP no locale\nok 2 /b\n")],
     "1 passed, 0 failed, 1 skipped", 0),
    ("a whole program can be skipped", [],
     [FINE, record("kaitsu:core / a", "SKIP", "1..0 # SKIP no display\n"),
      record("kaitsu:core / b", "SKIP")],
     "2 passed, 0 failed, 2 skipped", 0),
    ("something that is known not to work yet did not pass", [],
     [record("kaitsu:core / a", "OK", "1..2\nnot ok 1 /a # TODO later\nok 2 /b\n")],
     "1 passed, 0 failed, 1 skipped", 0),
    ("a group is its members", [],
     [record("kaitsu:core / a", "OK",
             "# Subtest: g\n    ok 1 /a\n    ok 2 /b\n    1..2\nok 1 g\nok 2 /c\n1..2\n")],
     "3 passed, 0 failed, 0 skipped", 0),
    ("nothing at all is no success", [], [], "0 passed, 0 failed, 0 skipped", 1),
    ("nothing but skipped is no success", [], [record("kaitsu:core / a", "SKIP")],
     "0 passed, 0 failed, 1 skipped", 1),
    ("what must run did run", ["--must-run", "^sim:"],
     [record("kaitsu:sim / a", "OK", "1..1\nok 1\n")], "1 passed, 0 failed, 0 skipped", 0),
    ("what must run by its suite was skipped", ["--must-run", "^sim:"],
     [FINE, record("kaitsu:sim / a", "SKIP")], "2 passed, 0 failed, 1 skipped", 1),
    ("what must run by its reason was skipped", ["--must-run", "^sim:|NO NETWORK"],
     [FINE, record("kaitsu:probe / a", "OK", "1..1\nok 1 /a # SKIP NO NETWORK HERE\n")],
     "2 passed, 0 failed, 1 skipped", 1),
    ("something else may be skipped", ["--must-run", "^sim:|NO NETWORK"],
     [FINE, record("kaitsu:po / a", "SKIP", "1..0 # SKIP no gettext\n")],
     "2 passed, 0 failed, 1 skipped", 0),
)


# the records, lines that must stand in what is printed
SAID = (
    ("a failed test is named, with what it said of itself",
     [record("kaitsu:sim / sim", "ERROR", "1..2\nok 1 a\n# of a\nnot ok 2 b\n# of b\n")],
     ["failed: sim:sim b", "    # of b"]),
    ("a crash is named, with its last words",
     [record("kaitsu:core / a", "ERROR", "1..2\nok 1 /a\n# last words\n")],
     ["failed: core:a ERROR", "    # last words"]),
)


def run(options, records):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as testlog:
        for line in records:
            testlog.write(json.dumps(line) + "\n")
        testlog.flush()
        return subprocess.run([sys.executable, COUNT, *options, testlog.name],
                              stdout=subprocess.PIPE, text=True)


def main():
    failed = 0
    print("1..%d" % (len(TABLE) + len(SAID)))
    for number, (name, options, records, line, code) in enumerate(TABLE, 1):
        done = run(options, records)
        last = done.stdout.splitlines()[-1] if done.stdout else ""
        passed = last == line and done.returncode == code
        print("%s %d %s" % ("ok" if passed else "not ok", number, name))
        if not passed:
            print("# expected “%s” and %d, got “%s” and %d" % (line, code, last, done.returncode))
            failed += 1
    for number, (name, records, lines) in enumerate(SAID, len(TABLE) + 1):
        printed = run([], records).stdout.splitlines()
        passed = all(line in printed for line in lines) and "    # of a" not in printed
        print("%s %d %s" % ("ok" if passed else "not ok", number, name))
        failed += not passed
    return 1 if failed else 0


sys.exit(main())
