#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The manifest for the runtime that runtime.sh composes, on standard output.

Usage: derive.py MANIFEST SUITE [URL...]

Everything else stays as it is, the permissions above all. What the manifest
fetches only for building is in the composed SDK as well, as packages of the
suite: it is built nevertheless if it can be fetched, that is from one of URLs.
"""

import sys

import yaml


def main():
    path, suite, *urls = sys.argv[1:]
    with open(path, encoding="utf-8") as manifest_file:
        manifest = yaml.safe_load(manifest_file)
    manifest["runtime"] = "io.github.kaitsu.DebianPlatform"
    manifest["sdk"] = "io.github.kaitsu.DebianSdk"
    manifest["runtime-version"] = suite
    manifest["modules"] = [module for module in manifest["modules"]
                           if all(source["type"] == "dir" or source["url"] in urls
                                  for source in module["sources"])]
    yaml.safe_dump(manifest, sys.stdout, allow_unicode=True, sort_keys=False)


main()
