#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The manifest for the runtime that runtime.sh composes, on standard output.

Usage: derive.py MANIFEST SUITE

Everything else stays as it is, the permissions above all. What the manifest
fetches only for building is in the composed SDK, as packages of the suite.
"""

import sys

import yaml


def main():
    path, suite = sys.argv[1:3]
    with open(path, encoding="utf-8") as manifest_file:
        manifest = yaml.safe_load(manifest_file)
    manifest["runtime"] = "io.github.kaitsu.DebianPlatform"
    manifest["sdk"] = "io.github.kaitsu.DebianSdk"
    manifest["runtime-version"] = suite
    manifest["modules"] = [module for module in manifest["modules"]
                           if all(source["type"] == "dir" for source in module["sources"])]
    yaml.safe_dump(manifest, sys.stdout, allow_unicode=True, sort_keys=False)


main()
