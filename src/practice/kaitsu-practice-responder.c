/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-responder.h"

#include <string.h>

#include "kaitsu-bytes.h"
#include "kaitsu-ntp.h"
#include "kaitsu-practice-dhcp.h"
#include "kaitsu-practice-pace.h"
#include "kaitsu-responder.h"

#define MAX_DATAGRAM 1500

/* Nobody but the probes is expected; anybody on this PC can call. */
#define MAX_PENDING 64

struct _KaitsuPracticeResponder {
  GObject parent_instance;

  KaitsuPracticePlay play;
  KaitsuPort port;
  GSocket *socket;
  GSource *source;
  GSocketAddress *address;
  GCancellable *cancellable;
  KaitsuPracticePace pace;
  guint n_pending;
};

G_DEFINE_FINAL_TYPE (KaitsuPracticeResponder, kaitsu_practice_responder, G_TYPE_OBJECT)

/* One answer on its way. It keeps the socket, not the server. */
typedef struct {
  GWeakRef responder;
  KaitsuPracticePlay play;
  KaitsuPort port;
  GSocket *socket;
  GSocketAddress *caller;
  GBytes *request;
  gint64 arrived;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;
  g_autoptr (KaitsuPracticeResponder) responder = g_weak_ref_get (&answer->responder);

  if (responder != NULL)
    responder->n_pending--;
  g_weak_ref_clear (&answer->responder);
  g_clear_object (&answer->socket);
  g_clear_object (&answer->caller);
  g_clear_pointer (&answer->request, g_bytes_unref);
  g_free (answer);
}

/* A client's request: mode 3, at least a whole header (RFC 5905 section 7.3). */
static gboolean
read_nonce (GBytes *request, guint64 *nonce)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (request, &length);

  if (length < KAITSU_NTP_PACKET_SIZE || (bytes[0] & 7) != 3)
    return FALSE;

  *nonce = kaitsu_bytes_get_u64 (bytes + 40);
  return TRUE;
}

/* The time that passed since the request came stands for the way there and
 * back. Arrival and departure are both put in the middle of it: so the delay
 * is what a real way would show, and the offset is that of this PC's clock to
 * itself, next to none. */
static GBytes *
build_time (const Answer *answer)
{
  gint64 middle = answer->arrived + (g_get_real_time () - answer->arrived) / 2;
  guint64 now = kaitsu_ntp_timestamp_from_unix (middle);
  KaitsuNtpReply reply = {
    .version = 4,
    .mode = 4,
    .stratum = 2,
    .precision = -20,
    .root_delay_us = 4000,
    .root_dispersion_us = 2000,
    .refid = { 203, 0, 113, 1 },
    .reference = now,
    .receive = now,
    .transmit = now,
  };
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  if (!read_nonce (answer->request, &reply.origin))
    return NULL;

  kaitsu_ntp_build_reply (&reply, packet);
  return g_bytes_new (packet, sizeof packet);
}

static GBytes *
build_dhcp (const Answer *answer)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (answer->request, &length);

  return kaitsu_practice_dhcp_answer (bytes, length);
}

static GBytes *
build_line (const Answer *answer)
{
  char *line = kaitsu_responder_build (answer->port, KAITSU_PRACTICE_PUBLIC);

  return g_bytes_new_take (line, strlen (line));
}

/* Returns NULL if the request is none that this server answers. */
static GBytes *
build_answer (const Answer *answer)
{
  if (answer->play == KAITSU_PRACTICE_PLAY_TIME)
    return build_time (answer);
  if (answer->play == KAITSU_PRACTICE_PLAY_DHCP)
    return build_dhcp (answer);
  return build_line (answer);
}

