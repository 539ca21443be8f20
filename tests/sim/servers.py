# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""The lab's servers: real programs of Debian, and what they are told.

Each function yields what to start: a Server. Files named in a Server are
written below /run of the servers' root, which is private to one scenario.
"""

import boxes
import faults
import hosts

NGINX_USER = 33
RESPONDER = "/run/responder.conf"


class Server:
    """A program to start: its namespace, the user that it runs as (0: stays
    root of the lab), what answers once it is ready; or, where nobody must
    call it but those whom it lies in wait for, the TCP port that it has then."""

    def __init__(self, name, space, command, user=0, ready=None, files=None, listens=0,
                 environment=None):
        self.name = name
        self.space = space
        self.command = command
        self.user = user
        self.ready = ready      # (address, TCP port)
        self.listens = listens
        self.files = files or {}
        self.environment = environment or {}


def is_responder(host):
    return host.own and bool(host.uses & {"tcp", "udp"})


def _nginx(name, space, blocks, ready):
    conf = """
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
load_module /usr/lib/nginx/modules/ngx_mail_module.so;
worker_processes 1;
pid /run/%(name)s/pid;
error_log stderr warn;
events { worker_connections 512; }
%(blocks)s
""" % {"name": name, "blocks": blocks}
    return Server(name, space, ["/usr/sbin/nginx", "-e", "stderr", "-p", "/run/" + name, "-c",
                                "/run/%s.conf" % name, "-g", "daemon off;"],
                  user=NGINX_USER, ready=ready, files={name + ".conf": conf})


def _http(name, text):
    paths = "".join("  %s_temp_path /run/%s/%s;\n" % (kind, name, kind)
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return ("http {\n  access_log off;\n  server_tokens off;\n  default_type text/plain;\n"
            + paths + text + "}\n")


def _listen(host, port, ipv6, options=""):
    lines = "    listen %s:%d%s;\n" % (host.address, port, options)
    if ipv6:
        lines += "    listen [%s]:%d%s;\n" % (host.address6, port, options)
    return lines


def _tls(name, folder="right"):
    return ("    ssl_certificate /run/tls/%(f)s/%(n)s.crt;\n"
            "    ssl_certificate_key /run/tls/%(f)s/%(n)s.key;\n" % {"f": folder, "n": name})


def _name_shown(lab, host):
    """Whose certificate it is that a host shows."""
    if host.name not in lab.scenario.wrong_name:
        return host.name
    return next(name for name in lab.hosts if name != host.name)


def _web_server(lab, host):
    """The web of one host: pages of a portal check, a page on every port, or
    just something."""
    ipv6 = lab.ipv6
    text = "  server {\n    server_name %s;\n" % host.name
    ports = set()
    if host.pages or host.uses & {"http", "tcp", "udp"}:
        ports.add(80)
    if "tcp" in host.uses and not is_responder(host):
        ports |= {int(p.split("/")[1]) for p in faults.MAINTENANCE}
    for port in sorted(ports):
        text += _listen(host, port, ipv6)
    secure = "https" in host.uses or is_responder(host)
    if secure:
        text += _listen(host, 443, ipv6, " ssl") + _tls(_name_shown(lab, host))
    for path, status, body in host.pages:
        text += '    location = %s { return %d "%s\\n"; }\n' % (path, status, body)
    text += '    location / { return 200 "%s\\n"; }\n  }\n' % (host.expect or "hello")
    return text if ports or secure else ""


def _parked(ipv6):
    """Where every name leads when DNS lies: answers everything, wrongly."""
    host = hosts.Host("parked.invalid", hosts.PARKED)
    return ("  server {\n%s%s%s    return 200 \"This domain is for sale.\\n\";\n  }\n"
            % (_listen(host, 80, ipv6), _listen(host, 443, ipv6, " ssl"), _tls(host.name, "wrong")))


def _mail_by_nginx(names, ipv6):
    text = "mail {\n  auth_http 127.0.0.1:1;\n  smtp_auth none;\n"
    for host in names:
        text += "  server {\n    protocol smtp;\n    server_name %s;\n%s%s  }\n" % (
            host.name, _listen(host, 465, ipv6, " ssl"), _tls(host.name))
        text += "  server {\n    protocol smtp;\n    server_name %s;\n%s  }\n" % (
            host.name, _listen(host, 587, ipv6))
    return text + "}\n" if names else ""


def _postfix(host, ipv6):
    where = [host.address] + (["[%s]" % host.address6] if ipv6 else [])
    main = """
