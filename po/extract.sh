#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: po/extract.sh OUTPUT.pot
# Collects the strings of every file in po/POTFILES. Run from anywhere.
set -eu

# Outside UTF-8, gettext's tools drop what they cannot print.
export LC_ALL=C.UTF-8

output=$(realpath "$1")
cd "$(dirname "$0")/.."

xgettext --files-from=po/POTFILES --output="$output" --force-po \
  --package-name=kaitsu --from-code=UTF-8 --add-location=file \
  --add-comments=Translators: \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
  --keyword=g_dgettext:2 --keyword=g_dngettext:2,3 --keyword=ngettext:1,2 \
  --keyword=g_dpgettext:2 --keyword=g_dpgettext2:2c,3 \
  --flag=_:1:pass-c-format --flag=N_:1:pass-c-format \
  --flag=C_:2:pass-c-format --flag=NC_:2:pass-c-format \
  --flag=ngettext:1:pass-c-format --flag=ngettext:2:pass-c-format \
  --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format \
  --flag=g_print:1:c-format --flag=g_printerr:1:c-format \
  --flag=g_set_error:4:c-format --flag=g_error_new:3:c-format
