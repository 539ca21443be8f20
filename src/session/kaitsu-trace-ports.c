/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-trace-ports.h"

static gboolean
is_on_the_internet (KaitsuTrial *trial, KaitsuFamily family)
{
  const KaitsuPlanEntry *entry = kaitsu_trial_get_entry (trial);

  return kaitsu_trial_get_family (trial) == family && entry->attempts->len > 0
         && g_array_index (entry->attempts, KaitsuPlanAttempt, 0).target != NULL;
}

/* What boxes on the way are known to answer for others: web pages, and what mail
 * servers say before anything is encrypted. */
static gboolean
is_often_taken (KaitsuTrial *trial)
{
  GArray *attempts = kaitsu_trial_get_entry (trial)->attempts;
  KaitsuProbeKind kind = g_array_index (attempts, KaitsuPlanAttempt, 0).kind;

  return kind == KAITSU_PROBE_KIND_HTTP || kind == KAITSU_PROBE_KIND_HTTPS
         || kind == KAITSU_PROBE_KIND_SUBMISSION;
}

static gboolean
is_answered (KaitsuTrial *trial)
{
  GPtrArray *seen = kaitsu_trial_get_observations (trial);

  for (guint i = 0; i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->outcome == KAITSU_OUTCOME_ANSWERED || o->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED
          || o->outcome == KAITSU_OUTCOME_UNEXPECTED)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_trace_ports_collect_heard:
 * @trials: (element-type KaitsuTrial): what is tried
 * @book: has the controls
 * @family: the family that decides
 *
 * Returns: (transfer full) (element-type KaitsuObservation): everything that
 *   was seen so far in @family
 */
GPtrArray *
kaitsu_trace_ports_collect_heard (GPtrArray *trials, KaitsuHostBook *book, KaitsuFamily family)
{
  GPtrArray *heard = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
  GPtrArray *controls = kaitsu_host_book_get_controls (book, family);

  for (guint i = 0; i < controls->len; i++)
    g_ptr_array_add (heard, kaitsu_observation_ref (g_ptr_array_index (controls, i)));
  for (guint t = 0; t < trials->len; t++)
    {
      KaitsuTrial *trial = g_ptr_array_index (trials, t);
      GPtrArray *seen = kaitsu_trial_get_observations (trial);

      for (guint i = 0; kaitsu_trial_get_family (trial) == family && i < seen->len; i++)
        g_ptr_array_add (heard, kaitsu_observation_ref (g_ptr_array_index (seen, i)));
    }
  return heard;
}

/**
 * kaitsu_trace_ports_add:
 * @trace: a trace that has not begun
 * @trials: (element-type KaitsuTrial): what is tried
 * @family: the family that decides
 *
 * Tells @trace of every port that may have to be followed.
 */
void
kaitsu_trace_ports_add (KaitsuPathTrace *trace, GPtrArray *trials, KaitsuFamily family)
{
  for (guint i = 0; i < trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (trials, i);
      if (is_on_the_internet (trial, family))
        kaitsu_path_trace_add_port (trace, kaitsu_trial_get_entry (trial)->port->port);
    }
}

static void
settle (KaitsuPathTrace *trace, KaitsuTrial *trial, gboolean all)
{
  KaitsuPort port = kaitsu_trial_get_entry (trial)->port->port;
  gboolean open = kaitsu_trial_is_open_so_far (trial);

  if (!open && is_often_taken (trial) && is_answered (trial))
    kaitsu_path_trace_watch_port (trace, port);
  else if (!open)
    kaitsu_path_trace_dismiss_port (trace, port);
  else if (kaitsu_trial_is_complete (trial) && !kaitsu_path_trace_is_tracing (trace, port))
    kaitsu_path_trace_dismiss_port (trace, port);
  else if (all || kaitsu_trial_expects_silence (trial))
    kaitsu_path_trace_admit_port (trace, port);
}

/**
 * kaitsu_trace_ports_settle:
 * @trace: a trace
 * @trials: (element-type KaitsuTrial): what is tried
 * @book: has the controls
 * @family: the family that decides
 * @all: whether whoever is quick has answered by now
 *
 * To be called when what answers has answered, and whenever something comes.
 * Silence is what the hops are asked about; anything else speaks for itself,
 * but web pages and mail are what boxes on the way answer for others. Where nobody is
 * expected to answer nobody is waited for either.
 */
void
kaitsu_trace_ports_settle (KaitsuPathTrace *trace,
                           GPtrArray *trials,
                           KaitsuHostBook *book,
                           KaitsuFamily family,
                           gboolean all)
{
  g_autoptr (GPtrArray) heard = kaitsu_trace_ports_collect_heard (trials, book, family);

  kaitsu_path_trace_hear (trace, heard, all);
  for (guint i = 0; i < trials->len; i++)
    {
      KaitsuTrial *trial = g_ptr_array_index (trials, i);
      if (is_on_the_internet (trial, family))
        settle (trace, trial, all);
    }
}
