/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-judge.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "kaitsu-nick.h"

/*
 * A case in words, separated by ";":
 *   [c|w|h] HOST OUTCOME [rtt=MS] [icmp=TYPE/CODE@OFFENDER] [tls=FLAGS] [port=…]
 *       [probe=https] [addr=ADDRESS]
 * "c" marks a control, "w" a witness, "h" what was heard besides. Host "a" has the address 198.51.100.1, "b" .2, and
 * "6" is 2001:db8::1.
 */

typedef enum {
  PLAIN = 0,
  OFFLINE = 1 << 0,
  PORTAL = 1 << 1,
  STOPPED = 1 << 2,
  PATH_ONLY = 1 << 3, /* host a */
  SIX = 1 << 4,
  VPN = 1 << 5,
  DIAL_IN = 1 << 6, /* there is no gateway */
} Flags;

typedef struct {
  const char *name;
  const char *port;
  Flags flags;
  const char *seen;
  const char *expected; /* "light reason suspects rule" */
  const char *path; /* what the hops say: "VERDICT PASSED NEXT TOTAL PC [OFFENDER]"; NULL for nothing */
} Row;

#define GATEWAY "192.168.1.1"
#define DEST "198.51.100.1"

/* The gateway refused what got through at another time */
#define FICKLE "h b icmp icmp=3/13@" GATEWAY " port=tcp/80; h b answered port=tcp/80;"

/* Another port of host a answers, from far away */
#define WAY "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31;"

