#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Usage: flatpak/key.sh KEYRING
# Prints the fingerprint of the signing key in the folder KEYRING. Makes a key if
# there is none, also where an earlier run was interrupted before it had one.
set -euo pipefail

keyring=$1

fingerprint () {
  gpg --homedir "$keyring" --batch --list-secret-keys --with-colons 2>/dev/null \
    | awk -F: '/^fpr/ && !found++ { print $10 }'
}

mkdir -p "$keyring"
chmod 700 "$keyring"
key=$(fingerprint)
if [ -z "$key" ]; then
  gpg --homedir "$keyring" --batch --quiet --passphrase '' \
    --quick-generate-key 'Kaitsu, built here' default sign never >&2
  key=$(fingerprint)
fi
printf '%s\n' "$key"
