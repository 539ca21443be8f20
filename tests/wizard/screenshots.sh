#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# screenshots.sh BUILD
#
# The pictures of the steps that the README shows: data/screenshots/step-1.png
# ... step-5.png.
set -eu

build=$(realpath "${1:-build}")
root=$(realpath "$(dirname "$0")/../..")
if [ -z "${KAITSU_SHOT_INSIDE:-}" ]; then
  KAITSU_SHOT_INSIDE=1 exec "$root/tests/wizard/with-display.sh" -- "$0" "$build"
fi
. "$root/tests/wizard/drive.sh"

out=$root/data/screenshots
mkdir -p "$out"
start router-blocks-maintenance 900 620
await 1
keys space
shot "$out/step-1.png"
keys Return
await 2
shot "$out/step-2.png"
keys alt+a alt+s
sleep 0.9
shot "$out/step-3.png"
await 4
shot "$out/step-4.png"
keys alt+r
await 5
keys Tab End
shot "$out/step-5.png"
finish
