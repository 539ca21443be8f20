/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-facts.h"
#include "kaitsu-i18n.h"
#include "kaitsu-record.h"
#include "sample-results.h"

/* All ports of a unit 4, green, with nothing seen yet. */
static KaitsuResult *
new_result (void)
{
  KaitsuResult *result = sample_new (SAMPLE_OPEN);
  GListModel *ports = kaitsu_result_get_ports (result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      g_ptr_array_set_size (kaitsu_port_result_get_observations (port), 0);
    }
  return result;
}

typedef struct
{
  const char *host;
  KaitsuOutcome outcome;
  gint64 at_us;
  gint64 rtt_us;
  guint control; /* its port, 0 for the port itself */
} Seen;

static void
see (KaitsuPortResult *port, const Seen *seen)
{
  g_autoptr (KaitsuObservation)
      observation = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, seen->outcome);

  observation->port = kaitsu_port_result_get_port (port);
  if (seen->control > 0)
    observation->port = (KaitsuPort){ KAITSU_PROTOCOL_TCP, (guint16) seen->control };
  observation->control = seen->control > 0;
  observation->host = g_strdup (seen->host);
  observation->address = g_strdup ("192.0.2.80");
  observation->at_us = seen->at_us;
  observation->rtt_us = seen->rtt_us;
  kaitsu_port_result_add_observation (port, observation);
}

static const KaitsuRecord *
find_record (GPtrArray *records, const char *names)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KaitsuRecord *record = g_ptr_array_index (records, i);
      if (g_str_equal (record->names, names))
        return record;
    }
  g_test_message ("no record of %s", names);
  g_assert_not_reached ();
}

static void
assert_line (const KaitsuRecord *record,
             guint index,
             gboolean control,
             const char *target,
             const char *seen,
             const char *measures)
{
  g_assert_cmpuint (index, <, record->lines->len);
  const KaitsuRecordLine *line = g_ptr_array_index (record->lines, index);

  g_assert_cmpint (line->control, ==, control);
  g_assert_cmpstr (line->target, ==, target);
  g_assert_cmpstr (line->seen, ==, seen);
  g_assert_cmpstr (line->measures, ==, measures);
}

/* What was seen again and again is one line; controls come last, and what was
 * seen otherwise stays apart. */
static void
test_counts (void)
{
  static const Seen seen[] = {
    { "a.example", KAITSU_OUTCOME_CONNECTED, 100000, 20, 80 },
    { "a.example", KAITSU_OUTCOME_SILENT, 200000, -1, 0 },
    { "a.example", KAITSU_OUTCOME_CONNECTED, 300000, 31700, 80 },
    { "a.example", KAITSU_OUTCOME_SILENT, 400000, -1, 0 },
    { "a.example", KAITSU_OUTCOME_CONNECTED, 500000, 8000, 0 },
    { "b.example", KAITSU_OUTCOME_SILENT, 600000, -1, 0 },
  };
  g_autoptr (KaitsuResult) result = new_result ();

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    see (sample_get_port (result, "tcp/443"), &seen[i]);
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);
  const KaitsuRecord *record = find_record (records, "TCP 443");

  g_assert_cmpuint (record->lines->len, ==, 4);
  assert_line (record, 0, FALSE, "a.example（192.0.2.80）", "返事なし", "2 回、+0.20 s から +0.40 s");
  assert_line (record, 1, FALSE, "a.example（192.0.2.80）", "つながった", "1 回、+0.50 s、8.0 ms");
  assert_line (record, 2, FALSE, "b.example（192.0.2.80）", "返事なし", "1 回、+0.60 s");
  assert_line (record, 3, TRUE, "a.example（192.0.2.80） TCP 80", "つながった",
               "2 回、+0.10 s から +0.30 s、0.1 ms 未満 から 31.7 ms");
}

