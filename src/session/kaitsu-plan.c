/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-plan.h"

#include "kaitsu-trace-subject.h"

struct _KaitsuPlan
{
  GObject parent_instance;

  KaitsuUnit *unit;
  KaitsuTargets *targets;
  KaitsuResult *earlier; /* nullable: what is not tried again is taken from there */
  GPtrArray *entries;
  GPtrArray *hosts;
};

G_DEFINE_FINAL_TYPE (KaitsuPlan, kaitsu_plan, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  KaitsuPlanEntry *entry = data;

  g_array_unref (entry->attempts);
  g_free (entry);
}

static void
host_free (gpointer data)
{
  KaitsuPlanHost *host = data;

  g_free (host->host);
  g_array_unref (host->ports);
  g_free (host);
}

static void
kaitsu_plan_finalize (GObject *object)
{
  KaitsuPlan *self = KAITSU_PLAN (object);

  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->hosts);
  g_clear_object (&self->unit);
  g_clear_object (&self->targets);
  g_clear_object (&self->earlier);
  G_OBJECT_CLASS (kaitsu_plan_parent_class)->finalize (object);
}

static void
kaitsu_plan_class_init (KaitsuPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_plan_finalize;
}

static void
kaitsu_plan_init (KaitsuPlan *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->hosts = g_ptr_array_new_with_free_func (host_free);
}

static KaitsuProbeKind
kind_for_use (KaitsuUse use, KaitsuPort port)
{
  switch (use)
    {
    case KAITSU_USE_HTTP:
      return KAITSU_PROBE_KIND_HTTP;
    case KAITSU_USE_HTTPS:
      return KAITSU_PROBE_KIND_HTTPS;
    case KAITSU_USE_SMTPS:
      return KAITSU_PROBE_KIND_SMTPS;
    case KAITSU_USE_SUBMISSION:
      return KAITSU_PROBE_KIND_SUBMISSION;
    case KAITSU_USE_NTP:
      return KAITSU_PROBE_KIND_NTP;
    case KAITSU_USE_TCP:
      return KAITSU_PROBE_KIND_TCP;
    case KAITSU_USE_UDP:
      return KAITSU_PROBE_KIND_UDP;
    case KAITSU_USE_PATH:
      break;
    }
  return port.protocol == KAITSU_PROTOCOL_TCP ? KAITSU_PROBE_KIND_TCP : KAITSU_PROBE_KIND_UDP;
}

/* Whether an answer can be told from a box that completes every handshake. */
static gboolean
can_prove_itself (const KaitsuPlanAttempt *attempt)
{
  return !attempt->path_only
         && (attempt->kind != KAITSU_PROBE_KIND_TCP || attempt->target->expect != NULL);
}

/* A target where nobody answers is only asked if no other target is, or if
 * those that are cannot prove themselves: whoever completes a handshake where
 * nobody is at home completes all of them. */
static void
drop_needless_paths (GArray *attempts)
{
  gboolean served = FALSE;

  for (guint i = 0; i < attempts->len; i++)
    served |= can_prove_itself (&g_array_index (attempts, KaitsuPlanAttempt, i));
  for (guint i = attempts->len; served && i > 0; i--)
    if (g_array_index (attempts, KaitsuPlanAttempt, i - 1).path_only)
      g_array_remove_index (attempts, i - 1);
}

/* If the one target of a port stays silent, nobody can tell whether it is its own
 * network that stops it: so there is one more to ask. */
static const KaitsuTarget *
find_witness (const KaitsuPlanEntry *entry, GPtrArray *targets)
{
  const KaitsuPlanAttempt *only = &g_array_index (entry->attempts, KaitsuPlanAttempt, 0);

  if (entry->attempts->len != 1 || only->path_only)
    return NULL;
  for (guint i = 0; i < targets->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (targets, i);
      if (target != only->target && kaitsu_target_can_witness (target, entry->port->port))
        return target;
    }
  return NULL;
}

