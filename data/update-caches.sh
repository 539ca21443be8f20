#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# After "ninja install": lets the desktop know of the new files. Packages see to
# that themselves, and a tool that is not there has nothing to bring up to date.
set -eu

[ -z "${DESTDIR-}" ] || exit 0
share=$MESON_INSTALL_PREFIX/$1

update () {
  command -v "$1" >/dev/null || return 0
  "$@"
}

update update-desktop-database -q "$share/applications"
update update-mime-database "$share/mime"
update gtk4-update-icon-cache -q -t -f "$share/icons/hicolor"
