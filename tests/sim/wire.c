/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

/*
 * The cables of the simulated networks: each joins two interfaces, and makes
 * frames late and lost. The kernels that run tests have no netem, and a veth
 * pair alone has no delay at all, on which ICMP errors behave as they do on no
 * real line.
 *
 *   wire SEED NAME,IF_A,IF_B,DELAY_MS,LOSS_PERCENT,BURST_MS ...
 *
 * Delay and loss hold for each direction. BURST_MS 0 loses evenly; otherwise it
 * is the mean length of the bad phases of a Gilbert-Elliott channel, in which
 * BAD_LOSS of the frames are lost. Frames cross in packet sockets and not in
 * TUN devices, because /dev/net/tun may be closed to an ordinary user, and
 * because ARP and DHCP need a real link layer.
 *
 * Says "ready" on stdout; after SIGTERM, what each cable carried and lost, and
 * how many packets that begin something came to its second end and end there,
 * in all and at most in one burst.
 */

#include "config.h"

#include <errno.h>
#include <glib.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <math.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BAD_LOSS 0.7
/* What a router sees as one burst, µs: a program sends its own within 30 ms. */
#define BURST 60000
#define BURST_SIZE 64
/* A second of a fast line; more would hide that something loops. */
#define MAX_QUEUED 8192
/* offload header, Ethernet, and the largest segment that is left to offload */
#define MAX_FRAME (64 + 65536)

typedef struct
{
  gint64 due; /* monotonic, µs */
  gsize length;
  guint8 bytes[];
} Frame;

/* Packets that end at a hop: how many, and when the last ones came there. */
typedef struct
{
  guint64 sent;
  guint peak;
  gint64 times[BURST_SIZE];
} Expiry;

/* One direction of a cable. */
typedef struct
{
  Expiry expiry;
  int from;
  int to;
  gint64 delay; /* µs */
  double loss;  /* 0..1 */
  double burst; /* µs, 0: even */
  GRand *chance;
  GQueue queue;
  gboolean bad;
  double phase_end; /* monotonic, µs */
  guint64 carried;
  guint64 lost;
} Way;

typedef struct
{
  const char *name;
  Way ways[2];
} Cable;

static volatile sig_atomic_t stopping;

static void
on_signal (int number)
{
  stopping = 1;
}

/* The offload header travels with each frame, so that checksums that the
 * sender's kernel left to its card are still known to be missing. */
static int
open_interface (const char *name)
{
  const int on = 1;
  struct sockaddr_ll where = {
    .sll_family = AF_PACKET,
    .sll_protocol = g_htons (ETH_P_ALL),
    .sll_ifindex = (int) if_nametoindex (name),
  };
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0 || where.sll_ifindex == 0
      || setsockopt (fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) < 0
      || setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) < 0
      || bind (fd, (struct sockaddr *) &where, sizeof where) < 0)
    g_error ("wire: %s: %s", name, g_strerror (errno));
  return fd;
}

static double
wait_of (Way *way, double mean)
{
  return -mean * log (1 - g_rand_double (way->chance));
}

static double
mean_phase (const Way *way, gboolean bad)
{
  double share = way->loss / BAD_LOSS;

  return bad ? way->burst : way->burst * (1 - share) / share;
}

static void
init_way (Way *way, guint32 seed, guint32 number)
{
  const guint32 seeds[] = { seed, number };

  way->chance = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  g_queue_init (&way->queue);
  if (way->burst <= 0 || way->loss <= 0)
    return;
  way->bad = g_rand_double (way->chance) < way->loss / BAD_LOSS;
  way->phase_end = (double) g_get_monotonic_time () + wait_of (way, mean_phase (way, way->bad));
}

static void
init_cable (Cable *cable, const char *text, guint32 seed, guint32 number)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  if (g_strv_length (words) != 6)
    g_error ("wire: not a cable: %s", text);
  cable->name = g_strdup (words[0]);
  cable->ways[0].from = cable->ways[1].to = open_interface (words[1]);
  cable->ways[0].to = cable->ways[1].from = open_interface (words[2]);
  for (guint i = 0; i < 2; i++)
    {
      Way *way = &cable->ways[i];
      way->delay = (gint64) (g_ascii_strtod (words[3], NULL) * 1000);
      way->loss = g_ascii_strtod (words[4], NULL) / 100;
      way->burst = g_ascii_strtod (words[5], NULL) * 1000;
      if (way->loss < 0 || way->loss >= BAD_LOSS)
        g_error ("wire: loss of %s: 0 to %.0f %%", text, 100 * BAD_LOSS);
      init_way (way, seed, 2 * number + i);
    }
}

static gboolean
is_lost (Way *way, gint64 now)
{
  if (way->loss <= 0)
    return FALSE;
  if (way->burst <= 0)
    return g_rand_double (way->chance) < way->loss;
  while (way->phase_end <= (double) now)
    {
      way->bad = !way->bad;
      way->phase_end += wait_of (way, mean_phase (way, way->bad));
    }
  return way->bad && g_rand_double (way->chance) < BAD_LOSS;
}

/* The first packet of a connection, or a datagram; what follows on a connection
 * that somebody has answered ends with him. */
static gboolean
is_first (guint protocol, const guint8 *header)
{
  const guint8 syn = 0x02, ack = 0x10; /* RFC 9293 */

  return protocol != 6 || (header[13] & (syn | ack)) == syn;
}

/* Behind the offload header: Ethernet, then IPv4 (RFC 791) or IPv6 (RFC 8200).
 * What goes to a group of hosts ends in the LAN by intention. */
