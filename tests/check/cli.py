#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""kaitsu-check from outside: exit codes, outputs and messages of the contract.

usage: cli.py KAITSU-CHECK SCHEMA-FOLDER
Prints TAP. Runs on the practice network only: nothing leaves this PC.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, SCHEMAS = sys.argv[1], sys.argv[2]
HOME = tempfile.mkdtemp(prefix="kaitsu-cli-")
ENVIRONMENT = dict(os.environ, HOME=HOME, XDG_CONFIG_HOME=HOME + "/config",
                   XDG_DATA_HOME=HOME + "/data", LC_ALL="C.UTF-8", LANGUAGE="")
for name in ("http_proxy", "https_proxy", "G_MESSAGES_DEBUG"):
    ENVIRONMENT.pop(name, None)
results = []


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], env=dict(ENVIRONMENT, **environment), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                          encoding="utf-8")


def path(name, content=None):
    full = os.path.join(HOME, name)
    if content is not None:
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(content)
    return full


def check(name, condition, why=""):
    results.append(bool(condition))
    print(("ok" if condition else "not ok"), len(results), "-", name)
    if not condition:
        for line in str(why).splitlines():
            print("#", line)
    sys.stdout.flush()


def expect(name, done, code, *texts, stream="stderr"):
    said = done.stderr if stream == "stderr" else done.stdout
    missing = [text for text in texts if text not in said]
    check(name, done.returncode == code and not missing,
          f"exit {done.returncode}, expected {code}; missing {missing}\n{done.stdout}{done.stderr}")


def skip(name, why):
    results.append(True)
    print("ok", len(results), "-", name, "# SKIP", why)


def test_usage():
    for arguments, text in (
            ((), "--unit"),
            (("--unit",), "--unit"),
            (("--nonsense",), "--nonsense"),
            (("--unit", "unit2", "--from", "x"), "exclude"),
            (("--unit", "unit99"), "unit99"),
            (("--unit", "UNIT2"), "UNIT2"),
            (("--unit", "unit2", "--practice=moon"), "moon"),
            (("--unit", "unit2", "--lang", "fr", "--practice"), "--lang"),
            (("--unit", "unit2", "--max-time", "0", "--practice"), "--max-time"),
            (("--unit", "unit2", "--max-time", "x", "--practice"), "--max-time"),
            (("--unit", "unit2", "--json", "-", "--text", "-"), "standard output"),
            (("--unit", "unit2", "--pdf", "-"), "PDF"),
            (("--unit", "unit2", "--practice", "--json", "x", "--text", "./x"), "same file"),
            (("--from", "x", "--pdf", "x"), "same file"),
            (("--unit", "unit2", "--practice", "--json", ""), "empty"),
            (("--unit", "unit2", "stray"), "stray")):
        expect("usage: " + " ".join(arguments), run(*arguments, LC_ALL="en_US.UTF-8"), 64, text)


def test_lists():
    units = run("--list-units")
    lines = [line.split("\t") for line in units.stdout.splitlines()]
    check("--list-units has ten lines of three cells", len(lines) == 10
          and all(len(line) == 3 for line in lines), units.stdout)
    check("--list-units: UNIT2", ["unit2", "HOME-UNIT2",
          "tcp/80 tcp/443 tcp/465 tcp/9124 tcp/9127 tcp/9128 tcp/9129 tcp/9990 tcp/9991 tcp/9992 "
          "udp/123 udp/514"] in lines, units.stdout)
    check("--list-units: advisory ports in parentheses", ["unit5", "HOME-UNIT5",
          "tcp/80 tcp/443 tcp/465 udp/67 udp/123 (tcp/587) (udp/514)"] in lines, units.stdout)
    check("--list-units --json -", len(json.loads(run("--list-units", "--json", "-").stdout)) == 10)
    targets = run("--list-targets")
    check("--list-targets", "hmbx.canon.jp\tmaker\t" in targets.stdout, targets.stdout)
    only = run("--list-targets", "--unit", "unit5")
    check("--list-targets --unit", only.returncode == 0 and "portquiz" not in only.stdout
          and "smtp.gmail.com" in only.stdout, only.stdout + only.stderr)
    scenarios = run("--list-scenarios")
    check("--list-scenarios", all(word in scenarios.stdout for word in (
        "open\t", "router-blocks-maintenance\t", "router-drops-maintenance\t", "provider-blocks-465\t", "captive-portal\t",
        "tls-interception\t", "offline\t")), scenarios.stdout)
    expect("--version", run("--version"), 0, "kaitsu-check 0.", stream="stdout")
    expect("--help", run("--help"), 0, "--practice", "--max-time", stream="stdout")


def test_verdicts():
    for scenario, unit, code, verdict in (
            ("open", "unit2", 0, "usable"),
            ("router-blocks-maintenance", "unit2", 1, "not-usable"),
            ("provider-blocks-465", "unit5", 1, "not-usable"),
            ("captive-portal", "unit3", 2, "unconfirmed"),
            ("tls-interception", "unit3", 2, "unconfirmed"),
            ("offline", "unit2", 3, "offline")):
        done = run("--unit", unit, f"--practice={scenario}", "--json", "-")
        document = json.loads(done.stdout)
        check(f"{scenario}: exit {code}, {verdict}", done.returncode == code
              and document["verdict"] == verdict and document["practice"] is True, done.stderr)


