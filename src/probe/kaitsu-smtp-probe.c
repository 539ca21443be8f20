/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-smtp-probe.h"

#include <string.h>

#include "kaitsu-certificate.h"
#include "kaitsu-os.h"
#include "kaitsu-smtp.h"

#define CHUNK 1024

/**
 * Stage: which reply is awaited.
 */
typedef enum {
  STAGE_GREETING,
  STAGE_EHLO,
  STAGE_QUIT,
} Stage;

typedef struct {
  KaitsuProbe *probe; /* borrowed: it owns this */
  GSocketConnection *connection;
  GIOStream *stream; /* the connection, or TLS over it */
  char *issuer;      /* (nullable): only with TLS */
  char *distrust;
  KaitsuSmtpReader *reader;
  Stage stage;
  char *greeting;
  char *command;
  char bytes[CHUNK];
  gsize at;
  gsize length;
} Smtp;

static void
smtp_free (gpointer data)
{
  Smtp *smtp = data;

  if (smtp->stream != NULL)
    g_signal_handlers_disconnect_by_data (smtp->stream, smtp->probe);
  g_clear_object (&smtp->stream);
  g_clear_object (&smtp->connection);
  kaitsu_smtp_reader_free (smtp->reader);
  g_free (smtp->issuer);
  g_free (smtp->distrust);
  g_free (smtp->greeting);
  g_free (smtp->command);
  g_free (smtp);
}

static void advance (KaitsuProbe *self);

static GSocket *
get_socket (KaitsuProbe *self)
{
  Smtp *smtp = self->data;

  return g_socket_connection_get_socket (smtp->connection);
}

static void
conclude_broken_off (KaitsuProbe *self, const GError *error)
{
  KaitsuObservation *seen = kaitsu_probe_observe (self, KAITSU_OUTCOME_CUT);

  seen->error_number = kaitsu_probe_errno_from_error (error);
  kaitsu_probe_end (self);
}

/* The stream ended or failed. After a greeting the service has spoken, and
 * the port is open whatever happens to the rest of the talk. */
static void
conclude_end (KaitsuProbe *self, const GError *error)
{
  Smtp *smtp = self->data;

  if (smtp->stage == STAGE_GREETING)
    conclude_broken_off (self, error);
  else
    kaitsu_probe_conclude (self, KAITSU_OUTCOME_ANSWERED, self->deadline_detail);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written
      = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);

  if (kaitsu_probe_is_over (self))
    return;
  if (written)
    advance (self);
  else
    conclude_end (self, error);
}

/* Takes @command. */
static void
say (KaitsuProbe *self, char *command, Stage next)
{
  Smtp *smtp = self->data;

  g_free (smtp->command);
  smtp->command = command;
  smtp->stage = next;
  kaitsu_smtp_reader_next (smtp->reader);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (smtp->stream), command,
                                   strlen (command), G_PRIORITY_DEFAULT, self->cancellable,
                                   written_cb, kaitsu_probe_ref (self));
}

static char *
build_ehlo (KaitsuProbe *self)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (get_socket (self), NULL);
  g_autofree char *text = NULL;

  if (G_IS_INET_SOCKET_ADDRESS (local))
    text = g_inet_address_to_string (
        g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
  return kaitsu_smtp_build_ehlo (text);
}

/* "220 mx.example.jp ESMTP; STARTTLS" or "220 …; issuer CN=Example CA" */
static char *
describe (Smtp *smtp, const char *remark)
{
  g_autoptr (GString) out = g_string_new (smtp->greeting);

  if (remark != NULL)
    g_string_append_printf (out, "; %s", remark);
  if (smtp->issuer != NULL)
    g_string_append_printf (out, "; %s", smtp->issuer);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* 220 goes on; 421, 554 and the like are how a mail server says that it does
 * not serve us (RFC 5321 §3.1): still a mail server. Others are none: 200
 * would be news. */
static void
take_greeting (KaitsuProbe *self, guint code)
{
  Smtp *smtp = self->data;

  smtp->greeting
      = g_strdup_printf ("%u %s", code, kaitsu_smtp_reader_get_text (smtp->reader));
  g_strchomp (smtp->greeting);

  g_autofree char *detail = describe (smtp, NULL);

  if (code == 220)
    {
      kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_ANSWERED, detail);
      say (self, build_ehlo (self), STAGE_EHLO);
    }
  else
    kaitsu_probe_conclude (
        self, code >= 400 ? KAITSU_OUTCOME_ANSWERED : KAITSU_OUTCOME_UNEXPECTED, detail);
}

