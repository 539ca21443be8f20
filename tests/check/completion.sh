#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# completion.sh COMPLETION KAITSU-CHECK
# What bash offers after the Tab key. Prints TAP.
set -u

program=$(realpath "$2")
number=0
failed=0
# shellcheck source=/dev/null
. "$1"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
touch 'my shop.kaitsu.json' other.txt

# complete WORD...: what is offered for the last word, in one line
complete_words () {
  COMP_WORDS=("$program" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _kaitsu_check "$program" "${*: -1}" ''
  echo "${COMPREPLY[*]}"
}

# offers NAME EXPECTED WORD...
offers () {
  local name=$1 expected=$2 got
  shift 2
  got=$(complete_words "$@")
  number=$((number + 1))
  if [ "$got" = "$expected" ]; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    echo "# got \"$got\" instead of \"$expected\""
    failed=1
  fi
}

# every OPTION of the program, in its own order
list () {
  "$program" "$1" | cut -f 1 | tr '\n' ' ' | sed 's/ $//'
}

offers 'the options that begin so' '--list-units --list-targets --list-scenarios' --li
offers 'an option after another' '--json' --quiet --js
offers 'every unit' "$(list --list-units)" --unit ''
offers 'the units that begin so' 'unit4l unit4lpro' --unit unit4l
offers 'every unit after an equals sign' "$(list --list-units)" --unit '='
offers 'units after an equals sign' 'unit5 unit5pro' --unit '=' unit5
offers 'every scenario after an equals sign' "$(list --list-scenarios)" --practice '='
offers 'scenarios after an equals sign' 'captive-portal' --practice '=' cap
offers 'no scenario after a space' '--practice' --practice --prac
offers 'the languages' 'ja en' --lang ''
offers 'files with spaces' 'my shop.kaitsu.json' --from my
offers 'nothing where a number is needed' '' --max-time ''
offers 'nothing that is not there' '' --unit nothing

registered=$(complete -p kaitsu-check)
number=$((number + 1))
if [ "$registered" = 'complete -F _kaitsu_check kaitsu-check' ]; then
  echo "ok $number - bash knows it"
else
  echo "not ok $number - bash knows it: $registered"
  failed=1
fi
echo "1..$number"
exit $failed
