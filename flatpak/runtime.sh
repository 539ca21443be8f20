#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: flatpak/runtime.sh SUITE REPOSITORY WORK
#
# Composes a Flatpak runtime and its SDK out of the packages of a Debian suite
# and puts both into an OSTree repository, branch SUITE:
#
#   io.github.kaitsu.DebianPlatform   io.github.kaitsu.DebianSdk
#
# For computers that cannot reach GNOME's runtime: it shows that the manifest
# builds and that Kaitsu works inside the sandbox with what the manifest
# allows. It says nothing about GNOME's runtime itself, and is not published.
# Needs root, mmdebstrap, ostree and flatpak. Does nothing when it is there.
set -euo pipefail

suite=$1 repo=$2 work=$3
here=$(dirname "$0")

# What a GTK 4 program finds in GNOME's runtime too. Not so evident: GTK 4.8
# ends without libGL, and without librsvg it has no icons.
platform="libgtk-4-1 libgtk-4-bin libsoup-3.0-0 libjson-glib-1.0-0 glib-networking
  libglib2.0-bin gsettings-desktop-schemas adwaita-icon-theme hicolor-icon-theme
  librsvg2-common fontconfig fonts-dejavu-core shared-mime-info ca-certificates
  xkb-data tzdata libegl1 libgl1 libgles2 libgl1-mesa-dri"
# appstream-util is what flatpak-builder composes its catalogue with.
sdk="gcc libc6-dev meson ninja-build python3 gettext pkg-config openssl libxml2-utils
  libgtk-4-dev libsoup-3.0-dev libjson-glib-dev libpango1.0-dev libcairo2-dev
  python3-fonttools fonts-morisawa-bizud-gothic
  desktop-file-utils appstream appstream-util binutils elfutils"

has () {
  ostree --repo="$repo" refs | grep -qx "runtime/$1/$arch/$suite"
}

# tree NAME PACKAGE...: $work/NAME becomes what flatpak exports
tree () {
  local root=$work/$1.root out=$work/$1
  rm -rf --one-file-system "$root" "$out"
  shift
  "$here/../.ci/root" "$suite" "$root" "$@"
  mkdir "$out"
  mv "$root/usr" "$out/files"
  mv "$root/etc" "$out/files/etc"
  rm -rf --one-file-system "$root"
  rm -rf "$out"/files/share/{doc,man,info,lintian} "$out/files/local"
  # Of this computer, or of the system that it no longer is.
  rm -rf "$out"/files/etc/{machine-id,resolv.conf,hostname,hosts,localtime,mtab,apt,dpkg} \
    "$out"/files/etc/{passwd-,group-,shadow,shadow-,gshadow,gshadow-}
  : >"$out/files/etc/machine-id"
  cat >"$out/files/etc/fonts/local.conf" <<'XML'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/app/share/fonts</dir>
  <dir>/run/host/fonts</dir>
  <dir>/run/host/user-fonts</dir>
</fontconfig>
XML
  find "$out" \( -type b -o -type c -o -type p -o -type s \) -delete
}

# metadata NAME
metadata () {
  cat <<EOF
[Runtime]
name=io.github.kaitsu.$1
runtime=io.github.kaitsu.DebianPlatform/$arch/$suite
sdk=io.github.kaitsu.DebianSdk/$arch/$suite
EOF
}

arch=$(flatpak --default-arch)
[ -d "$repo/objects" ] || { mkdir -p "$repo"; ostree --repo="$repo" init --mode=archive-z2; }

for name in DebianPlatform DebianSdk; do
  has "io.github.kaitsu.$name" && continue
  echo "Composing io.github.kaitsu.$name from the packages of $suite ..." >&2
  mkdir -p "$work"
  packages=$platform
  [ "$name" = DebianPlatform ] || packages="$platform $sdk"
  # shellcheck disable=SC2086
  tree "$name" $packages
  metadata "$name" >"$work/$name/metadata"
  flatpak build-export --runtime --files=files --no-update-summary \
    "$repo" "$work/$name" "$suite" >/dev/null
  rm -rf --one-file-system "${work:?}/$name"
done
flatpak build-update-repo "$repo" >/dev/null
