#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Machines that are thrown away leave nothing, and get the sources as they are. Prints TAP."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

CI = pathlib.Path(sys.argv[1]).resolve() / ".ci"
TOOLS = ("sh", "env", "umount", "sleep", "cat")
PATIENCE = 30


def make_machine(folder):
    """The smallest that .ci/enter can enter: some tools, and what they are linked with."""
    for name in ("bin", "proc", "sys", "dev", "run"):
        (folder / name).mkdir(parents=True)
    for tool in TOOLS:
        path = shutil.which(tool, path="/usr/sbin:/usr/bin:/sbin:/bin")
        shutil.copy(path, folder / "bin" / tool)
        linked = subprocess.run(["ldd", path], stdout=subprocess.PIPE, text=True, check=False).stdout
        for library in re.findall(r"(/\S+)", linked):
            place = folder / library[1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(library, place)


def copy_command(home, command):
    return [CI / "copy", home / "layers", command, home / "more", home / "machine"]


def run(home, command):
    return subprocess.run(copy_command(home, command), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)


def mounts_of(home):
    return [line for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()
            if str(home) in line]


def processes_of(home):
    """What still runs on a machine of ours: its own file system is the root of it."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/mountinfo"):
        try:
            if str(home / "layers") in path.read_text():
                found.append(path.parent.name)
        except OSError:
            pass  # it has ended
    return found


def await_file(path):
    end = time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return path.exists()


def kill_while_running(home):
    process = subprocess.Popen(copy_command(home, "cat /src/more >/src/begun; sleep 1000; true"),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    begun = await_file(home / "layers/changes/src/begun")
    process.send_signal(signal.SIGKILL)
    process.wait()
    end = time.monotonic() + PATIENCE
    while processes_of(home) and time.monotonic() < end:
        time.sleep(0.05)
    return begun


def check_copies(home):
    make_machine(home / "machine")
    (home / "more/src").mkdir(parents=True)
    (home / "more/src/more").write_text("more\n")
    first = run(home, "cat /src/more; echo new >/bin/new; exit 7")
    if first.returncode not in (0, 7):
        return None  # no root, or no overlays here
    begun = kill_while_running(home)
    left = processes_of(home) + mounts_of(home)
    again = run(home, "cat /bin/new")
    return [
        ("a command ends with its own status", first.returncode == 7, first),
        ("it sees what was laid over the machine", first.stdout == "more\n", first),
        ("the machine stays as it was", not (home / "machine/bin/new").exists(), ""),
        ("nothing runs and nothing is mounted when it was killed", begun and not left, left),
        ("the next one finds nothing of the last", again.returncode == 1, again),
    ]


def check_sources(home):
    if shutil.which("git") is None:
        return None
    here, there = home / "here", home / "there"
    here.mkdir()
    git = ["git", "-C", here, "-c", "user.name=a", "-c", "user.email=a@example.jp"]
    subprocess.run([*git, "init", "-q"], check=True)
    for name in ("kept", "changed", "with space", "gone", "program"):
        (here / name).write_text("old")
    subprocess.run([*git, "add", "."], check=True)
    command = ["sh", "-c", 'cd "$1" && exec "$2" "$3"', "sh", here, CI / "sources", there]
    subprocess.run(command, check=True)
    os.utime(there / "kept", (1, 1))
    os.utime(there / "changed", (2 ** 31, 2 ** 31))
    (there / "build-gcc").mkdir()
    (there / "build-gcc/built").write_text("")
    (here / "changed").write_text("new")
    os.utime(here / "changed", (1, 1))
    os.chmod(here / "program", 0o755)
    subprocess.run([*git, "rm", "-q", "-f", "gone"], check=True)
    done = subprocess.run(command, check=False)
    found = sorted(str(path.relative_to(there)) for path in there.rglob("*") if path.is_file())
    return [
        ("sources are brought up to date", done.returncode == 0
         and found == ["build-gcc/built", "changed", "kept", "program", "with space"], found),
        ("what has changed comes as new", (there / "changed").read_text() == "new"
         and there.joinpath("changed").stat().st_mtime > 1, ""),
        ("what has not stays old", there.joinpath("kept").stat().st_mtime == 1, ""),
        ("programs are programs, and nothing else is",
         [name for name in found if (there / name).stat().st_mode & 0o100] == ["program"], ""),
    ]


def main():
    number = failed = 0
    for what, checks in (("copies of machines", check_copies), ("sources of machines", check_sources)):
        with tempfile.TemporaryDirectory() as folder:
            results = checks(pathlib.Path(folder))
        for name, passed, detail in results or [(what + " # SKIP they cannot be made here", True, "")]:
            number += 1
            failed += not passed
            print("%s %d %s" % ("ok" if passed else "not ok", number, name))
            if not passed:
                print("# %s" % str(detail).replace("\n", "\n# "))
    print("1..%d" % number)
    return 1 if failed else 0


sys.exit(main())
