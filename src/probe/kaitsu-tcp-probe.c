/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-tcp-probe.h"

#include <string.h>

#include "kaitsu-http-answer.h"
#include "kaitsu-responder.h"

/* A responder speaks first and closes; bytes that it did not read would turn
 * its close into a reset. So we hold our tongue for two round trips. */
#define MIN_PATIENCE_MS 200
#define MAX_PATIENCE_MS 1000
#define READ_SIZE 4096

typedef struct {
  GSocketConnection *connection;
  KaitsuHttpAnswer *http;
  GString *head; /* the first bytes, for the responder's line and as evidence */
} State;

static void
state_free (gpointer data)
{
  State *state = data;

  g_clear_object (&state->connection);
  kaitsu_http_answer_free (state->http);
  g_string_free (state->head, TRUE);
  g_free (state);
}

static void
conclude_with (KaitsuProbe *self, KaitsuOutcome outcome, const char *bytes, gsize length)
{
  KaitsuObservation *seen = kaitsu_probe_observe (self, outcome);

  if (length > 0)
    kaitsu_observation_set_detail (seen, bytes, (gssize) length);
  kaitsu_probe_end (self);
}

/* The whole answer is there, or all of it that counts. */
static void
judge_http (KaitsuProbe *self)
{
  State *state = self->data;
  const char *line = kaitsu_http_answer_get_status_line (state->http);
  gboolean known = kaitsu_http_answer_contains (state->http, self->request->expect);

  if (kaitsu_http_answer_is_http (state->http))
    kaitsu_probe_conclude (self, known ? KAITSU_OUTCOME_ANSWERED : KAITSU_OUTCOME_UNEXPECTED, line);
  else
    conclude_with (self, KAITSU_OUTCOME_UNEXPECTED, state->head->str, state->head->len);
}

/* Where nothing is expected, whoever says something else, hangs up or keeps
 * silent has at least completed the handshake. */
static gboolean
expects_nothing (KaitsuProbe *self)
{
  return self->request->expect == NULL;
}

/* Returns whether the answer is, or may become, a responder's line. */
static gboolean
judge_responder (KaitsuProbe *self)
{
  State *state = self->data;
  KaitsuResponderAnswer answer;

  switch (kaitsu_responder_parse (KAITSU_PROTOCOL_TCP, state->head->str, state->head->len, &answer))
    {
    case KAITSU_RESPONDER_STATE_MORE:
      return TRUE;
    case KAITSU_RESPONDER_STATE_VALID:
      if (kaitsu_port_equal (answer.port, self->request->port))
        conclude_with (self, KAITSU_OUTCOME_ANSWERED, answer.address, strlen (answer.address));
      else
        conclude_with (self, KAITSU_OUTCOME_UNEXPECTED, state->head->str, state->head->len);
      return TRUE;
    case KAITSU_RESPONDER_STATE_ALIEN:
      return FALSE;
    }
  return FALSE;
}

static void
take_bytes (KaitsuProbe *self, const char *bytes, gsize length)
{
  State *state = self->data;
  gsize room = KAITSU_RESPONDER_MAX_TCP - MIN (state->head->len, KAITSU_RESPONDER_MAX_TCP);
  KaitsuHttpAnswerState http = kaitsu_http_answer_feed (state->http, bytes, length);

  g_string_append_len (state->head, bytes, (gssize) MIN (length, room));
  /* Something spoke: if it stops here it was not the one we know. */
  if (!expects_nothing (self))
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_UNEXPECTED, state->head->str);
  if (judge_responder (self))
    return;
  if (expects_nothing (self))
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_CONNECTED, NULL);
      return;
    }
  if (http != KAITSU_HTTP_ANSWER_STATE_MORE
      || kaitsu_http_answer_contains (state->http, self->request->expect))
    judge_http (self);
}

static void
take_end (KaitsuProbe *self, const GError *error)
{
  State *state = self->data;

  if (expects_nothing (self))
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_CONNECTED, NULL);
      return;
    }
  if (state->head->len > 0)
    {
      kaitsu_http_answer_end (state->http);
      judge_http (self);
      return;
    }

  KaitsuObservation *seen = kaitsu_probe_observe (self, KAITSU_OUTCOME_CUT);

  seen->error_number = kaitsu_probe_errno_from_error (error);
  kaitsu_probe_end (self);
}

static gboolean
readable_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  char bytes[READ_SIZE];
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive_with_blocking (socket, bytes, sizeof bytes, FALSE, NULL, &error);

  if (length > 0)
    take_bytes (self, bytes, (gsize) length);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    take_end (self, error);
  return !kaitsu_probe_is_over (self);
}

static char *
build_question (KaitsuProbe *self)
{
  KaitsuProbeRequest *request = self->request;
  const char *name = "kaitsu/" KAITSU_VERSION;
  char *question = request->host != NULL ? kaitsu_http_answer_build_get (
                       request->host, request->port.number, "/", name)
                                         : NULL;
  g_autofree char *address = NULL;

  if (question != NULL)
    return question;
  address = g_inet_address_to_string (request->address);
  return kaitsu_http_answer_build_get (address, request->port.number, "/", name);
}

static void
patience_over_cb (KaitsuProbe *self)
{
  State *state = self->data;
  GSocket *socket = g_socket_connection_get_socket (state->connection);
  g_autofree char *question = NULL;
  g_autoptr (GError) error = NULL;

  if (expects_nothing (self))
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_CONNECTED, NULL);
      return;
    }
  question = build_question (self);
  if (state->head->len > 0 || question == NULL)
    return;
  /* A few bytes into an empty buffer: taken whole or not at all. */
  if (g_socket_send_with_blocking (socket, question, strlen (question), FALSE, NULL, &error) < 0)
    take_end (self, error);
}

static void
connected (KaitsuProbe *self, GSocketConnection *connection)
{
  State *state;

  if (self->request->control)
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_CONNECTED, NULL);
      return;
    }
  state = g_new0 (State, 1);
  if (expects_nothing (self))
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_CONNECTED, NULL);
  state->connection = g_object_ref (connection);
  state->http = kaitsu_http_answer_new ();
  state->head = g_string_new (NULL);
  kaitsu_probe_set_data (self, state, state_free);
  kaitsu_probe_watch (self, g_socket_connection_get_socket (connection), G_IO_IN,
                      G_PRIORITY_DEFAULT, readable_cb);
  kaitsu_probe_after (self, CLAMP (2 * self->rtt_us / 1000, MIN_PATIENCE_MS, MAX_PATIENCE_MS),
                      patience_over_cb);
}

/**
 * kaitsu_tcp_probe_start:
 * @self: an attempt of kind TCP
 *
 * Connects; a control is content with that. Then it listens for the line of a
 * responder. Where the target is known to speak (expect), a completed handshake
 * proves nothing, since boxes on the way may accept everything: it asks by HTTP
 * for a page that holds the expected text.
 *
 * CONNECTED: a control, or nothing was expected and no responder spoke.
 * ANSWERED: the expected speaker, or a responder; the detail is the public
 * address that a responder saw, or the status line.
 * UNEXPECTED: other bytes. MUTE: no bytes. CUT: closed without a byte.
 */
void
kaitsu_tcp_probe_start (KaitsuProbe *self)
{
  kaitsu_probe_connect (self, connected);
}
