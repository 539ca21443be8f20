/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-hole.h"

struct _KaitsuPracticeHole {
  GObject parent_instance;

  GSocket *socket;
  GSocket *filler;
  GSocketAddress *address;
};

G_DEFINE_FINAL_TYPE (KaitsuPracticeHole, kaitsu_practice_hole, G_TYPE_OBJECT)

static gboolean
open_socket (KaitsuPracticeHole *self,
             KaitsuProtocol protocol,
             GSocketFamily family,
             GError **error)
{
  gboolean stream = protocol == KAITSU_PROTOCOL_TCP;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);

  self->socket
      = g_socket_new (family, stream ? G_SOCKET_TYPE_STREAM : G_SOCKET_TYPE_DATAGRAM,
                      stream ? G_SOCKET_PROTOCOL_TCP : G_SOCKET_PROTOCOL_UDP, error);
  if (self->socket == NULL || !g_socket_bind (self->socket, any, FALSE, error))
    return FALSE;

  self->address = g_socket_get_local_address (self->socket, error);
  return self->address != NULL;
}

/* A listener whose queue is full drops further SYNs without a word. A queue
 * of length 0 holds one connection (Linux: sk_acceptq_is_full() compares with
 * ">"), and nobody ever accepts it. On loopback the handshake is done by the
 * time connect() returns. */
static gboolean
fill_queue (KaitsuPracticeHole *self, GError **error)
{
  g_socket_set_listen_backlog (self->socket, 0);
  if (!g_socket_listen (self->socket, error))
    return FALSE;

  self->filler = g_socket_new (g_socket_get_family (self->socket), G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_TCP, error);
  return self->filler != NULL && g_socket_connect (self->filler, self->address, NULL, error);
}

/* TCP: a port that is bound, but not listened on, resets. UDP: a socket that
 * is connected, here to itself, takes nothing from others: the kernel tells
 * them "port unreachable". */
static gboolean
close_port (KaitsuPracticeHole *self, KaitsuProtocol protocol, GError **error)
{
  if (protocol == KAITSU_PROTOCOL_TCP)
    return TRUE;
  return g_socket_connect (self->socket, self->address, NULL, error);
}

static void
kaitsu_practice_hole_finalize (GObject *object)
{
  KaitsuPracticeHole *self = KAITSU_PRACTICE_HOLE (object);

  g_clear_object (&self->filler);
  g_clear_object (&self->socket);
  g_clear_object (&self->address);
  G_OBJECT_CLASS (kaitsu_practice_hole_parent_class)->finalize (object);
}

static void
kaitsu_practice_hole_class_init (KaitsuPracticeHoleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_practice_hole_finalize;
}

static void
kaitsu_practice_hole_init (KaitsuPracticeHole *self)
{
}

/**
 * kaitsu_practice_hole_new:
 * @play: SILENT or CLOSED
 * @protocol: TCP or UDP
 * @family: IPv4 or IPv6
 *
 * Silence is real: for TCP a listener with a full queue, for UDP a socket
 * that nobody reads.
 *
 * Returns: (transfer full): the hole; %NULL with an error of G_IO_ERROR if it
 *   cannot be made
 */
KaitsuPracticeHole *
kaitsu_practice_hole_new (KaitsuPracticePlay play,
                          KaitsuProtocol protocol,
                          GSocketFamily family,
                          GError **error)
{
  g_autoptr (KaitsuPracticeHole) self = g_object_new (KAITSU_TYPE_PRACTICE_HOLE, NULL);
  gboolean made;

  if (!open_socket (self, protocol, family, error))
    return NULL;

  if (play == KAITSU_PRACTICE_PLAY_CLOSED)
    made = close_port (self, protocol, error);
  else
    made = protocol == KAITSU_PROTOCOL_UDP || fill_queue (self, error);
  return made ? g_steal_pointer (&self) : NULL;
}

/**
 * kaitsu_practice_hole_get_address:
 * @self: a hole
 *
 * Returns: (transfer none): where it is
 */
GSocketAddress *
kaitsu_practice_hole_get_address (KaitsuPracticeHole *self)
{
  g_return_val_if_fail (KAITSU_IS_PRACTICE_HOLE (self), NULL);

  return self->address;
}
