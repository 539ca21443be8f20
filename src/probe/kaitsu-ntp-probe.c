/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ntp-probe.h"

#include <string.h>

#include "kaitsu-clock-offset.h"
#include "kaitsu-ntp.h"

/* RFC 4330 §10 forbids asking more often than every 15 seconds as a habit;
 * one repetition for a lost datagram is a burst that servers allow, but they
 * drop quicker ones as abuse. */
#define REPEAT_MS 2000
#define MAX_QUERIES 2
/* Whoever keeps sending rubbish to the connected socket is not heard. */
#define MAX_IGNORED 16
#define MAX_DATAGRAM 512


typedef struct {
  GSocket *socket; /* owned by the attempt */
  guint64 nonce;
  gint64 sent;
  gint64 sent_unix;
} Query;

typedef struct {
  Query queries[MAX_QUERIES];
  guint n_queries;
  guint ignored;
} Ntp;

static guint64
make_nonce (void)
{
  guint64 nonce = (guint64) g_random_int () << 32 | g_random_int ();

  return nonce != 0 ? nonce : 1;
}

/* "offset +0.003 s, delay 32 ms, stratum 2" */
static char *
describe_time (const KaitsuNtpReply *reply, gint64 offset_us, gint64 delay_us)
{
  g_autofree char *offset = kaitsu_clock_offset_format ((double) offset_us / G_USEC_PER_SEC, 3);

  return g_strdup_printf ("%s, delay %" G_GINT64_FORMAT " ms, stratum %u", offset,
                          (delay_us + 500) / 1000, reply->stratum);
}

static char *
describe_answer (const Query *query,
                 KaitsuNtpVerdict verdict,
                 const KaitsuNtpReply *reply,
                 gint64 received)
{
  gint64 offset_us = 0;
  gint64 delay_us = 0;

  if (verdict == KAITSU_NTP_VERDICT_KISS_OF_DEATH)
    return g_strdup_printf ("server refuses: %s", reply->kiss);
  if (verdict != KAITSU_NTP_VERDICT_OK)
    return g_strdup_printf ("no usable time: %s", kaitsu_ntp_verdict_to_string (verdict));
  if (!kaitsu_ntp_compute (reply, query->sent_unix, query->sent_unix + (received - query->sent),
                           &offset_us, &delay_us))
    return g_strdup ("no usable time: impossible-times");
  return describe_time (reply, offset_us, delay_us);
}

static Query *
find_query (Ntp *ntp, GSocket *socket)
{
  for (guint i = 0; i < ntp->n_queries; i++)
    if (ntp->queries[i].socket == socket)
      return &ntp->queries[i];
  return NULL;
}

/* Not an answer to us: only if nothing better comes before the deadline,
 * it is told that something came. */
static gboolean
ignore (KaitsuProbe *self, KaitsuNtpVerdict verdict)
{
  Ntp *ntp = self->data;

  g_autofree char *detail
      = g_strdup_printf ("no answer to the request: %s", kaitsu_ntp_verdict_to_string (verdict));

  ntp->ignored++;
  kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_UNEXPECTED, detail);
  return ntp->ignored < MAX_IGNORED;
}

static gboolean
reply_ready (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  gint64 received = g_get_monotonic_time ();
  Query *query = find_query (self->data, socket);
  char bytes[MAX_DATAGRAM];
  KaitsuNtpReply reply;

  if (kaitsu_probe_take_error (self, socket))
    return FALSE;

  gssize length = g_socket_receive (socket, bytes, sizeof bytes, NULL, NULL);

  if (length < 0)
    return TRUE;

  KaitsuNtpVerdict verdict
      = kaitsu_ntp_parse_reply ((const guint8 *) bytes, (gsize) length, query->nonce, &reply);

  if (!kaitsu_ntp_verdict_is_answer (verdict))
    return ignore (self, verdict);

  g_autofree char *detail = describe_answer (query, verdict, &reply, received);

  self->rtt_us = received - query->sent;
  kaitsu_probe_conclude (self, KAITSU_OUTCOME_ANSWERED, detail);
  return FALSE;
}

/* A socket of its own for every query: another source port is another flow
 * through the provider, and an ICMP error belongs to one datagram only. */
static void
send_query (KaitsuProbe *self)
{
  Ntp *ntp = self->data;
  Query *query = &ntp->queries[ntp->n_queries];
  guint8 packet[KAITSU_NTP_PACKET_SIZE];
  GSocket *socket = kaitsu_probe_open_datagram (self, self->request->address);

  if (socket == NULL)
    return;

  ntp->n_queries++;
  query->socket = socket;
  query->nonce = make_nonce ();
  kaitsu_ntp_build_request (query->nonce, packet);
  kaitsu_probe_watch (self, socket, G_IO_IN, G_PRIORITY_DEFAULT, reply_ready);
  query->sent_unix = g_get_real_time ();
  query->sent = g_get_monotonic_time ();
  kaitsu_probe_send (self, socket, packet, sizeof packet);
}

/* The first socket stays open, for an answer that is only late. */
static void
repeat (KaitsuProbe *self)
{
  kaitsu_probe_want_place (self, send_query);
}

/**
 * kaitsu_ntp_probe_start:
 * @self: an attempt of kind NTP
 *
 * Asks the time as an SNTP client (RFC 4330 §5) does, at most twice and not
 * within 2 seconds. ANSWERED with the detail "offset +0.003 s, delay 32 ms,
 * stratum 2", or with "server refuses: RATE" (a kiss-o'-death) or "no usable
 * time: unsynchronised": in all three a server read our nonce, so the port
 * is open. What does not carry the nonce is ignored; if nothing else comes
 * until the deadline it is UNEXPECTED.
 */
void
kaitsu_ntp_probe_start (KaitsuProbe *self)
{
  kaitsu_probe_set_data (self, g_new0 (Ntp, 1), g_free);
  send_query (self);
  if (!kaitsu_probe_is_over (self) && kaitsu_probe_get_remaining_ms (self) > REPEAT_MS)
    kaitsu_probe_after (self, REPEAT_MS, repeat);
}
