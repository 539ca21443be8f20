/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-control-list.h"

/*
 * What was heard, as "HOST PORT OUTCOME MS", separated by ";"; and the choice
 * that comes of it, as "HOST PORT MS". The target is "maker" with the controls
 * tcp/443 and tcp/80.
 */
static const struct
{
  const char *name;
  const char *heard;
  const char *expected;
} rows[] = {
  { "own-best-first", "maker tcp/80 connected 31;maker tcp/443 connected 30",
    "maker tcp/443 30;maker tcp/80 31" },
  { "the-fastest-time", "maker tcp/443 connected 35;maker tcp/443 connected 30", "maker tcp/443 30" },
  { "own-one-closed", "maker tcp/443 silent -1;maker tcp/80 connected 31", "maker tcp/80 31" },
  { "a-page-in-the-clear-is-easily-answered-for-others",
    "maker tcp/80 connected 9;mail tcp/465 answered 20;time udp/123 answered 12",
    "mail tcp/465 20;maker tcp/80 9;time udp/123 12" },
  { "others-follow", "mail tcp/465 answered 20;maker tcp/443 connected 30",
    "maker tcp/443 30;mail tcp/465 20" },
  { "others-if-own-are-closed", "maker tcp/443 icmp -1;mail tcp/465 connected 20",
    "mail tcp/465 20" },
  { "one-of-each-port", "mail tcp/465 connected 20;post tcp/465 connected 15", "mail tcp/465 20" },
  { "no-second-web", "maker tcp/443 connected 30;other tcp/443 connected 9", "maker tcp/443 30" },
  { "udp-last", "time udp/123 answered 12;mail tcp/587 connected 20",
    "mail tcp/587 20;time udp/123 12" },
  { "nothing-heard", "maker tcp/443 silent -1", "maker tcp/443 -1;maker tcp/80 -1" },
  { "a-reset-is-no-answer", "maker tcp/443 refused 3;mail tcp/465 mute 3",
    "maker tcp/443 -1;maker tcp/80 -1" },
  { "not-more-than-five",
    "a tcp/1 connected 1;a tcp/2 connected 1;a tcp/3 connected 1;a tcp/4 connected 1;"
    "a tcp/5 connected 1;a tcp/6 connected 1",
    "a tcp/1 1;a tcp/2 1;a tcp/3 1;a tcp/4 1;a tcp/5 1" },
};

static KaitsuOutcome
parse_outcome (const char *nick)
{
  static const struct
  {
    const char *nick;
    KaitsuOutcome outcome;
  } outcomes[] = {
    { "connected", KAITSU_OUTCOME_CONNECTED }, { "answered", KAITSU_OUTCOME_ANSWERED },
    { "silent", KAITSU_OUTCOME_SILENT },       { "icmp", KAITSU_OUTCOME_ICMP },
    { "refused", KAITSU_OUTCOME_REFUSED },     { "mute", KAITSU_OUTCOME_MUTE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_str_equal (nick, outcomes[i].nick))
      return outcomes[i].outcome;
  g_assert_not_reached ();
}

static GPtrArray *
parse_heard (const char *text)
{
  GPtrArray *heard = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) word = g_strsplit (parts[i], " ", -1);
      KaitsuObservation *o
          = kaitsu_observation_new (KAITSU_PROBE_KIND_TCP, parse_outcome (word[2]));

      o->host = g_strdup (word[0]);
      g_assert_true (kaitsu_port_parse (word[1], &o->port));
      o->rtt_us = g_ascii_strtoll (word[3], NULL, 10);
      g_ptr_array_add (heard, o);
    }
  return heard;
}

static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  const KaitsuPort web[] = { { KAITSU_PROTOCOL_TCP, 443 }, { KAITSU_PROTOCOL_TCP, 80 } };
  g_autoptr (GArray) controls = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  char host[] = "maker";
  KaitsuTarget target = { .host = host, .controls = g_array_append_vals (controls, web, 2) };
  g_autoptr (GPtrArray) heard = parse_heard (rows[row].heard);
  g_autoptr (GArray) choices = kaitsu_control_list_new (&target, heard);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      const KaitsuControlChoice *choice = &g_array_index (choices, KaitsuControlChoice, i);
      g_autofree char *port = kaitsu_port_to_string (choice->port);
      g_string_append_printf (text, "%s%s %s %" G_GINT64_FORMAT, i > 0 ? ";" : "", choice->host,
                              port, choice->rtt_us);
    }
  g_assert_cmpstr (text->str, ==, rows[row].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/control-list/", rows[i].name, NULL);
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  return g_test_run ();
}
