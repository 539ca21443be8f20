# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# For pictures: the real program on the practice network, driven with the
# keyboard alone. To be sourced, with the folder of the build in $build.
# shellcheck shell=bash disable=SC2034,SC2154

scratch=$(mktemp -d)
program=
percent=100
trap '[ -z "$program" ] || kill "$program" 2>/dev/null || true; rm -rf "$scratch"' EXIT

export XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data HOME=$scratch
export GSETTINGS_BACKEND=memory GTK_A11Y=${GTK_A11Y:-none}
# long enough to see a run half done
export KAITSU_PRACTICE_SLOW=${KAITSU_PRACTICE_SLOW:-700}
export KAITSU_LOCALEDIR=$build/po KAITSU_DATADIR=$build/data
mkdir -p "$XDG_CONFIG_HOME/kaitsu"
# keys of a Japanese keyboard cannot be sent: the form is remembered instead
printf '[customer]\ncompany=花子食堂\nperson=山田 花子\nphone=03-0000-0000\n' \
  >"$XDG_CONFIG_HOME/kaitsu/customer.ini"

# start SCENARIO WIDTH HEIGHT [RESULT]: the program, its window in $window
start () {
  "$build/src/wizard/kaitsu" --practice="$1" ${4:+"$4"} &
  program=$!
  window=
  for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --pid "$program" 2>/dev/null | tail -1) && [ -n "$window" ] && break
    sleep 0.1
  done
  xdotool windowmove "$window" 0 0
  xdotool windowsize --sync "$window" "$2" "$3" || true
  xdotool windowfocus --sync "$window"
  # always: the program remembers the last one
  gdbus call --session --dest io.github.kaitsu.Kaitsu \
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

# until the title names step N, and what it shows has been drawn
await () {
  for _ in $(seq 300); do
    case $(xdotool getwindowname "$window") in *" $1 / 5"* | *"Step $1 of 5"*) sleep 1.5; return ;; esac
    sleep 0.1
  done
  echo "step $1 did not come: $(xdotool getwindowname "$window")" >&2
  exit 1
}

# shot FILE: the window alone
shot () {
  xdotool mousemove 1390 1020
  sleep 0.2
  import -window "$window" "$1"
}

# screen FILE WIDTH HEIGHT: with what is in front of the window
screen () {
  import -window root -crop "$2x$3+0+0" +repage "$1"
}

# same FILE FILE: whether two pictures show the same, but for a scroll bar
# that fades or a cursor that blinks
same () {
  [ "$(compare -fuzz 5% -metric AE "$1" "$2" null: 2>&1)" -lt 4000 ]
}

# shots STEM: STEM-a.png, and -b, -c, -d for what scrolls into view (the keys
# go to whatever has the focus; the page takes them)
shots () {
  local last=a part
  shot "$1-a.png"
  for part in b c d; do
    keys Page_Down
    sleep 0.4
    shot "$1-$part.png"
    if same "$1-$last.png" "$1-$part.png"; then
      rm "$1-$part.png"
      return
    fi
    last=$part
  done
}
