#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""One customer's journey through the real program, in Japanese, as a screen reader sees it.

journey.py COMMAND...

COMMAND is what starts Kaitsu: the program that was built, an installed one, or
"flatpak run ...". With KAITSU_JOURNEY_HOME it is run in that home folder, as an
installed program is, and what it leaves there stays. With KAITSU_CHECK, the
program of that name makes the results that are looked at as earlier ones.

Reads and presses through AT-SPI; what AT-SPI cannot do in GTK 4.8 (check
boxes) goes through the keyboard with xdotool. Prints TAP.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

# libatspi warns about GTK 4.8 now and then; that is no fault of the program.
os.environ.pop("G_DEBUG", None)
try:
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, Gio, GLib
except (ImportError, ValueError) as problem:
    print(f"1..0 # SKIP no AT-SPI for Python, the journey was not made: {problem}")
    sys.exit(0)
if shutil.which("xdotool") is None:
    print("1..0 # SKIP xdotool is not installed, the journey was not made")
    sys.exit(0)

from desk import check, finish, pump, wait

warnings.simplefilter("ignore")


# Its place on the keyboard: by its name, the xdotool of newer Debians holds Alt for it.
F1 = "67"


class Program:
    def __init__(self, command, home):
        environment = dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home / ".config"),
                           XDG_DATA_HOME=str(home / ".local/share"), LANG="C.UTF-8")
        for name in ("GTK_A11Y", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
            environment.pop(name, None)
        self.errors = open(home / "errors", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [*command, "--practice=router-blocks-maintenance"], env=environment, cwd=home,
            stderr=self.errors)
        self.announced = []
        self.listener = Atspi.EventListener.new(
            lambda event: self.announced.append(str(event.any_data)))
        try:
            self.listener.register("object:announcement")
        except GLib.Error:
            pass  # older than announcements
        self.root = wait(self.find_root)

    def find_root(self):
        """By its name: in a sandbox it is another process that talks to the bus."""
        for child in applications():
            if child.get_name() == "kaitsu" and child.get_child_count():
                return child
        return None

    def nodes(self):
        return below(self.root)

    def all(self, words, role=None):
        """Everything whose name contains the words, in order."""
        return [node for node in self.nodes()
                if words in name_of(node) and (role is None or role in node.get_role_name())]

    def find(self, words, role=None):
        return wait(lambda: (self.all(words, role) or [None])[0], 20)

    def title(self):
        """Empty while a window takes the place of another."""
        try:
            window = self.root.get_child_at_index(0)
            return (window and window.get_name()) or ""
        except GLib.Error:
            return ""

    def focused(self):
        return [node for node in self.nodes()
                if node.get_state_set().contains(Atspi.StateType.FOCUSED)]

    def heard(self):
        """What is announced; before GTK 4.14 the description of what has the focus."""
        return list(self.announced) + [node.get_description() for node in self.focused()]

    def hears(self, words):
        return wait(lambda: any(words in text for text in self.heard()), 20)

    def press(self, words, role="button", which=0):
        """The first of that name; with which=-1 the last, which is of the window on top."""
        node = wait(lambda: ([n for n in self.all(words, role) if actions(n)] or [None])[which], 20)
        if node is None:
            return False
        Atspi.Action.do_action(node, actions(node)[0])
        pump(0.4)
        return True

    def await_step(self, step):
        return wait(lambda: f"手順 {step} / 5" in self.title())


def applications():
    desktop = Atspi.get_desktop(0)
    children = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
    return [child for child in children if child]


def below(root):
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
        stack += [child for child in reversed(children) if child]


def name_of(node):
    """A status has no name in GTK 4.18 (its issue 7702), but its text can be read, if it is one."""
    name = node.get_name()
    if not name and node.get_role_name() in ("status bar", "statusbar", "label"):
        try:
            name = Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
        except GLib.Error:
            pass
    return name or ""


def actions(node):
    try:
        names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
    except GLib.Error:
        return []
    return [i for i, name in enumerate(names) if name in ("click", "activate", "toggle")]


def key(*keys):
    subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)
    pump(0.4)


