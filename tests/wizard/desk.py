# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""What a test that sits at the desk needs: to wait with patience, and to print TAP."""

import time

from gi.repository import GLib

# Only guards against waiting for ever.
PATIENCE = 90

results = []


def check(passed, name, detail=""):
    results.append(bool(passed))
    print(f"{'ok' if passed else 'not ok'} {len(results)} - {name}", flush=True)
    if not passed:
        print(f"# {detail}", flush=True)


def finish():
    """Prints the plan; returns the exit code."""
    print(f"1..{len(results)}")
    return 0 if all(results) else 1


def pump(seconds):
    """The bus is served by the main loop, so nobody may just sleep."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        GLib.MainContext.default().iteration(False)
        time.sleep(0.005)


def wait(question, patience=PATIENCE):
    """Asks until there is an answer; None if it never comes."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            answer = question()
            if answer:
                return answer
        except GLib.Error:
            pass  # what was asked has gone meanwhile: ask again
        pump(0.1)
    return None
