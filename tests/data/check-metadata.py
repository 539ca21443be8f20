#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The desktop entry, the metainfo and the icons, as they are installed. Prints TAP."""

import configparser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SOURCE, BUILD = (pathlib.Path(argument) for argument in sys.argv[1:3])
PROGRAMS = sys.argv[4:]  # kaitsu, kaitsu-check
APP_ID = "io.github.kaitsu.Kaitsu"
DESKTOP = BUILD / "data" / (APP_ID + ".desktop")
METAINFO = BUILD / "data" / (APP_ID + ".metainfo.xml")
SERVICE = BUILD / "data" / (APP_ID + ".service")
MIME = SOURCE / "data" / (APP_ID + ".xml")
MIME_TYPE = "application/vnd.kaitsu.result+json"
MANUAL_FOLDER = SOURCE / "data/man"
MANUALS = sorted(MANUAL_FOLDER.rglob("*.[15]"))
ICONS = (SOURCE / "data/icons" / (APP_ID + ".svg"),
         SOURCE / "data/icons" / (APP_ID + "-symbolic.svg"),
         SOURCE / "data/icons" / (APP_ID + ".Result.svg"))
RESULT = '{\n  "format" : "kaitsu-result",\n  "version" : 1\n}\n'
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
    if entry["Exec"] != "kaitsu %f":
        problems.append("Exec is " + entry["Exec"])
    if entry["MimeType"] != MIME_TYPE + ";":
        problems.append("MimeType is " + entry["MimeType"])
    return problems


def check_metainfo(version):
    root = ElementTree.parse(METAINFO).getroot()
    problems = []
    for tag in ("name", "summary", "description/p", "screenshots/screenshot/caption",
                "releases/release/description/p"):
        elements = root.findall(tag)
        japanese = [element for element in elements if element.get(LANG) == "ja"]
        if not elements or len(japanese) * 2 != len(elements):
            problems.append("<%s> is not complete in Japanese" % tag)
    if root.findtext("id") != APP_ID:
        problems.append("the id is %s" % root.findtext("id"))
    if root.findtext("launchable") != DESKTOP.name:
        problems.append("it launches %s" % root.findtext("launchable"))
    problems += ["there is no <%s>" % tag
                 for tag in ("developer/name", "url[@type='homepage']", "branding/color",
                             "content_rating[@type='oars-1.1']", "releases/release[@date]")
                 if root.find(tag) is None]
    if root.findtext("provides/mediatype") != MIME_TYPE:
        problems.append("it opens %s" % root.findtext("provides/mediatype"))
    problems += check_screenshots(root)
    if root.find("releases/release").get("version") != version:
        problems.append("the newest release is not " + version)
    return problems


def check_screenshots(root):
    """Every picture that is named is one of ours."""
    images = [image.text for image in root.findall("screenshots/screenshot/image")]
    problems = [image + " is none of ours" for image in images
                if not (SOURCE / "data/screenshots" / image.rsplit("/", 1)[1]).exists()]
    if not images:
        problems.append("there are no screenshots")
    return problems


def check_service():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(SERVICE, encoding="utf-8")
    entry = parser["D-BUS Service"]
    problems = []
    if entry["Name"] != APP_ID:
        problems.append("Name is " + entry["Name"])
    program, *arguments = entry["Exec"].split()
    if not program.endswith("/bin/kaitsu") or arguments != ["--gapplication-service"]:
        problems.append("Exec is " + entry["Exec"])
    return problems


def type_of(mime_home, path):
    """What the desktop takes a file for, by the system's types and ours."""
    environment = dict(os.environ, XDG_DATA_HOME=str(mime_home), G_DEBUG="")
    done = subprocess.run(["gio", "info", "-a", "standard::content-type,standard::icon", str(path)],
                          env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout


def as_flatpak_exports(text):
    """The types of an application, as Flatpak lets the desktop see them."""
    return re.sub(r"<magic.*</magic>", "", text, flags=re.DOTALL).replace("<glob ", '<glob weight="5" ')


def check_mime(exported=lambda text: text, more=(("shop.kaitsu.json", "{}", True), ("shop", RESULT, True))):
    """By its name, and by what is in it; and other JSON stays what it is."""
    if shutil.which("update-mime-database") is None or shutil.which("gio") is None:
        return None
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        (home / "mime/packages").mkdir(parents=True)
        (home / "mime/packages" / MIME.name).write_text(exported(MIME.read_text(encoding="utf-8")),
                                                        encoding="utf-8")
        problems += validated("update-mime-database", home / "mime")
        for name, text, ours in (*more, ("shop.kaitsu", "{}", True), ("shop.json", "{}", False),
                                 ("kaitsu.json", "{}", False)):
            path = home / name
            path.write_text(text, encoding="utf-8")
            found = type_of(home, path)
            if (MIME_TYPE in found) != ours or (APP_ID + ".Result" in found) != ours:
                problems.append("%s is taken for %s" % (name, found))
    return problems


def check_package(version):
    """Debian's tools take the version from the change log."""
    head = (SOURCE / "data/debian/changelog").read_text(encoding="utf-8").splitlines()[0]
    return [] if head.startswith("kaitsu (%s) " % version) else [head]


def check_manual(path):
    """Without one warning of the formatter."""
    if shutil.which("man") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        # Where it will be: from there man knows the language, and where lines may end.
        place = pathlib.Path(folder, "man", path.parent.relative_to(MANUAL_FOLDER),
                             "man" + path.suffix[1:])
        place.mkdir(parents=True)
        shutil.copy(path, place)
        done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z",
                               str(place / path.name)],
                              env=dict(os.environ, LC_ALL="C.UTF-8", MANROFFSEQ="", MANWIDTH="80"),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return [done.stderr] if done.stderr or done.returncode != 0 else []


