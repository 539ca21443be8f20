#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Every string that people see is listed, extracted and translated. Prints TAP."""

import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(sys.argv[1])
PO = SOURCE / "po"

# Outside UTF-8, gettext's tools drop what they cannot print.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

# What marks a string in C, and in a .ui file; the other two kinds of file
# always have strings.
MARK_IN_C = re.compile(r'\b(?:_|N_|C_|NC_|Q_|g_dgettext|g_dngettext|g_dpgettext2?|ngettext)\s*\(')
MARK_IN_UI = re.compile(r'\btranslatable="(?:yes|true)"')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)
INCLUDE = re.compile(r'^\s*#.*$', re.MULTILINE)


def lines_of(path):
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def files_with_strings():
    found = set()
    for path in sorted((SOURCE / "src").rglob("*.[ch]")):
        text = INCLUDE.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
        if MARK_IN_C.search(text):
            found.add(path)
    for path in (SOURCE / "ui").rglob("*.ui"):
        if MARK_IN_UI.search(path.read_text(encoding="utf-8")):
            found.add(path)
    found.update((SOURCE / "data").glob("*.desktop.in"))
    found.update((SOURCE / "data").glob("*.metainfo.xml.in"))
    return {path.relative_to(SOURCE).as_posix() for path in found}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    return done.returncode, done.stdout, done.stderr


def entries(po, *options):
    """The messages of a catalogue, one text each, without references."""
    code, out, err = run("msgattrib", "--no-location", "--no-wrap", *options, str(po))
    if code != 0:
        return ["msgattrib: " + err]
    blocks = out.split("\n\n")
    return [block for block in blocks if 'msgid ""\nmsgstr' not in block and block.strip()]


def narrow_colons(po):
    """Japanese writes "：" between a name and a value; a clock or a place in a file has ":"."""
    code, out, err = run("msgattrib", "--no-location", "--no-wrap", "--no-obsolete", str(po))
    assert code == 0, err
    bodies = (block.partition("\nmsgstr")[2] for block in out.split("\n\n")[1:])
    lines = (line for body in bodies for line in body.splitlines())
    return [line for line in lines if re.search(r':(?: |\\n|"$)', line)]


def ids_of(po):
    code, out, err = run("msgattrib", "--no-location", "--no-wrap", "--no-obsolete", str(po))
    assert code == 0, err
    ids = set()
    for block in out.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        ids.add("\n".join(lines).partition("\nmsgstr")[0])
    return ids - {"", 'msgid ""'}


def check_potfiles():
    listed = lines_of(PO / "POTFILES")
    there = files_with_strings()
    problems = ["not listed: " + name for name in sorted(there - set(listed))]
    problems += ["listed, but has no strings: " + name for name in sorted(set(listed) - there)]
    if listed != sorted(set(listed)):
        problems.append("not in alphabetical order")
    return problems


def check_language(language, template):
    po = PO / (language + ".po")
    code, _, err = run("msgfmt", "--check", "--output-file=/dev/null", str(po))
    yield "%s: msgfmt accepts it" % language, [err] if code != 0 else []
    yield ("%s: nothing is untranslated" % language, entries(po, "--untranslated"))
    if language == "ja":
        yield "ja: no colon is narrow", narrow_colons(po)
    yield ("%s: nothing is fuzzy" % language, entries(po, "--only-fuzzy"))
    wanted, have = ids_of(template), ids_of(po)
    yield ("%s: every string of the sources is there" % language, sorted(wanted - have))
    yield ("%s: no string is left that the sources do not have" % language, sorted(have - wanted))
    yield ("%s: nothing obsolete is kept" % language, entries(po, "--only-obsolete"))


def all_checks(template):
    yield "POTFILES lists the files with strings", check_potfiles()
    code, _, err = run(str(PO / "extract.sh"), str(template))
    yield "the strings can be extracted, without a warning", [err] if code != 0 or err else []
    for language in lines_of(PO / "LINGUAS"):
        yield from check_language(language, template)


def main():
    failed = 0
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, problems) in enumerate(
                all_checks(pathlib.Path(folder) / "kaitsu.pot"), 1):
            print("%s %d %s" % ("not ok" if problems else "ok", number, name))
            for problem in problems:
                print("# " + problem.strip().replace("\n", "\n#   "))
            failed += bool(problems)
    print("1..%d" % number)
    return 1 if failed else 0


sys.exit(main())
