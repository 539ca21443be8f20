#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""Kaitsu as the desktop sees it: started over D-Bus, once, with files, awake while it checks.

desktop.py KAITSU KAITSU-CHECK

The session manager and the portal are our own, on the bus of this test: GTK
asks the one up to 4.18, and from 4.20 on the other; outside of a sandbox and of
Wayland only when it is told to. Prints TAP.
"""

import ctypes
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import gi
    from gi.repository import Gio, GLib
except ImportError as problem:
    print(f"1..0 # SKIP no GIO for Python: {problem}")
    sys.exit(0)
if shutil.which("xdotool") is None:
    print("1..0 # SKIP xdotool is not installed, nobody can press a key")
    sys.exit(0)

from desk import PATIENCE, check, finish, pump, wait

APP_ID = "io.github.kaitsu.Kaitsu"
APP_PATH = "/io/github/kaitsu/Kaitsu"
LOGOUT_AND_SUSPEND = 1 | 4

SESSION_MANAGER = """
<node>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="o" direction="out"/>
    </method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
  </interface>
</node>
"""

PORTAL = """
<node>
  <interface name="org.freedesktop.portal.Inhibit">
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
    </method>
    <method name="CreateMonitor">
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
</node>
"""

REQUEST = """
<node>
  <interface name="org.freedesktop.portal.Request"><method name="Close"/></interface>