static const Row rows[] = {
  /* R01: nothing may be judged while the line is down */
  { "offline beats an answer", "tcp/443", OFFLINE, "a answered", "none offline - R01" },
  { "offline beats a rejection", "tcp/443", OFFLINE, "a icmp icmp=3/13@" GATEWAY,
    "none offline - R01" },
  /* R02 */
  { "portal beats an answer", "tcp/80", PORTAL, "a answered", "yellow captive-portal - R02" },
  { "portal beats a rejection", "tcp/465", PORTAL, "c b connected; a icmp icmp=3/13@" GATEWAY,
    "yellow captive-portal - R02" },
  { "the portal has no say on the LAN", "udp/67", PORTAL, "a lease", "green answered - R12" },
  /* R03 */
  { "nothing tried", "tcp/443", PLAIN, "", "none not-tested - R03" },
  { "stopped before it was tried", "tcp/443", STOPPED, "", "none stopped - R03" },
  /* R04: neither green nor red is about the shop's line */
  { "a VPN beats an answer", "tcp/443", VPN, "a answered", "yellow vpn - R04" },
  { "a VPN beats a rejection", "tcp/465", VPN, "c b connected; a icmp icmp=3/13@" GATEWAY,
    "yellow vpn - R04" },
  { "a VPN beats the hops", "udp/514", VPN, "c a connected; a silent", "yellow vpn - R04",
    "blocked 1 2 5 unknown" },
  { "no VPN while offline", "tcp/443", VPN | OFFLINE, "a answered", "none offline - R01" },
  { "nothing tried through the VPN", "tcp/443", VPN, "", "none not-tested - R03" },
  { "the VPN has no say on the LAN", "udp/67", VPN, "a lease", "green answered - R12" },
  /* R05: a box on the way answers; what is encrypted it can only hand on */
  { "a proxy half of the way out", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a answered rtt=16",
    "yellow intercepted - R05", "nearer 0 3 5 unknown" },
  { "no farther than who opens what is encrypted", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=2; c a connected port=tcp/443 rtt=2;"
    " c a tls-untrusted tls=1 port=tcp/443 probe=https rtt=2; c b connected port=tcp/465 rtt=9;"
    " a answered rtt=3.5", "yellow intercepted - R14" },
  { "where nobody is far, who opens what is encrypted is not near", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=2; c a connected port=tcp/443 rtt=2;"
    " c a tls-untrusted tls=1 port=tcp/443 probe=https rtt=2; a answered rtt=3.5",
    "green answered - R11" },
  { "much farther than who opens what is encrypted", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=2; c a connected port=tcp/443 rtt=2;"
    " c a tls-untrusted tls=1 port=tcp/443 probe=https rtt=2; a answered rtt=30",
    "green answered - R11" },
  { "as far as somebody whose clock is wrong", "tcp/80", PLAIN,
    "c a tls-untrusted tls=8 port=tcp/443 probe=https rtt=30; a answered rtt=30",
    "green answered - R11" },
  { "as far as a certificate of another name", "tcp/80", PLAIN,
    "c a tls-untrusted tls=2 port=tcp/443 probe=https rtt=30; c b connected port=tcp/465 rtt=9;"
    " a answered rtt=30", "green answered - R11" },
  { "as near as a page that a filter shows instead", "tcp/80", PLAIN,
    "c a tls-untrusted tls=2 port=tcp/443 probe=https rtt=2; c b connected port=tcp/465 rtt=9;"
    " a answered rtt=2", "yellow intercepted - R14" },
  { "a proxy for the control as well", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=0.6; c a connected port=tcp/443 rtt=0.6; a answered rtt=0.6",
    "yellow intercepted - R05", "nearer 0 1 5 unknown" },
  { "a handshake before the destination", "tcp/9124", PLAIN, "c a connected; a connected rtt=16",
    "yellow intercepted - R05", "nearer 0 3 5 unknown" },
  { "a certificate speaks for itself", "tcp/443", PLAIN, "a answered rtt=16 probe=https",
    "green answered - R11", "nearer 0 3 5 unknown" },
  { "a certificate that does not", "tcp/443", PLAIN, "a tls-untrusted tls=1 probe=https",
    "yellow intercepted - R13", "nearer 0 3 5 unknown" },
  { "the hops saw nobody nearer", "tcp/80", PLAIN, "a answered rtt=30", "green answered - R11",
    "passes 4 0 5 unknown" },
  { "the destination itself answered one hop early", "tcp/80", PLAIN, "a answered rtt=30",
    "green answered - R11", "answered 4 0 5 unknown" },
  { "nearer, but behind a portal", "tcp/80", PORTAL, "a answered rtt=16",
    "yellow captive-portal - R02", "nearer 0 3 5 unknown" },
  /* R10 */
  { "passes here, rejected there", "tcp/465", PLAIN,
    "c a connected; a answered; b icmp icmp=3/13@" GATEWAY, "yellow partial - R10" },
  { "a dead second target is no partial", "tcp/465", PLAIN, "a answered; b silent",
    "green answered - R11" },
  { "rejected once, and hop-limited packets get past him", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/3@" GATEWAY, "yellow partial - R10", "passes 4 0 5 unknown" },
  { "rejected twice, and hop-limited packets get past him", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; a icmp icmp=3/13@" GATEWAY,
    "yellow partial - R10", "passes 4 0 5 unknown" },
  { "rejected once, and some hop-limited packets as well", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY, "yellow partial - R10", "partial 1 2 5 unknown" },
  { "the hops tell nothing beyond him", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; a icmp icmp=3/13@" GATEWAY,
    "red rejected router R21", "passes 1 0 5 unknown" },
  { "who rejects is none of the hops that tell", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@10.0.0.1; a icmp icmp=3/13@10.0.0.1",
    "red rejected router,provider R21", "passes 4 0 5 unknown" },
  /* R11 */
  { "answered", "tcp/443", PLAIN, "a answered rtt=20", "green answered - R11" },
  { "answered although stopped later", "tcp/443", STOPPED, "a answered", "green answered - R11" },
  { "in the clear, from much too near", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a answered rtt=0.8",
    "yellow intercepted - R14" },
  { "a jittery line", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a answered rtt=12",
    "green answered - R11" },
  { "next door everything is near", "tcp/80", PLAIN,
    "c a connected port=tcp/443 rtt=2; c a connected port=tcp/443 rtt=2; a answered rtt=0.1",
    "green answered - R11" },
  { "only the dates do not fit", "tcp/443", PLAIN, "a tls-untrusted tls=8", "green answered - R11" },
  { "dates and the authority", "tcp/443", PLAIN, "a tls-untrusted tls=9",
    "yellow intercepted - R13" },
  { "a verified target outweighs an odd one", "tcp/465", PLAIN, "a tls-untrusted tls=1; b answered",
    "green answered - R11" },
  /* R12 */
  { "a lease", "udp/67", PLAIN, "a lease", "green answered - R12" },
  { "an address set by hand proves nothing", "udp/67", PLAIN, "a static; a silent",
    "yellow no-evidence - R33" },
  /* R13, R14 */
  { "unknown authority", "tcp/443", PLAIN, "a tls-untrusted tls=1", "yellow intercepted - R13" },
  { "something else answered", "tcp/9124", PLAIN, "c a connected; a unexpected",
    "yellow intercepted - R14" },
  /* R15: a handshake of a target that is known to speak is no answer */
  { "accept-all box", "tcp/9124", PLAIN, "c a connected; a mute", "yellow no-evidence - R15" },
  { "cut before it spoke", "tcp/465", PLAIN, "c a connected; a cut", "yellow no-evidence - R15" },
  { "no TLS session", "tcp/465", PLAIN, "c a connected; a tls-failed", "yellow no-evidence - R15" },
  /* R16, R17 */
  { "connected", "tcp/9124", PLAIN, "a connected rtt=20", "green connected - R16" },
  { "connected, from much too near", "tcp/9124", PLAIN,
    "c a connected rtt=30; c a connected rtt=31; a connected rtt=2", "yellow no-evidence - R17" },
  { "connected where nobody is", "tcp/9124", PATH_ONLY, "c a connected port=tcp/443; a connected",
    "yellow no-evidence - R17" },
  { "connected, and nobody is where nobody should be", "tcp/9124", PATH_ONLY,
    "a silent; b connected", "green connected - R16" },
  { "connected, and so is nobody", "tcp/9124", PATH_ONLY, "a connected; b connected",
    "yellow no-evidence - R17" },
  { "the same machine under two names", "tcp/9124", PATH_ONLY,
    "a connected addr=198.51.100.2; b connected", "green connected - R16" },
  /* R18 */
  { "the destination refuses what it does not serve", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a icmp icmp=3/3@" DEST
    " rtt=30", "green path - R18" },
  { "but who should answer does not", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a icmp icmp=3/3@" DEST
    " rtt=30; c b connected; b silent", "yellow no-evidence - R32" },
  { "its control must be alive", "udp/514", PATH_ONLY, "a icmp icmp=3/3@" DEST " rtt=30",
    "yellow refused-by-destination destination R30" },
  { "a router that poses as the destination", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a icmp icmp=3/3@" DEST
    " rtt=0.5", "yellow no-evidence - R39" },
  { "arrives there, rejected here", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443 rtt=30; c a connected port=tcp/443 rtt=31; a icmp icmp=3/3@" DEST
    " rtt=30; b icmp icmp=3/13@" GATEWAY, "yellow partial - R10" },
  { "a server that should answer refuses", "udp/514", PLAIN, "c a connected; a icmp icmp=3/3@" DEST,
    "yellow refused-by-destination destination R30" },
  { "this PC refuses as if it were the destination", "udp/514", PATH_ONLY,
    "a icmp icmp=3/3@192.168.1.23", "yellow no-evidence - R39" },
  /* R19: nobody reads along with a certificate of another name */
  { "another name", "tcp/443", PLAIN, "a tls-untrusted tls=2 rtt=30", "yellow no-evidence - R19" },
  { "another name, and out of date", "tcp/443", PLAIN, "a tls-untrusted tls=10 rtt=30",
    "yellow no-evidence - R19" },
  { "another name and another authority", "tcp/443", PLAIN, "a tls-untrusted tls=3 rtt=30",
    "yellow intercepted - R13" },
  { "another name, from much too near", "tcp/443", PLAIN,
    "c a connected port=tcp/80 rtt=30; c a connected port=tcp/80 rtt=31;"
    " a tls-untrusted tls=2 rtt=2", "yellow intercepted - R13" },
  { "another name, much nearer than anybody else", "tcp/443", PLAIN,
    "c b connected port=tcp/465 rtt=9; a tls-untrusted tls=2 rtt=2", "yellow intercepted - R13" },
  { "another name, before the destination", "tcp/443", PLAIN, "a tls-untrusted tls=2 rtt=30",
    "yellow intercepted - R13", "nearer 0 3 5 unknown" },
  { "another name here, another authority there", "tcp/465", PLAIN,
    "a tls-untrusted tls=2 rtt=9; b tls-untrusted tls=1 rtt=30", "yellow intercepted - R13" },
  /* R20 */
  { "this PC refuses", "udp/514", PLAIN, "c a connected; a local",
    "red refused-locally pc R20" },
  { "this PC refuses, the other target is silent", "udp/514", PLAIN, "c a connected; a local; b silent",
    "red refused-locally pc R20" },
  { "this PC may send nothing at all", "udp/514", PLAIN, "a local",
    "yellow not-permitted pc R20" },
  { "a port is no control of itself", "udp/514", PLAIN, "c a connected port=udp/514; a local",
    "yellow not-permitted pc R20" },
  { "this PC refuses one host altogether", "tcp/9124", PLAIN,
    "c b connected port=tcp/80; c a local port=tcp/80; a local", "yellow no-evidence - R39" },
  { "this PC refuses this port and the control's", "tcp/9124", PLAIN,
    "c b connected port=tcp/443; c a local port=tcp/80; a local", "red refused-locally pc R20" },
  /* R21 */
  { "the router refuses one host altogether", "tcp/9124", PLAIN,
    "c b connected port=tcp/80; c a icmp icmp=3/13@" GATEWAY " port=tcp/80;"
    "a icmp icmp=3/13@" GATEWAY, "yellow no-evidence - R39" },
  { "the router refuses this port and the control's", "tcp/9124", PLAIN,
    "c b connected port=tcp/443; c a icmp icmp=3/13@" GATEWAY " port=tcp/80;"
    "a icmp icmp=3/13@" GATEWAY, "red rejected router R21" },
  { "the router rejects", "tcp/465", PLAIN, "c a connected; a icmp icmp=3/13@" GATEWAY,
    "red rejected router R21" },
  { "the router says port unreachable", "tcp/465", PLAIN, "c a connected; a icmp icmp=3/3@" GATEWAY,
    "red rejected router R21" },
  { "a stranger on the way to one target", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.9 rtt=20", "red rejected provider,destination R21" },
  { "a stranger who was faster on another port", "tcp/465", PLAIN,
    "h a icmp icmp=3/13@203.0.113.9 rtt=20 port=tcp/587;" WAY
    "a icmp icmp=3/13@203.0.113.9 rtt=29", "red rejected provider,destination R21" },
  { "another stranger was faster", "tcp/465", PLAIN,
    "h a icmp icmp=3/13@203.0.113.8 rtt=20 port=tcp/587;" WAY
    "a icmp icmp=3/13@203.0.113.9 rtt=29",
    "yellow refused-by-destination destination,provider R30" },
  { "a stranger who was slow once", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.9 rtt=29; a icmp icmp=3/13@203.0.113.9 rtt=20",
    "red rejected provider,destination R21" },
  { "a stranger nearer than anybody who answers", "tcp/465", PLAIN,
    "c a connected port=tcp/443; c b connected port=tcp/443 rtt=30;"
    "a icmp icmp=3/13@203.0.113.9 rtt=20", "red rejected provider,destination R21" },
  { "a stranger on the way to another target, too", "tcp/465", PLAIN,
    "c b connected port=tcp/443 rtt=30; c b connected port=tcp/443 rtt=31;"
    "b icmp icmp=3/13@203.0.113.2 rtt=29", "red rejected provider,destination R21",
    "gave-up 1 0 5 unknown" },
  { "the same stranger rejects two targets", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.9 rtt=29; b icmp icmp=3/13@203.0.113.9 rtt=29",
    "red rejected provider R21" },
  { "a stranger rejects one, another live one is missed", "tcp/465", PLAIN,
    WAY "c b connected port=tcp/587; a icmp icmp=3/13@203.0.113.9 rtt=29; b silent",
    "red rejected provider,destination R21" },
  { "the router gives its outer address", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.2 rtt=0.6", "red rejected router R21" },
  { "and that of a carrier's NAT", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@100.64.0.2 rtt=0.6", "red rejected router R21" },
  { "somebody nearer than half of the way", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.9 rtt=6", "red rejected router,provider R21" },
  { "everybody is near", "tcp/465", PLAIN,
    "c a connected port=tcp/443 rtt=0.9; c a connected port=tcp/443 rtt=0.9;"
    "a icmp icmp=3/13@203.0.113.1 rtt=0.5", "red rejected provider R21", "gave-up 1 0 5 unknown" },
  { "the firewall of one dead target", "tcp/9124", PLAIN,
    "c b connected; c a icmp icmp=3/13@203.0.113.9; a icmp icmp=3/13@203.0.113.9",
    "yellow no-evidence - R39" },
  { "stopped before the other target was heard", "tcp/465", STOPPED,
    "c a connected; a icmp icmp=3/13@203.0.113.9", "none stopped - R31" },
  { "a carrier's NAT rejects", "tcp/465", PLAIN, WAY "a icmp icmp=3/13@100.64.0.1 rtt=16",
    "red rejected provider R21" },
  { "a second private hop: two suspects", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@10.0.0.1", "red rejected router,provider R21" },
  { "rejected there, silent here", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; b silent", "red rejected router R21" },
  { "without any control nothing is blocked", "tcp/465", PLAIN, "a icmp icmp=3/13@" GATEWAY,
    "yellow no-evidence - R39" },
  { "the destination contradicts", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; b mute", "yellow no-evidence - R15" },
  { "host unreachable needs that host's own control", "tcp/465", PLAIN,
    "c b connected; a icmp icmp=3/1@203.0.113.9", "yellow no-evidence - R39" },
  { "the line went down in between", "tcp/465", PLAIN,
    "c a connected port=tcp/443; a icmp icmp=3/1@203.0.113.9 at=5", "yellow no-evidence - R39" },
  { "host unreachable for one port only", "tcp/465", PLAIN,
    "c a connected port=tcp/443 at=9 rtt=30; c a connected port=tcp/443 at=9 rtt=30;"
    "a icmp icmp=3/1@203.0.113.9 at=5 rtt=20", "red rejected provider,destination R21" },
  { "a firewall near a destination that serves nothing", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a icmp icmp=3/13@203.0.113.9", "yellow no-evidence - R39" },
  { "the router, although the destination serves nothing", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a icmp icmp=3/13@" GATEWAY "; a icmp icmp=3/13@" GATEWAY,
    "red rejected router R21" },
  { "a routing loop is no rejection", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=11/0@203.0.113.9", "yellow no-evidence - R39" },
  { "gateway dead: the kernel speaks for itself", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/1@192.168.1.23", "yellow no-evidence - R39" },
  { "IPv6 policy", "tcp/465", SIX,
    "c 6 connected port=tcp/443 rtt=30; c 6 connected port=tcp/443 rtt=30;"
    "6 icmp icmp=1/5@2001:db8:ffff::1 rtt=20", "red rejected provider,destination R21" },
  { "IPv6 router with its global address", "tcp/465", SIX,
    "c 6 connected port=tcp/443 rtt=30; c 6 connected port=tcp/443 rtt=30;"
    "6 icmp icmp=1/5@2001:db8:1::1 rtt=0.6", "red rejected router R21" },
  { "IPv6 gateway", "tcp/465", SIX, "c 6 connected; 6 icmp icmp=1/1@fe80::1",
    "red rejected router R21" },
  { "one rejection where nobody answers", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY, "yellow no-evidence - R39" },
  { "one, and a server misses it as well", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; c b connected; b silent",
    "red rejected router R21" },
  { "one, and the hops miss it as well", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@" GATEWAY, "red rejected router R21",
    "blocked 1 2 5 unknown" },
  { "who refuses lets pass what he refused before", "udp/123", PLAIN,
    FICKLE "c a connected; a icmp icmp=3/13@" GATEWAY "; b icmp icmp=3/13@" GATEWAY,
    "yellow no-evidence - R39" },
  { "and says so of hop-limited packets", "udp/514", PLAIN,
    FICKLE "c a connected; a silent", "yellow no-evidence - R29",
    "rejected 1 2 5 unknown " GATEWAY },
  { "what he refused got through to another host", "udp/123", PLAIN,
    "h b icmp icmp=3/13@" GATEWAY " port=tcp/80; h a answered port=tcp/80;"
    "c a connected; a icmp icmp=3/13@" GATEWAY, "red rejected router R21" },
  { "another one does", "udp/123", PLAIN,
    FICKLE "c a connected; a icmp icmp=3/13@10.0.0.1; b icmp icmp=3/13@10.0.0.1",
    "red rejected router,provider R21" },
  /* R22 */
  { "resets from much nearer", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=32; a refused rtt=3; a refused rtt=4",
    "red rejected router,provider R22" },
  { "resets from next door", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=32; a refused rtt=0.1; a refused rtt=0.2",
    "red rejected router,pc R22" },
  { "near resets here, an answer there", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=32; a refused rtt=3; a refused rtt=4; b answered",
    "yellow partial - R10" },
  { "near resets of a stopped run", "tcp/465", STOPPED,
    "c a connected rtt=30; c a connected rtt=32; a refused rtt=3; a refused rtt=4",
    "none stopped - R31" },
  { "one near reset may be a chance", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=32; a refused rtt=3", "yellow no-evidence - R39" },
  { "one control is not enough to compare", "tcp/465", PLAIN,
    "c a connected rtt=30; a refused rtt=3; a refused rtt=4", "yellow no-evidence - R39" },
  { "too near to compare", "tcp/465", PLAIN,
    "c a connected rtt=2; c a connected rtt=2; a refused rtt=0.5; a refused rtt=0.5",
    "yellow refused-by-destination destination,provider R30" },
  { "near at one target, full way at the other", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=30; c b connected rtt=30; c b connected rtt=30;"
    "a refused rtt=3; a refused rtt=3; b refused rtt=29; b refused rtt=29",
    "yellow refused-by-destination destination,provider R30" },
  { "the control is led a longer way", "tcp/9124", PLAIN,
    "c a connected rtt=131; c a connected rtt=131; c b connected port=tcp/443 rtt=31;"
    "a refused rtt=31; a refused rtt=31",
    "yellow refused-by-destination destination,provider R30" },
  /* R23: silent, and the hops say where it ends; hop 2 is the provider's */
  { "this PC drops it", "udp/514", PLAIN, "c a connected; a silent", "red dropped pc R23",
    "blocked 0 1 5 drops" },
  { "the near side of the router", "udp/514", PLAIN, "c a connected; a silent",
    "red dropped router R23", "blocked 0 1 5 leaves" },
  { "a PC that dials in itself", "udp/514", DIAL_IN, "c a connected; a silent",
    "red dropped router,provider R23", "blocked 0 1 5 leaves" },
  { "this PC or the router, nobody can tell", "udp/514", PLAIN, "c a connected; a silent",
    "red dropped pc,router R23", "blocked 0 1 5 unknown" },
  { "behind the router", "udp/514", PLAIN, "c a connected; a silent",
    "red dropped router,provider R23", "blocked 1 2 5 unknown" },
  { "behind a silent hop 1", "udp/514", PLAIN, "c a connected; a silent",
    "red dropped router,provider R23", "blocked 0 2 5 leaves" },
  { "from the router to the destination", "udp/514", PLAIN, "c b connected; a silent; b silent",
    "red dropped router,provider,destination R23", "blocked 1 5 5 unknown" },
  { "hop 2 refuses hop-limited packets", "udp/514", PLAIN, "c a connected; a silent",
    "red rejected provider R23", "rejected 1 2 5 unknown 203.0.113.1" },
  { "the router refuses them, but told of no hop limit", "udp/514", PLAIN,
    "c a connected; a silent; c b connected; b silent", "red rejected router R23",
    "rejected 0 3 5 unknown " GATEWAY },
  { "somebody up to hop 2 refuses them", "udp/514", PLAIN, "c a connected; a silent",
    "red rejected router,provider R23", "rejected 0 2 5 unknown 203.0.113.77" },
  { "somebody up to hop 2 resets them", "tcp/9124", PLAIN, "c a connected; a silent",
    "red rejected router,provider R23", "rejected 1 2 5 unknown" },
  { "inside the provider", "udp/514", PLAIN, "c b connected; a silent; b silent",
    "red dropped provider R23", "blocked 2 3 5 unknown" },
  { "an answer outweighs the hops", "tcp/465", PLAIN, "a answered", "green answered - R11",
    "blocked 1 2 5 unknown" },
  { "hops do not decide what was not silent", "tcp/465", PLAIN, "c a connected; a mute; b silent",
    "yellow no-evidence - R15", "blocked 1 2 5 unknown" },
  { "a rejection says more than the hops", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@" GATEWAY "; b silent", "red rejected router R21",
    "blocked 1 2 5 unknown" },
  { "hops of an offline line decide nothing", "udp/514", OFFLINE, "a silent",
    "none offline - R01", "blocked 1 2 5 unknown" },
  { "undecided hops leave it yellow", "udp/514", PLAIN, "c a connected; a silent",
    "yellow no-evidence - R32", "gave-up 1 0 5 unknown" },
  /* R24, R25, R26 */
  { "some of its packets pass", "udp/514", PLAIN, "c a connected; a silent",
    "yellow partial - R24", "partial 1 2 5 unknown" },
  { "somebody nearer answers", "tcp/9124", PLAIN, "c a connected; a silent",
    "yellow intercepted - R25", "nearer 0 2 5 unknown" },
  { "as far as the control", "udp/514", PATH_ONLY, "c a connected port=tcp/443; a silent",
    "green path - R26", "passes 4 0 5 unknown" },
  { "the target itself answered a hop-limited packet", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a silent", "green path - R26", "answered 4 0 5 unknown" },
  { "only the first hops tell", "udp/514", PATH_ONLY, "c a connected port=tcp/443; a silent",
    "yellow no-evidence - R27", "passes 2 0 5 unknown" },
  { "a server that may be dead is missed, too", "tcp/465", PLAIN,
    "c b connected; c a silent; a silent", "yellow no-evidence - R27", "passes 4 0 5 unknown" },
  { "three quarters of the way are not enough", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a silent", "yellow no-evidence - R27", "passes 3 0 5 unknown" },
  { "far away, at one destination that serves nothing", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a silent", "yellow no-evidence - R29", "blocked 2 3 5 unknown" },
  { "far away, and a second destination is missed", "udp/514", PATH_ONLY,
    "c b connected port=tcp/443; a silent; b silent", "red dropped provider R23",
    "blocked 2 3 5 unknown" },
  { "far away, and a witness misses it as well", "tcp/443", PLAIN,
    "c a connected port=tcp/80; c b connected port=tcp/80; a silent; w b silent",
    "red dropped provider R23", "blocked 2 3 5 unknown" },
  { "far away, and the witness may be dead", "tcp/443", PLAIN,
    "c a connected port=tcp/80; c b silent port=tcp/80; a silent; w b silent",
    "yellow no-evidence - R29", "blocked 2 3 5 unknown" },
  { "a witness is no control of itself", "tcp/80", PLAIN,
    "c a connected port=tcp/443; a silent; w b silent", "yellow no-evidence - R29",
    "blocked 2 3 5 unknown" },
  { "the hops were asked towards the witness", "tcp/443", PLAIN,
    "c a connected port=tcp/80; a silent; w a silent", "yellow no-evidence - R29",
    "blocked 2 3 5 unknown" },
  /* R28: what stops it stops one target's, or that is dead */
  { "a witness gets it", "tcp/443", PLAIN,
    "c a connected port=tcp/80; c b connected port=tcp/80; a silent; w b answered",
    "yellow no-evidence - R28", "blocked 2 3 5 unknown" },
  { "a witness gets it, so the router lets it pass", "tcp/443", PLAIN,
    "c a connected port=tcp/80; c b connected port=tcp/80; a silent; w b connected",
    "yellow no-evidence - R28", "blocked 1 2 5 unknown" },
  { "a witness gets it, and no hop was asked", "tcp/443", PLAIN,
    "c a connected port=tcp/80; a silent; w b answered", "yellow no-evidence - R28" },
  { "a witness does not help a rejection away", "tcp/443", PLAIN,
    "c a connected port=tcp/80; a icmp icmp=3/13@" GATEWAY "; w b silent",
    "red rejected router R21" },
  { "the same stranger refuses it to a witness", "tcp/443", PLAIN,
    "c a connected port=tcp/80 rtt=30; c a connected port=tcp/80 rtt=30;"
    "a icmp icmp=3/13@203.0.113.9 rtt=29; w b icmp icmp=3/13@203.0.113.9",
    "red rejected provider R21" },
  { "another stranger refuses it to a witness", "tcp/443", PLAIN,
    "c a connected port=tcp/80; a icmp icmp=3/13@203.0.113.9; w b icmp icmp=3/13@203.0.113.7",
    "yellow refused-by-destination destination,provider R30" },
  { "refused on the way to one target alone", "tcp/443", PLAIN,
    "c a connected port=tcp/80; a icmp icmp=3/13@203.0.113.9; w b answered",
    "yellow partial - R10" },
  { "a witness makes nothing green", "tcp/443", PLAIN, "c a connected port=tcp/80; w b answered",
    "none not-tested - R03" },
  { "no witness while offline", "tcp/443", OFFLINE, "a silent; w b answered",
    "none offline - R01" },
  /* R29 must not fire when something got through or somebody says no */
  { "the end of the hops beside a refusal", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=30; a refused rtt=29; a refused rtt=31; b silent",
    "yellow refused-by-destination destination,provider R30", "blocked 2 3 5 unknown" },
  { "a live server that is known to answer is missed", "tcp/465", PLAIN,
    "c a connected; a silent", "yellow no-evidence - R27", "passes 4 0 5 unknown" },
  { "a server without a control is missed as well", "udp/123", PLAIN,
    "c b connected; a silent", "yellow no-evidence - R27", "passes 4 0 5 unknown" },
  { "one target rejects, the hops pass", "udp/123", PLAIN,
    "c a connected; a icmp icmp=3/13@203.0.113.9; b silent",
    "yellow no-evidence - R27", "passes 4 0 5 unknown" },
  /* R30 */
  { "a neighbour of the one target refuses it", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.9 rtt=29",
    "yellow refused-by-destination destination,provider R30" },
  { "a neighbour with a private address", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@10.20.30.40 rtt=29",
    "yellow refused-by-destination destination,provider R30" },
  { "nobody knows how far away he is", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@203.0.113.9",
    "yellow refused-by-destination destination,provider R30" },
  { "he is on the way of the control to the same target", "tcp/465", PLAIN,
    WAY "a icmp icmp=3/13@203.0.113.2 rtt=29",
    "yellow refused-by-destination destination,provider R30", "gave-up 1 0 5 unknown" },
  { "reset in the destination's own time", "tcp/465", PLAIN,
    "c a connected rtt=30; c a connected rtt=30; a refused rtt=29; a refused rtt=31",
    "yellow refused-by-destination destination,provider R30" },
  /* R31 */
  { "silent so far, stopped", "tcp/465", STOPPED, "c a connected; a silent", "none stopped - R31" },
  { "proof counts although stopped", "tcp/465", STOPPED,
    "c a connected; a icmp icmp=3/13@" GATEWAY, "red rejected router R21" },
  /* R32, R33: silence is never red */
  { "silent, control answers", "udp/514", PLAIN, "c a connected; a silent",
    "yellow no-evidence - R32" },
  { "silent at two targets", "udp/123", PLAIN, "c a connected; c b connected; a silent; b silent",
    "yellow no-evidence - R32" },
  { "silent, control silent", "udp/514", PLAIN, "c a silent; a silent", "yellow no-evidence - R33" },
  { "another host's control does not vouch", "udp/514", PLAIN, "c b connected; a silent",
    "yellow no-evidence - R33" },
  /* where a rule begins and ends */
  { "just too near", "tcp/80", PLAIN, WAY "a answered rtt=9.9", "yellow intercepted - R14" },
  { "just not too near", "tcp/80", PLAIN, WAY "a answered rtt=10.1", "green answered - R11" },
  { "just nearer than the target", "tcp/465", PLAIN, WAY "a icmp icmp=3/13@203.0.113.9 rtt=22.4",
    "red rejected provider,destination R21" },
  { "just as far as the target", "tcp/465", PLAIN, WAY "a icmp icmp=3/13@203.0.113.9 rtt=22.6",
    "yellow refused-by-destination destination,provider R30" },
  { "resets from just within half of the way", "tcp/9124", PLAIN,
    WAY "a refused rtt=14.9; a refused rtt=14.9", "red rejected router,provider R22" },
  { "resets from just beyond half of the way", "tcp/9124", PLAIN,
    WAY "a refused rtt=15.1; a refused rtt=15.1",
    "yellow refused-by-destination destination,provider R30" },
  { "one near reset of each of two targets", "tcp/9124", PLAIN,
    WAY "c b connected port=tcp/443 rtt=30; c b connected port=tcp/443 rtt=30;"
    "a refused rtt=3; b refused rtt=3", "yellow no-evidence - R39" },
  { "exactly three quarters of the hops", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a silent", "green path - R26", "passes 3 0 4 unknown" },
  { "far away, and the second destination may be dead", "udp/514", PATH_ONLY,
    "c a connected port=tcp/443; a silent; b silent", "yellow no-evidence - R29",
    "blocked 2 3 5 unknown" },
  { "another host's control came after", "tcp/465", PLAIN,
    "c a connected port=tcp/443 at=1; c b connected port=tcp/443 at=9;"
    "a icmp icmp=3/1@" GATEWAY " at=5", "yellow no-evidence - R39" },
  { "a carrier's NAT, although the destination serves nothing", "udp/514", PATH_ONLY,
    "c a connected; a icmp icmp=3/13@100.64.0.1; a icmp icmp=3/13@100.64.0.1",
    "red rejected router,provider R21" },
  { "this PC's own address refuses", "tcp/465", PLAIN,
    "c a connected; a icmp icmp=3/13@192.168.1.23", "yellow no-evidence - R39" },
  { "this PC refuses one, the other target refuses itself", "tcp/465", PLAIN,
    "c b connected rtt=30; c b connected rtt=30; a local; b refused rtt=29",
    "yellow refused-by-destination destination,provider R30" },
  { "hops of a name that does not exist", "tcp/465", PLAIN, "c b connected; a unresolved",
    "yellow no-evidence - R39", "blocked 1 2 5 unknown" },
  { "times of answers are no times of controls", "tcp/465", PLAIN,
    "c a connected port=tcp/443 rtt=30; a answered rtt=3", "green answered - R11" },
  /* R39 */
  { "no such name", "tcp/443", PLAIN, "a unresolved", "yellow no-evidence - R39" },
  { "no route", "tcp/443", PLAIN, "a unreachable", "yellow no-evidence - R39" },
};

static KaitsuObservation *
parse_observation (const Row *row, const char *words)
{
  g_auto (GStrv) word = g_strsplit (words, " ", -1);
  guint i = 0;
  gboolean witness = g_str_equal (word[0], "w");
  gboolean heard = g_str_equal (word[0], "h");
  gboolean control = g_str_equal (word[0], "c");
  int outcome = 0;

  i += control || witness || heard ? 1 : 0;
  const char *host = word[i++];
  g_assert_true (kaitsu_from_nick (KAITSU_TYPE_OUTCOME, word[i++], &outcome));
  KaitsuObservation *o = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, (KaitsuOutcome) outcome);
  g_assert_true (kaitsu_port_parse (control ? "tcp/80" : row->port, &o->port));
  o->control = control || witness;
  o->family = row->flags & SIX ? KAITSU_FAMILY_IPV6 : KAITSU_FAMILY_IPV4;
  o->host = g_strdup (host);
  o->address = g_str_equal (host, "6") ? g_strdup ("2001:db8::1")
                                       : g_strdup_printf ("198.51.100.%d", host[0] - 'a' + 1);
  for (; word[i] != NULL; i++)
    {
      char offender[64];
      double ms;

      if (sscanf (word[i], "rtt=%lf", &ms) == 1)
        o->rtt_us = (gint64) (ms * 1000);
      else if (sscanf (word[i], "icmp=%d/%d@%63s", &o->icmp.type, &o->icmp.code, offender) == 3)
        o->icmp.offender = g_strdup (offender);
      else if (sscanf (word[i], "at=%lf", &ms) == 1)
        o->at_us = (gint64) (ms * 1000);
      else if (g_str_equal (word[i], "probe=https"))
        o->probe = KAITSU_PROBE_KIND_HTTPS;
      else if (g_str_has_prefix (word[i], "addr="))
        {
          g_free (o->address);
          o->address = g_strdup (word[i] + 5);
        }
      else if (g_str_has_prefix (word[i], "port="))
        g_assert_true (kaitsu_port_parse (word[i] + 5, &o->port));
      else
        g_assert_cmpint (sscanf (word[i], "tls=%u", &o->tls_errors), ==, 1);
    }
  return o;
}

static void
parse_case (const Row *row,
            GPtrArray *observations,
            GPtrArray *controls,
            GPtrArray *witnesses,
            GPtrArray *heard)
{
  g_auto (GStrv) parts = g_strsplit (row->seen, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) == '\0')
        continue;
      KaitsuObservation *o = parse_observation (row, parts[i]);
      if (g_str_has_prefix (parts[i], "w "))
        g_ptr_array_add (witnesses, o);
      else if (g_str_has_prefix (parts[i], "h "))
        g_ptr_array_add (heard, o);
      else
        g_ptr_array_add (o->control ? controls : observations, o);
    }
}

static gboolean
parse_path (const Row *row, char *offender, KaitsuPathFact *fact)
{
  static const char *const verdicts[]
      = { "undecided", "passes", "answered", "blocked", "partial", "nearer", "gave-up", NULL };
  static const char *const pcs[] = { "unknown", "leaves", "drops", NULL };
  char verdict[16], pc[16];
  KaitsuHopDecision *d = &fact->decision;

  if (row->path == NULL)
    return FALSE;
  int n = sscanf (row->path, "%15s %u %u %u %15s %39s", verdict, &d->passed, &d->next, &d->total,
                  pc, offender);
  g_assert_cmpint (n, >=, 5);
  fact->offender = n > 5 ? offender : NULL;
  d->rejected = g_str_equal (verdict, "rejected");
  if (d->rejected)
    strcpy (verdict, "blocked");
  while (!g_str_equal (verdicts[d->verdict], verdict))
    d->verdict++;
  while (!g_str_equal (pcs[fact->pc], pc))
    fact->pc++;
  return TRUE;
}

static char *
describe (const KaitsuFinding *finding)
{
  g_autoptr (GString) suspects = g_string_new (finding->n_suspects == 0 ? "-" : "");

  for (guint i = 0; i < finding->n_suspects; i++)
    g_string_append_printf (suspects, "%s%s", i > 0 ? "," : "",
                            kaitsu_nick (KAITSU_TYPE_PARTY, (int) finding->suspects[i]));
  return g_strdup_printf ("%s %s %s %.3s", kaitsu_nick (KAITSU_TYPE_LIGHT, (int) finding->light),
                          kaitsu_nick (KAITSU_TYPE_REASON, (int) finding->reason), suspects->str,
                          finding->rule);
}

static KaitsuNetwork *
make_network (void)
{
  KaitsuNetwork *network = kaitsu_network_new ();

  network->address = g_strdup ("192.168.1.23");
  network->gateway = g_strdup (GATEWAY);
  network->gateway_ipv6 = g_strdup ("fe80::1");
  return network;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  static const char *const host_a[] = { "a", NULL };
  GDestroyNotify unref = (GDestroyNotify) kaitsu_observation_unref;
  g_autoptr (GPtrArray) observations = g_ptr_array_new_with_free_func (unref);
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (unref);
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (unref);
  g_autoptr (GPtrArray) heard = g_ptr_array_new_with_free_func (unref);
  g_autoptr (KaitsuNetwork) network = make_network ();
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  network->vpn = (row->flags & VPN) != 0;
  if (row->flags & DIAL_IN)
    g_clear_pointer (&network->gateway, g_free);
  KaitsuCase matter = {
    .family = row->flags & SIX ? KAITSU_FAMILY_IPV6 : KAITSU_FAMILY_IPV4,
    .observations = observations,
    .controls = controls,
    .witnesses = witnesses,
    .heard = heard,
    .network = network,
    .offline = (row->flags & OFFLINE) != 0,
    .portal = (row->flags & PORTAL) != 0,
    .stopped = (row->flags & STOPPED) != 0,
    .path_only = row->flags & PATH_ONLY ? host_a : NULL,
  };
  g_autoptr (GPtrArray) hops = g_ptr_array_new ();
  KaitsuPathFact fact = { .hops = hops, .host = "a" };
  char offender[40];

  g_ptr_array_add (hops, (char *) GATEWAY);
  g_ptr_array_add (hops, (char *) "203.0.113.1");
  g_ptr_array_add (hops, (char *) "203.0.113.2");
  g_ptr_array_add (hops, (char *) "");
  if (row->path != NULL)
    {
      matter.hops = hops;
      matter.hops_host = "a";
    }
  if (parse_path (row, offender, &fact))
    matter.path = &fact;

  g_assert_true (kaitsu_port_parse (row->port, &matter.port));
  parse_case (row, observations, controls, witnesses, heard);
  kaitsu_judge_port (&matter, &finding);
  g_autofree char *said = describe (&finding);
  g_assert_cmpstr (said, ==, row->expected);
}

/* Every rule has a case in which it decides. */
static void
test_every_rule_is_tested (void)
{
  g_autofree const char **rules = kaitsu_judge_list_rules ();

  for (guint i = 0; rules[i] != NULL; i++)
    {
      gboolean found = FALSE;
      for (gsize j = 0; j < G_N_ELEMENTS (rows); j++)
        found |= strncmp (strrchr (rows[j].expected, ' ') + 1, rules[i], 3) == 0;
      if (!found)
        g_error ("no case for rule %s", rules[i]);
    }
}

/* Double NAT: privately numbered hops after the router are never certain. */
static void
test_hops (void)
{
  static const struct
  {
    const char *hops[4];
    guint hop, total;
    KaitsuParty party;
  } table[] = {
    { { "192.168.1.1", "203.0.113.1", "", "" }, 1, 5, KAITSU_PARTY_ROUTER },
    { { "192.168.1.1", "203.0.113.1", "", "" }, 2, 5, KAITSU_PARTY_PROVIDER },
    { { "192.168.1.1", "10.0.0.1", "", "" }, 2, 5, KAITSU_PARTY_ROUTER },
    { { "192.168.1.1", "10.0.0.1", "203.0.113.1", "" }, 3, 5, KAITSU_PARTY_PROVIDER },
    { { "192.168.1.1", "100.64.0.1", "", "" }, 2, 5, KAITSU_PARTY_PROVIDER },
    { { "192.168.1.1", "", "10.0.0.1", "" }, 3, 5, KAITSU_PARTY_PROVIDER },
    { { "192.168.1.1", "", "", "" }, 5, 5, KAITSU_PARTY_DESTINATION },
    { { "", "", "", "" }, 9, 0, KAITSU_PARTY_PROVIDER },
  };
  g_autoptr (KaitsuNetwork) network = make_network ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) hops = g_ptr_array_new ();
      for (guint h = 0; h < 4; h++)
        g_ptr_array_add (hops, (char *) table[i].hops[h]);
      g_assert_cmpint (kaitsu_judge_hop (network, hops, table[i].hop, table[i].total), ==,
                       table[i].party);
    }
}

static void
set_light (GListStore *ports, const char *name, KaitsuRole role, KaitsuLight light)
{
  KaitsuPort port;
  static const char *const none[] = { NULL };
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  g_assert_true (kaitsu_port_parse (name, &port));
  g_autoptr (KaitsuPortResult) row = kaitsu_port_result_new (port, role, none);
  finding.light = light;
  kaitsu_port_result_set_finding (row, &finding);
  g_list_store_append (ports, row);
}

static void
test_verdicts (void)
{
  static const struct
  {
    KaitsuLight first, second, advisory;
    gboolean offline, stopped;
    KaitsuVerdict verdict;
  } table[] = {
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_GREEN, KAITSU_LIGHT_GREEN, 0, 0, KAITSU_VERDICT_USABLE },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_GREEN, KAITSU_LIGHT_RED, 0, 0, KAITSU_VERDICT_USABLE },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_GREEN, KAITSU_LIGHT_YELLOW, 0, 0, KAITSU_VERDICT_USABLE },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_RED, KAITSU_LIGHT_GREEN, 0, 0, KAITSU_VERDICT_NOT_USABLE },
    { KAITSU_LIGHT_YELLOW, KAITSU_LIGHT_RED, KAITSU_LIGHT_GREEN, 0, 0, KAITSU_VERDICT_NOT_USABLE },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_YELLOW, KAITSU_LIGHT_GREEN, 0, 0, KAITSU_VERDICT_UNCONFIRMED },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_NONE, KAITSU_LIGHT_GREEN, 0, 0, KAITSU_VERDICT_UNCONFIRMED },
    { KAITSU_LIGHT_GREEN, KAITSU_LIGHT_RED, KAITSU_LIGHT_GREEN, 0, 1, KAITSU_VERDICT_STOPPED },
    { KAITSU_LIGHT_NONE, KAITSU_LIGHT_NONE, KAITSU_LIGHT_NONE, 1, 0, KAITSU_VERDICT_OFFLINE },
    { KAITSU_LIGHT_NONE, KAITSU_LIGHT_NONE, KAITSU_LIGHT_NONE, 1, 1, KAITSU_VERDICT_OFFLINE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GListStore) ports = g_list_store_new (KAITSU_TYPE_PORT_RESULT);

      set_light (ports, "tcp/80", KAITSU_ROLE_REQUIRED, table[i].first);
      set_light (ports, "tcp/443", KAITSU_ROLE_REQUIRED, table[i].second);
      set_light (ports, "tcp/587", KAITSU_ROLE_ADVISORY, table[i].advisory);
      g_assert_cmpint (kaitsu_judge_run (G_LIST_MODEL (ports), table[i].offline, table[i].stopped), ==,
                       table[i].verdict);
    }
}

/* The services of a real unit, for the lights of its ports. */
typedef struct {
  const char *unit;
  const char *not_green; /* "tcp/443=red udp/514=yellow" */
  const char *service;
  KaitsuLight light;
  gboolean note_only;
} ServiceRow;

static const ServiceRow service_rows[] = {
  { "unit3", "", "log-upload", KAITSU_LIGHT_GREEN, FALSE },
  { "unit3", "tcp/443=red", "log-upload", KAITSU_LIGHT_RED, FALSE },
  { "unit3", "udp/514=red", "log-upload", KAITSU_LIGHT_YELLOW, TRUE },
  { "unit3", "udp/514=yellow", "log-upload", KAITSU_LIGHT_YELLOW, TRUE },
  { "unit3", "tcp/443=yellow udp/514=red", "log-upload", KAITSU_LIGHT_YELLOW, FALSE },
  { "unit2", "udp/514=red", "log-upload", KAITSU_LIGHT_RED, FALSE },
  { "unit5", "udp/514=red", "log-upload", KAITSU_LIGHT_GREEN, FALSE },
  { "unit2", "tcp/9991=red", "maintenance", KAITSU_LIGHT_RED, FALSE },
  { "unit2", "tcp/9991=yellow", "maintenance", KAITSU_LIGHT_YELLOW, FALSE },
  { "unit5", "tcp/443=red", "log-upload", KAITSU_LIGHT_RED, FALSE },
  { "unit5", "tcp/587=red", "alert-mail", KAITSU_LIGHT_GREEN, FALSE },
};

static KaitsuLight
light_of (const char *spec, const char *port)
{
  g_auto (GStrv) words = g_strsplit (spec, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      int light = 0;
      char *equals = strchr (words[i], '=');
      if (equals == NULL || strncmp (words[i], port, strlen (port)) != 0
          || equals - words[i] != (gssize) strlen (port))
        continue;
      g_assert_true (kaitsu_from_nick (KAITSU_TYPE_LIGHT, equals + 1, &light));
      return (KaitsuLight) light;
    }
  return KAITSU_LIGHT_GREEN;
}

static const KaitsuServiceResult *
find_service (GPtrArray *services, const char *id)
{
  for (guint i = 0; i < services->len; i++)
    {
      const KaitsuServiceResult *service = g_ptr_array_index (services, i);
      if (g_strcmp0 (service->id, id) == 0)
        return service;
    }
  g_error ("no service %s", id);
}

static void
test_services (void)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (service_rows); i++)
    {
      const ServiceRow *row = &service_rows[i];
      KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, row->unit);
      GPtrArray *unit_ports = kaitsu_unit_get_ports (unit);
      g_autoptr (GListStore) ports = g_list_store_new (KAITSU_TYPE_PORT_RESULT);

      for (guint p = 0; p < unit_ports->len; p++)
        {
          const KaitsuUnitPort *port = g_ptr_array_index (unit_ports, p);
          g_autofree char *name = kaitsu_port_to_string (port->port);
          set_light (ports, name, port->role, light_of (row->not_green, name));
        }
      g_autoptr (KaitsuResult) holder = kaitsu_result_new (unit, FALSE);
      kaitsu_result_set_services (holder, kaitsu_judge_services (unit, G_LIST_MODEL (ports)));
      const KaitsuServiceResult *service
          = find_service (kaitsu_result_get_services (holder), row->service);
      g_test_message ("%s %s", row->unit, row->not_green);
      g_assert_cmpint (service->light, ==, row->light);
      g_assert_cmpint (service->note_only, ==, row->note_only);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/judge/port/%s", rows[i].name);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/judge/every-rule-is-tested", test_every_rule_is_tested);
  g_test_add_func ("/judge/hops", test_hops);
  g_test_add_func ("/judge/verdicts", test_verdicts);
  g_test_add_func ("/judge/services", test_services);
  return g_test_run ();
}