static KaitsuPlanEntry *
make_entry (const KaitsuUnitPort *port, GPtrArray *targets)
{
  const KaitsuPort dhcp = { KAITSU_PROTOCOL_UDP, 67 };
  KaitsuPlanEntry *entry = g_new0 (KaitsuPlanEntry, 1);

  entry->port = port;
  entry->attempts = g_array_new (FALSE, TRUE, sizeof (KaitsuPlanAttempt));
  if (kaitsu_port_equal (port->port, dhcp))
    {
      /* stays on the LAN: no target of the list has a part in it */
      KaitsuPlanAttempt attempt = { NULL, KAITSU_PROBE_KIND_DHCP, FALSE };
      g_array_append_val (entry->attempts, attempt);
      return entry;
    }
  for (guint i = 0; i < targets->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (targets, i);
      KaitsuUse use;

      if (!kaitsu_target_offers (target, port->port, &use))
        continue;
      KaitsuPlanAttempt attempt = { target, kind_for_use (use, port->port),
                                    use == KAITSU_USE_PATH };
      g_array_append_val (entry->attempts, attempt);
    }
  drop_needless_paths (entry->attempts);
  entry->witness = find_witness (entry, targets);
  return entry;
}

static KaitsuPlanHost *
need_host (KaitsuPlan *self, const char *name, KaitsuOperator operated_by)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      KaitsuPlanHost *host = g_ptr_array_index (self->hosts, i);
      if (g_strcmp0 (host->host, name) == 0)
        return host;
    }

  KaitsuPlanHost *host = g_new0 (KaitsuPlanHost, 1);
  host->host = g_strdup (name);
  host->operated_by = operated_by;
  host->ports = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  g_ptr_array_add (self->hosts, host);
  return host;
}

static void
add_host_port (KaitsuPlanHost *host, KaitsuPort port)
{
  guint i = 0;

  while (i < host->ports->len
         && kaitsu_port_compare (g_array_index (host->ports, KaitsuPort, i), port) < 0)
    i++;
  if (i < host->ports->len && kaitsu_port_equal (g_array_index (host->ports, KaitsuPort, i), port))
    return;
  g_array_insert_val (host->ports, i, port);
}

static void
list_target (KaitsuPlan *self, const KaitsuTarget *target, KaitsuPort port)
{
  KaitsuPlanHost *host = need_host (self, target->host, target->operated_by);
  KaitsuPort control;

  add_host_port (host, port);
  if (kaitsu_target_get_control (target, port, &control))
    add_host_port (host, control);
}

static void
list_entry_hosts (KaitsuPlan *self, const KaitsuPlanEntry *entry)
{
  for (guint i = 0; i < entry->attempts->len; i++)
    {
      const KaitsuPlanAttempt *attempt = &g_array_index (entry->attempts, KaitsuPlanAttempt, i);
      if (attempt->target != NULL)
        list_target (self, attempt->target, entry->port->port);
    }
  if (entry->witness != NULL)
    list_target (self, entry->witness, entry->port->port);
}

/* How far silent ports get is tried towards this target, so each of them may be
 * sent there, and what they are compared with. */
static void
list_path_ports (KaitsuPlan *self)
{
  const KaitsuTarget *target = kaitsu_plan_get_path_target (self);
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  KaitsuPort reference;

  for (guint i = 0; target != NULL && i < self->entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (self->entries, i);
      if (entry->attempts->len > 0
          && g_array_index (entry->attempts, KaitsuPlanAttempt, 0).target != NULL)
        g_array_append_val (ports, entry->port->port);
    }
  if (kaitsu_trace_pick_udp_reference (ports, &reference))
    g_array_append_val (ports, reference);
  for (guint i = 0; i < ports->len; i++)
    add_host_port (need_host (self, target->host, target->operated_by),
                   g_array_index (ports, KaitsuPort, i));
}

static void
list_portal_hosts (KaitsuPlan *self)
{
  const KaitsuPort http = { KAITSU_PROTOCOL_TCP, 80 };
  GPtrArray *checks = kaitsu_targets_get_portal_checks (self->targets);

  for (guint i = 0; i < checks->len; i++)
    {
      const KaitsuPortalCheck *check = g_ptr_array_index (checks, i);
      g_autoptr (GUri) uri = g_uri_parse (check->uri, G_URI_FLAGS_NONE, NULL);
      KaitsuPlanHost *host = need_host (self, g_uri_get_host (uri), KAITSU_OPERATOR_PUBLIC);

      host->portal_check = TRUE;
      add_host_port (host, http);
    }
}

static gboolean
got_through (KaitsuResult *earlier, KaitsuPort port)
{
  KaitsuPortResult *row = kaitsu_result_find_port (earlier, port);

  return row != NULL && kaitsu_port_result_get_light (row) == KAITSU_LIGHT_GREEN;
}

