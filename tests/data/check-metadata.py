#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The desktop entry, the metainfo and the icons, as they are installed. Prints TAP."""

import configparser
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SOURCE, BUILD = (pathlib.Path(argument) for argument in sys.argv[1:3])
APP_ID = "io.github.kaitsu.Kaitsu"
DESKTOP = BUILD / "data" / (APP_ID + ".desktop")
METAINFO = BUILD / "data" / (APP_ID + ".metainfo.xml")
ICONS = (SOURCE / "data/icons" / (APP_ID + ".svg"),
         SOURCE / "data/icons" / (APP_ID + "-symbolic.svg"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SVG = "{http://www.w3.org/2000/svg}"


def validated(*command):
    """A check by a validator: its complaints; None where it is not installed."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return [] if done.returncode == 0 else [done.stdout]


def check_desktop():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(DESKTOP, encoding="utf-8")
    entry = parser["Desktop Entry"]
    problems = [key + " is not in Japanese"
                for key in ("Name", "GenericName", "Comment", "Keywords")
                if entry.get(key + "[ja]", entry[key]) == entry[key]]
    if entry["Icon"] != APP_ID:
        problems.append("Icon is " + entry["Icon"])
    if entry["Exec"].split()[0] != "kaitsu":
        problems.append("Exec is " + entry["Exec"])
    return problems


def check_metainfo(version):
    root = ElementTree.parse(METAINFO).getroot()
    problems = []
    for tag in ("name", "summary", "description/p", "releases/release/description/p"):
        elements = root.findall(tag)
        japanese = [element for element in elements if element.get(LANG) == "ja"]
        if not elements or len(japanese) * 2 != len(elements):
            problems.append("<%s> is not complete in Japanese" % tag)
    if root.findtext("id") != APP_ID:
        problems.append("the id is %s" % root.findtext("id"))
    if root.findtext("launchable") != DESKTOP.name:
        problems.append("it launches %s" % root.findtext("launchable"))
    if root.find("releases/release").get("version") != version:
        problems.append("the newest release is not " + version)
    return problems


def check_icon(icon, side):
    root = ElementTree.parse(icon).getroot()
    problems = []
    if root.tag != SVG + "svg" or root.get("viewBox") != "0 0 %d %d" % (side, side):
        problems.append("not an SVG of %d × %d" % (side, side))
    if any(element.tag in (SVG + "image", SVG + "text") for element in root.iter()):
        problems.append("it depends on another picture or on a font")
    return problems


def all_checks(version):
    yield "the desktop entry is valid", validated("desktop-file-validate", DESKTOP)
    yield "the desktop entry is ours, and in Japanese too", check_desktop()
    yield "the metainfo is valid", validated("appstreamcli", "validate", "--no-net", METAINFO)
    yield "the metainfo is ours, and in Japanese too", check_metainfo(version)
    yield "the icon is an SVG of our own", check_icon(ICONS[0], 128)
    yield "the symbolic icon is an SVG of our own", check_icon(ICONS[1], 16)
    xml = [METAINFO, *ICONS, *sorted((SOURCE / "ui").glob("*.ui")),
           *sorted((SOURCE / "data").glob("*.xml*"))]
    yield "every XML file is well-formed", validated("xmllint", "--noout", *xml)


def main():
    failed = 0
    number = 0
    for number, (name, problems) in enumerate(all_checks(sys.argv[3]), 1):
        print("%s %d %s%s" % ("not ok" if problems else "ok", number, name,
                              " # SKIP the validator is not installed" if problems is None else ""))
        for problem in problems or ():
            print("# " + problem.strip().replace("\n", "\n#   "))
        failed += bool(problems)
    print("1..%d" % number)
    return 1 if failed else 0


sys.exit(main())
