/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-advice.h"
#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-path-picture.h"
#include "kaitsu-record.h"
#include "kaitsu-request.h"
#include "kaitsu-shift-jis.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* The text is read in mail programs, on fax paper and in Notepad, where no
 * two characters need to have the same width: one "field: value" a line, and
 * nothing lined up with spaces. */

G_DEFINE_QUARK (kaitsu - report - error - quark, kaitsu_report_error)

static void
add_line (GString *text, const char *line)
{
  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

static void
add_field (GString *text, const char *label, const char *value)
{
  g_autofree char *line = kaitsu_wording_field (label, value);

  add_line (text, line);
}

static void
add_title (GString *text, const char *title)
{
  g_string_append_printf (text, "\n■ %s\n", title);
}

/* A value of several lines stands below its label, so that every line
 * beginning with a label is one. */
static void
add_fact (GString *text, const KaitsuFact *fact)
{
  if (fact->label == NULL)
    add_line (text, fact->value);
  else if (strchr (fact->value, '\n') == NULL)
    add_field (text, fact->label, fact->value);
  else
    {
      g_auto (GStrv) lines = g_strsplit (fact->value, "\n", -1);

      add_field (text, fact->label, "");
      for (guint i = 0; lines[i] != NULL; i++)
        g_string_append_printf (text, "  %s\n", lines[i]);
    }
}

/* Takes @facts. */
static void
add_facts (GString *text, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++)
    add_fact (text, g_ptr_array_index (facts, i));
  g_ptr_array_unref (facts);
}

/* Takes @facts; no title stands over nothing. */
static void
add_section (GString *text, const char *title, GPtrArray *facts)
{
  if (facts->len > 0)
    add_title (text, title);
  add_facts (text, facts);
}

static void
add_practice (GString *text)
{
  g_string_append_printf (text, "%s %s\n", C_ ("mark on every page", "[PRACTICE]"),
                          _ ("This is a result of practice. No real line was checked."));
}

static void
add_head (GString *text, KaitsuResult *result)
{
  const KaitsuVerdict verdict = kaitsu_result_get_verdict (result);
  g_autofree char *phrase = kaitsu_wording_verdict (verdict);

  add_line (text, _ ("HOME-UNIT port check: report"));
  if (kaitsu_result_is_practice (result))
    add_practice (text);
  g_string_append_c (text, '\n');
  add_field (text, C_ ("field", "Result"), phrase);
  add_line (text, kaitsu_verdict_sentence (verdict));
  add_facts (text, kaitsu_facts_of_run (result));
  add_section (text, C_ ("section", "Customer"), kaitsu_facts_of_customer (result));
}

static void
add_advice (GString *text, KaitsuResult *result)
{
  g_autoptr (GPtrArray) advices = kaitsu_advice_new (result);

  if (advices->len == 0)
    return;
  add_title (text, C_ ("section", "What to do"));
  for (guint i = 0; i < advices->len; i++)
    {
      g_autofree char *sentence = kaitsu_explain_advice (g_ptr_array_index (advices, i));
      g_string_append_printf (text, "(%u) %s\n", i + 1, sentence);
    }
}

static void
add_notices (GString *text, KaitsuResult *result)
{
  GPtrArray *notices = kaitsu_result_get_notices (result);

  if (notices->len == 0)
    return;
  add_title (text, C_ ("section", "Please note"));
  for (guint i = 0; i < notices->len; i++)
    {
      g_autofree char *sentence = kaitsu_explain_notice (g_ptr_array_index (notices, i));
      g_string_append_printf (text, "・%s\n", sentence);
    }
}

static void
add_path (GString *text, KaitsuResult *result)
{
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
  g_autofree char *lines = kaitsu_path_picture_dup_text (picture);

  add_title (text, C_ ("section", "The way"));
  add_line (text, lines);
}

/* A port that was not tried again says from when its light is. */
static void
add_age (GString *text, KaitsuPortResult *port)
{
  if (kaitsu_port_result_get_measured (port) == NULL)
    return;

  g_autofree char *when = kaitsu_wording_minute (kaitsu_port_result_get_measured (port));
  /* translators: when a port was measured that was not tried again */
  g_string_append_printf (text, _ (" (as of %s)"), when);
}

