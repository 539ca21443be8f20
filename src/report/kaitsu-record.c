/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-record.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-text.h"
#include "kaitsu-wording.h"

/* A run tries the same thing again and again, on many ports in the same way.
 * For a reader, that is one thing that was seen so many times. */

/* Whoever needs more has the result file. */
#define MAX_LINES 24

#define MAX_RULE_CHARS 80

/* Attempts that saw the same, being counted. */
typedef struct
{
  const KaitsuObservation *first;
  char *target;
  char *seen;
  guint count;
  gint64 at_first, at_last;
  gint64 rtt_least, rtt_most; /* -1 if none is known */
} Count;

static void
count_clear (gpointer data)
{
  Count *count = data;

  g_free (count->target);
  g_free (count->seen);
}

/* One port, before it is known which others are like it. */
typedef struct
{
  KaitsuPortResult *port;
  GArray *counts; /* of Count: the port's own, then the controls */
  GPtrArray *hops;
  char *signature; /* the same for ports of which the same is known */
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  g_array_unref (sheet->counts);
  g_ptr_array_unref (sheet->hops);
  g_free (sheet->signature);
  g_free (sheet);
}

static void
line_free (gpointer data)
{
  KaitsuRecordLine *line = data;

  g_free (line->target);
  g_free (line->seen);
  g_free (line->measures);
  g_free (line);
}

/**
 * kaitsu_record_free:
 * @self: (transfer full): a record
 */
void
kaitsu_record_free (KaitsuRecord *self)
{
  g_ptr_array_unref (self->ports);
  g_free (self->names);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->hops);
  g_free (self);
}

static void
free_record (gpointer data)
{
  kaitsu_record_free (data);
}

static void
widen (Count *count, gint64 at_first, gint64 at_last, gint64 rtt_least, gint64 rtt_most)
{
  count->at_first = MIN (count->at_first, at_first);
  count->at_last = MAX (count->at_last, at_last);
  if (rtt_least >= 0 && (count->rtt_least < 0 || rtt_least < count->rtt_least))
    count->rtt_least = rtt_least;
  count->rtt_most = MAX (count->rtt_most, rtt_most);
}

static void
count_observation (Sheet *sheet, const KaitsuObservation *seen)
{
  const KaitsuPort own = kaitsu_port_result_get_port (sheet->port);
  g_autofree char *target = kaitsu_port_equal (own, seen->port) ? kaitsu_explain_host (seen)
                                                                : kaitsu_explain_target (seen);
  g_autofree char *what = kaitsu_explain_seen (seen);

  for (guint i = 0; i < sheet->counts->len; i++)
    {
      Count *count = &g_array_index (sheet->counts, Count, i);

      if (count->first->control != seen->control || !g_str_equal (count->target, target)
          || !g_str_equal (count->seen, what))
        continue;
      count->count++;
      widen (count, seen->at_us, seen->at_us, seen->rtt_us, seen->rtt_us);
      return;
    }

  Count fresh = { seen,        g_steal_pointer (&target), g_steal_pointer (&what), 1, seen->at_us,
                  seen->at_us, seen->rtt_us,              seen->rtt_us };
  g_array_append_val (sheet->counts, fresh);
}

static void
count_observations (Sheet *sheet, gboolean controls)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (sheet->port);

  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *seen = g_ptr_array_index (observations, i);

      if (seen->hop_limit == 0 && !seen->control == !controls)
        count_observation (sheet, seen);
    }
}