/* One port alone, each kind of attempt in one line. */
static void
test_one (void)
{
  static const Seen alike = { "a.example", KAITSU_OUTCOME_CONNECTED, 100000, 1000, 0 };
  static const Seen control = { "a.example", KAITSU_OUTCOME_CONNECTED, 200000, 1000, 80 };
  g_autoptr (KaitsuResult) result = new_result ();
  g_autoptr (KaitsuRecord) record = NULL;

  see (sample_get_port (result, "tcp/443"), &alike);
  for (guint i = 0; i < 9; i++)
    see (sample_get_port (result, "tcp/443"), &control);
  see (sample_get_port (result, "tcp/80"), &alike);
  record = kaitsu_record_new (result, sample_get_port (result, "tcp/443"));
  g_assert_cmpstr (record->names, ==, "TCP 443");
  g_assert_cmpuint (record->lines->len, ==, 2);

  g_autofree char *own = kaitsu_record_line_dup_text (record->lines->pdata[0]);
  g_autofree char *compared = kaitsu_record_line_dup_text (record->lines->pdata[1]);
  g_assert_cmpstr (own, ==, "a.example（192.0.2.80）：つながった、1 回、+0.10 s、1.0 ms");
  g_assert_cmpstr (compared, ==,
                   "a.example（192.0.2.80） TCP 80：［比べるため］ つながった、9 回、+0.20 s、1.0 ms");
}

/* Ports of which the same is known are one record, whatever the time; one more
 * attempt is enough to be told apart. */
static void
test_groups (void)
{
  static const Seen early = { "a.example", KAITSU_OUTCOME_CONNECTED, 100000, 1000, 0 };
  static const Seen late = { "a.example", KAITSU_OUTCOME_CONNECTED, 900000, 5000, 0 };
  g_autoptr (KaitsuResult) result = new_result ();

  see (sample_get_port (result, "tcp/80"), &early);
  see (sample_get_port (result, "tcp/443"), &late);
  see (sample_get_port (result, "tcp/465"), &early);
  see (sample_get_port (result, "tcp/465"), &late);
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);

  const KaitsuRecord *pair = find_record (records, "TCP 80、443");
  assert_line (pair, 0, FALSE, "a.example（192.0.2.80）", "つながった",
               "各 1 回、+0.10 s から +0.90 s、1.0 ms から 5.0 ms");
  g_assert_cmpuint (find_record (records, "TCP 465")->lines->len, ==, 1);
}

/* Every port is in one record and in no other. */
static void
test_complete (gconstpointer data)
{
  g_autoptr (KaitsuResult) result = sample_new ((SampleKind) GPOINTER_TO_UINT (data));
  GListModel *ports = kaitsu_result_get_ports (result);
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const KaitsuRecord *record = g_ptr_array_index (records, i);

      for (guint j = 0; j < record->ports->len; j++)
        g_assert_true (g_hash_table_add (told, g_ptr_array_index (record->ports, j)));
    }
  g_assert_cmpuint (g_hash_table_size (told), ==, g_list_model_get_n_items (ports));
}

/* A file with thousands of different attempts is not a thousand pages. */
static void
test_bounded (void)
{
  g_autoptr (KaitsuResult) result = new_result ();

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *host = g_strdup_printf ("host-%u.example", i);
      const Seen seen = { host, KAITSU_OUTCOME_SILENT, i * 1000, -1, 0 };
      see (sample_get_port (result, "tcp/443"), &seen);
    }
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);
  const KaitsuRecord *record = find_record (records, "TCP 443");
  g_autoptr (GPtrArray) targets = kaitsu_facts_of_targets (result);

  g_assert_cmpuint (record->lines->len, <=, 30);
  g_assert_cmpuint (record->lines->len + record->more, ==, 500);
  g_assert_cmpuint (targets->len, <=, 30);
}

/* The rule is named, and whom to ask is said only where page one does not. */
static void
test_facts (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);
  const KaitsuRecord *record = g_ptr_array_index (records, 0);
  const KaitsuFact *last = g_ptr_array_index (record->facts, record->facts->len - 1);

  g_assert_cmpstr (record->names, ==, "TCP 9124、9127、9128、9129、9990、9991、9992");
  g_assert_cmpuint (record->facts->len, ==, 3);
  g_assert_cmpstr (last->label, ==, "判定の規則");
  g_assert_cmpstr (last->value, ==, "R21 rejected on the way");
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/record/complete/%s", sample_get_name (kind));
      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_complete);
    }
  g_test_add_func ("/record/counts", test_counts);
  g_test_add_func ("/record/one", test_one);
  g_test_add_func ("/record/groups", test_groups);
  g_test_add_func ("/record/bounded", test_bounded);
  g_test_add_func ("/record/facts", test_facts);
  return g_test_run ();
}