compatibility_level = 3.6
myhostname = %(name)s
mydestination =
local_recipient_maps =
inet_protocols = %(families)s
smtpd_tls_cert_file = /run/tls/right/%(name)s.crt
smtpd_tls_key_file = /run/tls/right/%(name)s.key
smtpd_peername_lookup = no
smtpd_tls_security_level = may
queue_directory = /var/spool/postfix
data_directory = /var/lib/postfix
maillog_file = /var/log/postfix.log
alias_maps =
""" % {"name": host.name, "families": "all" if ipv6 else "ipv4"}
    master = ""
    for address in where:
        master += "%s:465 inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n" % address
        master += "%s:587 inet n - n - - smtpd\n" % address
    for name, kind, program in (("tlsmgr", "unix", "tlsmgr"), ("anvil", "unix", "anvil"),
                                ("rewrite", "unix", "trivial-rewrite"),
                                ("postlog", "unix-dgram", "postlogd")):
        private = "n" if name == "postlog" else "-"
        master += "%s %s %s - n - 1 %s\n" % (name, kind, private, program)
    return Server("postfix", "servers",
                  ["/usr/lib/postfix/sbin/master", "-c", "/run/postfix", "-d"],
                  ready=(host.address, 465),
                  files={"postfix/main.cf": main, "postfix/master.cf": master})


def _responder(names, responder):
    """The configuration that the project ships, as a dealer would use it."""
    if not names:
        return "", {}
    return "stream { include %s; }\n" % RESPONDER, {"responder.conf": responder}


def outside(lab):
    """The servers beyond the provider."""
    names = [h for h in lab.hosts.values() if h.name not in lab.scenario.without]
    without = lab.scenario.without
    ipv6 = lab.ipv6
    mail = [h for h in names if h.uses & {"smtps", "submission"} and "mail" not in without]
    blocks = _http("nginx", "".join(_web_server(lab, h) for h in names) + _parked(ipv6))
    if mail and lab.many_users:
        yield _postfix(mail.pop(0), ipv6)
    blocks += _mail_by_nginx(mail, ipv6)
    stream, files = _responder([h for h in names if is_responder(h)], lab.responder)
    server = _nginx("nginx", "servers", blocks + stream,
                    (hosts.Host("", hosts.PARKED).address, 80))
    server.files.update(files)
    yield server
    if "ntp" not in without:
        yield _chrony("chrony")
        for number, (name, hours) in enumerate(lab.scenario.wrong_clocks.items()):
            yield _chrony("chrony-wrong%d" % number, lab.hosts[name], lab.clock(hours))
    if "syslog" not in without:
        yield _rsyslog([h for h in names if "path" in h.uses])


def _chrony(name, host=None, environment=None):
    """For all addresses, or for one that then has its own."""
    only = "bindaddress %s\n" % host.address if host else ""
    return Server(name, "servers",
                  ["/usr/sbin/chronyd", "-x", "-d", "-U", "-u", "nobody", "-f",
                   "/run/%s.conf" % name],
                  user=NGINX_USER, environment=environment,
                  files={name + ".conf": "local stratum 2\nallow all\nport 123\ncmdport 0\n%s"
                                         "bindcmdaddress /\npidfile /run/%s/pid\n"
                                         % (only, name)})


def _rsyslog(names):
    inputs = "".join('input(type="imudp" port="514" address="%s")\n' % h.address for h in names)
    return Server("rsyslog", "servers",
                  ["/usr/sbin/rsyslogd", "-n", "-i", "/run/rsyslog/pid", "-f", "/run/rsyslog.conf"],
                  user=NGINX_USER,
                  files={"rsyslog.conf": 'global(workDirectory="/run/rsyslog")\n'
                                         'module(load="imudp")\n%s'
                                         '*.* /run/rsyslog/received\n' % inputs})


def _dnsmasq(lab):
    line = lab.scenario.line
    command = ["/usr/sbin/dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv",
               "--no-hosts", "--interface=near", "--except-interface=lo", "--bind-interfaces",
               "--dhcp-leasefile=/run/dnsmasq.leases", "--local=/#/"]
    if line["dns"] in ("silent", "refused"):
        command.append("--port=0")
    elif line["dns"] == "lying":
        command.append("--address=/#/%s" % hosts.Host("", hosts.PARKED).address)
    else:
        if line["dns"] == "wildcard":
            command.append("--address=/#/%s" % hosts.Host("", hosts.PARKED).address)
        for host in lab.hosts.values():
            addresses = [host.address] + ([host.address6] if lab.ipv6 else [])
            if line["ipv4"] == "nat64":
                addresses = [host.address, host.translated]
            if line["dns"] == "filter" and host.pages:
                addresses = [hosts.ROUTER_LAN]
            if host.name in lab.scenario.wrong_addresses:
                addresses = [lab.scenario.wrong_addresses[host.name]]
            command.append("--host-record=%s,%s" % (host.name, ",".join(addresses)))
    if line["dhcp"] == "yes":
        command.append("--dhcp-range=192.168.1.100,192.168.1.150,1h")
    ready = None if "--port=0" in command else (hosts.ROUTER_LAN, 53)
    return Server("dnsmasq", "router", command, ready=ready)


def _page_of_router(lab):
    """What a captive portal shows, or a filter of names."""
    answer = 'return 302 http://%s:8081/login' % hosts.ROUTER_LAN
    if lab.scenario.line["portal"] == "page":
        answer = 'return 200 "Please log in.\\n"'
    elif lab.scenario.line["dns"] == "filter":
        answer = 'return 200 "Blocked.\\n"'
    text = "  server {\n    listen 8080;\n    %s;\n  }\n" % answer
    return _nginx("portal", "router", _http("portal", text), (hosts.ROUTER_LAN, 8080))


def _interceptor(lab):
    """Ends TLS with certificates of an authority that the PC does not know,
    and asks the real server itself."""
    text = "  resolver %s ipv6=off;\n" % hosts.ROUTER_LAN
    for host in lab.hosts.values():
        text += ("  server {\n    listen 8443 ssl;\n    server_name %(n)s;\n%(tls)s"
                 "    location / { proxy_pass https://%(a)s; proxy_ssl_server_name on;"
                 " proxy_ssl_name %(n)s; proxy_set_header Host %(n)s; }\n  }\n"
                 % {"n": host.name, "a": host.address, "tls": _tls(host.name, "wrong")})
    return _nginx("interceptor", "router", _http("interceptor", text), (hosts.ROUTER_LAN, 8443))


def _mitmproxy():
    """The same as it comes, with the authority that it makes for itself."""
    return Server("mitmproxy", "router",
                  ["/usr/bin/mitmdump", "--mode", "transparent", "--listen-port", "8443",
                   "--set", "confdir=/run/mitmproxy", "--set",
                   "ssl_verify_upstream_trusted_ca=/run/tls/right/ca.crt"], listens=8443)


def at_router(lab):
    yield _dnsmasq(lab)
    if lab.scenario.line["portal"] != "no" or lab.scenario.line["dns"] == "filter":
        yield _page_of_router(lab)
    if lab.scenario.line["intercept"] == "yes":
        yield _interceptor(lab)
    elif lab.scenario.line["intercept"] == "mitmproxy":
        yield _mitmproxy()


def _map(name, variable, lab, port):
    lines = "".join("  %s %s:%d;\n" % (host.name, host.address, port)
                    for host in lab.hosts.values())
    return "map $%s $%s {\n%s}\n" % (variable, name, lines)


def _web_proxy(lab, box):
    """A transparent proxy: takes what is meant for others, and asks them
    itself. TLS it hands on unread, by the name that the client gives."""
    http = (_map("origin", "host", lab, 80)
            + "  server {\n    listen %d;\n    location / { proxy_pass http://$origin;"
              " proxy_set_header Host $host; }\n  }\n" % boxes.WEB_PROXY)
    stream = ("stream {\n%s  server {\n    listen %d;\n    ssl_preread on;\n"
              "    proxy_pass $origin;\n  }\n}\n"
              % (_map("origin", "ssl_preread_server_name", lab, 443), boxes.TLS_PROXY))
    return _nginx("proxy-" + box.place, box.place, _http("proxy-" + box.place, http) + stream,
                  None)


def _translator():
    """NAT64 (RFC 6146): tayga translates, the edge's own NAT gives all the same
    address."""
    conf = ("tun-device nat64\nipv4-addr %s\nipv6-addr %s\nprefix %s/96\ndynamic-pool %s\n"
            "data-dir /run/tayga\n" % (hosts.NAT64_OWN, hosts.NAT64_OWN6, hosts.NAT64_PREFIX,
                                       hosts.NAT64_POOL))
    return Server("tayga", "edge", ["/usr/sbin/tayga", "--nodetach", "--config", "/run/tayga.conf"],
                  files={"tayga.conf": conf})


def _vpn_end(lab, name, space, ends, others):
    """One end of a VPN as many people have it: it wraps up all that leaves."""
    leaf = "/run/tls/right/" + hosts.VPN_NAME
    return Server(name, space,
                  ["/usr/sbin/openvpn", "--dev", "tun0", "--dev-type", "tun", "--proto", "udp",
                   "--ifconfig", *ends, "--ca", "/run/tls/right/ca.crt",
                   "--cert", leaf + ".crt", "--key", leaf + ".key", *others])


def _vpn(lab):
    near, far = hosts.VPN_ENDS
    yield _vpn_end(lab, "vpn-far", "servers", (far, near),
                   ["--tls-server", "--dh", "none", "--local", hosts.VPN_FAR])
    yield _vpn_end(lab, "vpn-near", "pc", (near, far),
                   ["--tls-client", "--nobind", "--verify-x509-name", hosts.VPN_NAME, "name",
                    "--remote", hosts.VPN_FAR])


def on_the_way(lab):
    """What else works between the PC and the servers."""
    for box in lab.scenario.boxes:
        if box.kind == "proxy":
            yield _web_proxy(lab, box)
    if lab.scenario.line["ipv4"] == "nat64":
        yield _translator()
    if lab.scenario.line["vpn"] != "no":
        yield from _vpn(lab)