static GPtrArray *
dup_facts (KaitsuResult *result, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (first);
  const KaitsuLight ipv6 = kaitsu_port_result_get_ipv6_light (first);
  GPtrArray *facts = kaitsu_facts_new ();

  if (kaitsu_port_result_get_measured (first) != NULL)
    kaitsu_facts_take (facts, C_ ("field", "Checked on"),
                       kaitsu_wording_minute (kaitsu_port_result_get_measured (first)));
  kaitsu_facts_take (facts, C_ ("field", "Why"), kaitsu_explain_why (result, first));
  kaitsu_facts_take (facts, C_ ("field", "Stopped by"), kaitsu_explain_suspects (first));
  /* whom to ask to open what is closed is said on the first page */
  if (finding->light != KAITSU_LIGHT_RED)
    kaitsu_facts_take (facts, C_ ("field", "What to do"),
                       kaitsu_explain_remedy_of_ports (result, ports));
  if (ipv6 != KAITSU_LIGHT_NONE)
    kaitsu_facts_take (facts, "IPv6", kaitsu_facts_dup_light (ipv6));
  kaitsu_facts_take (facts, C_ ("field", "Decided by rule"),
                     kaitsu_text_clean (finding->rule, -1, MAX_RULE_CHARS));
  return facts;
}

/* All that is the same for ports that are told together: what is said of them,
 * but for their names, and what was seen, but for when. */