def focus_window(program):
    found = wait(lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "手順"],
        stdout=subprocess.PIPE, text=True, check=False).stdout.split())
    subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=True)
    pump(0.5)


CONTROLS = ("push button", "button", "toggle button", "check box", "radio button", "text", "entry",
            "combo box")


def named(program, where):
    """Nothing that can be used is without a name, or has the name of its class."""
    bad = [(node.get_role_name(), node.get_name()) for node in program.nodes()
           if node.get_role_name() in CONTROLS
           and node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
           and (not node.get_name() or node.get_name().startswith(("Gtk", "Kaitsu")))]
    check(not bad, f"every control has a name: {where}", bad)


def choose_and_agree(program):
    check(program.await_step(1), "it begins with step 1", program.title())
    check(program.find("インターネットには何も送りません"), "practice is said at the top")
    check(program.press("次へ"), "next without a model")
    check("手順 1" in program.title(), "stays on step 1", program.title())
    check(program.find("機種を選んでください。わからない"), "says that a model is missing")
    check(program.hears("機種を選んでください"), "a screen reader says it", program.heard())
    named(program, "models")
    check(program.press("HOME-UNIT2", ""), "a model can be chosen")
    check(program.press("次へ"), "next")
    check(program.await_step(2), "comes to step 2", program.title())
    check(program.find("hmbx.canon.jp"), "the hosts are named")
    named(program, "consent")
    check(program.press("調べる"), "start without consent")
    check("手順 2" in program.title(), "nothing starts without consent", program.title())
    check(program.find("印を付けてください"), "says that consent is missing")
    focused = [node.get_role_name() for node in program.focused()]
    check("check box" in focused, "the focus is on the check box", focused)
    check(program.hears("印を付けてください"), "a screen reader says it", program.heard())
    key("space")
    key("Return")
    check(wait(lambda: any(step in program.title() for step in ("手順 3", "手順 4"))),
          "Enter starts, and does not take the mark away", program.title())


def read_the_result(program):
    check(program.await_step(4), "the result comes by itself", program.title())
    check(program.find("HOME サービスをご利用いただけません"), "the verdict is the contract's phrase")
    rows = [node.get_name() for node in program.all("", "list item") if node.get_name()]
    check(len(rows) >= 12, "every port has a row", rows)
    named(program, "result")
    check(any("TCP 9124" in row and "止まっています" in row for row in rows), "a red row says so", rows)
    check(any("TCP 443" in row and "通っています" in row for row in rows), "a green row says so", rows)
    check(program.press("TCP 9124 の詳しい説明"), "the details can be opened")
    check(program.find("そう言える理由"), "the details say why")
    check(program.find("ルーターを管理している"), "it says whom to ask")


def read_the_help(program):
    """F1 anywhere; topics by keyboard."""
    focus_window(program)
    key(F1)
    check(program.find("お店に取り付ける HOME-UNIT を選びます"), "F1 explains this step")
    check(program.find("プロバイダーに伝えること"), "there are topics")
    key("Down", "Down")
    check(program.find("番号つきのドア"), "a topic is reached with the arrow keys")
    key("Escape")
    focus_window(program)
    key("ctrl+question")
    check(program.find("Ctrl+H：これまでの結果"), "Ctrl+? lists the keys")
    key("Escape")
    focus_window(program)


def try_again(program):
    """Only what did not get through, with nothing asked again."""
    check(program.press("通らなかった 7 個だけ"), "the seven red ports can be tried again")
    check(program.find("前に調べたときと同じです"), "it says what changed since the last check")
    check(program.await_step(4), "the retest comes back to the result", program.title())