static void
take_ehlo (KaitsuProbe *self, guint code)
{
  Smtp *smtp = self->data;
  g_autofree char *remark = NULL;

  if (code != 250)
    remark = g_strdup_printf ("EHLO %u", code);
  else if (kaitsu_smtp_reader_has_starttls (smtp->reader))
    remark = g_strdup ("STARTTLS");

  g_autofree char *detail = describe (smtp, remark);

  kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_ANSWERED, detail);
  say (self, g_strdup (KAITSU_SMTP_QUIT), STAGE_QUIT);
}

static void
take_reply (KaitsuProbe *self)
{
  Smtp *smtp = self->data;
  guint code = kaitsu_smtp_reader_get_code (smtp->reader);

  switch (smtp->stage)
    {
    case STAGE_GREETING:
      take_greeting (self, code);
      break;
    case STAGE_EHLO:
      take_ehlo (self, code);
      break;
    case STAGE_QUIT:
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_ANSWERED, self->deadline_detail);
      break;
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  Smtp *smtp = self->data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (kaitsu_probe_is_over (self))
    return;
  if (length <= 0)
    {
      conclude_end (self, error);
      return;
    }
  if (smtp->stage == STAGE_GREETING)
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_UNEXPECTED, "greeting did not end");
  smtp->at = 0;
  smtp->length = (gsize) length;
  advance (self);
}

static void
read_more (KaitsuProbe *self)
{
  Smtp *smtp = self->data;

  g_input_stream_read_async (g_io_stream_get_input_stream (smtp->stream), smtp->bytes,
                             sizeof smtp->bytes, G_PRIORITY_DEFAULT, self->cancellable, read_cb,
                             kaitsu_probe_ref (self));
}

/* One step: what has come is looked at before more is read. */
static void
advance (KaitsuProbe *self)
{
  Smtp *smtp = self->data;
  gsize used = 0;

  if (smtp->at == smtp->length)
    {
      read_more (self);
      return;
    }

  KaitsuSmtpState state = kaitsu_smtp_reader_feed (smtp->reader, smtp->bytes + smtp->at,
                                                   smtp->length - smtp->at, &used);

  smtp->at += used;
  switch (state)
    {
    case KAITSU_SMTP_STATE_MORE:
      read_more (self);
      break;
    case KAITSU_SMTP_STATE_REPLY:
      take_reply (self);
      break;
    case KAITSU_SMTP_STATE_MALFORMED:
    case KAITSU_SMTP_STATE_TOO_LONG:
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_UNEXPECTED, "not SMTP");
      break;
    }
}

/* GIO gives one and the same error for a peer that hangs up in the handshake
 * and for one that speaks another protocol: what came decides. */
static void
conclude_handshake (KaitsuProbe *self, const GError *error)
{
  Smtp *smtp = self->data;

  if (smtp->distrust != NULL)
    kaitsu_probe_conclude (self, KAITSU_OUTCOME_TLS_UNTRUSTED, smtp->distrust);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
           || !kaitsu_os_has_received (get_socket (self)))
    conclude_broken_off (self, error);
  else
    kaitsu_probe_conclude (self, KAITSU_OUTCOME_TLS_FAILED,
                           kaitsu_certificate_get_error_word (error));
}

