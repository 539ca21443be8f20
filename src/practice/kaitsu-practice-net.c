/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-net.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-practice-names.h"
#include "kaitsu-practice-pace.h"
#include "kaitsu-practice-places.h"
#include "kaitsu-practice-scenario.h"
#include "kaitsu-practice-trust.h"
#include "kaitsu-text.h"

#define MAX_SHOWN_CHARS 40
#define OWN_ADDRESS "192.168.1.23"
#define LEASE_SECONDS 86400
#define LEASE_DETAIL                                                                               \
  "practice: " OWN_ADDRESS " from " KAITSU_PRACTICE_ROUTER                                         \
  ", lease time " G_STRINGIFY (LEASE_SECONDS) " s"

/* A name is looked up in a fraction of the time that a server needs. */
#define LOOKUP_SHARE 4

struct _KaitsuPracticeNet {
  KaitsuNet parent_instance;

  const KaitsuPracticeScenario *scenario;
  KaitsuPracticeNames *names;
  KaitsuPracticePace pace;
  GTlsDatabase *trust;
  KaitsuPracticePlaces *places;
};

G_DEFINE_FINAL_TYPE (KaitsuPracticeNet, kaitsu_practice_net, KAITSU_TYPE_NET)

typedef struct {
  char *host;
  KaitsuFamily family;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_free (lookup->host);
  g_free (lookup);
}

static gboolean
is_family (GInetAddress *address, KaitsuFamily family)
{
  gboolean ipv4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;

  return ipv4 == (family == KAITSU_FAMILY_IPV4);
}

static gboolean
looked_up_cb (gpointer user_data)
{
  GTask *task = user_data;
  KaitsuPracticeNet *self = g_task_get_source_object (task);
  const Lookup *lookup = g_task_get_task_data (task);
  g_autoptr (GInetAddress) address = kaitsu_practice_names_lookup (self->names, lookup->host);
  GPtrArray *addresses;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  if (address == NULL || !is_family (address, lookup->family))
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                               "no address of this family");
      return G_SOURCE_REMOVE;
    }

  addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (addresses, g_steal_pointer (&address));
  g_task_return_pointer (task, addresses, (GDestroyNotify) g_ptr_array_unref);
  return G_SOURCE_REMOVE;
}

static gboolean
lookup_failed_cb (gpointer user_data)
{
  g_task_return_new_error (user_data, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                           "no resolver can be reached");
  return G_SOURCE_REMOVE;
}

static void
lookup_async (KaitsuNet *net,
              const char *host,
              KaitsuFamily family,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  KaitsuPracticeNet *self = KAITSU_PRACTICE_NET (net);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean literal = g_hostname_is_ip_address (host);
  Lookup *lookup = g_new0 (Lookup, 1);
  guint delay_ms = kaitsu_practice_pace_next (&self->pace) / LOOKUP_SHARE;

  lookup->host = g_strdup (host);
  lookup->family = family;
  g_task_set_source_tag (task, lookup_async);
  g_task_set_name (task, "[kaitsu] practice lookup");
  g_task_set_task_data (task, lookup, lookup_free);
  /* To convert an address, nobody needs a network. */
  if (kaitsu_practice_scenario_is_offline (self->scenario) && !literal)
    kaitsu_practice_after (task, delay_ms, lookup_failed_cb);
  else
    kaitsu_practice_after (task, literal ? 0 : delay_ms, looked_up_cb);
}

static GPtrArray *
lookup_finish (KaitsuNet *net, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, net), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GSocketAddress *
route (KaitsuNet *net, GInetAddress *address, KaitsuPort port)
{
  return kaitsu_practice_places_route (KAITSU_PRACTICE_NET (net)->places,
                                       g_inet_address_get_family (address), port);
}

/* There are no routers on loopback: this is the one thing that is only told.
 * The error that @socket really got is the matching one. */
static gboolean
take_icmp (KaitsuNet *net,
           GSocket *socket,
           GInetAddress *destination,
           KaitsuPort port,
           KaitsuIcmp *icmp)
{
  const KaitsuPracticeRule *rule
      = kaitsu_practice_places_get_rule (KAITSU_PRACTICE_NET (net)->places, port);

  if (rule->offender == NULL)
    return FALSE;

  /* RFC 792: destination unreachable, port unreachable */
  icmp->type = 3;
  icmp->code = 3;
  g_free (icmp->offender);
  icmp->offender = g_strdup (rule->offender);
  return TRUE;
}

