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

server() { # FILE AUTHORITY NAME DAYS
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$3" \
    -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName=DNS:%s\n' "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial \
    -days "$4" -sha256 -extfile "$1.ext" -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1.pem"
}

{
  authority trusted "Trusted authority"
  authority stranger "Interception box"
  server good trusted service.example 7300
  server wrong-host trusted elsewhere.example 7300
  server expired trusted service.example -1
  server unknown stranger service.example 7300
} 2>openssl.log || { cat openssl.log >&2; exit 1; }
touch stamp
