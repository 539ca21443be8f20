#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""How long it takes from the start of a program to its first picture.

first-frame.py [--runs N] COMMAND...

Looks at one pixel of an otherwise black screen until it is no longer black.
Prints the milliseconds of every run; the first is the cold one. A number to
read, nothing that passes or fails.
"""

import argparse
import ctypes
import subprocess
import sys
import time

LINES_AND_PLANES = 2  # ZPixmap
PLACE = (120, 300)    # inside of any window that Kaitsu has
PATIENCE = 60


class Screen:
    def __init__(self):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XGetImage.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetPixel.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        if not self.display:
            sys.exit("first-frame.py: no display")
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))

    def is_black(self):
        image = ctypes.c_void_p(self.x11.XGetImage(
            self.display, self.root, PLACE[0], PLACE[1], 1, 1, ctypes.c_ulong(0xffffff),
            LINES_AND_PLANES))
        return self.x11.XGetPixel(image, 0, 0) & 0xffffff == 0


def wait_until(black, screen):
    end = time.monotonic() + PATIENCE
    while screen.is_black() != black:
        if time.monotonic() > end:
            sys.exit("first-frame.py: nothing came")
        time.sleep(0.002)


def measure(command, screen):
    wait_until(True, screen)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    wait_until(False, screen)
    elapsed = time.monotonic() - start
    # What "flatpak run" has started is in its process group too.
    subprocess.run(["kill", "--", "-%d" % process.pid], check=False)
    process.wait()
    return elapsed * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    screen = Screen()
    print(" ".join("%.0f" % measure(options.command, screen) for _ in range(options.runs)))


main()
