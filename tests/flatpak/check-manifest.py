#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The manifest says what Kaitsu may do, no more and no less. Prints TAP."""

import pathlib
import subprocess
import sys

import yaml

SOURCE = pathlib.Path(sys.argv[1])
APP_ID = "io.github.kaitsu.Kaitsu"
ALLOWED = {
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
    "--system-talk-name=org.freedesktop.NetworkManager",
}


def derive(path, *urls):
    """The manifest for the runtime that is composed where GNOME's cannot be had."""
    done = subprocess.run([sys.executable, str(SOURCE / "flatpak/derive.py"), str(path), "suite", *urls],
                          stdout=subprocess.PIPE, check=True)
    return yaml.safe_load(done.stdout)


def main():
    path = SOURCE / "flatpak" / (APP_ID + ".yml")
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    arguments = manifest.get("finish-args", [])
    runtime_version = manifest.get("runtime-version")
    *tools, kaitsu = manifest["modules"]
    sources = [source for module in tools for source in module["sources"]]
    derived = derive(path)
    checks = (
        ("the id is the one of the application", manifest.get("id") == APP_ID),
        ("it starts the wizard", manifest.get("command") == "kaitsu"),
        ("the runtime is GNOME's", manifest.get("runtime") == "org.gnome.Platform"),
        ("its branch is pinned, and a text", runtime_version == "51"),
        ("Japanese is inside the bundle", manifest.get("separate-locales") is False),
        ("every permission is an allowed one", set(arguments) <= ALLOWED),
        ("every allowed permission is there", set(arguments) >= ALLOWED),
        ("no permission is named twice", len(arguments) == len(set(arguments))),
        ("Kaitsu is built from this folder",
         [(source["type"], source["path"]) for source in kaitsu["sources"]] == [("dir", "..")]),
        ("everything else is of a certain state",
         all(source["type"] == "git" and len(source["commit"]) == 40 for source in sources)),
        ("in the composed runtime it may do the same", derived["finish-args"] == arguments),
        ("and is built the same", derived["modules"] == [kaitsu] and derived["runtime-version"] == "suite"),
        ("or with everything, where it can be fetched",
         derive(path, *(source["url"] for source in sources))["modules"] == manifest["modules"]),
        ("or with some of it", derive(path, sources[0]["url"])["modules"] == [tools[0], kaitsu]),
        ("and none of it is shipped", all(module["cleanup"] == ["*"] for module in tools)
         and "/lib/python" in manifest["cleanup"]),
    )
    print("1..%d" % len(checks))
    for number, (name, passed) in enumerate(checks, 1):
        print("%s %d %s" % ("ok" if passed else "not ok", number, name))
    return 0 if all(passed for _, passed in checks) else 1


sys.exit(main())
