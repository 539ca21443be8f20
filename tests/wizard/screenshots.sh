#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Pictures of every step, taken from the real program on the practice network,
# driven with the keyboard alone.
#
#   screenshots.sh BUILD            data/screenshots/step-1.png ... step-5.png
#   screenshots.sh BUILD gallery [NAME]
#                                   out/gallery/*.png: dark, high contrast,
#                                   large text, small window, English
set -eu

build=$(realpath "${1:-build}")
what=${2:-steps}
root=$(realpath "$(dirname "$0")/../..")

if [ -z "${KAITSU_SHOT_INSIDE:-}" ]; then
  KAITSU_SHOT_INSIDE=1 exec "$root/tests/wizard/with-display.sh" \
    -- "$0" "$build" "$what" "${3:-}"
fi

scratch=$(mktemp -d)
program=
percent=100
trap '[ -z "$program" ] || kill "$program" 2>/dev/null || true; rm -rf "$scratch"' EXIT

export XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data HOME=$scratch
export GSETTINGS_BACKEND=memory GTK_A11Y=none
# long enough to see a run half done
export KAITSU_PRACTICE_SLOW=700
export KAITSU_LOCALEDIR=$build/po KAITSU_DATADIR=$build/data
mkdir -p "$XDG_CONFIG_HOME/kaitsu"
# keys of a Japanese keyboard cannot be sent: the form is remembered instead
printf '[customer]\ncompany=花子食堂\nperson=山田 花子\nphone=03-0000-0000\n' \
  >"$XDG_CONFIG_HOME/kaitsu/customer.ini"

# start SCENARIO WIDTH HEIGHT: the program, its window in $window
start () {
  "$build/src/wizard/kaitsu" --practice="$1" &
  program=$!
  window=
  for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --pid "$program" 2>/dev/null | tail -1) && [ -n "$window" ] && break
    sleep 0.1
  done
  xdotool windowmove "$window" 0 0
  xdotool windowsize --sync "$window" "$2" "$3" || true
  xdotool windowfocus --sync "$window"
  [ "$percent" = 100 ] || gdbus call --session --dest io.github.kaitsu.Kaitsu \
    --object-path /io/github/kaitsu/Kaitsu --method org.gtk.Actions.SetState \
    text-size "<'$percent'>" '{}' >/dev/null
  sleep 0.6
}

# There is no window manager to give the focus back after a dialog.
refocus () {
  xdotool windowfocus --sync "$window"
  sleep 0.3
}

finish () {
  kill "$program"
  wait "$program" 2>/dev/null || true
  program=
}

keys () {
  xdotool key --clearmodifiers --delay 60 "$@"
  sleep 0.4
}

# until the title names step N
await () {
  for _ in $(seq 300); do
    case $(xdotool getwindowname "$window") in *" $1 / 5"* | *"Step $1 of 5"*) sleep 0.5; return ;; esac
    sleep 0.1
  done
  echo "step $1 did not come: $(xdotool getwindowname "$window")" >&2
  exit 1
}

shot () {
  xdotool mousemove 1360 1020
  sleep 0.2
  import -window "$window" "$1"
}

# journey PREFIX SCENARIO WIDTH HEIGHT: PREFIX1.png ... PREFIX5.png
journey () {
  start "$2" "$3" "$4"
  await 1
  keys space
  shot "${1}1.png"
  keys Return
  await 2
  shot "${1}2.png"
  keys alt+a
  keys alt+s
  sleep 0.9
  shot "${1}3.png"
  await 4
  shot "${1}4.png"
  if [ "$2" != open ]; then
    # to the first port that is blocked
    keys Tab Down Down Down Return
    shot "${1}4-detail.png"
  fi
  keys alt+r
  await 5
  keys Tab End
  shot "${1}5.png"
  finish
}

if [ "$what" = steps ]; then
  mkdir -p "$root/data/screenshots"
  journey "$scratch/step-" router-blocks-maintenance 900 640
  mv "$scratch"/step-[1-5].png "$root/data/screenshots/"
  exit 0
fi

out=$root/out/gallery
mkdir -p "$out"
only=${3:-}
# view NAME COMMAND...: unless another one was asked for
view () {
  [ -z "$only" ] || [ "$only" = "$1" ] || return 0
  name=$1
  shift
  "$@"
}
themed () { GTK_THEME=$1 journey "$out/$name-" router-blocks-maintenance 900 640; }
scaled () { percent=$1 journey "$out/$name-" router-blocks-maintenance 1024 600; }
plain () { journey "$out/$name-" "$@"; }
english () { LANGUAGE=en LANG=en_US.UTF-8 plain "$@"; }

# what is not on the way of a journey
extras () {
  start open 900 640
  keys alt+l
  shot "$out/extra-first.png"
  keys alt+n
  shot "$out/extra-no-unit.png"
  # the card for who does not know is the last one
  keys Down Down Down Down Down space
  shot "$out/extra-unknown.png"
  keys Return
  await 2
  shot "$out/extra-real.png"
  keys alt+s
  shot "$out/extra-no-consent.png"
  keys F1
  import -window root -crop 900x640+0+0 "$out/extra-help.png"
  keys Escape
  refocus
  keys F10
  import -window root -crop 900x640+0+0 "$out/extra-menu.png"
  finish
  start silent-log 900 640
  keys space Return
  await 2
  keys alt+a alt+s
  keys ctrl+w
  import -window root -crop 900x640+0+0 "$out/extra-close.png"
  keys Escape
  refocus
  keys Escape
  await 4
  shot "$out/extra-stopped.png"
  keys ctrl+s
  sleep 1.5
  import -window root -crop 1100x800+0+0 "$out/extra-save.png"
  finish
}

view open plain open 900 640
view closed plain router-blocks-maintenance 900 640
view portal plain captive-portal 900 640
view small plain router-blocks-maintenance 1024 600
view dark themed Default:dark
view hc themed Default-hc
view hc-dark themed Default-hc:dark
view large scaled 150
view double scaled 200
view en english router-blocks-maintenance 900 640
view extra extras
