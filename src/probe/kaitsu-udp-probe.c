/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-udp-probe.h"

#include <string.h>

#include "kaitsu-responder.h"
#include "kaitsu-syslog.h"

/* One datagram may be lost, three in two seconds hardly are. A socket keeps
 * listening after the next one was sent: answers may be late. */
static const guint gaps_ms[] = { 700, 1300 };
#define MAX_ANSWER 1500

typedef struct {
  guint n_sent;
  gint64 sent_at[G_N_ELEMENTS (gaps_ms) + 1];
  GSocket *sockets[G_N_ELEMENTS (gaps_ms) + 1]; /* the attempt owns them */
} State;

static void send_next (KaitsuProbe *self);

/* A late answer belongs to the datagram that its socket sent. */
static void
take_time (KaitsuProbe *self, GSocket *socket)
{
  State *state = self->data;

  for (guint i = 0; i < state->n_sent; i++)
    {
      if (state->sockets[i] == socket)
        self->sent = state->sent_at[i];
    }
}

/* The socket is connected: what arrives comes from the target's address and
 * port. A responder's line says so itself; other bytes are an answer as long
 * as nothing better was promised. */
static void
judge_answer (KaitsuProbe *self, const char *bytes, gsize length)
{
  KaitsuProbeRequest *request = self->request;
  KaitsuResponderAnswer answer;
  gboolean responder = kaitsu_responder_parse (KAITSU_PROTOCOL_UDP, bytes, length, &answer)
                       == KAITSU_RESPONDER_STATE_VALID;
  gboolean good;
  KaitsuObservation *seen;

  if (responder)
    good = kaitsu_port_equal (answer.port, request->port);
  else
    good = request->expect == NULL
           || memmem (bytes, length, request->expect, strlen (request->expect)) != NULL;
  self->rtt_us = g_get_monotonic_time () - self->sent;
  seen = kaitsu_probe_observe (self, good ? KAITSU_OUTCOME_ANSWERED : KAITSU_OUTCOME_UNEXPECTED);
  if (responder && good)
    kaitsu_observation_set_detail (seen, answer.address[0] != '\0' ? answer.address : NULL, -1);
  else
    kaitsu_observation_set_detail (seen, bytes, (gssize) length);
  kaitsu_probe_end (self);
}

static gboolean
ready_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  char bytes[MAX_ANSWER];
  g_autoptr (GError) error = NULL;
  gssize length;

  take_time (self, socket);
  if ((condition & (G_IO_ERR | G_IO_HUP)) != 0 && kaitsu_probe_take_error (self, socket))
    return FALSE;
  if ((condition & G_IO_IN) == 0)
    return TRUE;
  length = g_socket_receive (socket, bytes, sizeof bytes, NULL, &error);
  if (length >= 0)
    judge_answer (self, bytes, (gsize) length);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    kaitsu_probe_take_error (self, socket);
  return !kaitsu_probe_is_over (self);
}

static void
gap_over_cb (KaitsuProbe *self)
{
  kaitsu_probe_want_place (self, send_next);
}

static void
send_next (KaitsuProbe *self)
{
  State *state = self->data;
  GSocket *socket = kaitsu_probe_open_datagram (self, self->request->address);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *timestamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *message = kaitsu_syslog_build (timestamp);

  if (socket == NULL
      || !kaitsu_probe_send (self, socket, (const guint8 *) message, strlen (message)))
    return;
  state->sockets[state->n_sent] = socket;
  state->sent_at[state->n_sent] = self->sent;
  kaitsu_probe_watch (self, socket, G_IO_IN, G_PRIORITY_DEFAULT, ready_cb);
  if (state->n_sent < G_N_ELEMENTS (gaps_ms))
    kaitsu_probe_after (self, gaps_ms[state->n_sent], gap_over_cb);
  state->n_sent++;
}

/**
 * kaitsu_udp_probe_start:
 * @self: an attempt of kind UDP
 *
 * Sends a syslog message (RFC 5424, RFC 5426) that says it is a test, up to
 * three times, each from a fresh port, and waits for any answer or error.
 *
 * ANSWERED: something answered; the detail is the public address that a
 * responder saw. UNEXPECTED: it answered otherwise than promised. SILENT is
 * no finding: a log server never answers.
 */
void
kaitsu_udp_probe_start (KaitsuProbe *self)
{
  kaitsu_probe_set_data (self, g_new0 (State, 1), g_free);
  send_next (self);
}