/* Ports for the same purpose: what for, and the light of each. */
static void
add_group (GString *text, KaitsuResult *result, GPtrArray *ports)
{
  KaitsuPortResult *first = g_ptr_array_index (ports, 0);
  GPtrArray *facts = kaitsu_facts_new ();

  for (guint i = 0; i < ports->len; i++)
    {
      KaitsuPortResult *port = g_ptr_array_index (ports, i);
      g_autofree char *label = kaitsu_facts_dup_port_label (port);
      g_autofree char *light = kaitsu_facts_dup_light (kaitsu_port_result_get_light (port));
      g_autoptr (GString) value = g_string_new (light);

      add_age (value, port);
      kaitsu_facts_add (facts, label, value->str);
    }
  kaitsu_facts_take (facts, C_ ("field", "For"), kaitsu_explain_purpose (result, first));
  kaitsu_facts_take (facts, C_ ("field", "If closed"), kaitsu_explain_effect (result, first));
  add_facts (text, facts);
}

static void
add_ports (GString *text, KaitsuResult *result)
{
  g_autoptr (GPtrArray) groups = kaitsu_facts_group_ports (result);

  add_title (text, C_ ("section", "The ports"));
  for (guint i = 0; i < groups->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      add_group (text, result, g_ptr_array_index (groups, i));
    }
}

/* Nothing if there is nobody to write to. */
static void
add_letter (GString *text, KaitsuResult *result)
{
  g_autoptr (KaitsuRequest) request = kaitsu_request_new (result);

  if (request == NULL)
    return;
  add_title (text, C_ ("section", "Request to let connections through"));
  add_facts (text, g_ptr_array_ref (request->head));
  g_string_append_printf (text, "\n%s\n", kaitsu_request_get_greeting ());
  for (guint i = 0; i < request->rows->len; i++)
    {
      g_string_append_printf (text, "\n(%u)\n", i + 1);
      add_facts (text, kaitsu_request_row_get_facts (g_ptr_array_index (request->rows, i)));
    }
  g_string_append_c (text, '\n');
  add_facts (text, g_ptr_array_ref (request->terms));
  g_string_append_c (text, '\n');
  add_field (text, C_ ("section", "Why it is needed"), request->effect);
  add_facts (text, g_ptr_array_ref (request->grounds));
}

static void
add_record_line (GString *text, const KaitsuRecordLine *line)
{
  g_autofree char *field = kaitsu_wording_field (line->target, line->seen);

  g_string_append (text, "  ");
  if (line->control)
    g_string_append_printf (text, "%s ", C_ ("observation", "[comparison]"));
  g_string_append_printf (text, C_ ("what was seen, and how often", "%s (%s)"), field,
                          line->measures);
  g_string_append_c (text, '\n');
}

static void
add_record (GString *text, const KaitsuRecord *record)
{
  KaitsuPortResult *first = g_ptr_array_index (record->ports, 0);
  g_autofree char *name = kaitsu_facts_dup_name (record->names, first);
  g_autofree char *light = kaitsu_facts_dup_light (kaitsu_port_result_get_light (first));

  add_field (text, name, light);
  add_facts (text, g_ptr_array_ref (record->facts));
  for (guint i = 0; i < record->lines->len; i++)
    add_record_line (text, g_ptr_array_index (record->lines, i));
  if (record->more > 0)
    {
      g_string_append (text, "  ");
      g_string_append_printf (text, _ ("and %u more"), record->more);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < record->hops->len; i++)
    g_string_append_printf (text, "  %s\n", (const char *) g_ptr_array_index (record->hops, i));
}

static void
add_records (GString *text, KaitsuResult *result)
{
  g_autoptr (GPtrArray) records = kaitsu_records_new (result);

  add_title (text, C_ ("section", "Records of the measurement"));
  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      add_record (text, g_ptr_array_index (records, i));
    }
}

/**
 * kaitsu_report_make_plain_text:
 * @result: a result
 *
 * Returns: (transfer full): the report as lines of UTF-8 that end with LF, for
 *   a mail, the clipboard and a terminal
 */
