#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# gallery.sh BUILD [PATTERN]...
#
# Every page in every look, for eyes: out/gallery/LOOK/*.png, where LOOK is
# PALETTE-LANGUAGE-PERCENT-WIDTH, and one contact sheet for each in
# out/gallery/LOOK.png. "states-LANGUAGE-100-900" are pages that are not on the
# way of a plain check, "windows-LANGUAGE-PERCENT-900" help and history. PATTERNs (of the shell)
# limit it to some looks: "dark-*" "*-ja-150-1024".
set -eu

build=$(realpath "${1:-build}")
[ $# -gt 1 ] || set -- "$build" '*'
shift
patterns=("$@")
root=$(realpath "$(dirname "$0")/../..")
if [ -z "${KAITSU_SHOT_INSIDE:-}" ]; then
  KAITSU_SHOT_INSIDE=1 exec "$root/tests/wizard/with-display.sh" 1400x1050 \
    -- "$0" "$build" "${patterns[@]}"
fi
. "$root/tests/wizard/drive.sh"

out=$root/out/gallery
mkdir -p "$out"

# journey FOLDER SCENARIO WIDTH HEIGHT: a whole check
journey () {
  start "$2" "$3" "$4"
  await 1
  keys space
  shots "$1/1"
  keys Return
  await 2
  shots "$1/2"
  keys alt+a alt+s
  sleep 0.9
  shot "$1/3.png"
  await 4
  shots "$1/4"
  keys alt+r
  await 5
  shots "$1/5"
  finish
}

# result SCENARIO STATEMENT: the result of a check, after a statement of Python
# about it, r
result () {
  "$build/src/check/kaitsu-check" --unit unit2 --practice="$1" --json - --quiet | python3 -c "
import json, sys
r = json.load (sys.stdin)
$2
json.dump (r, sys.stdout)"
}

# windows FOLDER: those beside the wizard's own
windows () {
  local kept=$XDG_DATA_HOME/kaitsu/results topic day=1
  mkdir -p "$kept"
  for scenario in router-blocks-maintenance open silent-log; do
    result "$scenario" "r.update (practice=False, finished='2026-11-0${day}T10:00:00+09:00')" \
      >"$kept/2026110${day}T010000Z-x.kaitsu.json"
    day=$((day + 1))
  done
  result router-blocks-maintenance "for p in r['ports']: p.update (hop=None, offender=None,
  suspects=['pc'] if p['light'] == 'red' else [])" >"$scratch/pc.kaitsu.json"
  start open 900 620 "$scratch/pc.kaitsu.json"
  await 4
  shots "$1/this-pc"
  keys Page_Up Page_Up Page_Up F1
  for topic in 0 1 2 3 4 5 6; do
    screen "$1/help-$topic.png" 900 620
    keys Down
  done
  keys Escape
  refocus
  keys ctrl+h
  screen "$1/history.png" 900 620
  keys Tab Tab space Down Tab space
  screen "$1/history-chosen.png" 900 620
  keys alt+t
  screen "$1/history-compared.png" 900 620
  finish
  rm -r "$kept"
}

# in_size PERCENT COMMAND FOLDER
in_size () {
  percent=$1
  "$2" "$3"
  percent=100
}

# states FOLDER: what is not on the way of a plain check
states () {
  local folder=$1
  for scenario in open captive-portal silent-log offline; do
    start "$scenario" 900 620
    keys space Return
    await 2
    keys alt+a alt+s
    await 4
    shots "$folder/result-$scenario"
    finish
  done
  start open 900 620
  keys alt+l
  shot "$folder/first.png"
  keys alt+n
  shot "$folder/no-unit.png"
  # the card for who does not know is the last one
  keys Down Down Down Down Down space
  shots "$folder/unknown"
  keys Return
  await 2
  shot "$folder/real.png"
  keys alt+s
  shot "$folder/no-consent.png"
  keys F10
  screen "$folder/menu.png" 900 620
  finish
  # so slow that it is still on when the question was answered
  KAITSU_PRACTICE_SLOW=5000 start silent-log 900 620
  keys space Return
  await 2
  keys alt+a alt+s
  await 3
  keys ctrl+w
  screen "$folder/close.png" 900 620
  keys Escape
  refocus
  keys Escape
  await 4
  shot "$folder/stopped.png"
  keys ctrl+s
  sleep 1.5
  screen "$folder/save.png" 1100 800
  finish
  start router-blocks-maintenance 900 620
  keys space Return
  await 2
  keys alt+a alt+s
  await 4
  # to the first port that is blocked: the filter is before the list
  keys Tab Tab Tab Tab Down Down Down Return
  shots "$folder/detail"
  finish
}

# wanted NAME
wanted () {
  local pattern
  for pattern in "${patterns[@]}"; do
    # shellcheck disable=SC2053 # it is a pattern
    [[ $1 == $pattern ]] && return 0
  done
  return 1
}

# look NAME LANGUAGE COMMAND...: one folder and its contact sheet
look () {
  local name=$1 language=$2
  shift 2
  wanted "$name" || return 0
  echo "$name" >&2
  rm -rf "${out:?}/$name" "$out/$name.png"
  mkdir -p "$out/$name"
  if [ "$language" = en ]; then
    export LANGUAGE=en LANG=en_US.UTF-8
  else
    export LANGUAGE=ja LANG=C.UTF-8
  fi
  "$@" "$out/$name"
  montage -font "$(fc-match -f '%{file}' sans)" -label '%t' "$out/$name"/*.png \
    -background '#808080' -geometry '683x+8+8' -tile 3x "$out/$name.png"
}

# in_palette THEME PERCENT WIDTH HEIGHT FOLDER
in_palette () {
  percent=$2
  GTK_THEME=$1 journey "$5" router-blocks-maintenance "$3" "$4"
  percent=100
}

for language in ja en; do
  for size in '1366 768' '1024 600'; do
    for text in 100 150; do
      for palette in light:Default dark:Default:dark hc:Default-hc; do
        # shellcheck disable=SC2086 # two numbers
        look "${palette%%:*}-$language-$text-${size% *}" "$language" \
          in_palette "${palette#*:}" "$text" $size
      done
    done
  done
  look "states-$language-100-900" "$language" states
  look "windows-$language-100-900" "$language" windows
  look "windows-$language-150-900" "$language" in_size 150 windows
  look "light-$language-200-1024" "$language" in_palette Default 200 1024 600
  look "windows-$language-200-900" "$language" in_size 200 windows
done
look hc-dark-ja-200-1024 ja in_palette Default-hc:dark 200 1024 600