def render(result, language, zone):
    """Both reports of a saved result, made by a process of its own; a second later each time."""
    files = [path(f"{language}.pdf"), path(f"{language}.txt")]
    time.sleep(1.1)
    run("--from", result, "--pdf", files[0], "--text", files[1], "--lang", language, TZ=zone)
    contents = []
    for name in files:
        with open(name, "rb") as stream:
            contents.append(stream.read())
        os.unlink(name)
    return contents


def test_reports():
    names = [path(name) for name in ("r.json", "r.txt", "r.pdf")]
    done = run("--unit", "unit2", "--practice=router-blocks-maintenance", "--json", names[0],
               "--text", names[1], "--pdf", names[2], "--lang", "ja")
    expect("all reports at once, and the table", done, 1, "× 止まっています", "練習",
           "HOME サービスをご利用いただけません", stream="stdout")
    with open(names[1], "rb") as stream:
        text = stream.read()
    check("text report: BOM, CRLF, practice mark", text.startswith(b"\xef\xbb\xbf")
          and b"\r\n" in text and b"\n" not in text.replace(b"\r\n", b"")
          and "練習".encode() in text)
    with open(names[2], "rb") as stream:
        check("PDF report", stream.read(5) == b"%PDF-")
    quiet = run("--unit", "unit2", "--practice", "--quiet")
    check("--quiet says nothing", quiet.stdout == "" and quiet.stderr == "", quiet.stdout)
    again = [run("--from", names[0], "--pdf", path("a.pdf"), "--text", path("a.txt"), "--json",
                 path("a.json")) for _ in range(2)]
    check("--from exits with the saved verdict", again[0].returncode == 1, again[0].stderr)
    with open(names[0], "rb") as one, open(path("a.json"), "rb") as two:
        check("--from --json gives the same document", one.read() == two.read())
    first = open(path("a.pdf"), "rb").read()
    run("--from", names[0], "--pdf", path("b.pdf"))
    check("--from --pdf twice gives the same bytes", first == open(path("b.pdf"), "rb").read())
    for language in ("ja", "en"):
        made = [render(names[0], language, zone) for zone in ("Asia/Tokyo", "America/New_York")]
        check(f"--from gives the same bytes in another place and second: {language}",
              made[0] == made[1] and len(made[0]) == 2)
    english = run("--from", names[0], "--text", "-", "--lang", "en")
    check("--lang en", "HOME services cannot be used" in english.stdout, english.stdout)
    repeated = run("--unit", "unit2", "--practice", "--previous", names[0], "--json", "-")
    changed = json.loads(repeated.stdout)["previous"]["changed"]
    expect("--previous of another model", run("--unit", "unit5", "--practice", "--previous",
                                              names[0]), 65, "r.json", "unit.id")
    expect("--lang counts for complaints", run("--lang", "ja", "--bogus", LC_ALL="en_US.UTF-8"), 64)
    check("--previous shows what changed", len(changed) == 7 and changed[0]["from"] == "red"
          and changed[0]["to"] == "green", repeated.stdout[-400:])


def test_schema():
    try:
        import jsonschema
    except ImportError:
        skip("results fit the schema", "python3-jsonschema is missing")
        return
    name = os.path.join(SCHEMAS, "result.schema.json")
    with open(name, encoding="utf-8") as stream:
        validator = jsonschema.Draft202012Validator(json.load(stream))
    for scenario in run("--list-scenarios").stdout.splitlines():
        scenario = scenario.split("\t")[0]
        done = run("--unit", "unit4", f"--practice={scenario}", "--json", "-")
        faults = [f"{list(e.path)}: {e.message}" for e in
                  validator.iter_errors(json.loads(done.stdout))]
        check(f"result of {scenario} fits the schema", not faults, "\n".join(faults))


TARGET = {"host": "a.example", "operator": "own", "uses": ["tcp"], "ports": ["tcp/9124"],
          "controls": ["tcp/80"]}


def targets_file(change):
    document = {"format": "kaitsu-targets", "version": 1, "fresh_until": "2099-12-31",
                "targets": [dict(TARGET)], "portal_checks": []}
    change(document)
    return path("targets.json", json.dumps(document))


