/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-scout.h"

#include "kaitsu-hop-probe.h"
#include "kaitsu-icmp.h"

/* Hop 1 is known to be the router. One packet each: the hops' budget of ICMP
 * errors is for the ports. */
#define FIRST_HOP 2
#define LAST_HOP 3
#define HOP_TIMEOUT_MS 900

struct _KaitsuScout
{
  GObject parent_instance;

  const KaitsuTarget *target; /* nullable */
  KaitsuFamily family;
  KaitsuNet *net;
  KaitsuHostBook *book;
  gint64 started;
  GCancellable *cancellable;
  GInetAddress *address; /* of the target */

  char *proxy;
  char *invented;
  GPtrArray *hops;
};

G_DEFINE_FINAL_TYPE (KaitsuScout, kaitsu_scout, G_TYPE_OBJECT)

static void
kaitsu_scout_finalize (GObject *object)
{
  KaitsuScout *self = KAITSU_SCOUT (object);

  g_clear_object (&self->net);
  g_clear_object (&self->book);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->address);
  g_free (self->proxy);
  g_free (self->invented);
  g_ptr_array_unref (self->hops);
  G_OBJECT_CLASS (kaitsu_scout_parent_class)->finalize (object);
}

static void
kaitsu_scout_class_init (KaitsuScoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_scout_finalize;
}

static void
kaitsu_scout_init (KaitsuScout *self)
{
  self->hops = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < LAST_HOP; i++)
    g_ptr_array_add (self->hops, g_strdup (""));
}

/**
 * kaitsu_scout_new:
 * @target: (nullable): whose control the near hops are looked for with; owned
 *   by the targets, which outlive this
 * @family: the family that decides
 * @net: the network
 * @book: what is known about hosts
 * @started: monotonic time in microseconds that observations count from
 *
 * Returns: (transfer full): a scout that has not begun
 */
KaitsuScout *
kaitsu_scout_new (const KaitsuTarget *target,
                  KaitsuFamily family,
                  KaitsuNet *net,
                  KaitsuHostBook *book,
                  gint64 started)
{
  g_return_val_if_fail (KAITSU_IS_NET (net) && KAITSU_IS_HOST_BOOK (book), NULL);

  KaitsuScout *self = g_object_new (KAITSU_TYPE_SCOUT, NULL);

  self->target = target;
  self->family = family;
  self->net = g_object_ref (net);
  self->book = g_object_ref (book);
  self->started = started;
  return self;
}

/* --- the near hops --- */

static void
hop_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuScout) self = user_data;
  g_autoptr (KaitsuObservation) o = kaitsu_hop_probe_finish (KAITSU_NET (source), result, NULL);

  if (o == NULL || o->outcome != KAITSU_OUTCOME_ICMP || o->icmp.offender == NULL
      || o->hop_limit < 1 || o->hop_limit > LAST_HOP
      || kaitsu_icmp_classify (o->family == KAITSU_FAMILY_IPV6, o->icmp.type, o->icmp.code)
             != KAITSU_ICMP_MEANING_TIME_EXCEEDED)
    return;
  char **place = (char **) &g_ptr_array_index (self->hops, o->hop_limit - 1);
  g_free (*place);
  *place = g_strdup (o->icmp.offender);
}

static void
address_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuScout) self = user_data;

  self->address = kaitsu_host_book_lookup_finish (KAITSU_HOST_BOOK (source), result, NULL);
  if (self->address == NULL || self->target->controls->len == 0)
    return;
  for (guint hop = FIRST_HOP; hop <= LAST_HOP; hop++)
    {
      KaitsuHopProbeRequest request = {
        .family = self->family,
        .port = g_array_index (self->target->controls, KaitsuPort, 0),
        .host = self->target->host,
        .address = self->address,
        .hop_limit = hop,
        .control = TRUE,
        .timeout_ms = HOP_TIMEOUT_MS,
      };
      kaitsu_hop_probe_async (self->net, &request, self->started, self->cancellable, hop_cb,
                              g_object_ref (self));
    }
}

/* --- names and proxies --- */

/* A name that nobody can have been asked for before. RFC 6761 §6.4: there is
 * none under .invalid, and whoever gives one an address invents it. */
static char *
make_impossible_name (void)
{
  return g_strdup_printf ("kaitsu-%08x%08x.invalid", g_random_int (), g_random_int ());
}

static void
invented_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuScout) self = user_data;
  g_autoptr (GPtrArray) addresses = kaitsu_net_lookup_finish (KAITSU_NET (source), result, NULL);

  if (addresses != NULL && addresses->len > 0)
    self->invented = g_inet_address_to_string (g_ptr_array_index (addresses, 0));
}

static void
proxy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuScout) self = user_data;

  self->proxy = kaitsu_net_proxy_finish (KAITSU_NET (source), result, NULL);
}

/**
 * kaitsu_scout_start:
 * @self: a scout, once
 * @network: how this PC is attached; through a VPN no hops are looked for, they
 *   would be those of somebody else's line
 * @cancellable: ends it; what is known by then is kept
 */
void
kaitsu_scout_start (KaitsuScout *self, const KaitsuNetwork *network, GCancellable *cancellable)
{
  g_return_if_fail (KAITSU_IS_SCOUT (self) && self->cancellable == NULL);

  g_autofree char *name = make_impossible_name ();

  self->cancellable = g_object_ref (cancellable);
  kaitsu_net_lookup_async (self->net, name, self->family, cancellable, invented_cb,
                           g_object_ref (self));
  if (self->target == NULL)
    return;
  kaitsu_net_proxy_async (self->net, self->target->host, cancellable, proxy_cb,
                          g_object_ref (self));
  if (!network->vpn)
    kaitsu_host_book_lookup_async (self->book, self->target->host, self->family, address_cb,
                                   g_object_ref (self));
}

/**
 * kaitsu_scout_get_proxy:
 * @self: a scout
 *
 * Returns: (transfer none) (nullable): host and port of the proxy that this PC
 *   is set to use for the web
 */
const char *
kaitsu_scout_get_proxy (KaitsuScout *self)
{
  g_return_val_if_fail (KAITSU_IS_SCOUT (self), NULL);
  return self->proxy;
}

/**
 * kaitsu_scout_get_invented:
 * @self: a scout
 *
 * Returns: (transfer none) (nullable): the address that was given for a name
 *   that cannot have one
 */
const char *
kaitsu_scout_get_invented (KaitsuScout *self)
{
  g_return_val_if_fail (KAITSU_IS_SCOUT (self), NULL);
  return self->invented;
}

/**
 * kaitsu_scout_get_hops:
 * @self: a scout
 *
 * Returns: (transfer none) (element-type utf8): addresses of the near hops,
 *   that of hop 1 first; "" where it is not known
 */
GPtrArray *
kaitsu_scout_get_hops (KaitsuScout *self)
{
  g_return_val_if_fail (KAITSU_IS_SCOUT (self), NULL);
  return self->hops;
}
