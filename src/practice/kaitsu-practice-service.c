/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-service.h"

#include <string.h>

#include "kaitsu-practice-pace.h"
#include "kaitsu-practice-pages.h"

#define CHUNK 1024

/* A caller who says nothing for so long is sent away, in seconds. */
#define PATIENCE 60

/* Nobody but the probes is expected; anybody on this PC can call. */
#define MAX_TALKS 64

struct _KaitsuPracticeService {
  GObject parent_instance;

  KaitsuPracticePlay play;
  GTlsCertificate *certificate;
  KaitsuTargets *targets;
  GSocketService *listener;
  GSocketAddress *address;
  GCancellable *cancellable;
  KaitsuPracticePace pace;
  guint n_talks;
};

G_DEFINE_FINAL_TYPE (KaitsuPracticeService, kaitsu_practice_service, G_TYPE_OBJECT)

/* One connection. Its task ends when the connection does; the service goes
 * away without waiting for it, so only a weak pointer leads back. */
typedef struct {
  GWeakRef service;
  KaitsuPracticePlay play;
  KaitsuTargets *targets;
  GIOStream *stream;
  GString *heard;
  char *saying;
  guint delay_ms;
  gboolean last;
  char chunk[CHUNK];
} Talk;

static void listen_on (GTask *task);

static void
talk_free (gpointer data)
{
  Talk *talk = data;
  g_autoptr (KaitsuPracticeService) service = g_weak_ref_get (&talk->service);

  if (service != NULL)
    service->n_talks--;
  g_weak_ref_clear (&talk->service);
  g_clear_object (&talk->targets);
  g_clear_object (&talk->stream);
  g_string_free (talk->heard, TRUE);
  g_free (talk->saying);
  g_free (talk);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* how it ended is the caller's business */
  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

/* Also when cancelled: otherwise TLS would not say goodbye. */
static void
hang_up (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);

  g_io_stream_close_async (talk->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, g_object_ref (task));
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Talk *talk = g_task_get_task_data (task);

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL)
      && !talk->last)
    listen_on (task);
  else
    hang_up (task);
}

static gboolean
speak_cb (gpointer user_data)
{
  GTask *task = user_data;
  Talk *talk = g_task_get_task_data (task);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (talk->stream), talk->saying,
                                   strlen (talk->saying), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), said_cb, g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* Only the first answer waits: what is slow is the way, and the dialogue of
 * a mail server crosses it many times. */
static void
say (GTask *task, char *text, gboolean last)
{
  Talk *talk = g_task_get_task_data (task);
  guint delay_ms = talk->delay_ms;

  g_free (talk->saying);
  talk->saying = text;
  talk->last = last;
  talk->delay_ms = 0;
  kaitsu_practice_after (task, delay_ms, speak_cb);
}

static const char *
mail_reply (const char *line, gboolean *last)
{
  *last = g_ascii_strncasecmp (line, "QUIT", 4) == 0;
  if (*last)
    return "221 2.0.0 Bye\r\n";
  if (g_ascii_strncasecmp (line, "EHLO ", 5) == 0)
    return "250-mail.practice.invalid\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
  if (g_ascii_strncasecmp (line, "HELO ", 5) == 0)
    return "250 mail.practice.invalid\r\n";
  return "502 5.5.1 Only a practice server\r\n";
}

/* RFC 5321 section 4.1.1; one line is answered at a time, the rest of what
 * was heard waits. Returns whether there was a line. */
static gboolean
answer_mail (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);
  const char *end = strchr (talk->heard->str, '\n');
  const char *reply;
  gboolean last;

  if (end == NULL)
    return FALSE;

  reply = mail_reply (talk->heard->str, &last);
  g_string_erase (talk->heard, 0, end + 1 - talk->heard->str);
  say (task, g_strdup (reply), last);
  return TRUE;
}

static gboolean
answer_web (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);

  if (!kaitsu_practice_pages_is_complete (talk->heard->str, talk->heard->len))
    return FALSE;

  say (task, kaitsu_practice_pages_answer (talk->play, talk->targets, talk->heard->str), TRUE);
  return TRUE;
}

static gboolean
answer (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);

  if (talk->play == KAITSU_PRACTICE_PLAY_MAIL)
    return answer_mail (task);
  return answer_web (task);
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Talk *talk = g_task_get_task_data (task);
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0 || talk->play == KAITSU_PRACTICE_PLAY_CUT
      || talk->heard->len + (gsize) length > KAITSU_PRACTICE_MAX_REQUEST)
    {
      hang_up (task);
      return;
    }

  g_string_append_len (talk->heard, talk->chunk, length);
  listen_on (task);
}