def test_bad_input():
    def of(change):
        return run("--list-targets", "--targets", targets_file(change))
    expect("targets: good", of(lambda d: None), 0)
    for name, change, place in (
            ("host is a number", lambda d: d["targets"][0].update(host=7), "targets[0].host"),
            ("host with a space", lambda d: d["targets"][0].update(host="a b"), "targets[0].host"),
            ("ports is a word", lambda d: d["targets"][0].update(ports="tcp/1"), "targets[0].ports"),
            ("unknown use", lambda d: d["targets"][0].update(uses=["gopher"]), "targets[0].uses[0]"),
            ("bad port", lambda d: d["targets"][0].update(ports=["tcp/0"]), "targets[0].ports[0]"),
            ("no host", lambda d: d["targets"][0].pop("host"), "targets[0].host"),
            ("newer version", lambda d: d.update(version=2), "version"),
            ("other format", lambda d: d.update(format="x"), "format")):
        expect("targets: " + name, of(change), 65, "targets.json", place)
    expect("targets: no such file", run("--list-targets", "--targets", path("none.json")), 66,
           "none.json")
    expect("targets: a folder", run("--list-targets", "--targets", HOME), 66, HOME)
    expect("targets: not JSON", run("--list-targets", "--targets", path("t.json", "{\n\"a\":")),
           65, "t.json:2")
    with open(path("huge.json"), "wb") as stream:
        stream.truncate(5 * 1024 * 1024)
    expect("targets: huge file", run("--list-targets", "--targets", path("huge.json")), 65,
           "huge.json", "4 MiB")
    expect("targets: nested too deep",
           run("--list-targets", "--targets", path("deep.json", "[" * 100000)), 65, "deep.json")
    os.mkfifo(path("fifo"))
    expect("targets: a pipe does not hang", run("--list-targets", "--targets", path("fifo")), 66,
           "fifo")
    os.makedirs(HOME + "/config/kaitsu")
    with open(HOME + "/config/kaitsu/targets.json", "w", encoding="utf-8") as stream:
        stream.write("{}")
    expect("own targets file that is bad is not passed over", run("--list-targets"), 65,
           "config/kaitsu/targets.json")
    os.remove(HOME + "/config/kaitsu/targets.json")
    expect("--from: no such file", run("--from", path("none.json")), 66, "none.json")
    expect("--from: something else", run("--from", path("x.json", "{\"format\":\"x\",\"version\":1}")),
           65, "x.json", "format")
    expect("--previous: bad", run("--unit", "unit2", "--practice", "--previous", path("x.json")),
           65, "x.json")


def test_bad_output():
    for option in ("--json", "--text", "--pdf"):
        expect(option + " into a missing folder",
               run("--unit", "unit2", "--practice", option, path("no/such/file")), 73, "no/such/file")
    full = subprocess.run([PROGRAM, "--unit", "unit2", "--practice", "--json", "-"],
                          env=ENVIRONMENT, stdout=open("/dev/full", "w"), stderr=subprocess.PIPE,
                          timeout=60)
    check("standard output is full", full.returncode == 73, full.stderr)
    other = path("kept.txt")
    done = run("--unit", "unit2", "--practice", "--json", path("no/such/file"), "--text", other)
    check("one bad output does not cost the other", done.returncode == 73
          and os.path.getsize(other) > 0)
    test_full_disk()


def test_full_disk():
    script = ("mount -t tmpfs -o size=48k none \"$1\" && printf old > \"$1/r.pdf\" && "
              "head -c 44000 /dev/zero > \"$1/fill\"; \"$2\" --unit unit2 --practice --pdf \"$1/r.pdf\" "
              "--quiet; code=$?; cat \"$1/r.pdf\"; ls \"$1\" | wc -l; exit $code")
    os.mkdir(path("disk"))
    done = subprocess.run(["unshare", "-Urm", "sh", "-c", script, "sh", path("disk"), PROGRAM],
                          env=ENVIRONMENT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    if "unshare" in done.stderr or "mount" in done.stderr:
        skip("full disk", "no user namespaces: " + done.stderr.strip()[:60])
        return
    check("full disk: exit 73, old file whole, no litter", done.returncode == 73
          and done.stdout.split() == ["old2"], f"{done.returncode} {done.stdout} {done.stderr}")


def test_stop():
    for name, number in (("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)):
        process = subprocess.Popen([PROGRAM, "--unit", "unit2", "--practice=silent-log", "--json",
                                    path("stopped.json")], env=ENVIRONMENT,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(2)
        process.send_signal(number)
        process.communicate(timeout=20)
        with open(path("stopped.json"), encoding="utf-8") as stream:
            document = json.load(stream)
        lights = {row["port"]: row["light"] for row in document["ports"]}
        check(name + ": exit 130, what was found is kept", process.returncode == 130
              and document["verdict"] == "stopped" and lights["tcp/443"] == "green"
              and lights["udp/514"] == "none", (process.returncode, lights))
    done = run("--unit", "unit2", "--practice=silent-log", "--max-time", "1", "--json", "-")
    check("--max-time: exit 130", done.returncode == 130, done.returncode)


def test_no_gtk():
    linked = subprocess.run(["ldd", PROGRAM], text=True, stdout=subprocess.PIPE).stdout
    check("links no GTK", "libgio" in linked and "gtk" not in linked, linked)


def main():
    for test in (test_usage, test_lists, test_verdicts, test_reports, test_schema, test_bad_input,
                 test_bad_output, test_stop, test_no_gtk):
        test()
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)


main()