char *
kaitsu_report_make_plain_text (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (GString) text = g_string_sized_new (16 * 1024);

  add_head (text, result);
  add_advice (text, result);
  add_path (text, result);
  add_notices (text, result);
  add_section (text, C_ ("section", "Compared with last time"), kaitsu_facts_of_previous (result));
  add_ports (text, result);
  add_letter (text, result);
  add_section (text, C_ ("section", "Network"), kaitsu_facts_of_network (result));
  add_section (text, C_ ("section", "Devices on the way"), kaitsu_facts_of_path (result));
  add_section (text, C_ ("section", "Hosts that were tried"), kaitsu_facts_of_targets (result));
  add_section (text, C_ ("section", "About this report"), kaitsu_facts_of_origin (result));
  add_records (text, result);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_report_make_letter:
 * @result: a result
 *
 * Returns: (transfer full) (nullable): the request to whoever is to be asked
 *   now, as lines of UTF-8 that end with LF, for the clipboard and a mail;
 *   %NULL if there is nobody to write to
 */
char *
kaitsu_report_make_letter (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (GString) letter = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  add_letter (letter, result);
  if (letter->len == 0)
    return NULL;
  if (kaitsu_result_is_practice (result))
    add_practice (text);
  g_string_append (text, letter->str + 1); /* without the empty line above the title */
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_report_make_text:
 * @result: a result
 *
 * Returns: (transfer full): the report as a file: UTF-8 with a byte order mark
 *   (old editors take Japanese without one for Shift_JIS), lines that end with
 *   CR LF, and only characters that Shift_JIS has, "〓" for others
 */
GBytes *
kaitsu_report_make_text (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autofree char *plain = kaitsu_report_make_plain_text (result);
  g_autofree char *reduced = kaitsu_shift_jis_reduce (plain);
  g_auto (GStrv) lines = g_strsplit (reduced, "\n", -1);
  g_autofree char *joined = g_strjoinv ("\r\n", lines);
  g_autoptr (GString) text = g_string_new ("\xEF\xBB\xBF");

  g_string_append (text, joined);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
add_row (GString *text, KaitsuPortResult *port)
{
  g_autofree char *label = kaitsu_port_to_label (kaitsu_port_result_get_port (port));
  g_autofree char *light = kaitsu_facts_dup_light (kaitsu_port_result_get_light (port));
  g_autofree char *suspects = kaitsu_explain_suspects (port);

  /* The label is ASCII, so that these spaces do line up; nothing after it is. */
  g_string_append_printf (text, "%-9s  %s", label, light);
  if (kaitsu_port_result_get_light (port) != KAITSU_LIGHT_GREEN)
    g_string_append_printf (text, " - %s", kaitsu_explain_reason (port));
  if (suspects != NULL)
    g_string_append_printf (text, " [%s]", suspects);
  if (kaitsu_port_result_get_role (port) == KAITSU_ROLE_ADVISORY)
    g_string_append_printf (text, " (%s)", kaitsu_role_text (KAITSU_ROLE_ADVISORY));
  add_age (text, port);
  g_string_append_c (text, '\n');
}

/**
 * kaitsu_report_make_table:
 * @result: a result
 *
 * Returns: (transfer full): the short form for a terminal: verdict, a line per
 *   port, whom to ask, notices; ends with a line end
 */
char *
kaitsu_report_make_table (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  GListModel *ports = kaitsu_result_get_ports (result);
  const KaitsuVerdict verdict = kaitsu_result_get_verdict (result);
  g_autofree char *when = kaitsu_wording_minute (kaitsu_result_get_finished (result));
  g_autoptr (GString) text = g_string_new (NULL);

  if (kaitsu_result_is_practice (result))
    g_string_append_printf (text, "%s ", C_ ("mark on every page", "[PRACTICE]"));
  g_string_append_printf (text, "%s  %s\n\n", kaitsu_result_get_unit_name (result), when);
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      add_row (text, port);
    }
  g_string_append_printf (text, "\n%s\n%s\n", kaitsu_verdict_phrase (verdict),
                          kaitsu_verdict_sentence (verdict));
  add_advice (text, result);
  add_notices (text, result);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
