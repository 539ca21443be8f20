/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "way.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_WAITING 64
/* offload header, Ethernet, and an MTU of 1500 */
#define MAX_FRAME 1600

typedef struct {
  gint64 due; /* monotonic, µs */
  gssize length;
  char bytes[MAX_FRAME];
} Frame;

/* One direction; all are late by the same, so they stay in order. */
typedef struct {
  int from;
  int to;
  Frame frames[MAX_WAITING];
  guint first;
  guint n;
} Direction;

static Direction directions[2];

/* The offload header goes along: the other kernel must know which checksums
 * the first one left to its card. */
static int
open_end (const char *name)
{
  const int on = 1;
  struct sockaddr_ll where = {
    .sll_family = AF_PACKET,
    .sll_protocol = g_htons (ETH_P_ALL),
    .sll_ifindex = (int) if_nametoindex (name),
  };
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0 || where.sll_ifindex == 0
      || setsockopt (fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) != 0
      || setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) != 0
      || bind (fd, (struct sockaddr *) &where, sizeof where) != 0)
    return -1;
  return fd;
}

static void
take_in (Direction *way, gint64 now)
{
  while (way->n < MAX_WAITING)
    {
      Frame *frame = &way->frames[(way->first + way->n) % MAX_WAITING];

      frame->length = read (way->from, frame->bytes, sizeof frame->bytes);
      if (frame->length <= 0)
        return;
      frame->due = now + WAY_DELAY_US;
      way->n++;
    }
}

/* Returns when the next one is due, or @next if that is sooner. */
static gint64
hand_over (Direction *way, gint64 now, gint64 next)
{
  for (; way->n > 0; way->n--, way->first = (way->first + 1) % MAX_WAITING)
    {
      const Frame *frame = &way->frames[way->first];

      if (frame->due > now)
        return MIN (next, frame->due);
      if (write (way->to, frame->bytes, (gsize) frame->length) < 0)
        _exit (1);
    }
  return next;
}

static void
carry (void)
{
  struct pollfd polls[] = {
    { .fd = directions[0].from, .events = POLLIN },
    { .fd = directions[1].from, .events = POLLIN },
  };

  for (;;)
    {
      gint64 now = g_get_monotonic_time ();
      gint64 next = hand_over (&directions[0], now, G_MAXINT64);

      next = hand_over (&directions[1], now, next);
      poll (polls, G_N_ELEMENTS (polls), next == G_MAXINT64 ? -1 : (int) ((next - now) / 1000 + 1));
      now = g_get_monotonic_time ();
      take_in (&directions[0], now);
      take_in (&directions[1], now);
    }
}

static void
be_the_cable (int ready)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/ns/net", spaces_get_process (SPACE_CABLE));
  int space = open (path, O_RDONLY | O_CLOEXEC);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (space < 0 || setns (space, CLONE_NEWNET) != 0)
    _exit (1);
  directions[0].from = directions[1].to = open_end ("c0");
  directions[1].from = directions[0].to = open_end ("c1");
  if (directions[0].from < 0 || directions[1].from < 0 || write (ready, "+", 1) != 1)
    _exit (1);
  carry ();
}

static gboolean
lay_cable (void)
{
  int ready[2];
  char byte;
  gboolean good;

  g_assert_cmpint (pipe2 (ready, O_CLOEXEC), ==, 0);

  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    be_the_cable (ready[1]);
  close (ready[1]);
  good = read (ready[0], &byte, 1) == 1;
  close (ready[0]);
  return good;
}

static gboolean
build (void)
{
  if (spaces_add (SPACE_PROVIDER) < 0 || spaces_add (SPACE_CABLE) < 0)
    return FALSE;
  spaces_run (SPACE_ROUTER,
              "ip link del wan0; ip link add wan0 type veth peer name c0 netns %d;"
              "ip addr add 198.51.100.1/24 dev wan0; ip addr add 2001:db8:1::1/64 dev wan0 nodad;"
              "ip link set wan0 up; ip route add default via " WAY_PROVIDER ";"
              "ip -6 route add default via " WAY_PROVIDER_IPV6,
              spaces_get_process (SPACE_CABLE));
  spaces_run (SPACE_PROVIDER,
              "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit;"
              "echo 0 > /proc/sys/net/ipv6/icmp/ratelimit; ip link set lo up;"
              "ip link add up0 type veth peer name c1 netns %d;"
              "ip link add down0 type veth peer name dst0 netns %d;"
              "ip addr add " WAY_PROVIDER "/24 dev up0;"
              "ip addr add " WAY_PROVIDER_IPV6 "/64 dev up0 nodad;"
              "ip addr add 203.0.113.1/24 dev down0; ip addr add 2001:db8::1/64 dev down0 nodad;"
              "ip link set up0 up; ip link set down0 up;"
              "echo 1 > /proc/sys/net/ipv4/ip_forward;"
              "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding;"
              "ip route add default via 198.51.100.1; ip -6 route add default via 2001:db8:1::1",
              spaces_get_process (SPACE_CABLE), spaces_get_process (SPACE_DESTINATION));
  spaces_run (SPACE_DESTINATION,
              "ip addr add " SPACES_DESTINATION "/24 dev dst0;"
              "ip addr add " SPACES_DESTINATION_IPV6 "/64 dev dst0 nodad; ip link set dst0 up;"
              "ip route add default via 203.0.113.1; ip -6 route add default via 2001:db8::1");
  spaces_run (SPACE_CABLE, "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;"
                           "ip link set c0 up; ip link set c1 up");
  return lay_cable ();
}

gboolean
way_require (void)
{
  static gsize built = 0;

  if (!spaces_require ())
    return FALSE;
  if (g_once_init_enter (&built))
    g_once_init_leave (&built, build () ? 1 : 2);
  if (built != 1)
    {
      g_test_skip ("NO PACKET SOCKETS IN NAMESPACES HERE: no cable with a delay");
      return FALSE;
    }
  spaces_run (SPACE_PROVIDER, "nft flush ruleset");
  spaces_run (SPACE_DESTINATION, "nft flush ruleset");
  return TRUE;
}

static void
set_effective (gboolean all)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

  g_assert_cmpint (syscall (SYS_capget, &header, sets), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    sets[i].effective = all ? sets[i].permitted : 0;
  g_assert_cmpint (syscall (SYS_capset, &header, sets), ==, 0);
}

void
way_drop_privileges (void)
{
  set_effective (FALSE);
}

void
way_regain_privileges (void)
{
  set_effective (TRUE);
}
