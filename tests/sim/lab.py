# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""One simulated network, from the PC to the servers, and one run of
kaitsu-check in it.

    pc --lan-- router --access-- edge --backbone-- core --peering-- servers

Run by tests/sim/run as process 1 of its own PID, mount and network
namespaces: when this process ends, every server, interface and mount ends with
it, however it ends. Prints what was found as JSON.
"""

import ctypes
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time

import boxes
import certificates
import faults
import hosts
import servers
import servers_root
from scenario import LINKS, Scenario

CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
FORWARDING = ("router", "edge", "leg1", "leg2", "core")
PC_USER = 65534
READY_SECONDS = 30
CHECK_SECONDS = 120
# As in a Flatpak: namespaces of its own for all but the network.
WRAP = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev",
        "--die-with-parent", "--"]
# Where nmap's mathematics is while no maintainer script has chosen one.
BLAS = "/usr/lib/%s/blas" % sysconfig.get_config_var("MULTIARCH")

libc = ctypes.CDLL(None, use_errno=True)


class LabError(Exception):
    pass


def _must(value):
    if value != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


def _is_many_users():
    """Whether more users than one exist here; to an ordinary user without
    subordinate ids, only the own one does."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        return sum(int(line.split()[2]) for line in file) > PC_USER


class Lab:
    def __init__(self, build, scenario, seed, log):
        self.build = pathlib.Path(build)
        self.scenario = scenario
        self.seed = seed
        self.log = pathlib.Path(log)
        self.access = hosts.ACCESS_BY_NAT[scenario.line["nat"]]
        self.ipv6 = scenario.line["ipv6"] != "none"
        self.many_users = _is_many_users()
        self.root = pathlib.Path(servers_root.provide(self.build / "sim-root"))
        source = pathlib.Path(__file__).resolve().parent
        self.targets = source / "targets" / (scenario.targets + ".json")
        if not scenario.targets:
            self.targets = source.parents[1] / "data/targets.json"
        self.responder = (source.parents[1] / "data/responder/kaitsu-responder.conf").read_text()
        self.hosts = hosts.read(self.targets)
        self.tls = certificates.provide(self.build / "sim-root/tls",
                                        [*self.hosts, "parked.invalid", hosts.VPN_NAME])
        self.running = []
        self.acceptors = []
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.spaces = {name: self._new_space() for name in scenario.spaces}

    # --- namespaces and processes ---

    def _new_space(self):
        _must(libc.unshare(CLONE_NEWNET))
        fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        _must(libc.setns(self.home, CLONE_NEWNET))
        return fd

    def _become(self, user):
        """An ordinary user: where there is but one, by another name and
        without rights over these namespaces."""
        if self.many_users:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            return
        own, group = os.geteuid(), os.getegid()
        _must(libc.unshare(CLONE_NEWUSER))
        for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (user, own)),
                           ("gid_map", "%d %d 1" % (user, group))):
            with open("/proc/self/" + name, "w", encoding="ascii") as file:
                file.write(text)

    def _entrance(self, space, user=0, chroot=False):
        def enter():
            _must(libc.setns(self.spaces[space] if space else self.home, CLONE_NEWNET))
            place = os.open(self.root, os.O_RDONLY) if chroot else None
            if chroot and self.many_users:
                self._chroot(place)
            if user:
                self._become(user)
            if chroot and not self.many_users:
                self._chroot(place)
        return enter

    @staticmethod
    def _chroot(place):
        os.fchdir(place)
        os.chroot(".")
        os.close(place)

    def run(self, space, command, text=None):
        done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, preexec_fn=self._entrance(space),
                              pass_fds=list(self.spaces.values()))
        if done.returncode != 0:
            raise LabError("in %s: %s\n%s\n%s" % (space, command, text or "", done.stdout))

    def _ip(self, space, lines):
        self.run(space, ["ip", "-batch", "-"], "\n".join(lines) + "\n")

    # --- mounts: the PC's own name service and trust, the servers' own /run ---

    def mount(self):
        _mount("--make-rprivate", "/")
        for name in ("dev", "proc"):
            _mount("--rbind", "/" + name, self.root / name)
        for name in ("run", "tmp", "var/log", "var/lib/postfix", "var/spool/postfix"):
            _mount("-t", "tmpfs", "-o", "mode=755", "lab", self.root / name)
        resolver = os.path.realpath("/etc/resolv.conf")
        view = self.build / "sim-root/build"
        view.mkdir(exist_ok=True)
        _mount("-t", "tmpfs", "-o", "mode=755", "lab", "/mnt")
        name_server = hosts.ROUTER_LAN
        if self.scenario.is_ipv6_only:
            name_server = (hosts.LAN6 % 1).split("/", maxsplit=1)[0]
        self._write("/mnt/resolv.conf", "nameserver %s\noptions timeout:2 attempts:2\n"
                    % name_server)
        self._write("/mnt/hosts", "127.0.0.1 localhost\n")
        self._write("/mnt/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
        self._write("/mnt/trust.crt", (self.tls / "right/ca.crt").read_text())
        # A folder above may be closed to the user that the program runs as.
        for name in ("build", "home", "targets"):
            os.mkdir("/mnt/" + name, 0o777)
        _mount("--rbind", self.build, "/mnt/build")
        _mount("--rbind", self.targets.parent, "/mnt/targets")
        os.chmod("/mnt/home", 0o777)
        # What asks the machine's own services would look outside of the lab.
        _mount("-t", "tmpfs", "-o", "mode=755", "lab", "/run")
        if resolver.startswith("/run/"):
            self._write(resolver, "")
        _mount("--bind", "/mnt/resolv.conf", resolver)
        _mount("--bind", "/mnt/hosts", "/etc/hosts")
        _mount("--bind", "/mnt/nsswitch.conf", "/etc/nsswitch.conf")
        _mount("--bind", "/mnt/trust.crt", "/etc/ssl/certs/ca-certificates.crt")
        if os.path.isdir("/etc/kaitsu"):
            _mount("-t", "tmpfs", "lab", "/etc/kaitsu")

    @staticmethod
    def _write(path, text):
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    # --- cables, addresses, routes ---

    def connect(self):
        for name in (None,) + self.scenario.spaces:
            self._sysctl(name)
        ends = self._ends()
        self._ip(None, [line for link, (near, out), (far, in_) in ends for line in (
            "link add %s-a type veth peer name %s netns /proc/self/fd/%d"
            % (link, out, self.spaces[near]),
            "link add %s-b type veth peer name %s netns /proc/self/fd/%d"
            % (link, in_, self.spaces[far]),
            "link set %s-a up" % link, "link set %s-b up" % link)])
        if self.scenario.has_legs:  # short ones: the way must be as long as without
            self._ip(None, ["link add far netns /proc/self/fd/%d type veth peer name %s netns"
                            " /proc/self/fd/%d" % (self.spaces[leg], near, self.spaces["core"])
                            for leg, near in (("leg1", "near"), ("leg2", "near2"))])
        cables = []
        for link, _, _ in ends:
            how = self.scenario.links[link.rstrip("2")]
            cables.append("%s,%s-a,%s-b,%g,%g,%g" % (link, link, link, how.delay, how.loss,
                                                     how.burst))
        with open(self.log.with_suffix(".wire.log"), "w", encoding="utf-8") as log:
            self.wire = subprocess.Popen([self.build / "tests/sim/wire", str(self.seed), *cables],
                                         stdout=subprocess.PIPE, stderr=log, text=True,
                                         stdin=subprocess.DEVNULL, preexec_fn=self._entrance(None))
        if self.wire.stdout.readline() != "ready\n":
            raise LabError("the wire does not work")
        self._number()

    def _ends(self):
        """Each cable with its two ends, as namespace and interface there."""
        line = ("pc", "router", "edge", "core", "servers")
        ends = [(link, (near, "far"), (far, "near"))
                for link, near, far in zip(LINKS, line, line[1:])]
        if self.scenario.has_legs:
            ends[2] = ("backbone", ("edge", "far"), ("leg1", "near"))
            ends.insert(3, ("backbone2", ("edge", "far2"), ("leg2", "near")))
        return ends

    def _sysctl(self, space):
        values = {"net/ipv6/conf/all/disable_ipv6": "0" if self.ipv6 and space else "1",
                  "net/ipv6/conf/default/disable_ipv6": "0" if self.ipv6 and space else "1"}
        if space in FORWARDING:
            values["net/ipv4/ip_forward"] = "1"
            values["net/ipv6/conf/all/forwarding"] = "1" if self.ipv6 else "0"
            # each flow its own way; what a SYN proxy takes for granted
            values["net/ipv4/fib_multipath_hash_policy"] = "1"
            values["net/netfilter/nf_conntrack_tcp_loose"] = "0"
        if space == "servers":
            values["net/ipv4/ip_unprivileged_port_start"] = "0"
        for name in ("all", "default"):
            values["net/ipv4/conf/%s/rp_filter" % name] = "0"
        # The namespace that is written to is the one of the writer.
        _must(libc.setns(self.spaces[space] if space else self.home, CLONE_NEWNET))
        for name, value in values.items():
            with open("/proc/sys/" + name, "w", encoding="ascii") as file:
                file.write(value)
        _must(libc.setns(self.home, CLONE_NEWNET))

    def _number(self):
        far = [h for h in self.hosts.values() if h.name not in self.scenario.without]
        far.append(hosts.Host("parked.invalid", hosts.PARKED))
        self._ip("servers", ["link set lo up", "link set near up",
                             "addr add %s/24 dev near" % hosts.VPN_FAR]
                 + self._addresses(("near", hosts.SERVERS % 2, hosts.SERVERS6 % 2))
                 + [line for h in far for line in self._addresses(
                     ("near", h.address + "/24", h.address6 + "/64"))]
                 + self._default(hosts.SERVERS % 1, hosts.SERVERS6 % 1))
        for space, up, down in (("router", (self.access, hosts.ACCESS6), (hosts.LAN, hosts.LAN6)),
                                ("edge", (hosts.BACKBONE, hosts.BACKBONE6),
                                 (self.access, hosts.ACCESS6)),
                                ("core", (hosts.SERVERS, hosts.SERVERS6),
                                 (hosts.BACKBONE, hosts.BACKBONE6))):
            # Of each link the side of the Internet is 1.
            near, far_ = (2, 1) if space != "core" else (1, 1)
            self._ip(space, ["link set lo up", "link set far up", "link set near up"]
                     + self._addresses(("far", up[0] % near, up[1] % near),
                                       ("near", down[0] % far_, down[1] % far_)))
        self._ip("router", self._default(self.access % 1, hosts.ACCESS6 % 1))
        if self.scenario.has_legs:
            self._number_legs()
        else:
            self._route_backbone()
        translating = ["router"]
        if self.scenario.line["nat"] != "one" or self.scenario.line["ipv4"] == "nat64":
            translating.append("edge")
        for space in translating:
            self._nft(space, "table ip nat {\n chain post {\n"
                             "  type nat hook postrouting priority 100;\n"
                             "  oifname \"far\" masquerade\n }\n}\n")
        self._number_pc()

    def _route_backbone(self):
        self._ip("edge", self._default(hosts.BACKBONE % 1, hosts.BACKBONE6 % 1)
                 + (["route add 2001:db8:1::/64 via " + (hosts.ACCESS6 % 2).split("/")[0]]
                    if self.ipv6 else []))
        self._ip("core", ["route add 203.0.113.0/30 via " + (hosts.BACKBONE % 2).split("/")[0]]
                 + (["route add 2001:db8::/46 via " + (hosts.BACKBONE6 % 2).split("/")[0]]
                    if self.ipv6 else []))

    def _number_legs(self):
        """Edge has two next hops of equal cost and takes one for each flow; back
        from core there is one way, as on the Internet."""
        def address(n, side):
            return (hosts.LEGS % (4 * n + side)).split("/", maxsplit=1)[0]

        self._ip("edge", ["addr flush dev far", "link set far2 up",
                          "addr add %s/30 dev far" % address(1, 2),
                          "addr add %s/30 dev far2" % address(2, 2)])
        self._ip("core", ["addr flush dev near", "link set near2 up"])
        for n, near in (1, "near"), (2, "near2"):
            self._ip("leg%d" % n, ["link set lo up", "link set near up", "link set far up",
                                   "addr add %s/30 dev near" % address(n, 1),
                                   "addr add %s/30 dev far" % address(n + 2, 2),
                                   "route add default via " + address(n + 2, 1),
                                   "route add 203.0.113.0/30 via " + address(n, 2)])
            self._ip("core", ["addr add %s/30 dev %s" % (address(n + 2, 1), near),
                              "route add %s/30 via %s" % (address(n, 0), address(n + 2, 2))])
        self._ip("edge", ["route add default nexthop via %s nexthop via %s"
                          % (address(1, 1), address(2, 1))])
        self._ip("core", ["route add 203.0.113.0/30 via " + address(3, 2)])

    def _addresses(self, *lines):
        found = []
        for device, ipv4, ipv6 in lines:
            found.append("addr add %s dev %s" % (ipv4, device))
            if self.ipv6:
                found.append("addr add %s dev %s nodad" % (ipv6, device))
        return found

    def _default(self, ipv4, ipv6, how=""):
        found = ["route add default via %s %s" % (ipv4.split("/")[0], how)]
        if self.ipv6:
            found.append("route add default via %s" % ipv6.split("/")[0])
        return found

    def _number_pc(self):
        line = self.scenario.line
        lines = ["link set lo up", "link set far name eth0", "link set eth0 up"]
        if self.scenario.is_ipv6_only:
            self._ip("pc", lines + ["addr add %s dev eth0 nodad" % (hosts.LAN6 % 10),
                                    "route add default via " + (hosts.LAN6 % 1).split("/")[0]])
            return
        if line["address"] == "lease":
            lines.append("addr add %s/24 dev eth0 valid_lft 3500 preferred_lft 3500" % hosts.PC)
        elif line["address"] in ("static", "no-route"):
            lines.append("addr add %s/24 dev eth0" % hosts.PC)
        if line["address"] not in ("none", "no-route"):
            if self.ipv6:
                lines.append("addr add %s dev eth0 nodad" % (hosts.LAN6 % 10))
            lines += self._default(hosts.LAN % 1, hosts.LAN6 % 1,
                                   "proto dhcp" if line["address"] == "lease" else "")
        self._ip("pc", lines)

    # --- what is wrong ---

    def _nft(self, space, text):
        if text:
            self.run(space, ["nft", "-f", "-"], text)

    def break_things(self):
        self._nft("servers", self._closed_ports())
        for space in self.spaces:
            self._nft(space, faults.ruleset(self.scenario.faults, space, self.addresses_of))
            self._nft(space, boxes.ruleset(self.scenario.hops, self.scenario.boxes, space))
        line = self.scenario.line
        redirect = []
        if line["portal"] != "no":
            redirect.append("tcp dport 80 redirect to :8080")
            self._nft("router", "table inet portal {\n chain forward {\n"
                                "  type filter hook forward priority 0;\n"
                                "  iifname \"near\" %s\n }\n}\n"
                      % ("reject with icmpx type admin-prohibited"
                         if line["portal"] == "reject" else "drop"))
        if line["dns"] == "filter":
            redirect.append("ip daddr %s tcp dport 80 redirect to :8080" % hosts.ROUTER_LAN)
        if line["intercept"] != "no":
            redirect.append("tcp dport 443 redirect to :8443")
        if redirect:
            self._nft("router", "table ip diversion {\n chain pre {\n"
                                "  type nat hook prerouting priority -100;\n%s }\n}\n"
                      % "".join("  iifname \"near\" %s\n" % rule for rule in redirect))
        if line["dns"] == "silent":
            self._nft("router", "table inet dns {\n chain input {\n"
                                "  type filter hook input priority 0;\n  udp dport 53 drop\n"
                                "  tcp dport 53 drop\n }\n}\n")
        for family, table in ("ipv4", "ip"), ("ipv6", "ip6"):
            if line[family] == "broken":
                self._nft("edge", "table %s broken {\n chain forward {\n"
                                  "  type filter hook forward priority 0;\n  drop\n }\n}\n" % table)
        if line["wan"] != "up":
            self._ip("router", ["link set far down"])
        if line["gateway"] == "dead":
            self._ip("router", ["link set near down"])
            self._ip("pc", ["neigh flush dev eth0"]) # it has been off for a while
        if line["link"] == "down":
            self._ip("pc", ["link set eth0 down"])
        elif line["link"] == "unplugged":
            self._ip(None, ["link set lan-a down"])

    def _closed_ports(self):
        """The maker's host drops what it does not serve, as hosts on the
        Internet mostly do."""
        rules = ""
        for host in self.hosts.values():
            if "path" in host.uses:
                rules += "  ip daddr %s tcp dport != { 80, 443 } drop\n" % host.address
                rules += "  ip daddr %s udp dport != 514 drop\n" % host.address
                rules += "  ip6 daddr %s tcp dport != { 80, 443 } drop\n" % host.address6
                rules += "  ip6 daddr %s udp dport != 514 drop\n" % host.address6
        return ("table inet host {\n chain input {\n"
                "  type filter hook input priority 10;\n%s }\n}\n" % rules)

    def addresses_of(self, name):
        """Where the PC takes a host to be."""
        host = self.hosts[name]
        if name in self.scenario.wrong_addresses:
            return [self.scenario.wrong_addresses[name]]
        return [host.address] + ([host.address6] if self.ipv6 else [])

    # --- what happens while the check is on ---

    def happen(self):
        """In a thread of its own."""
        started = time.monotonic()
        for when, what in self.scenario.events:
            time.sleep(max(0.0, started + when - time.monotonic()))
            if what == "readdress":
                self._ip("pc", ["addr del %s/24 dev eth0" % hosts.PC,
                                "addr add %s/24 dev eth0" % hosts.PC_LATER]
                         + self._default(hosts.LAN % 1, hosts.LAN6 % 1))
            else:
                self._ip(None, ["link set lan-a %s" % ("up" if what == "plug" else "down")])

    # --- servers ---

    def serve(self):
        self._prepare_run()
        for server in [*servers.outside(self), *servers.at_router(self), *servers.on_the_way(self)]:
            for name, text in server.files.items():
                self._write(self.root / "run" / name, text)
            folder = self.root / "run" / server.name
            folder.mkdir(exist_ok=True)
            if self.many_users and server.user:
                os.chown(folder, server.user, server.user)
            log = open(self.log.with_suffix(".%s.log" % server.name), "w", encoding="utf-8")
            process = subprocess.Popen(server.command, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=log, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                                                        **server.environment},
                                       preexec_fn=self._entrance(server.space, server.user, True))
            self.running.append((server, process))

    def _prepare_run(self):
        subprocess.run(["cp", "-r", self.tls, self.root / "run/tls"], check=True)
        subprocess.run(["chmod", "-R", "a+rX", self.root / "run/tls"], check=True)
        if self.many_users:
            self._prepare_postfix()

    def _prepare_postfix(self):
        """What its installation script does."""
        postfix, postdrop = 101, 102
        spool = self.root / "var/spool/postfix"
        for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold",
                     "incoming", "private", "saved", "trace", "public", "maildrop", "pid"):
            (spool / name).mkdir(mode=0o700)
            os.chown(spool / name, postfix, postfix)
        os.chown(spool / "pid", 0, 0)
        for name, mode in (("pid", 0o755), ("public", 0o2710), ("maildrop", 0o1730)):
            if name != "pid":
                os.chown(spool / name, postfix, postdrop)
            os.chmod(spool / name, mode)
        os.chown(self.root / "var/lib/postfix", postfix, postfix)

    def wait_for_servers(self):
        end = time.monotonic() + READY_SECONDS
        for server, process in self.running:
            while not self._is_ready(server):
                if process.poll() is not None or time.monotonic() > end:
                    raise LabError("%s does not start, see its log" % server.name)
                time.sleep(0.05)
            if process.poll() is not None:
                raise LabError("%s ended, see its log" % server.name)

    def _is_ready(self, server):
        if server.listens:
            return self._listens(server.space, server.listens)
        return server.ready is None or self._answers(server.space, server.ready)

    def _listens(self, space, port):
        _must(libc.setns(self.spaces[space], CLONE_NEWNET))
        try:
            with open("/proc/thread-self/net/tcp", encoding="ascii") as file:
                return any(words[3] == "0A" and words[1].endswith(":%04X" % port)
                           for words in map(str.split, file))
        finally:
            _must(libc.setns(self.home, CLONE_NEWNET))

    def _answers(self, space, where):
        _must(libc.setns(self.spaces[space], CLONE_NEWNET))
        try:
            with socket.socket(socket.AF_INET6 if ":" in where[0] else socket.AF_INET) as probe:
                probe.settimeout(2)
                return probe.connect_ex(where) == 0
        finally:
            _must(libc.setns(self.home, CLONE_NEWNET))

    def warm_up(self):
        """The line works before anything is broken; and neighbours know each
        other, as on a line that is in use."""
        if self.scenario.line["address"] in ("none", "no-route"):
            return
        parked = hosts.Host("", hosts.PARKED)
        where = parked.address6 if self.scenario.is_ipv6_only else parked.address
        if self.scenario.line["ipv4"] == "nat64":
            self._translate()
            where = parked.translated
        self._wait_for_answer(where, "no way from the PC to the servers")
        if self.scenario.line["vpn"] != "no":
            self._go_through_tunnel()
            self._wait_for_answer(where, "no way through the VPN")

    def _wait_for_answer(self, address, otherwise):
        end = time.monotonic() + READY_SECONDS
        while not self._answers("pc", (address, 80)):
            if time.monotonic() > end:
                raise LabError(otherwise)
            time.sleep(0.05)

    def _wait_for_device(self, space, name):
        end = time.monotonic() + READY_SECONDS
        while True:
            try:
                return self._ip(space, ["link show dev " + name])
            except LabError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.05)

    def _translate(self):
        self._wait_for_device("edge", "nat64")
        self._ip("edge", ["link set nat64 up", "route add %s dev nat64" % hosts.NAT64_POOL,
                          "route add %s/96 dev nat64" % hosts.NAT64_PREFIX,
                          "route add %s/128 dev nat64" % hosts.NAT64_OWN6])

    def _go_through_tunnel(self):
        """As VPN programs do: the two halves of everything, and beside them
        the way to the other end of the tunnel."""
        self._wait_for_device("pc", "tun0")
        self._ip("pc", ["route add %s via %s" % (hosts.VPN_FAR, hosts.ROUTER_LAN),
                        "route add 0.0.0.0/1 via %s" % hosts.VPN_ENDS[1],
                        "route add 128.0.0.0/1 via %s" % hosts.VPN_ENDS[1]])

    def accept_everything(self):
        """The kernel completes handshakes that nobody will ever take up."""
        for box in self.scenario.boxes:
            if box.kind == "accept":
                _must(libc.setns(self.spaces[box.place], CLONE_NEWNET))
                self.acceptors.append(socket.create_server(("", boxes.ACCEPTOR), backlog=4096))
                _must(libc.setns(self.home, CLONE_NEWNET))

    def keep_logs(self):
        """What would be gone with the lab."""
        for name, path in (("mail", "var/log/postfix.log"), ("syslog", "run/rsyslog/received")):
            if (self.root / path).exists():
                text = (self.root / path).read_text(encoding="utf-8", errors="replace")
                self._write(self.log.with_suffix(".%s.log" % name), text)

    # --- the program under test ---

    def check(self):
        command = ["/mnt/build/src/check/kaitsu-check", "--unit", self.scenario.unit,
                   "--json", "-", "--quiet", "--lang", "en"]
        if self.scenario.targets:
            command += ["--targets", "/mnt/targets/" + self.targets.name]
        if self.scenario.wrap:
            command = WRAP + command
        if self.scenario.line["clock"] != "0":
            faked = self.clock(int(self.scenario.line["clock"]), "/mnt/build/sim-root/root")
            command = ["env", *map("%s=%s".__mod__, faked.items()), *command]
        if self.scenario.max_time:
            command += ["--max-time", self.scenario.max_time]
        environment = {"HOME": "/mnt/home", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                       "KAITSU_DATADIR": "/mnt/build/data", "KAITSU_LOCALEDIR": "/mnt/build/po",
                       "G_DEBUG": "fatal-warnings", "GSETTINGS_BACKEND": "memory"}
        if self.scenario.line["proxy"] != "no":
            environment["https_proxy"] = "http://%s:3128" % hosts.ROUTER_LAN
        threading.Thread(target=self.happen, daemon=True).start()
        started = time.monotonic()
        done = subprocess.run(["setpriv", "--no-new-privs", *command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=environment, timeout=CHECK_SECONDS,
                              preexec_fn=self._entrance("pc", PC_USER))
        seconds = time.monotonic() - started
        compared = self._compare(json.loads(done.stdout)) if self.scenario.compare else {}
        self.wire.send_signal(signal.SIGTERM)
        carried, _ = self.wire.communicate(timeout=10)
        if self.wire.returncode != 0:
            raise LabError("the wire broke: %d, see its log" % self.wire.returncode)
        try:
            result = json.loads(done.stdout)
        except json.JSONDecodeError as error:
            raise LabError("kaitsu-check: exit code %d, no JSON (%s)\n%s"
                           % (done.returncode, error, done.stderr)) from error
        return {"result": result, "code": done.returncode, "seconds": round(seconds, 2),
                "carried": carried.strip(), "stderr": done.stderr, "compared": compared}

    def clock(self, hours, root=""):
        """The environment of a program that sees another time of day: timers
        go on as they do on a machine whose clock is wrong."""
        library = next(pathlib.Path(self.root).glob(servers_root.FAKETIME)).relative_to(self.root)
        return {"LD_PRELOAD": "%s/%s" % (root, library), "FAKETIME": "%+dh" % hours,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}

    def _compare(self, result):
        """How long a port scanner needs for the same ports of one host."""
        host = next(host for host in self.hosts.values() if "tcp" in host.uses)
        taken = {}
        for option, protocol in (("-sT", "tcp"), ("-sU", "udp")):
            ports = [row["port"].split("/")[1] for row in result["ports"]
                     if row["port"].startswith(protocol) and row["port"] != "udp/67"]
            started = time.monotonic()
            subprocess.run(["/usr/bin/nmap", "-Pn", "-n", option, "-p", ",".join(ports),
                            host.address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           check=True, timeout=CHECK_SECONDS, env={"LD_LIBRARY_PATH": BLAS},
                           preexec_fn=self._entrance("pc", 0, True))
            taken["nmap -Pn " + option] = round(time.monotonic() - started, 2)
        return taken


def end_with_runner():
    """Its end of stdin closes when it ends; the kernel clears away the rest."""
    def wait():
        os.read(sys.stdin.fileno(), 1)
        os._exit(1)
    threading.Thread(target=wait, daemon=True).start()


def main():
    end_with_runner()
    build, path, seed, log = sys.argv[1:]
    started = time.monotonic()
    try:
        lab = Lab(build, Scenario(path), int(seed), log)
        lab.mount()
        lab.connect()
        lab.serve()
        lab.wait_for_servers()
        lab.warm_up()
        lab.accept_everything()
        lab.break_things()
        prepared = time.monotonic() - started
        found = lab.check()
        found["prepared"] = round(prepared, 2)
        lab.keep_logs()
    except (LabError, servers_root.RootError, OSError, subprocess.SubprocessError) as error:
        found = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(found))


main()
