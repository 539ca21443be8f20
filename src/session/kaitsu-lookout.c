/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-lookout.h"

#define LOOK_MS 1000

/* So many looks in a row: the kernel calls a neighbour three times, a second
 * apart, before it gives up (RFC 4861 section 10, and for ARP as well). */
#define SILENT_LOOKS 4

/* How long a network that went away may take to come back. */
#define RETURN_LOOKS 15

struct _KaitsuLookout
{
  GObject parent_instance;

  KaitsuNet *net;
  KaitsuNetwork *network; /* as it was; NULL while its return is awaited */
  guint looks;            /* without the router, or without the network */
  guint look_id;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_ROUTER_SILENT,
  SIGNAL_RETURNED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KaitsuLookout, kaitsu_lookout, G_TYPE_OBJECT)

static void
kaitsu_lookout_dispose (GObject *object)
{
  KaitsuLookout *self = KAITSU_LOOKOUT (object);

  kaitsu_lookout_stop (self);
  g_clear_object (&self->net);
  G_OBJECT_CLASS (kaitsu_lookout_parent_class)->dispose (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, KAITSU_TYPE_LOOKOUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
kaitsu_lookout_class_init (KaitsuLookoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_lookout_dispose;
  signals[SIGNAL_CHANGED] = new_signal ("changed");
  signals[SIGNAL_ROUTER_SILENT] = new_signal ("router-silent");
  signals[SIGNAL_RETURNED] = new_signal ("returned");
}

static void
kaitsu_lookout_init (KaitsuLookout *self)
{
}

/**
 * kaitsu_lookout_new:
 * @net: the network
 *
 * Returns: (transfer full): a lookout that does not look yet
 */
KaitsuLookout *
kaitsu_lookout_new (KaitsuNet *net)
{
  g_return_val_if_fail (KAITSU_IS_NET (net), NULL);

  KaitsuLookout *self = g_object_new (KAITSU_TYPE_LOOKOUT, NULL);

  self->net = g_object_ref (net);
  return self;
}

/* Whoever hears it may well start the next thing at once. */
static gboolean
report (KaitsuLookout *self, guint signal)
{
  g_autoptr (KaitsuLookout) alive = g_object_ref (self);

  self->look_id = 0;
  g_signal_emit (alive, signals[signal], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
watch_cb (gpointer user_data)
{
  KaitsuLookout *self = user_data;
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  if (!kaitsu_network_is_unchanged (network, self->network))
    return report (self, SIGNAL_CHANGED);
  self->looks = network->gateway_state == KAITSU_GATEWAY_STATE_SILENT ? self->looks + 1 : 0;
  return self->looks < SILENT_LOOKS ? G_SOURCE_CONTINUE : report (self, SIGNAL_ROUTER_SILENT);
}

static gboolean
await_cb (gpointer user_data)
{
  KaitsuLookout *self = user_data;
  g_autoptr (KaitsuNetwork) network = kaitsu_net_dup_network (self->net);

  if (!kaitsu_network_is_connected (network) && ++self->looks < RETURN_LOOKS)
    return G_SOURCE_CONTINUE;
  return report (self, SIGNAL_RETURNED);
}

static void
look (KaitsuLookout *self, KaitsuNetwork *network, GSourceFunc callback)
{
  kaitsu_lookout_stop (self);
  self->network = network;
  self->looks = 0;
  self->look_id = g_timeout_add (LOOK_MS, callback, self);
}

/**
 * kaitsu_lookout_watch:
 * @self: a lookout
 * @network: how this PC is attached now
 *
 * Looks until something changes, or the router is silent for 4 seconds.
 */
void
kaitsu_lookout_watch (KaitsuLookout *self, const KaitsuNetwork *network)
{
  g_return_if_fail (KAITSU_IS_LOOKOUT (self) && network != NULL);
  look (self, kaitsu_network_copy (network), watch_cb);
}

/**
 * kaitsu_lookout_await:
 * @self: a lookout
 *
 * Looks until this PC is connected again, for 15 seconds.
 */
void
kaitsu_lookout_await (KaitsuLookout *self)
{
  g_return_if_fail (KAITSU_IS_LOOKOUT (self));
  look (self, NULL, await_cb);
}

/**
 * kaitsu_lookout_stop:
 * @self: a lookout
 *
 * Looks no more; no signal comes.
 */
void
kaitsu_lookout_stop (KaitsuLookout *self)
{
  g_return_if_fail (KAITSU_IS_LOOKOUT (self));
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_pointer (&self->network, kaitsu_network_free);
}

/**
 * kaitsu_lookout_is_awaiting:
 * @self: a lookout
 *
 * Returns: whether it waits for a network to come back
 */
gboolean
kaitsu_lookout_is_awaiting (KaitsuLookout *self)
{
  g_return_val_if_fail (KAITSU_IS_LOOKOUT (self), FALSE);
  return self->look_id != 0 && self->network == NULL;
}
