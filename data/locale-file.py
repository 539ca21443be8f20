#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Write the messages part of a Japanese locale, as glibc's localedef does.

gettext translates nothing while the messages category is "C", and that is
what a computer without a generated ja_JP locale ends up with. This file is
all that glibc needs to accept the name ja_JP.UTF-8 for that one category;
src/core/kaitsu-i18n.c says how it is used.

Layout (glibc, locale/programs/locfile.c): a magic number that carries the
category, the number of fields, their offsets, the fields themselves.
"""

import struct
import sys

LC_MESSAGES = 5
MAGIC = 0x20031115 ^ LC_MESSAGES

FIELDS = (
    "^([+1yYｙＹ]|はい|ハイ)",      # what counts as "yes"
    "^([-0nNｎＮ]|いいえ|イイエ)",  # what counts as "no"
    "はい",
    "いいえ",
    "UTF-8",
)


def main():
    path, byte_order = sys.argv[1:3]
    order = {"little": "<", "big": ">"}[byte_order]
    fields = [field.encode("utf-8") + b"\0" for field in FIELDS]
    position = struct.calcsize("=II") + struct.calcsize("=I") * len(fields)
    head = struct.pack(order + "II", MAGIC, len(fields))
    for field in fields:
        head += struct.pack(order + "I", position)
        position += len(field)
    with open(path, "wb") as locale_file:
        locale_file.write(head + b"".join(fields))


main()