static void
handshaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTlsConnection *tls = G_TLS_CONNECTION (source);
  g_autoptr (KaitsuProbe) self = user_data;
  Smtp *smtp = self->data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_tls_connection_handshake_finish (tls, result, &error);

  if (kaitsu_probe_is_over (self))
    return;
  if (!done)
    {
      conclude_handshake (self, error);
      return;
    }
  smtp->issuer
      = kaitsu_certificate_describe_issuer (g_tls_connection_get_peer_certificate (tls));
  kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_MUTE, "no greeting inside TLS");
  advance (self);
}

/* Only looks: nothing may be said to somebody who cannot say who he is. */
static gboolean
accept_certificate_cb (GTlsConnection *tls,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flags,
                       gpointer user_data)
{
  KaitsuProbe *self = user_data;
  Smtp *smtp = self->data;

  g_free (smtp->distrust);
  smtp->distrust = kaitsu_certificate_describe_verdict (certificate, flags);
  self->tls_errors = (guint) flags;
  return FALSE;
}

/* It makes a difference whether nothing came or only not enough. */
static void
look_at_deadline (KaitsuProbe *self)
{
  Smtp *smtp = self->data;

  if (smtp->issuer == NULL && kaitsu_os_has_received (get_socket (self)))
    kaitsu_probe_set_deadline (self, KAITSU_OUTCOME_TLS_FAILED, "handshake did not end");
}

/* The base connection leads to an address; the identity is the host's name. */
static GIOStream *
make_tls (KaitsuProbe *self, GSocketConnection *connection, GError **error)
{
  KaitsuProbeRequest *request = self->request;
  g_autofree char *literal = g_inet_address_to_string (request->address);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (
      request->host != NULL ? request->host : literal, request->port.number);
  g_autoptr (GTlsDatabase) database = kaitsu_net_dup_tls_database (self->net);
  GIOStream *tls = g_tls_client_connection_new (G_IO_STREAM (connection), identity, error);

  if (tls == NULL)
    return NULL;
  if (database != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (tls), database);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  return tls;
}

static void
connected (KaitsuProbe *self, GSocketConnection *connection)
{
  Smtp *smtp = self->data;
  g_autoptr (GError) error = NULL;

  smtp->connection = g_object_ref (connection);
  if (self->request->kind == KAITSU_PROBE_KIND_SUBMISSION)
    {
      smtp->stream = g_object_ref (G_IO_STREAM (connection));
      advance (self);
      return;
    }
  if (!kaitsu_probe_take_peer (self, connection))
    return;
  smtp->stream = make_tls (self, connection, &error);
  if (smtp->stream == NULL)
    {
      kaitsu_probe_conclude (self, KAITSU_OUTCOME_ERROR, error->message);
      return;
    }
  self->last_look = look_at_deadline;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (smtp->stream), G_PRIORITY_DEFAULT,
                                    self->cancellable, handshaken_cb, kaitsu_probe_ref (self));
}

/**
 * kaitsu_smtp_probe_start:
 * @self: an attempt of kind SMTPS (RFC 8314 §3.3, TLS first) or SUBMISSION
 *   (RFC 6409, clear text first)
 *
 * Reads the greeting, says EHLO and QUIT (RFC 5321 §4.1.4, §4.1.1.10), never
 * who we are nor that we have mail. ANSWERED carries the greeting, followed
 * by "; STARTTLS" if that is offered, "; EHLO 550" if EHLO was refused and
 * "; issuer CN=Example CA" inside TLS. A refusing greeting such as 554 is an
 * answer too. TLS_UNTRUSTED carries "unknown-ca; issuer CN=Example CA", and
 * the flags in tls_errors.
 */
void
kaitsu_smtp_probe_start (KaitsuProbe *self)
{
  Smtp *smtp = g_new0 (Smtp, 1);

  smtp->probe = self;
  smtp->reader = kaitsu_smtp_reader_new ();
  kaitsu_probe_set_data (self, smtp, smtp_free);
  kaitsu_probe_connect (self, connected);
}
