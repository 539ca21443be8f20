/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hearing.h"

#include "kaitsu-judge.h"
#include "kaitsu-line-check.h"
#include "kaitsu-trace-ports.h"

/* A port's row keeps as many hop-limited packets; the rest is more of the same. */
#define MAX_HOP_EVIDENCE 40

/* Farther away it is anybody's network; only for the picture of the path. */
#define PROVIDER_HOPS 3

/* Every port that answered is a live control for the other ports; and who opens
 * what is encrypted on one port may stand in for the destination on others. */
static GPtrArray *
collect_controls (const KaitsuHearing *self, KaitsuFamily family)
{
  GPtrArray *controls = g_ptr_array_new ();
  GPtrArray *tried = kaitsu_host_book_get_controls (self->book, family);

  for (guint i = 0; i < tried->len; i++)
    g_ptr_array_add (controls, g_ptr_array_index (tried, i));
  for (guint t = 0; t < self->trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);

      for (guint i = 0; kaitsu_trial_get_family (trial) == family && i < seen->len; i++)
        if (kaitsu_observation_is_answered (g_ptr_array_index (seen, i)))
          g_ptr_array_add (controls, g_ptr_array_index (seen, i));
    }
  return controls;
}

/**
 * kaitsu_hearing_judge_trial:
 * @self: what is known about the run
 * @trial: one of its trials
 *
 * Judges one port in one family; its row gets the finding.
 */
void
kaitsu_hearing_judge_trial (const KaitsuHearing *self, KaitsuTrial *trial)
{
  const KaitsuPort port = kaitsu_trial_get_entry (trial)->port->port;
  KaitsuFamily family = kaitsu_trial_get_family (trial);
  KaitsuPortResult *row = kaitsu_result_find_port (self->result, port);
  g_autoptr (GPtrArray) controls = collect_controls (self, family);
  g_autoptr (GPtrArray) heard = kaitsu_trace_ports_collect_heard (self->trials, self->book, family);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  KaitsuPathFact fact;
  gboolean is_traced = family == self->family && self->trace != NULL;
  gboolean has_fact = is_traced && kaitsu_path_trace_get_fact (self->trace, port, &fact);
  KaitsuCase matter = {
    .port = port,
    .family = family,
    .observations = kaitsu_trial_get_observations (trial),
    .controls = controls,
    .witnesses = kaitsu_trial_get_witnessed (trial),
    .network = kaitsu_result_get_network (self->result),
    .offline = self->offline,
    .portal = self->portal != NULL && self->portal->portal,
    .stopped = !kaitsu_trial_is_complete (trial),
    .heard = heard,
    .hops = is_traced ? fact.hops : NULL,
    .hops_host = is_traced ? fact.host : NULL,
    .path = has_fact ? &fact : NULL,
    .path_only = kaitsu_trial_get_path_only (trial),
  };

  kaitsu_judge_port (&matter, &finding);
  if (family == self->family)
    kaitsu_port_result_set_finding (row, &finding);
  else
    kaitsu_port_result_set_ipv6 (row, finding.light, finding.reason);
}

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const KaitsuObservation *first = *(KaitsuObservation *const *) a;
  const KaitsuObservation *second = *(KaitsuObservation *const *) b;

  return (first->at_us > second->at_us) - (first->at_us < second->at_us);
}

