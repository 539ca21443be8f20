# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The lab's two authorities: one that the PC in the lab trusts, one that it
does not. Made at run time below the build folder; nothing else trusts them."""

import fcntl
import pathlib
import subprocess

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650"]


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _make_authority(folder, name):
    if not (folder / "ca.crt").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _openssl("req", "-x509", *KEY, "-subj", "/O=Kaitsu lab/CN=%s" % name,
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                 "-keyout", folder / "ca.key", "-out", folder / "ca.new")
        (folder / "ca.new").rename(folder / "ca.crt")


def _make_leaf(folder, host):
    if (folder / (host + ".crt")).exists():
        return
    _openssl("req", "-x509", *KEY, "-subj", "/CN=%s" % host,
             "-CA", folder / "ca.crt", "-CAkey", folder / "ca.key",
             "-addext", "subjectAltName=DNS:%s" % host,
             "-addext", "basicConstraints=critical,CA:FALSE",
             "-addext", "extendedKeyUsage=serverAuth,clientAuth",
             "-keyout", folder / (host + ".key"), "-out", folder / (host + ".new"))
    (folder / (host + ".new")).rename(folder / (host + ".crt"))


def provide(folder, hosts):
    """Makes what is missing: right/ and wrong/, each with a ca.crt, and a
    certificate and a key for every host."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for side in ("right", "wrong"):
            _make_authority(folder / side, "the %s authority" % side)
            for host in hosts:
                _make_leaf(folder / side, host)
    return folder