static char *
make_signature (KaitsuResult *result, const Sheet *sheet)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (sheet->port);
  g_autofree char *why = kaitsu_explain_why (result, sheet->port);
  g_autofree char *suspects = kaitsu_explain_suspects (sheet->port);
  GDateTime *measured = kaitsu_port_result_get_measured (sheet->port);
  g_autofree char *when = measured != NULL ? kaitsu_wording_minute (measured) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%d %d %d %s\n%s\n%s\n%s\n", (int) finding->light,
                          (int) kaitsu_port_result_get_role (sheet->port),
                          (int) kaitsu_port_result_get_ipv6_light (sheet->port),
                          when != NULL ? when : "", why,
                          suspects != NULL ? suspects : "",
                          finding->rule != NULL ? finding->rule : "");
  for (guint i = 0; i < sheet->counts->len; i++)
    {
      const Count *count = &g_array_index (sheet->counts, Count, i);
      g_string_append_printf (text, "%d %u %s\n%s\n", count->first->control, count->count,
                              count->target, count->seen);
    }
  for (guint i = 0; i < sheet->hops->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) g_ptr_array_index (sheet->hops, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static Sheet *
make_sheet (KaitsuResult *result, KaitsuPortResult *port)
{
  static const KaitsuFamily families[] = { KAITSU_FAMILY_IPV4, KAITSU_FAMILY_IPV6 };
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->port = port;
  sheet->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  g_array_set_clear_func (sheet->counts, count_clear);
  sheet->hops = g_ptr_array_new_with_free_func (g_free);
  count_observations (sheet, FALSE);
  count_observations (sheet, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      char *hops = kaitsu_explain_hops (port, families[i]);
      if (hops != NULL)
        g_ptr_array_add (sheet->hops, hops);
    }
  sheet->signature = make_signature (result, sheet);
  return sheet;
}

static char *
dup_measures (const Count *count, gboolean each)
{
  g_autofree char *when = kaitsu_wording_offset_span (count->at_first, count->at_last);
  g_autofree char *times = g_strdup_printf (
      each ? ngettext ("%u time each", "%u times each", count->count)
           : ngettext ("%u time", "%u times", count->count),
      count->count);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "%s%s%s", times, C_ ("between the items of a list", ", "), when);
  if (count->rtt_most >= 0)
    {
      g_autofree char *rtt = kaitsu_wording_milliseconds_span (count->rtt_least, count->rtt_most);
      g_string_append_printf (line, "%s%s", C_ ("between the items of a list", ", "), rtt);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* @sheets are of ports of which the same is known: their counts are the same
 * but for the times. */
static void
fill_lines (KaitsuRecord *self, GPtrArray *sheets)
{
  const Sheet *first = g_ptr_array_index (sheets, 0);

  for (guint i = 0; i < first->counts->len; i++)
    {
      Count *count = &g_array_index (first->counts, Count, i);

      if (i >= MAX_LINES)
        {
          self->more = first->counts->len - MAX_LINES;
          return;
        }
      for (guint j = 1; j < sheets->len; j++)
        {
          const Sheet *sheet = g_ptr_array_index (sheets, j);
          const Count *other = &g_array_index (sheet->counts, Count, i);
          widen (count, other->at_first, other->at_last, other->rtt_least, other->rtt_most);
        }

      KaitsuRecordLine *line = g_new0 (KaitsuRecordLine, 1);
      line->control = count->first->control;
      line->target = g_strdup (count->target);
      line->seen = g_strdup (count->seen);
      line->measures = dup_measures (count, sheets->len > 1);
      g_ptr_array_add (self->lines, line);
    }
}

static KaitsuRecord *
make_record (KaitsuResult *result, GPtrArray *sheets)
{
  Sheet *first = g_ptr_array_index (sheets, 0);
  KaitsuRecord *self = g_new0 (KaitsuRecord, 1);

  self->ports = g_ptr_array_new_with_free_func (g_object_unref);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  for (guint i = 0; i < sheets->len; i++)
    {
      const Sheet *sheet = g_ptr_array_index (sheets, i);
      g_ptr_array_add (self->ports, g_object_ref (sheet->port));
    }
  self->names = kaitsu_wording_ports (self->ports);
  self->facts = dup_facts (result, self->ports);
  self->hops = g_ptr_array_ref (first->hops);
  fill_lines (self, sheets);
  return self;
}

/**
 * kaitsu_record_new:
 * @result: a result
 * @port: one of its ports
 *
 * Returns: (transfer full): what is known about this port alone
 */
KaitsuRecord *
kaitsu_record_new (KaitsuResult *result, KaitsuPortResult *port)
{
  g_autoptr (GPtrArray) sheets = NULL;

  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (port), NULL);

  sheets = g_ptr_array_new_with_free_func (sheet_free);
  g_ptr_array_add (sheets, make_sheet (result, port));
  return make_record (result, sheets);
}

/**
 * kaitsu_record_line_dup_text:
 * @line: attempts that saw the same
 *
 * Returns: (transfer full): all of it in one line: the target, whether it is a
 *   control, what was seen, how often, when and after how long
 */
char *
kaitsu_record_line_dup_text (const KaitsuRecordLine *line)
{
  g_autofree char *seen = NULL;

  seen = g_strconcat (line->control ? C_ ("observation", "[comparison]") : "",
                      line->control ? " " : "", line->seen, C_ ("between the items of a list", ", "),
                      line->measures, NULL);
  return kaitsu_wording_field (line->target, seen);
}

static void
free_group (gpointer data)
{
  g_ptr_array_unref (data);
}

static GPtrArray *
group_sheets (KaitsuResult *result)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      Sheet *sheet = make_sheet (result, port);
      GPtrArray *group = g_hash_table_lookup (known, sheet->signature);

      if (group == NULL)
        {
          group = g_ptr_array_new_with_free_func (sheet_free);
          g_ptr_array_add (groups, group);
          g_hash_table_insert (known, sheet->signature, group);
        }
      g_ptr_array_add (group, sheet);
    }
  return groups;
}

/* What needs attention comes first; else as in the result. */
static const KaitsuLight order[] = { KAITSU_LIGHT_RED, KAITSU_LIGHT_YELLOW, KAITSU_LIGHT_NONE,
                                     KAITSU_LIGHT_GREEN };

/**
 * kaitsu_records_new:
 * @result: a result
 *
 * Returns: (transfer full) (element-type KaitsuRecord): what is known about
 *   every port, each port in one record; red ones first
 */
GPtrArray *
kaitsu_records_new (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (GPtrArray) groups = group_sheets (result);
  GPtrArray *records = g_ptr_array_new_with_free_func (free_record);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < groups->len; j++)
      {
        GPtrArray *sheets = g_ptr_array_index (groups, j);
        const Sheet *first = g_ptr_array_index (sheets, 0);

        if (kaitsu_port_result_get_light (first->port) == order[i])
          g_ptr_array_add (records, make_record (result, sheets));
      }
  return records;
}
