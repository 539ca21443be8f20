#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: po/update.sh
# Brings every translation up to date with the sources: new strings come in
# untranslated, those that are gone are dropped. Says what is left to do.
set -eu

# Outside UTF-8, gettext's tools drop what they cannot print.
export LC_ALL=C.UTF-8

here=$(realpath "$(dirname "$0")")
template=$(mktemp)
trap 'rm -f "$template"' EXIT

"$here/extract.sh" "$template"
sed '/^#/d' "$here/LINGUAS" | while read -r language; do
  msgmerge --quiet --no-fuzzy-matching --add-location=file --previous \
    --output-file="$here/$language.po.new" "$here/$language.po" "$template"
  msgattrib --no-obsolete --output-file="$here/$language.po" "$here/$language.po.new"
  rm "$here/$language.po.new"
  msgfmt --check --statistics --output-file=/dev/null "$here/$language.po"
done