static KaitsuPlan *
make_plan (KaitsuUnit *unit, KaitsuTargets *targets, KaitsuResult *earlier)
{
  KaitsuPlan *self = g_object_new (KAITSU_TYPE_PLAN, NULL);
  GPtrArray *ports = kaitsu_unit_get_ports (unit);

  self->unit = g_object_ref (unit);
  self->targets = g_object_ref (targets);
  g_set_object (&self->earlier, earlier);
  for (guint i = 0; i < ports->len; i++)
    {
      const KaitsuUnitPort *port = g_ptr_array_index (ports, i);

      if (earlier != NULL && got_through (earlier, port->port))
        continue;
      KaitsuPlanEntry *entry = make_entry (port, kaitsu_targets_get_targets (targets));
      g_ptr_array_add (self->entries, entry);
      list_entry_hosts (self, entry);
    }
  list_path_ports (self);
  list_portal_hosts (self);
  return self;
}

/**
 * kaitsu_plan_new:
 * @unit: the unit to be installed
 * @targets: the hosts that may be asked
 *
 * Turns port ids into what will be tried: every port of the unit once,
 * however many services share it, on every target that offers it.
 *
 * Returns: (transfer full): the plan
 */
KaitsuPlan *
kaitsu_plan_new (KaitsuUnit *unit, KaitsuTargets *targets)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);
  g_return_val_if_fail (KAITSU_IS_TARGETS (targets), NULL);

  return make_plan (unit, targets, NULL);
}

/**
 * kaitsu_plan_new_retest:
 * @unit: the unit to be installed
 * @targets: the hosts that may be asked
 * @earlier: a result for the same unit
 *
 * Like kaitsu_plan_new(), but only the ports are tried again that did not get
 * through in @earlier; a run takes the others over from there.
 *
 * Returns: (transfer full): the plan
 */
KaitsuPlan *
kaitsu_plan_new_retest (KaitsuUnit *unit, KaitsuTargets *targets, KaitsuResult *earlier)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);
  g_return_val_if_fail (KAITSU_IS_TARGETS (targets), NULL);
  g_return_val_if_fail (KAITSU_IS_RESULT (earlier), NULL);

  return make_plan (unit, targets, earlier);
}

/**
 * kaitsu_plan_tries:
 * @self: a plan
 * @port: a port of its unit
 *
 * Returns: whether @port is tried, and not taken from an earlier result
 */
gboolean
kaitsu_plan_tries (KaitsuPlan *self, KaitsuPort port)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const KaitsuPlanEntry *entry = g_ptr_array_index (self->entries, i);
      if (kaitsu_port_equal (entry->port->port, port))
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_plan_get_earlier:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): where the ports are taken from that are
 *   not tried again
 */
KaitsuResult *
kaitsu_plan_get_earlier (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);
  return self->earlier;
}

/**
 * kaitsu_plan_get_unit:
 * @self: a plan
 *
 * Returns: (transfer none): the unit
 */
KaitsuUnit *
kaitsu_plan_get_unit (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);
  return self->unit;
}

/**
 * kaitsu_plan_get_targets:
 * @self: a plan
 *
 * Returns: (transfer none): the targets
 */
KaitsuTargets *
kaitsu_plan_get_targets (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);
  return self->targets;
}

/**
 * kaitsu_plan_get_entries:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type KaitsuPlanEntry): one for each port
 */
GPtrArray *
kaitsu_plan_get_entries (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);
  return self->entries;
}

/**
 * kaitsu_plan_get_hosts:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type KaitsuPlanHost): every host outside
 *   the LAN that the run will contact
 */
GPtrArray *
kaitsu_plan_get_hosts (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);
  return self->hosts;
}

/**
 * kaitsu_plan_get_path_target:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the target towards which silent ports
 *   are followed hop by hop
 */
const KaitsuTarget *
kaitsu_plan_get_path_target (KaitsuPlan *self)
{
  g_return_val_if_fail (KAITSU_IS_PLAN (self), NULL);

  GPtrArray *targets = kaitsu_targets_get_targets (self->targets);
  for (guint i = 0; i < targets->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (targets, i);
      if ((target->uses & (1u << KAITSU_USE_PATH)) != 0 && target->controls->len > 0)
        return target;
    }
  return NULL;
}