def plain(path):
    """A manual page with the dashes that are typed."""
    return path.read_text(encoding="utf-8").replace("\\-", "-")


def check_same_manuals():
    """Every page is in Japanese, too, with every option, file, word, exit code, reference and example."""
    problems = []
    for path in sorted(MANUAL_FOLDER.glob("*.[15]")):
        japanese = MANUAL_FOLDER / "ja" / path.name
        if not japanese.exists():
            problems.append("%s is in English only" % path.name)
            continue
        pages = plain(path), plain(japanese)
        words = [set(re.findall(r"(?<![a-zA-Z-])--?[a-z][a-z-]*|[A-Z_$/a-z]+/kaitsu/[a-z./]+|\(\d\)|^\.B [a-z0-9_]+\b"
                                r"|(?:tcp|udp)/[\d*]+", page.replace(".BR ", ".B "), re.MULTILINE))
                 for page in pages]
        # A sentence may begin with the name of the program in one of them only.
        words = [{word for word in some if not word.startswith(".B kaitsu")} for some in words]
        if words[0] != words[1] or not words[0]:
            problems.append("%s: without %s, with %s" % (path.name, sorted(words[0] - words[1]),
                                                         sorted(words[1] - words[0])))
        if examples(pages[0]) != examples(pages[1]):
            problems.append("%s: the examples differ" % path.name)
    return problems


def examples(page):
    return re.findall(r"^\.EX\n(.*?)^\.EE$", page, re.MULTILINE | re.DOTALL)


def check_options(program):
    """The manual tells of every option of the program, and of none that it has not."""
    done = subprocess.run([program, "--help"], stdout=subprocess.PIPE, text=True, check=True)
    known = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", done.stdout, re.MULTILINE))
    # The toolkit's, and not for a customer.
    known -= {"--help-all", "--help-gapplication"}
    told = set()
    for heading in re.findall(r"^\.TP\n(\.B.*)", plain(MANUAL_FOLDER / (pathlib.Path(program).name + ".1")),
                              re.MULTILINE):
        told |= set(re.findall(r"--[a-z-]+", heading))
    return [] if told == known else ["not told: %s, not known: %s" % (known - told, told - known)]


def check_example(checker):
    """The list of hosts in the manual is one, and the one that a responder needs."""
    listed = examples(plain(MANUAL_FOLDER / "kaitsu-targets.5"))[0]
    readme = (SOURCE / "data/responder/README.md").read_text(encoding="utf-8")
    ours = dict(json.loads(listed)["targets"][0], host="")
    needed = dict(json.loads(re.search(r"```json\n(.*?)```", readme, re.DOTALL)[1]), host="")
    problems = [] if ours == needed else ["%s is not %s" % (ours, needed)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as targets:
        targets.write(listed)
        targets.flush()
        done = subprocess.run([checker, "--list-targets", "--targets", targets.name],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return problems + ([] if done.returncode == 0 else [done.stderr])


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
    yield "the icon of a result is an SVG of our own", check_icon(ICONS[2], 128)
    yield "the desktop can start it over D-Bus", check_service()
    yield "the desktop knows a result", check_mime()
    yield "it does so where Kaitsu is a Flatpak", check_mime(as_flatpak_exports, ())
    yield "the Debian package is of this version", check_package(version)
    for manual in MANUALS:
        yield ("%s is a proper manual page" % manual.relative_to(MANUAL_FOLDER),
               check_manual(manual))
    yield "the manual pages in Japanese tell of the same", check_same_manuals()
    for program in PROGRAMS:
        yield "the manual of %s has its options" % pathlib.Path(program).name, check_options(program)
    yield "the list of hosts in the manual can be used", check_example(PROGRAMS[1])
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
