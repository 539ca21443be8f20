#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# with-display.sh [WIDTHxHEIGHT] -- COMMAND...
#
# Runs a command with a screen and a session bus of its own. Says so in TAP and
# skips if this computer cannot: a skipped test must be seen.
#
# Not xvfb-run: its search for a free display is a race when tests run side by
# side; with -displayfd the server picks the number itself.
set -u

size=1366x1024
if [ "$1" != -- ]; then
  size=$1
  shift
fi
shift

for tool in Xvfb dbus-run-session; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP $tool is not installed: nothing with a window was tested"
    exit 0
  fi
done

scratch=$(mktemp -d)
mkfifo "$scratch/number"
# What the session bus and the test leave in the runtime folder goes with it.
# (Portals hand files into a sandbox only below the usual one of the user: who
# needs that names it in KAITSU_RUNTIME_DIR.)
mkdir -m 700 "$scratch/runtime"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset 3>"$scratch/number" 2>/dev/null &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
read -r number <"$scratch/number"

# The command alone writes to our standard output: what services of the bus
# say would be taken for results of the test.
unset WAYLAND_DISPLAY
DISPLAY=:$number XDG_RUNTIME_DIR=${KAITSU_RUNTIME_DIR:-$scratch/runtime} GDK_BACKEND=x11 \
  GSK_RENDERER=cairo dbus-run-session -- sh -c 'exec "$@" >&4' sh "$@" 4>&1 >/dev/null