/* Nor does anything expire on loopback: the hops on the way are told, too. */
static gboolean
script_hop (KaitsuNet *net,
            GInetAddress *destination,
            KaitsuPort port,
            guint hop_limit,
            KaitsuIcmp *icmp,
            guint *delay_ms)
{
  KaitsuPracticeNet *self = KAITSU_PRACTICE_NET (net);
  const KaitsuPracticeHop *hop;

  if (kaitsu_practice_scenario_is_offline (self->scenario)
      || g_inet_address_get_family (destination) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  hop = kaitsu_practice_rule_find_hop (kaitsu_practice_places_get_rule (self->places, port),
                                       hop_limit);
  if (hop == NULL)
    return FALSE;
  if (!kaitsu_practice_scenario_has_hops (self->scenario))
    return TRUE;

  /* RFC 792: time exceeded in transit */
  icmp->type = 11;
  icmp->code = 0;
  g_free (icmp->offender);
  icmp->offender = g_strdup (hop->address);
  *delay_ms = hop->delay_ms;
  return TRUE;
}

static KaitsuNetwork *
dup_network (KaitsuNet *net)
{
  KaitsuPracticeNet *self = KAITSU_PRACTICE_NET (net);
  KaitsuNetwork *network = kaitsu_network_new ();

  if (kaitsu_practice_scenario_is_offline (self->scenario))
    return network;

  network->interface = g_strdup ("eth0");
  network->kind = KAITSU_LINK_KIND_WIRED;
  network->address = g_strdup (OWN_ADDRESS);
  network->gateway = g_strdup (KAITSU_PRACTICE_ROUTER);
  g_strfreev (network->own_addresses);
  network->own_addresses = g_strsplit (OWN_ADDRESS, " ", -1);
  g_strfreev (network->dns);
  network->dns = g_strsplit (KAITSU_PRACTICE_ROUTER, " ", -1);
  network->has_link = TRUE;
  network->has_address = TRUE;
  network->gateway_state = KAITSU_GATEWAY_STATE_ALIVE;
  network->has_ipv4 = TRUE;
  network->dhcp_address = TRUE;
  network->lease_seconds = LEASE_SECONDS;
  network->dhcp_route = TRUE;
  return network;
}

/* How this PC is really set says nothing about the practice network. */
static void
proxy_async (KaitsuNet *net,
             const char *host,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);

  g_task_set_source_tag (task, proxy_async);
  g_task_return_pointer (task, NULL, NULL);
}

/* The lease is told, too: it is got by broadcast, and belongs to port 68. */
static void
lease_async (KaitsuNet *net,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);
  KaitsuObservation *lease;

  g_task_set_source_tag (task, lease_async);
  g_task_set_name (task, "[kaitsu] practice lease");
  if (kaitsu_practice_scenario_is_offline (KAITSU_PRACTICE_NET (net)->scenario))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no lease");
      return;
    }

  lease = kaitsu_observation_new (KAITSU_PROBE_KIND_DHCP, KAITSU_OUTCOME_LEASE);
  lease->port = (KaitsuPort) { KAITSU_PROTOCOL_UDP, 67 };
  lease->address = g_strdup (KAITSU_PRACTICE_ROUTER);
  kaitsu_observation_set_detail (lease, LEASE_DETAIL, -1);
  g_task_return_pointer (task, lease, (GDestroyNotify) kaitsu_observation_unref);
}

static KaitsuObservation *
lease_finish (KaitsuNet *net, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, net), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GTlsDatabase *
dup_tls_database (KaitsuNet *net)
{
  return g_object_ref (KAITSU_PRACTICE_NET (net)->trust);
}

static void
kaitsu_practice_net_finalize (GObject *object)
{
  KaitsuPracticeNet *self = KAITSU_PRACTICE_NET (object);

  g_clear_pointer (&self->names, kaitsu_practice_names_free);
  g_clear_pointer (&self->places, kaitsu_practice_places_free);
  g_clear_object (&self->trust);
  G_OBJECT_CLASS (kaitsu_practice_net_parent_class)->finalize (object);
}

