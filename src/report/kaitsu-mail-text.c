/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-report.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-facts.h"
#include "kaitsu-request.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* The mail goes with the PDF: what is wanted stands in it, everything else is
 * in the file. It is a draft, so blanks are there to be filled in. */

/* characters; the mail portal refuses subjects of more than 200 */
#define MAX_SUBJECT 150

/* Rows of the request that differ in protocol or evidence; the page has all. */
#define MAX_ROWS 8

static void
add_line (GString *text, const char *label, const char *value)
{
  g_autofree char *line = kaitsu_wording_field (label, value);

  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

static void
add_paragraph (GString *text, const char *paragraph)
{
  g_string_append_printf (text, "\n%s\n", paragraph);
}

/* A mail has a date of its own. */
static void
add_head (GString *text, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KaitsuFact *fact = g_ptr_array_index (facts, i);

      if (!g_str_equal (fact->label, C_ ("letter", "Date of this request")))
        add_line (text, fact->label, fact->value);
    }
}

static void
add_rows (GString *text, GPtrArray *rows)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < MIN (rows->len, MAX_ROWS); i++)
    {
      const KaitsuRequestRow *row = g_ptr_array_index (rows, i);
      g_autofree char *name = g_strdup_printf ("%s %s", row->protocol, row->numbers);
      g_autofree char *port = g_strdup_printf (C_ ("port and its role", "%s (%s)"), name,
                                               row->direction);

      g_string_append (text, "・");
      add_line (text, port, row->evidence);
    }
  if (rows->len > MAX_ROWS)
    g_string_append_printf (text, _ ("and %u more"), rows->len - MAX_ROWS);
}

static const char *
get_value (GPtrArray *facts, const char *label)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const KaitsuFact *fact = g_ptr_array_index (facts, i);
      if (g_str_equal (fact->label, label))
        return fact->value;
    }
  return "";
}

static void
add_request (GString *text, const KaitsuRequest *request)
{
  const char *const terms[] = { C_ ("letter", "Direction"), C_ ("letter", "Port forwarding"),
                                C_ ("letter", "For how long") };

  add_head (text, request->head);
  add_paragraph (text, kaitsu_request_get_greeting ());
  add_rows (text, request->rows);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    add_line (text, terms[i], get_value (request->terms, terms[i]));
  add_line (text, C_ ("section", "Why it is needed"), request->effect);
  add_paragraph (text, _ ("The attached PDF has the request as a page to be passed on, and what "
                          "was measured."));
}

/* Takes @facts. */
static void
add_facts (GString *text, GPtrArray *facts)
{
  add_head (text, facts);
  g_ptr_array_unref (facts);
}

static void
add_result (GString *text, KaitsuResult *result)
{
  const KaitsuVerdict verdict = kaitsu_result_get_verdict (result);
  g_autofree char *phrase = kaitsu_wording_verdict (verdict);

  add_line (text, C_ ("field", "Result"), phrase);
  g_string_append_printf (text, "%s\n\n", kaitsu_verdict_sentence (verdict));
  add_facts (text, kaitsu_facts_of_run (result));
  add_facts (text, kaitsu_facts_of_customer (result));
  add_paragraph (text, _ ("The attached PDF has every port and what was measured."));
}

/**
 * kaitsu_report_make_mail:
 * @result: a result
 *
 * Returns: (transfer full): what to write in a mail that has the PDF attached,
 *   lines of UTF-8 that end with LF: the request in short where somebody is to
 *   be asked, and else the result
 */
char *
kaitsu_report_make_mail (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (KaitsuRequest) request = kaitsu_request_new (result);
  g_autoptr (GString) text = g_string_new (NULL);

  if (kaitsu_result_is_practice (result))
    g_string_append_printf (text, "%s %s\n\n", C_ ("mark on every page", "[PRACTICE]"),
                            _ ("This is a result of practice. No real line was checked."));
  if (request != NULL)
    add_request (text, request);
  else
    add_result (text, result);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kaitsu_report_dup_mail_subject:
 * @result: a result
 *
 * Returns: (transfer full): the subject of that mail, one line of at most 150
 *   characters
 */
char *
kaitsu_report_dup_mail_subject (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (KaitsuRequest) request = kaitsu_request_new (result);
  g_autofree char *number = kaitsu_facts_dup_number (result);
  g_autoptr (GString) subject = g_string_new (NULL);

  if (kaitsu_result_is_practice (result))
    g_string_append_printf (subject, "%s ", C_ ("mark on every page", "[PRACTICE]"));
  g_string_append (subject, request != NULL ? C_ ("section", "Request to let connections through")
                                            : _ ("HOME-UNIT port check: report"));
  g_string_append_printf (subject, C_ ("number after a title", " (%s)"), number);
  if (*kaitsu_result_get_customer (result)->company != '\0')
    g_string_append_printf (subject, " %s", kaitsu_result_get_customer (result)->company);
  return kaitsu_text_clean (subject->str, -1, MAX_SUBJECT);
}