</node>
"""


class Session:
    """What keeps the computer awake: remembers what was asked for, and what holds."""

    def __init__(self, bus):
        self.bus = bus
        self.asked = []
        self.held = set()
        self.tokens = 0
        self.offer("org.gnome.SessionManager", "/org/gnome/SessionManager", SESSION_MANAGER,
                   self.call_manager)
        self.offer("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", PORTAL,
                   self.call_portal)

    def register(self, path, xml, call):
        self.bus.register_object(path, Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], call,
                                 lambda *_: GLib.Variant("u", 3), None)

    def offer(self, name, path, xml, call):
        self.register(path, xml, call)
        Gio.bus_own_name_on_connection(self.bus, name, 0, None, None)

    def hold(self, cookie, reason, flags):
        self.asked.append((reason, flags))
        self.held.add(cookie)

    def call_manager(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        values = arguments.unpack()
        answer = None
        if method == "RegisterClient":
            answer = GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))
        elif method == "Inhibit":
            self.hold(len(self.asked) + 1, values[2], values[3])
            answer = GLib.Variant("(u)", (len(self.asked),))
        elif method == "Uninhibit":
            self.held.discard(values[0])
        invocation.return_value(answer)

    def call_portal(self, _bus, sender, _path, _interface, method, arguments, invocation):
        _window, *flags, options = arguments.unpack()
        self.tokens += 1
        handle = "/org/freedesktop/portal/desktop/request/%s/%s" % (
            sender[1:].replace(".", "_"), options.get("handle_token", "t%d" % self.tokens))
        if method == "Inhibit":
            self.hold(handle, options.get("reason"), *flags)
        self.register(handle, REQUEST, self.close_request)
        invocation.return_value(GLib.Variant("(o)", (handle,)))

    def close_request(self, _bus, _sender, path, _interface, _method, _arguments, invocation):
        self.held.discard(path)
        invocation.return_value(None)


class Desktop:
    def __init__(self, path, home):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.session = Session(self.bus)
        self.path = path
        self.environment = dict(
            os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / "config"),
            XDG_DATA_HOME=str(home / "data"), LANG="C.UTF-8", LANGUAGE="en",
            KAITSU_PRACTICE_SLOW="1000", GTK_A11Y="none")
        if ctypes.CDLL("libgtk-4.so.1").gtk_get_minor_version() >= 20:
            self.environment["GDK_DEBUG"] = "portals"
        self.process = None

    def run(self, *arguments):
        return subprocess.Popen([self.path, *arguments], env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def start(self, *arguments):
        self.process = self.run(*arguments)
        return wait(lambda: self.process.poll() is not None or self.is_on_the_bus())

    def is_on_the_bus(self):
        return self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
            GLib.Variant("(s)", (APP_ID,)), None, 0, -1, None).unpack()[0]

    def ask(self, method, signature, *arguments):
        """As a desktop does; answers come while we serve the session, hence not sync."""
        done = []
        self.bus.call(APP_ID, APP_PATH, "org.freedesktop.Application", method,
                      GLib.Variant(signature, arguments), None, 0, PATIENCE * 1000, None,
                      lambda bus, result: done.append(self.finish(bus, result)))
        wait(lambda: done)
        return done and done[0]

    @staticmethod
    def finish(bus, result):
        try:
            bus.call_finish(result)
            return True
        except GLib.Error as error:
            return error.message

    def windows(self):
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                              stdout=subprocess.PIPE, text=True, check=False).stdout.split()

    def titles(self):
        names = {window: subprocess.run(["xdotool", "getwindowname", window], stdout=subprocess.PIPE,
                                        text=True, check=False).stdout.strip()
                 for window in self.windows()}
        return {window: name for window, name in names.items() if name}

    def step(self, number):
        """The windows at that step."""
        return [window for window, name in self.titles().items() if f"Step {number} of 5" in name]

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def keys(window, *names):
    subprocess.run(["xdotool", "windowfocus", "--sync", window], check=False)
    pump(0.5)
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "60", *names], check=True)
    pump(0.5)


def start_and_open(desktop, result):
    check(desktop.start("--gapplication-service") and desktop.is_on_the_bus(),
          "the service comes to the bus")
    pump(0.5)
    check(not desktop.titles(), "and shows nothing until it is asked", desktop.titles())
    check(desktop.ask("Activate", "(a{sv})", {}) is True, "it can be activated")
    check(wait(lambda: desktop.step(1)), "then its window is there", desktop.titles())
    desktop.ask("Activate", "(a{sv})", {})
    second = desktop.run()
    check(wait(lambda: second.poll() is not None) and second.returncode == 0,
          "a second start hands over to the first", second.poll())
    check(len(desktop.titles()) == 1, "and shows no second window", desktop.titles())
    check(desktop.ask("Open", "(asa{sv})", [result.as_uri()], {}) is True, "a file can be opened")
    check(wait(lambda: desktop.step(4)), "its result is shown", desktop.titles())
    desktop.ask("Open", "(asa{sv})", ["sftp://example.jp/a.kaitsu.json"], {})
    check(wait(lambda: len(desktop.step(1)) == 2), "a file elsewhere is refused in a window",
          desktop.titles())
    check(desktop.process.poll() is None, "and does no harm")


def stay_awake(desktop):
    session = desktop.session
    check(desktop.start("--practice=open"), "it starts on the practice network")
    first = wait(lambda: desktop.step(1))
    check(first and not session.asked, "nothing is inhibited before the check", session.asked)
    if not first:
        return
    keys(first[0], "space", "Return")
    check(wait(lambda: desktop.step(2)), "on to the consent", desktop.titles())
    keys(first[0], "alt+a", "alt+s")
    check(wait(lambda: session.held), "the session is asked to stay awake", session.asked)
    if session.asked:
        reason, flags = session.asked[0]
        check(reason and flags == LOGOUT_AND_SUSPEND, "with a reason, against logging out and sleep",
              session.asked)
    check(wait(lambda: desktop.step(4)), "the result comes", desktop.titles())
    check(wait(lambda: not session.held), "then the session may sleep again", session.held)
    check(len(session.asked) == 1, "it was asked once", session.asked)


def stop_the_check(desktop):
    first = desktop.step(4)
    if not first:
        return
    keys(first[0], "alt+a")
    check(wait(lambda: desktop.step(2)), "once more to the consent", desktop.titles())
    keys(first[0], "alt+s")
    check(wait(lambda: desktop.session.held), "awake again")
    keys(first[0], "Escape")
    check(wait(lambda: not desktop.session.held), "a check that was stopped lets it sleep, too")
    desktop.end()


def refuse_bad_targets(desktop, home):
    folder = home / "config" / "kaitsu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "targets.json").write_text("{}", encoding="utf-8")
    desktop.start("--gapplication-service")
    desktop.ask("Activate", "(a{sv})", {})
    pump(0.5)
    check(desktop.process.poll() is None and not desktop.step(1),
          "with a bad list of hosts nothing is started", desktop.titles())
    windows = desktop.windows()
    check(windows, "but somebody says so", windows)
    keys(windows[-1], "Escape")
    check(wait(lambda: desktop.process.poll() is not None), "and it ends once that was read")


def refuse_wrong_options(desktop, home):
    """With the exit codes of the manual page."""
    nothing = str(home / "nothing")
    broken = home / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for code, *arguments in ((64, "--nonsense"), (64, "--practice=nonsense"), (64, "a", "b"),
                             (64, "--targets"), (65, "--targets", str(broken)),
                             (66, "--targets", nothing), (0, "--version"), (0, "--help")):
        process = desktop.run(*arguments)
        wait(lambda: process.poll() is not None)
        told = process.communicate()
        check(process.returncode == code and told[code != 0],
              "%s ends with %d" % (arguments[0], code), (process.returncode, told))


def main():
    home = pathlib.Path(tempfile.mkdtemp(prefix="kaitsu-desktop-"))
    desktop = Desktop(os.path.realpath(sys.argv[1]), home)
    try:
        result = home / "shop.kaitsu.json"
        subprocess.run([sys.argv[2], "--unit", "unit2", "--practice", "--quiet", "--json", result],
                       check=False)
        start_and_open(desktop, result)
        desktop.end()
        wait(lambda: not desktop.is_on_the_bus())
        stay_awake(desktop)
        stop_the_check(desktop)
        wait(lambda: not desktop.is_on_the_bus())
        refuse_wrong_options(desktop, home)
        refuse_bad_targets(desktop, home)
    finally:
        desktop.end()
        shutil.rmtree(home)
    return finish()


sys.exit(main())