static void
listen_on (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);

  if (answer (task))
    return;

  g_input_stream_read_async (g_io_stream_get_input_stream (talk->stream), talk->chunk, CHUNK,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), heard_cb,
                             g_object_ref (task));
}

static void
begin (GTask *task)
{
  Talk *talk = g_task_get_task_data (task);

  if (talk->play == KAITSU_PRACTICE_PLAY_MAIL)
    say (task, g_strdup ("220 mail.practice.invalid ESMTP Kaitsu practice network\r\n"), FALSE);
  else
    listen_on (task);
}

static void
handshaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    begin (task);
  else
    hang_up (task);
}

static void
begin_tls (GTask *task, GTlsCertificate *certificate)
{
  Talk *talk = g_task_get_task_data (task);
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (talk->stream, certificate, NULL);

  if (tls == NULL)
    {
      hang_up (task);
      return;
    }

  g_set_object (&talk->stream, tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), handshaken_cb,
                                    g_object_ref (task));
}

static Talk *
talk_new (KaitsuPracticeService *self, GSocketConnection *connection)
{
  Talk *talk = g_new0 (Talk, 1);

  g_weak_ref_init (&talk->service, self);
  talk->play = self->play;
  talk->targets = g_object_ref (self->targets);
  talk->stream = G_IO_STREAM (g_object_ref (connection));
  talk->heard = g_string_new (NULL);
  talk->delay_ms = kaitsu_practice_pace_next (&self->pace);
  self->n_talks++;
  return talk;
}

static gboolean
incoming_cb (GSocketService *listener,
             GSocketConnection *connection,
             GObject *source,
             KaitsuPracticeService *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->n_talks >= MAX_TALKS)
    return TRUE;

  g_socket_set_timeout (g_socket_connection_get_socket (connection), PATIENCE);
  task = g_task_new (NULL, self->cancellable, NULL, NULL);
  g_task_set_source_tag (task, incoming_cb);
  g_task_set_name (task, "[kaitsu] practice talk");
  g_task_set_task_data (task, talk_new (self, connection), talk_free);
  if (self->certificate != NULL)
    begin_tls (task, self->certificate);
  else
    begin (task);
  return TRUE;
}

static void
kaitsu_practice_service_dispose (GObject *object)
{
  KaitsuPracticeService *self = KAITSU_PRACTICE_SERVICE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->listener != NULL)
    {
      g_socket_service_stop (self->listener);
      g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
    }
  g_clear_object (&self->listener);
  G_OBJECT_CLASS (kaitsu_practice_service_parent_class)->dispose (object);
}

static void
kaitsu_practice_service_finalize (GObject *object)
{
  KaitsuPracticeService *self = KAITSU_PRACTICE_SERVICE (object);

  g_clear_object (&self->certificate);
  g_clear_object (&self->targets);
  g_clear_object (&self->address);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (kaitsu_practice_service_parent_class)->finalize (object);
}

static void
kaitsu_practice_service_class_init (KaitsuPracticeServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_practice_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_practice_service_finalize;
}

static void
kaitsu_practice_service_init (KaitsuPracticeService *self)
{
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_service_new ();
}

/**
 * kaitsu_practice_service_new:
 * @play: WEB, LOGIN, MAIL or CUT
 * @certificate: (nullable): certificate and key of a server that speaks TLS
 *   from the start
 * @targets: whose known pages it shows
 * @slow_ms: milliseconds that are added before the first answer
 *
 * Returns: (transfer full): a server that listens, on the thread-default main
 *   context; %NULL with an error of G_IO_ERROR if it cannot bind
 */
KaitsuPracticeService *
kaitsu_practice_service_new (KaitsuPracticePlay play,
                             GTlsCertificate *certificate,
                             KaitsuTargets *targets,
                             guint slow_ms,
                             GError **error)
{
  g_autoptr (KaitsuPracticeService) self = g_object_new (KAITSU_TYPE_PRACTICE_SERVICE, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  self->play = play;
  self->targets = g_object_ref (targets);
  g_set_object (&self->certificate, certificate);
  kaitsu_practice_pace_init (&self->pace, slow_ms);
  g_signal_connect_object (self->listener, "incoming", G_CALLBACK (incoming_cb), self, 0);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->listener), any,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                      &self->address, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * kaitsu_practice_service_get_address:
 * @self: a server
 *
 * Returns: (transfer none): where it listens
 */
GSocketAddress *
kaitsu_practice_service_get_address (KaitsuPracticeService *self)
{
  g_return_val_if_fail (KAITSU_IS_PRACTICE_SERVICE (self), NULL);

  return self->address;
}
