#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Every colour of every palette against WCAG 2.2 (1.4.3, 1.4.6, 1.4.11). Prints TAP.

contrast.py UI-FOLDER
"""

import pathlib
import re
import sys

UI = pathlib.Path(sys.argv[1])
PALETTES = ["light", "dark", "hc-light", "hc-dark"]

# Text and what is behind it. The grounds come from the pages, not from the
# style sheet: a sheet does not say what lies on what.
TEXT = [
    ("text", ["window", "header", "card", "hover", "chosen"]),
    ("muted", ["window", "header", "card", "hover", "chosen"]),
    ("link", ["window", "header", "card", "hover", "chosen"]),
    ("accent_text", ["accent", "accent_hover"]),
    ("good", ["good_ground"]),
    ("bad", ["bad_ground", "card"]),
    ("unknown", ["unknown_ground"]),
    ("idle", ["idle_ground"]),
    ("ribbon_text", ["ribbon"]),
    ("ribbon", ["ribbon_text"]),
]

# Shapes that must be seen: frames of what can be clicked or filled in, the
# focus, the bar, the edges of pills and banners.
SHAPES = [
    ("control", ["window", "header", "card"]),
    ("accent", ["window", "header", "card", "chosen", "trough"]),
    ("focus", ["window", "header", "card", "hover", "chosen", "good_ground", "bad_ground",
               "unknown_ground", "idle_ground"]),
    ("good_edge", ["window", "card"]),
    ("bad_edge", ["window", "card"]),
    ("unknown_edge", ["window", "card"]),
    ("idle_edge", ["window", "card"]),
]

# Only divides; nothing is lost for who does not see it.
DECORATION = {"line"}

tests = []


def check(passed, name, detail=""):
    tests.append(passed)
    print(f"{'ok' if passed else 'not ok'} {len(tests)} - {name}")
    if not passed and detail:
        print(f"# {detail}")


def luminance(colour):
    channels = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def load(name):
    lines = (UI / f"palette-{name}.conf").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {key: value.strip() for key, value in pairs}


def check_pairs(name, palette, table, minimum, what):
    for front, grounds in table:
        low = [(contrast(palette[front], palette[ground]), ground) for ground in grounds]
        bad = [f"{front} on {ground}: {ratio:.2f}" for ratio, ground in low if ratio < minimum]
        check(not bad, f"{name}: {what} {front} at least {minimum}:1 on {', '.join(grounds)}",
              "; ".join(bad))


def check_sheet(sheet, palette):
    used = set(re.findall(r"@(\w+)@", sheet))
    check(used == set(palette), "the sheet uses every colour and no other",
          f"difference: {sorted(used ^ set(palette))}")
    known = {front for front, _ in TEXT} | {front for front, _ in SHAPES} | DECORATION
    known |= {ground for _, grounds in TEXT + SHAPES for ground in grounds}
    check(used <= known, "every colour of the sheet is judged here", f"missing: {sorted(used - known)}")
    fronts = {front for front, _ in TEXT}
    written = set(re.findall(r"[{;]\s*color: #@(\w+)@", sheet))
    check(written <= fronts, "every colour of text is judged as text",
          f"missing: {sorted(written - fronts)}")
    # where a rule says both, the pair has to be one of those judged above
    pairs = {(front, ground) for front, grounds in TEXT for ground in grounds}
    rules = re.findall(r"\{([^}]*)\}", sheet)
    both = {(front.group(1), ground.group(1)) for rule in rules
            if (front := re.search(r"(?:^|[;\s])color: #@(\w+)@", rule))
            and (ground := re.search(r"background(?:-color)?: #@(\w+)@", rule))}
    check(both <= pairs, "every rule's text is judged on its own ground",
          f"missing: {sorted(both - pairs)}")


def main():
    palettes = {name: load(name) for name in PALETTES}
    for name, palette in palettes.items():
        check(set(palette) == set(palettes["light"]), f"{name}: has the same colours as light")
        check(all(re.fullmatch(r"[0-9a-f]{6}", value) for value in palette.values()),
              f"{name}: every colour is six digits")
        strict = name.startswith("hc-")
        check_pairs(name, palette, TEXT, 7 if strict else 4.5, "text")
        check_pairs(name, palette, SHAPES, 4.5 if strict else 3, "shape")
    check_sheet((UI / "style-palette.css.in").read_text(encoding="utf-8"), palettes["light"])
    print(f"1..{len(tests)}")
    return 0 if all(tests) else 1


sys.exit(main())
