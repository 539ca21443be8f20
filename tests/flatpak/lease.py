#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""NetworkManager as python-dbusmock plays it: one connection with a DHCP lease.

lease.py ADDRESS SERVER
"""

import subprocess
import sys
import time

import dbus

NAME = "org.freedesktop.NetworkManager"
ROOT = "/org/freedesktop/NetworkManager"
ACTIVE = ROOT + "/ActiveConnection/1"
LEASE = ROOT + "/DHCP4Config/1"


def wait_for(bus):
    for _ in range(100):
        if bus.name_has_owner(NAME):
            return
        time.sleep(0.1)
    sys.exit("lease.py: the mock did not come")


def main():
    address, server = sys.argv[1:3]
    mock = subprocess.Popen([sys.executable, "-m", "dbusmock", "--system", NAME, ROOT, NAME])
    bus = dbus.SystemBus()
    wait_for(bus)
    root = dbus.Interface(bus.get_object(NAME, ROOT), "org.freedesktop.DBus.Mock")
    root.AddProperty(NAME, "PrimaryConnection", dbus.ObjectPath(ACTIVE))
    root.AddObject(ACTIVE, NAME + ".Connection.Active", {"Dhcp4Config": dbus.ObjectPath(LEASE)}, [])
    options = {"ip_address": address, "dhcp_server_identifier": server, "dhcp_lease_time": "3600"}
    root.AddObject(LEASE, NAME + ".DHCP4Config",
                   {"Options": dbus.Dictionary(options, signature="sv")}, [])
    print("ready", flush=True)
    mock.wait()


main()