static gboolean
asks_host (const KaitsuPlanEntry *entry, const char *host)
{
  for (guint i = 0; i < entry->attempts->len; i++)
    {
      const KaitsuPlanAttempt *attempt = &g_array_index (entry->attempts, KaitsuPlanAttempt, i);
      if (attempt->target != NULL && g_strcmp0 (attempt->target->host, host) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The row keeps what its light rests on: its own observations and the
 * controls of its targets, in the order of time. */
static void
keep_evidence (const KaitsuHearing *self, KaitsuTrial *trial)
{
  const KaitsuPlanEntry *entry = kaitsu_trial_get_entry (trial);
  KaitsuPortResult *row = kaitsu_result_find_port (self->result, entry->port->port);
  GPtrArray *seen = kaitsu_trial_get_observations (trial);
  GPtrArray *witnessed = kaitsu_trial_get_witnessed (trial);
  GPtrArray *controls = kaitsu_host_book_get_controls (self->book, kaitsu_trial_get_family (trial));

  for (guint i = 0; i < seen->len; i++)
    kaitsu_port_result_add_observation (row, g_ptr_array_index (seen, i));
  for (guint i = 0; i < witnessed->len; i++)
    kaitsu_port_result_add_observation (row, g_ptr_array_index (witnessed, i));
  for (guint i = 0; i < controls->len; i++)
    {
      KaitsuObservation *o = g_ptr_array_index (controls, i);
      if (!kaitsu_port_equal (o->port, entry->port->port) && asks_host (entry, o->host))
        kaitsu_port_result_add_observation (row, o);
    }
  if (self->trace != NULL && kaitsu_trial_get_family (trial) == self->family)
    {
      GPtrArray *hops = kaitsu_path_trace_get_observations (self->trace, entry->port->port);
      for (guint i = 0; hops != NULL && i < MIN (hops->len, MAX_HOP_EVIDENCE); i++)
        kaitsu_port_result_add_observation (row, g_ptr_array_index (hops, i));
    }
  g_ptr_array_sort (kaitsu_port_result_get_observations (row), by_time);
}

static gboolean
has_trial (const KaitsuHearing *self, KaitsuPort port)
{
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      if (kaitsu_port_equal (kaitsu_trial_get_entry (trial)->port->port, port))
        return TRUE;
    }
  return FALSE;
}

static void
judge_untried_rows (const KaitsuHearing *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
      g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
      KaitsuCase matter = {
        .port = kaitsu_port_result_get_port (row),
        .family = self->family,
        .observations = nothing,
        .controls = nothing,
        .offline = self->offline,
        .portal = self->portal != NULL && self->portal->portal,
        .stopped = self->stopped,
      };

      if (kaitsu_port_result_get_measured (row) != NULL)
        continue; /* taken over from an earlier run */
      if (!has_trial (self, matter.port))
        {
          kaitsu_judge_port (&matter, &finding);
          kaitsu_port_result_set_finding (row, &finding);
        }
      kaitsu_port_result_set_family (row, self->family);
      kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
    }
}

static void
keep_path (const KaitsuHearing *self)
{
  GPtrArray *hops = self->trace != NULL ? kaitsu_path_trace_get_hops (self->trace) : NULL;
  const KaitsuNetwork *network = kaitsu_result_get_network (self->result);

  for (guint i = 1; hops != NULL && i <= hops->len; i++)
    {
      char *address = g_ptr_array_index (hops, i - 1);
      KaitsuHop hop = { i, *address != '\0' ? address : NULL,
                        kaitsu_judge_hop (network, hops, i, 0),
                        kaitsu_path_trace_get_hop_rtt (self->trace, i) };
      if (hop.address == NULL && i > 1)
        hop.party = KAITSU_PARTY_UNKNOWN;
      else if (hop.party == KAITSU_PARTY_PROVIDER && i > PROVIDER_HOPS)
        hop.party = KAITSU_PARTY_INTERNET;
      kaitsu_result_add_hop (self->result, &hop);
    }
}

/* A retest follows no hops if nothing stays silent: the way is as it was. */
static void
take_path_over (const KaitsuHearing *self)
{
  KaitsuResult *earlier = kaitsu_plan_get_earlier (self->plan);
  GPtrArray *hops = earlier != NULL ? kaitsu_result_get_path (earlier) : NULL;

  if (kaitsu_result_get_path (self->result)->len > 0)
    return;
  for (guint i = 0; hops != NULL && i < hops->len; i++)
    kaitsu_result_add_hop (self->result, g_ptr_array_index (hops, i));
}

static void
keep_public_address (const KaitsuHearing *self)
{
  g_autoptr (KaitsuNetwork)
      network = kaitsu_network_copy (kaitsu_result_get_network (self->result));

  g_free (network->public_address);
  network->public_address = kaitsu_line_check_dup_public_address (self->trials, self->family);
  kaitsu_result_set_network (self->result, network);
}

/* The right page, and yet it was not the destination that sent it. */
static gboolean
is_page_of_another (KaitsuPortResult *row)
{
  GPtrArray *seen = kaitsu_port_result_get_observations (row);

  for (guint i = 0; i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->probe == KAITSU_PROBE_KIND_HTTP && o->outcome == KAITSU_OUTCOME_ANSWERED)
        return kaitsu_port_result_get_reason (row) == KAITSU_REASON_INTERCEPTED;
    }
  return FALSE;
}

static gboolean
is_web_taken (const KaitsuHearing *self, KaitsuPort port)
{
  KaitsuPortResult *row = kaitsu_result_find_port (self->result, port);
  KaitsuPathFact fact;

  if (row == NULL || is_page_of_another (row))
    return row != NULL;
  /* who opens what is encrypted has a notice of his own */
  if (kaitsu_port_result_get_reason (row) == KAITSU_REASON_INTERCEPTED)
    return FALSE;
  return self->trace != NULL && kaitsu_path_trace_get_fact (self->trace, port, &fact)
         && fact.decision.verdict == KAITSU_HOP_VERDICT_NEARER;
}

/* "TCP 80, TCP 443"; NULL if none */
static char *
list_web_taken (const KaitsuHearing *self)
{
  static const KaitsuPort web[] = { { KAITSU_PROTOCOL_TCP, 80 }, { KAITSU_PROTOCOL_TCP, 443 } };
  g_autoptr (GString) ports = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (web); i++)
    if (is_web_taken (self, web[i]))
      {
        g_autofree char *label = kaitsu_port_to_label (web[i]);
        g_string_append_printf (ports, "%s%s", ports->len > 0 ? ", " : "", label);
      }
  return ports->len > 0 ? g_string_free (g_steal_pointer (&ports), FALSE) : NULL;
}

static void
add_notices (const KaitsuHearing *self)
{
  g_autofree char *web_taken = list_web_taken (self);
  const KaitsuLineSight sight = {
    .plan = self->plan,
    .trials = self->trials,
    .book = self->book,
    .family = self->family,
    .portal = self->portal,
    .scout = self->scout,
    .trace = self->trace,
    .web_taken = web_taken,
    .offline = self->offline,
    .changed = self->changed,
  };

  kaitsu_line_check_add_notices (&sight, self->result);
}

/**
 * kaitsu_hearing_close:
 * @self: what is known about the run; offline is found out here
 *
 * Judges everything: ports, services, the line as a whole, the run. The
 * result keeps the evidence.
 */
void
kaitsu_hearing_close (KaitsuHearing *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  KaitsuUnit *unit = kaitsu_plan_get_unit (self->plan);

  self->offline |= kaitsu_line_check_is_offline (self->trials, self->book, self->portal,
                                                 self->family);
  for (guint i = 0; i < self->trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (self->trials, i);
      kaitsu_hearing_judge_trial (self, trial);
      keep_evidence (self, trial);
    }
  judge_untried_rows (self);
  keep_path (self);
  take_path_over (self);
  keep_public_address (self);
  add_notices (self);
  kaitsu_result_set_services (self->result, kaitsu_judge_services (unit, ports));
  kaitsu_result_set_verdict (self->result, kaitsu_judge_run (ports, self->offline, self->stopped));
}