static void
kaitsu_practice_net_class_init (KaitsuPracticeNetClass *klass)
{
  KaitsuNetClass *net_class = KAITSU_NET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kaitsu_practice_net_finalize;
  net_class->is_practice = TRUE;
  net_class->lookup_async = lookup_async;
  net_class->lookup_finish = lookup_finish;
  net_class->route = route;
  net_class->take_icmp = take_icmp;
  net_class->dup_network = dup_network;
  net_class->lease_async = lease_async;
  net_class->lease_finish = lease_finish;
  net_class->proxy_async = proxy_async;
  net_class->dup_tls_database = dup_tls_database;
  net_class->script_hop = script_hop;
}

static void
kaitsu_practice_net_init (KaitsuPracticeNet *self)
{
}

static void
set_unknown_error (const char *id, GError **error)
{
  g_autofree char *shown = kaitsu_text_clean (id, -1, MAX_SHOWN_CHARS);
  g_autoptr (GString) known = g_string_new (NULL);

  for (const KaitsuPracticeScenario *s = kaitsu_practice_list_scenarios (); s->id != NULL; s++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", s->id);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _("There is no practice scenario “%s”. There are: %s"), shown, known->str);
}

/**
 * kaitsu_practice_net_new_with_targets:
 * @scenario: (nullable): the id of a scenario; %NULL for the default one
 * @targets: who will be practised with: their portal checks get the known
 *   bodies, and what they are expected to say is said
 *
 * Opens the servers, on the thread-default main context, which the probes
 * must run on as well. The environment variable KAITSU_PRACTICE_SLOW delays
 * every first answer by so many milliseconds.
 *
 * Returns: (transfer full): a practice network; %NULL with
 *   G_IO_ERROR_NOT_FOUND for an unknown scenario, G_IO_ERROR_INVALID_ARGUMENT
 *   for a bad environment variable, another error of G_IO_ERROR or
 *   G_TLS_ERROR if the servers cannot be opened
 */
KaitsuNet *
kaitsu_practice_net_new_with_targets (const char *scenario, KaitsuTargets *targets, GError **error)
{
  const KaitsuPracticeScenario *found = kaitsu_practice_find_scenario (scenario);
  g_autoptr (KaitsuPracticeNet) self = NULL;
  guint slow_ms;

  g_return_val_if_fail (KAITSU_IS_TARGETS (targets), NULL);

  if (found == NULL)
    {
      set_unknown_error (scenario, error);
      return NULL;
    }
  if (!kaitsu_practice_slow_from_environment (&slow_ms, error))
    return NULL;

  self = g_object_new (KAITSU_TYPE_PRACTICE_NET, NULL);
  self->scenario = found;
  self->names = kaitsu_practice_names_new (targets);
  kaitsu_practice_pace_init (&self->pace, 0);
  self->trust = kaitsu_practice_trust_new (error);
  if (self->trust == NULL)
    return NULL;

  self->places = kaitsu_practice_places_new (found, targets, slow_ms, error);
  if (self->places == NULL)
    return NULL;

  return KAITSU_NET (g_steal_pointer (&self));
}

/**
 * kaitsu_practice_net_new:
 * @scenario: (nullable): the id of a scenario; %NULL for the default one
 *
 * As kaitsu_practice_net_new_with_targets() for the built-in targets.
 *
 * Returns: (transfer full): a practice network, or %NULL with an error
 */
KaitsuNet *
kaitsu_practice_net_new (const char *scenario, GError **error)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_builtin ();

  return kaitsu_practice_net_new_with_targets (scenario, targets, error);
}

/**
 * kaitsu_practice_net_get_scenario:
 * @self: a practice network
 *
 * Returns: (transfer none): what it plays
 */
const KaitsuPracticeScenario *
kaitsu_practice_net_get_scenario (KaitsuPracticeNet *self)
{
  g_return_val_if_fail (KAITSU_IS_PRACTICE_NET (self), NULL);

  return self->scenario;
}
