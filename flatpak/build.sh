#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: flatpak/build.sh
#
# Builds the last commit as a Flatpak and leaves in out/:
#
#   kaitsu.flatpak          one file, installs with a double-click
#   flatpak/repository/     the same as a signed repository, to be put on a server
#   flatpak/*.flatpakref    installs from that repository, and stays up to date
#
# KAITSU_REPOSITORY_URL is where the repository will be published; without it the
# reference is to the folder here. It is signed with the key KAITSU_SIGNING_KEY of
# the publisher's keyring; without one a key is made, in build-flatpak/.
#
# Where GNOME's runtime cannot be had, one is composed out of Debian's packages
# (runtime.sh). Such a bundle is for trying, and needs that runtime to be installed.
set -euo pipefail

cd "$(dirname "$0")/.."
id=io.github.kaitsu.Kaitsu
branch=stable
flathub=https://dl.flathub.org/repo/flathub.flatpakrepo
runtime_repository=$flathub
work=$PWD/build-flatpak
repository=$PWD/out/flatpak/repository
url=${KAITSU_REPOSITORY_URL:-file://$repository}
# The suite whose packages a composed runtime is made of.
suite=${KAITSU_RUNTIME_SUITE:-bookworm}
manifest=$work/source/flatpak/$id.yml
export FLATPAK_USER_DIR=$work/user

say () {
  printf '%s\n' "$*" >&2
}

# The last commit and nothing else: what lies about must not get into a bundle.
copy_sources () {
  rm -rf "$work/source"
  mkdir -p "$work/source"
  git archive HEAD | tar x -C "$work/source"
}

wanted () {
  sed -n "s/^$1: *\"\\{0,1\\}\\([^\"]*\\)\"\\{0,1\\}\$/\\1/p" "$manifest"
}

# GNOME's runtime, as the manifest pins it. It may be there already.
get_gnome_runtime () {
  local refs
  refs="$(wanted runtime)//$(wanted runtime-version) $(wanted sdk)//$(wanted runtime-version)"
  # shellcheck disable=SC2086
  timeout 60 flatpak remote-add --user --if-not-exists flathub "$flathub" 2>/dev/null \
    && timeout 3600 flatpak install --user --noninteractive flathub $refs
}

# From where the manifest fetches something for building, if it can be had.
reachable_sources () {
  sed -n 's/^ *url: *//p' "$manifest" | while read -r url; do
    if GIT_TERMINAL_PROMPT=0 timeout 60 git ls-remote --exit-code "$url" HEAD >/dev/null 2>&1; then
      echo "$url"
    else
      say "$url cannot be had either: taking what $suite has of it"
    fi
  done
}

# Nobody could fetch it from anywhere: the bundle names no place for it.
get_composed_runtime () {
  runtime_repository=
  say "GNOME's runtime cannot be had: composing one out of the packages of $suite"
  flatpak/runtime.sh "$suite" "$work/runtime" "$work/work"
  flatpak remote-add --user --if-not-exists --no-gpg-verify composed "file://$work/runtime"
  # This folder may have had another name the last time.
  flatpak remote-modify --user --url="file://$work/runtime" composed
  flatpak install --user --noninteractive --or-update composed \
    "io.github.kaitsu.DebianPlatform//$suite" "io.github.kaitsu.DebianSdk//$suite"
  # shellcheck disable=SC2046
  flatpak/derive.py "$manifest" "$suite" $(reachable_sources) >"$manifest.derived"
  mv "$manifest.derived" "$manifest"
}

# Sets key and home of the keyring.
find_key () {
  key=${KAITSU_SIGNING_KEY-}
  home=${GNUPGHOME:-$HOME/.gnupg}
  if [ -n "$key" ]; then
    # before an hour of building, not behind it
    gpg --homedir "$home" --list-secret-keys "$key" >/dev/null
  else
    home=$work/keyring
    key=$(flatpak/key.sh "$home")
  fi
}

build () {
  flatpak-builder --user --force-clean --disable-rofiles-fuse --state-dir="$work/state" \
    --default-branch="$branch" --repo="$repository" \
    --gpg-sign="$key" --gpg-homedir="$home" "$work/application" "$manifest"
}

publish () {
  gpg --homedir "$home" --export "$key" >"$work/key.gpg"
  flatpak build-update-repo --title=Kaitsu --default-branch="$branch" --prune \
    --gpg-import="$work/key.gpg" --gpg-sign="$key" --gpg-homedir="$home" "$repository"
  flatpak build-bundle --repo-url="$url" \
    ${runtime_repository:+--runtime-repo="$runtime_repository"} --gpg-keys="$work/key.gpg" \
    "$repository" out/kaitsu.flatpak "$id" "$branch"
  cat >"out/flatpak/$id.flatpakref" <<EOF
[Flatpak Ref]
Title=Kaitsu
Name=$id
Branch=$branch
Url=$url
IsRuntime=false
GPGKey=$(base64 -w 0 "$work/key.gpg")
${runtime_repository:+RuntimeRepo=$runtime_repository}
EOF
}

find_key
copy_sources
get_gnome_runtime || get_composed_runtime
mkdir -p out/flatpak
build
publish
gpgconf --homedir "$work/keyring" --kill all 2>/dev/null || true
ls -sh out/kaitsu.flatpak "out/flatpak/$id.flatpakref"