static gboolean
answer_cb (gpointer user_data)
{
  GTask *task = user_data;
  const Answer *answer = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = NULL;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  bytes = build_answer (answer);
  /* A caller who has gone away is no fault of ours. */
  if (bytes != NULL)
    g_socket_send_to (answer->socket, answer->caller, g_bytes_get_data (bytes, NULL),
                      g_bytes_get_size (bytes), NULL, NULL);
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
answer_later (KaitsuPracticeResponder *self, GSocketAddress *caller, GBytes *request)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, NULL, NULL);
  Answer *answer = g_new0 (Answer, 1);

  g_weak_ref_init (&answer->responder, self);
  answer->play = self->play;
  answer->port = self->port;
  answer->socket = g_object_ref (self->socket);
  answer->caller = g_object_ref (caller);
  answer->request = g_bytes_ref (request);
  answer->arrived = g_get_real_time ();
  self->n_pending++;
  g_task_set_source_tag (task, answer_later);
  g_task_set_name (task, "[kaitsu] practice datagram");
  g_task_set_task_data (task, answer, answer_free);
  kaitsu_practice_after (task, kaitsu_practice_pace_next (&self->pace), answer_cb);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  KaitsuPracticeResponder *self = user_data;
  g_autoptr (GSocketAddress) caller = NULL;
  g_autoptr (GBytes) request = NULL;
  char bytes[MAX_DATAGRAM];
  gssize length = g_socket_receive_from (socket, &caller, bytes, sizeof bytes, NULL, NULL);

  if (length < 0 || caller == NULL || self->n_pending >= MAX_PENDING)
    return G_SOURCE_CONTINUE;

  request = g_bytes_new (bytes, (gsize) length);
  answer_later (self, caller, request);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_socket (KaitsuPracticeResponder *self, GError **error)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, error);
  if (self->socket == NULL || !g_socket_bind (self->socket, any, FALSE, error))
    return FALSE;

  g_socket_set_blocking (self->socket, FALSE);
  self->address = g_socket_get_local_address (self->socket, error);
  return self->address != NULL;
}

static void
watch_socket (KaitsuPracticeResponder *self)
{
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_static_name (self->source, "[kaitsu] practice datagrams");
  g_source_set_callback (self->source, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
kaitsu_practice_responder_dispose (GObject *object)
{
  KaitsuPracticeResponder *self = KAITSU_PRACTICE_RESPONDER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  G_OBJECT_CLASS (kaitsu_practice_responder_parent_class)->dispose (object);
}

static void
kaitsu_practice_responder_finalize (GObject *object)
{
  KaitsuPracticeResponder *self = KAITSU_PRACTICE_RESPONDER (object);

  g_clear_object (&self->socket);
  g_clear_object (&self->address);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (kaitsu_practice_responder_parent_class)->finalize (object);
}

static void
kaitsu_practice_responder_class_init (KaitsuPracticeResponderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_practice_responder_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_practice_responder_finalize;
}

static void
kaitsu_practice_responder_init (KaitsuPracticeResponder *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * kaitsu_practice_responder_new:
 * @play: TIME, DHCP or RESPONDER
 * @port: the port that it stands for; a responder names it in its answer
 * @slow_ms: milliseconds that are added before every answer
 *
 * Returns: (transfer full): a server that answers, on the thread-default main
 *   context; %NULL with an error of G_IO_ERROR if it cannot bind
 */
KaitsuPracticeResponder *
kaitsu_practice_responder_new (KaitsuPracticePlay play,
                               KaitsuPort port,
                               guint slow_ms,
                               GError **error)
{
  g_autoptr (KaitsuPracticeResponder) self
      = g_object_new (KAITSU_TYPE_PRACTICE_RESPONDER, NULL);

  self->play = play;
  self->port = port;
  kaitsu_practice_pace_init (&self->pace, slow_ms);
  if (!open_socket (self, error))
    return NULL;

  watch_socket (self);
  return g_steal_pointer (&self);
}

/**
 * kaitsu_practice_responder_get_address:
 * @self: a server
 *
 * Returns: (transfer none): where it answers
 */
GSocketAddress *
kaitsu_practice_responder_get_address (KaitsuPracticeResponder *self)
{
  g_return_val_if_fail (KAITSU_IS_PRACTICE_RESPONDER (self), NULL);

  return self->address;
}
