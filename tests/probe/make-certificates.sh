#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# Makes the certificates of the probe tests, so that no private key is ever
# kept in the repository: make-certificates.sh FOLDER
set -eu

folder=$1
mkdir -p "$folder"
cd "$folder"

authority() { # FILE NAME
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 7300 \
    -subj "/O=Kaitsu tests/CN=$2" -addext basicConstraints=critical,CA:TRUE \
    -keyout "$1.key" -out "$1.pem"
}

# Yesterday: newer OpenSSLs refuse a negative number of days, and older ones
# know no dates.
if openssl x509 -help 2>&1 | grep -q -- -not_after; then
  past='-not_before 20200101000000Z -not_after 20200102000000Z'
else
  past='-days -1'
fi

server() { # FILE AUTHORITY NAME VALIDITY
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$3" \
    -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName=DNS:%s\n' "$3" >"$1.ext"
  # shellcheck disable=SC2086
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial \
    $4 -sha256 -extfile "$1.ext" -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1.pem"
}

{
  authority trusted "Trusted authority"
  authority stranger "Interception box"
  server good trusted service.example "-days 7300"
  server wrong-host trusted elsewhere.example "-days 7300"
  server expired trusted service.example "$past"
  server unknown stranger service.example "-days 7300"
} 2>openssl.log || { cat openssl.log >&2; exit 1; }
touch stamp
