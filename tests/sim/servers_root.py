# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The root directory that the lab's servers live in.

Debian's own packages, unpacked below the build folder: nothing is installed
on the machine that runs the tests, and no maintainer script ever runs, so no
service starts, no user is added and no clock is set. Made once, then reused.
"""

import fcntl
import os
import pathlib
import shutil
import subprocess

PACKAGES = ("nginx-light", "libnginx-mod-stream", "libnginx-mod-mail", "chrony", "postfix",
            "rsyslog", "dnsmasq-base", "mitmproxy", "nmap", "libfaketime", "tayga", "openvpn")

# Lets a program see another time than the machine has.
FAKETIME = "usr/lib/*/faketime/libfaketimeMT.so.1"

# What a package's maintainer script would have added.
USERS = ("root:x:0:0:root:/root:/bin/sh", "postfix:x:101:101::/var/spool/postfix:/bin/false",
         "nobody:x:65534:65534::/nonexistent:/bin/false")
GROUPS = ("root:x:0:", "postfix:x:101:", "postdrop:x:102:", "nogroup:x:65534:")

# A change of what is written here makes a new root.
VERSION = "1"


class RootError(Exception):
    pass


def _apt(folder, *arguments):
    """apt-get with the machine's sources, but as if nothing were installed."""
    options = {
        "Dir::State::status": folder / "status",
        "Dir::Cache::archives": folder / "archives",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Dir::Etc::preferencesparts": folder / "none",
        "Debug::NoLocking": "1",
        "APT::Install-Recommends": "0",
        "APT::Sandbox::User": "",
        "Acquire::Retries": "2",
    }
    if (folder / "lists").exists():
        options["Dir::State::lists"] = folder / "lists"
    command = ["apt-get", "-q", "-y"]
    for name, value in options.items():
        command += ["-o", "%s=%s" % (name, value)]
    return subprocess.run(command + list(arguments), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _download(folder):
    (folder / "archives/partial").mkdir(parents=True)
    (folder / "status").touch()
    done = _apt(folder, "install", "--download-only", *PACKAGES)
    if done.returncode != 0:
        # The machine's lists are missing or out of date: get our own.
        (folder / "lists/partial").mkdir(parents=True)
        _apt(folder, "update")
        done = _apt(folder, "install", "--download-only", *PACKAGES)
    packages = sorted((folder / "archives").glob("*.deb"))
    if done.returncode != 0 or not packages:
        raise RootError("cannot download the servers' packages:\n" + done.stdout[-2000:])
    return packages


def _unpack(packages, root):
    for package in packages:
        subprocess.run(["dpkg-deb", "-x", package, root], check=True)
    # Where packages ship nothing outside of /usr, programs still look there.
    for name in ("bin", "lib", "lib64"):
        if not (root / name).exists() and (root / "usr" / name).exists():
            (root / name).symlink_to("usr/" + name)


def _furnish(root):
    for name in ("dev", "proc", "run", "tmp", "var/log", "var/spool/postfix", "var/lib/postfix"):
        (root / name).mkdir(parents=True, exist_ok=True)
    etc = root / "etc"
    (etc / "passwd").write_text("\n".join(USERS) + "\n")
    (etc / "group").write_text("\n".join(GROUPS) + "\n")
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files\n")
    (etc / "hosts").write_text("127.0.0.1 localhost servers.invalid servers\n")
    (etc / "resolv.conf").write_text("")


def _make(folder, stamp):
    fresh = folder / "new"
    shutil.rmtree(folder / "root", ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    packages = _download(fresh)
    _unpack(packages, fresh / "root")
    _furnish(fresh / "root")
    (fresh / "root").rename(folder / "root")
    shutil.rmtree(fresh)
    (folder / "stamp").write_text(stamp)


def provide(folder):
    """The path of the root below folder; makes it if need be."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = " ".join((VERSION,) + PACKAGES)
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise RootError("%s is missing: the servers come from Debian's packages" % tool)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / "stamp"
        if not made.exists() or made.read_text() != stamp:
            try:
                _make(folder, stamp)
            except (OSError, subprocess.CalledProcessError) as error:
                raise RootError("cannot unpack the servers: %s" % error) from error
    return os.path.realpath(folder / "root")
