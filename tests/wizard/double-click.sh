#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: with-display.sh -- double-click.sh FILE
# Opens a result as a double-click does, of an installed Kaitsu: by its type, with
# the program that the desktop knows for it. Then a second one, with spaces in its
# name, by the program that is running by then. Prints TAP.
set -u

number=0
failed=0

# There is a window at the step of the result, as often as COUNT says.
is_shown () {
  for _ in $(seq 600); do
    [ "$(xdotool search --onlyvisible --name '(手順 4 / 5|Step 4 of 5)' 2>/dev/null | wc -l)" -lt "$1" ] || return 0
    sleep 0.1
  done
  return 1
}

check () {
  local name=$1
  shift
  number=$((number + 1))
  if "$@"; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    failed=1
  fi
}

is_ours () {
  gio mime application/vnd.kaitsu.result+json | grep -qF io.github.kaitsu.Kaitsu.desktop
}

other="$(dirname "$1")/another $(basename "$1")"
cp "$1" "$other"
check 'the desktop knows who opens a result' is_ours
check 'a double-click is followed' gio open "$1"
check 'the result is shown' is_shown 1
check 'a double-click on another one is followed' gio open "$other"
check 'it is shown as well' is_shown 2
rm "$1" "$other"
echo "1..$number"
exit $failed