static guint
hop_limit_of (const guint8 *bytes, gsize length)
{
  const guint8 *frame = bytes + sizeof (struct virtio_net_hdr);

  if (length < sizeof (struct virtio_net_hdr) + 14 + 40 + 14 || (frame[0] & 1) != 0)
    return 0;
  if (frame[12] == 0x08 && frame[13] == 0x00)
    return is_first (frame[23], frame + 34) ? frame[22] : 0;
  if (frame[12] == 0x86 && frame[13] == 0xdd)
    return is_first (frame[20], frame + 54) ? frame[21] : 0;
  return 0;
}

static void
note_expiry (Expiry *expiry, gint64 now)
{
  guint burst = 1;

  for (guint64 i = expiry->sent; i > 0 && expiry->sent - i < BURST_SIZE - 1; i--)
    burst += now - expiry->times[(i - 1) % BURST_SIZE] < BURST;
  expiry->times[expiry->sent % BURST_SIZE] = now;
  expiry->sent++;
  expiry->peak = MAX (expiry->peak, burst);
}

static void
take_in (Way *way, gint64 now)
{
  static guint8 bytes[MAX_FRAME];
  gssize length;

  while ((length = read (way->from, bytes, sizeof bytes)) > 0)
    {
      if (is_lost (way, now) || way->queue.length >= MAX_QUEUED)
        {
          way->lost++;
          continue;
        }
      if (hop_limit_of (bytes, (gsize) length) == 1)
        note_expiry (&way->expiry, now);
      Frame *frame = g_malloc (sizeof *frame + (gsize) length);
      frame->due = now + way->delay;
      frame->length = (gsize) length;
      memcpy (frame->bytes, bytes, frame->length);
      g_queue_push_tail (&way->queue, frame);
    }
}

/* Hands over what is due. Returns when the next is, or -1. */
static gint64
hand_over (Way *way, gint64 now)
{
  Frame *frame;

  while ((frame = g_queue_peek_head (&way->queue)) != NULL && frame->due <= now)
    {
      /* An interface that is down loses what comes; that is what is wanted. */
      if (write (way->to, frame->bytes, frame->length) >= 0)
        way->carried++;
      else
        way->lost++;
      g_free (g_queue_pop_head (&way->queue));
    }
  return frame != NULL ? frame->due : -1;
}

static void
wait_for_work (struct pollfd *polls, nfds_t n, gint64 next, const sigset_t *signals)
{
  gint64 now = g_get_monotonic_time ();
  gint64 wait = next > now ? next - now : 0;
  struct timespec time = { .tv_sec = wait / G_USEC_PER_SEC,
                           .tv_nsec = wait % G_USEC_PER_SEC * 1000 };

  if (ppoll (polls, n, next >= 0 ? &time : NULL, signals) < 0 && errno != EINTR)
    g_error ("wire: ppoll: %s", g_strerror (errno));
}

static void
carry (Way **ways, guint n, const sigset_t *signals)
{
  g_autofree struct pollfd *polls = g_new0 (struct pollfd, n);

  for (guint i = 0; i < n; i++)
    polls[i] = (struct pollfd) { .fd = ways[i]->from, .events = POLLIN };
  while (!stopping)
    {
      gint64 now = g_get_monotonic_time ();
      gint64 next = -1;

      for (guint i = 0; i < n; i++)
        {
          gint64 due = hand_over (ways[i], now);
          next = next < 0 || (due >= 0 && due < next) ? due : next;
        }
      wait_for_work (polls, n, next, signals);
      now = g_get_monotonic_time ();
      for (guint i = 0; i < n; i++)
        if (polls[i].revents != 0)
          take_in (ways[i], now);
    }
}

int
main (int argc, char **argv)
{
  guint n = argc > 2 ? (guint) argc - 2 : 0;
  g_autofree Cable *cables = g_new0 (Cable, n + 1);
  g_autofree Way **ways = g_new0 (Way *, 2 * n + 1);
  struct sigaction action = { .sa_handler = on_signal };
  sigset_t term, none;

  if (n == 0)
    {
      fprintf (stderr, "usage: wire SEED NAME,IF_A,IF_B,DELAY_MS,LOSS_PERCENT,BURST_MS ...\n");
      return 64;
    }
  /* Only while it waits is it interrupted. */
  sigemptyset (&none);
  sigemptyset (&term);
  sigaddset (&term, SIGTERM);
  sigprocmask (SIG_BLOCK, &term, NULL);
  sigaction (SIGTERM, &action, NULL);

  for (guint i = 0; i < n; i++)
    {
      init_cable (&cables[i], argv[i + 2], (guint32) g_ascii_strtoull (argv[1], NULL, 10), i);
      ways[2 * i] = &cables[i].ways[0];
      ways[2 * i + 1] = &cables[i].ways[1];
    }
  puts ("ready");
  fflush (stdout);
  carry (ways, 2 * n, &none);
  for (guint i = 0; i < n; i++)
    printf ("%s carried %" G_GUINT64_FORMAT " lost %" G_GUINT64_FORMAT "\n", cables[i].name,
            cables[i].ways[0].carried + cables[i].ways[1].carried,
            cables[i].ways[0].lost + cables[i].ways[1].lost);
  for (guint i = 0; i < n; i++)
    printf ("%s ended %" G_GUINT64_FORMAT " peak %u\n", cables[i].name,
            cables[i].ways[0].expiry.sent, cables[i].ways[0].expiry.peak);
  return 0;
}
