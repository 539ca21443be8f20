#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""There is always one key to sign with, and it stays the same. Prints TAP."""

import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

SCRIPT = pathlib.Path(sys.argv[1]) / "flatpak/key.sh"


def key_in(folder):
    done = subprocess.run([SCRIPT, folder], stdout=subprocess.PIPE, text=True, check=False)
    return done.returncode == 0 and len(done.stdout.split()) == 1 and done.stdout


def main():
    if shutil.which("gpg") is None:
        print("1..0 # SKIP gpg is not installed")
        return 0
    with tempfile.TemporaryDirectory() as home:
        new, begun = pathlib.Path(home, "new"), pathlib.Path(home, "a run that was interrupted")
        begun.mkdir()
        first = key_in(new)
        checks = (
            ("a key is made where there is none", first),
            ("it is private", stat.S_IMODE(new.stat().st_mode) == 0o700),
            ("the next time it is the same", key_in(new) == first),
            ("an interrupted run is made good", key_in(begun) not in (False, first)),
        )
        for folder in (new, begun):
            subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], check=False)
    print("1..%d" % len(checks))
    for number, (name, passed) in enumerate(checks, 1):
        print("%s %d %s" % ("ok" if passed else "not ok", number, name))
    return 0 if all(passed for _, passed in checks) else 1


sys.exit(main())