def speak_english(program):
    """The menu's action, as the menu sends it; where the customer is stays."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    for language, title in (("en", "Step 4 of 5"), ("ja", "手順 4 / 5")):
        bus.call_sync("io.github.kaitsu.Kaitsu", "/io/github/kaitsu/Kaitsu", "org.gtk.Actions",
                      "SetState", GLib.Variant("(sva{sv})", (
                          "language", GLib.Variant("s", language), {})), None,
                      Gio.DBusCallFlags.NONE, 5000, None)
        check(wait(lambda: title in program.title()), f"the language becomes {language}",
              program.title())
    check(program.find("HOME サービスをご利用いただけません"), "the result is still there")


def look_at_earlier_results(program):
    """Two that were kept: compare, delete, put back, open; with the keyboard."""
    focus_window(program)
    key("ctrl+h")
    rows = wait(lambda: [n for n in program.all("HOME-UNIT2", "list item")
                         if n.get_name().startswith("20")], 20)
    check(rows and len(rows) == 2, "both results are listed", rows)
    named(program, "history")
    key("Tab", "Tab", "space", "Down", "Tab", "space")
    check(program.press("二つを比べる", which=-1), "compare")
    check(program.find("TCP 9124："), "it shows what changed")
    key("Escape")
    check(wait(lambda: not program.all("TCP 9124："), 20) and program.all("二つを比べる", "button"),
          "Esc: back to the list")
    check(program.press("消す："), "delete the newest")
    check(program.find("結果を消しました"), "it says that it was deleted")
    check(program.press("元に戻す"), "put it back")
    check(wait(lambda: len([n for n in program.all("HOME-UNIT2", "list item")
                            if n.get_name().startswith("20")]) == 2, 20), "it is back")
    key("Return")
    check(wait(lambda: "手順 4" in program.title() and program.root.get_child_count() == 1, 20),
          "Enter opens it", program.title())
    check(program.find("HOME サービスをご利用いただけます"), "the opened result is shown")


def save(program, button, folder, ending):
    """Through the real save dialog, with the name that it suggests."""
    check(program.press(button), f"{ending}: the button")
    # In a sandbox the dialog is the desktop's, and so another application's.
    dialog_save = wait(lambda: [node for application in applications() for node in below(application)
                                if "button" in node.get_role_name() and actions(node)
                                and (node.get_name() or "").split("(")[0] == "保存"], 20)
    check(dialog_save, f"{ending}: the save dialog comes up")
    if not dialog_save:
        return None
    Atspi.Action.do_action(dialog_save[-1], actions(dialog_save[-1])[0])
    # A sandbox does not see that folder, and so cannot propose it.
    saved = wait(lambda: [*folder.glob(f"*.{ending}"), *folder.parent.glob(f"*.{ending}")], 20)
    check(saved, f"{ending}: the file is in the documents folder", list(folder.iterdir()))
    check(program.find("保存しました"), f"{ending}: it says where it was saved",
          [node.get_name() for node in program.all("保存")])
    return saved[0] if saved else None


def make_the_report(program, documents):
    check(program.press("報告書をつくる"), "on to the report")
    check(program.await_step(5), "comes to step 5", program.title())
    entry = wait(lambda: [node for node in program.all("お店・会社の名前")
                          if node.get_role_name() in ("text", "entry")], 20)
    check(entry, "the entry has its label's name")
    named(program, "report")
    if entry:
        Atspi.EditableText.set_text_contents(entry[0], "花子食堂")
    pump(0.3)
    pdf = save(program, "PDF を保存", documents, "pdf")
    text = save(program, "テキストで保存", documents, "txt")
    if text:
        words = text.read_text(encoding="utf-8-sig")
        check("花子食堂" in words and "練習" in words, "txt: company and practice are in it", words[:300])
    if pdf:
        words = subprocess.run(["pdftotext", str(pdf), "-"], stdout=subprocess.PIPE, text=True,
                               check=False).stdout
        check("花子食堂" in words, "pdf: company is in it", words[:300])


def all_by_keyboard(program, documents):
    """From the report back to the choice of the model, and on to a saved file."""
    before = {*documents.glob("*.pdf"), *documents.parent.glob("*.pdf")}
    focus_window(program)
    key("alt+a")
    check(program.await_step(2), "Alt+A: once more", program.title())
    key("Escape")
    check(program.await_step(1), "Esc: back", program.title())
    key("Down", "space", "Return")
    check(program.await_step(2), "arrow, space and Enter: another model, and on", program.title())
    check(program.find("HOME-UNIT3"), "it is the other model")
    key("alt+a", "alt+s")
    check(program.await_step(4), "Alt+A and Alt+S: agree and start; the result comes", program.title())
    key("Tab", "Tab", "Tab", "Tab", "Return")
    check(program.find("そう言える理由"), "Tab and Enter: the details of a port")
    key("ctrl+s")
    check(program.await_step(5), "Ctrl+S: to the report", program.title())
    dialog = wait(lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "保存"],
        stdout=subprocess.PIPE, text=True, check=False).stdout.split(), 20)
    check(dialog, "Ctrl+S: the save dialog comes up")
    if dialog:
        # without a window manager nobody else gives it the focus
        subprocess.run(["xdotool", "windowfocus", "--sync", dialog[-1]], check=True)
        pump(0.5)
        key("Return")
        check(wait(lambda: {*documents.glob("*.pdf"), *documents.parent.glob("*.pdf")} - before, 20),
              "Enter: the file is saved", before)
    focus_window(program)


def prepare_home():
    home = pathlib.Path(os.environ.get("KAITSU_JOURNEY_HOME")
                        or tempfile.mkdtemp(prefix="kaitsu-journey-"))
    (home / "Documents").mkdir(exist_ok=True)
    (home / ".config").mkdir(exist_ok=True)
    (home / ".config/user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/Documents"\n',
                                                 encoding="utf-8")
    return home


def keep_results(folder, checker):
    """Two runs of before, red and then green. Practice is not kept: these say they are none."""
    folder.mkdir(parents=True, exist_ok=True)
    for day, scenario in (("03", "router-blocks-maintenance"), ("04", "open")):
        made = subprocess.run([checker, "--unit", "unit2", f"--practice={scenario}", "--json", "-",
                               "--quiet"], stdout=subprocess.PIPE, check=False)
        result = json.loads(made.stdout)
        result.update(practice=False, finished=f"2026-11-{day}T10:00:00+09:00")
        (folder / f"202611{day}T010000Z-x.kaitsu.json").write_text(json.dumps(result),
                                                                   encoding="utf-8")


def main():
    home = prepare_home()
    documents = home / "Documents"
    checker = os.environ.get("KAITSU_CHECK")
    if checker:
        keep_results(home / ".local/share/kaitsu/results", os.path.realpath(checker))
    program = Program([os.path.realpath(shutil.which(sys.argv[1])), *sys.argv[2:]], home)
    try:
        check(program.root, "the program is on the accessibility bus")
        focus_window(program)
        read_the_help(program)
        choose_and_agree(program)
        read_the_result(program)
        try_again(program)
        speak_english(program)
        make_the_report(program, documents)
        if checker:
            all_by_keyboard(program, documents)
            look_at_earlier_results(program)
        focus_window(program)
        key("ctrl+w")
        check(wait(lambda: program.process.poll() is not None, 20), "Ctrl+W closes the window")
        check(program.process.returncode == 0, "and the program ends well", program.process.returncode)
        stored = list(home.glob(".config/kaitsu/customer.ini")) \
            + list(home.glob(".var/app/*/config/kaitsu/customer.ini"))
        check(stored and "花子食堂" in stored[0].read_text(encoding="utf-8"),
              "the company is remembered", stored)
    finally:
        if program.process.poll() is None:
            program.process.kill()
        program.errors.seek(0)
        # GTK 4.8 itself says the first of every window; fixed in 4.23.4. The second comes
        # from the bus proxy of a sandbox, which has no name, now and then when a program ends.
        noise = [line for line in program.errors.read().splitlines()
                 if ("WARNING" in line or "CRITICAL" in line) and "/org/a11y/atspi/cache" not in line
                 and not ("(process:" in line and line.endswith("Socket check failed"))]
        check(not noise, "no warnings", noise)
        if "KAITSU_JOURNEY_HOME" not in os.environ:
            shutil.rmtree(home)
    return finish()


sys.exit(main())
