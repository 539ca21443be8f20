#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Make the Japanese font that Kaitsu brings along.

Usage: subset.py find [FOLDER...]      print the files of the two weights
       subset.py make FONT OUTPUT      write the subset of one

Of BIZ UDPGothic (SIL Open Font License, no reserved name) it keeps what
Japanese Windows can write: JIS X 0208 and the extensions of cp932, and for
foreign names Latin with accents. Hinting, which is half of the file and which
neither a PDF nor a window of today uses, is dropped, and so is vertical
writing. Nothing depends on the day or the machine. The family gets a name of
its own, so that it is this file that is used, whatever else is installed.
"""

import os
import sys

FILES = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")
FAMILY = "Kaitsu UDPGothic"

MISSING_TOOL = "fontTools for Python is missing (Debian: python3-fonttools)."
MISSING_FONT = ("BIZ UDPGothic is missing: no {} in {} (Debian: fonts-morisawa-bizud-gothic). "
                "Kaitsu brings a part of it along, so that no PC lacks a Japanese font.")

# In the name table: family, and full name, on which older programs rely.
FAMILY_ID, FULL_NAME_ID = 1, 4


def die(message):
    sys.exit("subset.py: " + message)


def font_folders(more):
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = list(more) + [os.path.join(folder, "fonts") for folder in data.split(":") if folder]
    folders.append("/usr/share/fonts")
    return list(dict.fromkeys(folders))


def find(more):
    folders = font_folders(more)
    found = {}
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in names:
                if name in FILES:
                    found.setdefault(name, os.path.join(place, name))
    for name in FILES:
        if name not in found:
            die(MISSING_FONT.format(name, ", ".join(folders)))
        print(found[name])


def characters():
    """All of JIS X 0208 and cp932, asked of Python's own tables."""
    kept = set(range(0x20, 0x7f)) | set(range(0xa0, 0x180)) | set(range(0x2010, 0x2060))
    for first in range(0x80, 0x100):
        for second in range(0x40, 0x100):
            for code in (bytes((first,)), bytes((first, second))):
                for encoding in ("cp932", "shift_jis"):
                    try:
                        kept.update(map(ord, code.decode(encoding)))
                    except UnicodeDecodeError:
                        pass
    return {c for c in kept if not 0xe000 <= c < 0xf900}  # private use


def make(source, output):
    from fontTools import subset

    options = subset.Options(hinting=False, layout_features=["ccmp", "kern", "liga"],
                             name_IDs=["*"], name_languages=[0x409], notdef_outline=True)
    options.drop_tables += ["meta", "vhea", "vmtx"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID == FAMILY_ID:
            record.string = FAMILY
        elif record.nameID == FULL_NAME_ID:
            record.string = str(record).replace("BIZ UDPGothic", FAMILY)
    subset.save_font(font, output, options)


def main():
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "make":
        make(*arguments)
        return
    try:
        import fontTools  # noqa: F401
    except ImportError:
        die(MISSING_TOOL)
    find(arguments)


main()
