/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-check.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "kaitsu-catalogue.h"
#include "kaitsu-check-lists.h"
#include "kaitsu-customer-store.h"
#include "kaitsu-file.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-report.h"
#include "kaitsu-run.h"
#include "kaitsu-targets.h"
#include "kaitsu-text.h"

/* Messages may quote what came from a file or the command line. */
static void
complain (const char *message)
{
  g_autofree char *clean = kaitsu_text_clean (message, -1, 1000);

  g_printerr ("kaitsu-check: %s\n", clean);
}

static KaitsuExit
complain_about (const GError *error)
{
  complain (error->message);
  if (g_error_matches (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_NOT_READABLE))
    return KAITSU_EXIT_NO_INPUT;
  if (error->domain == KAITSU_DATA_ERROR)
    return KAITSU_EXIT_DATA;
  if (error->domain == G_OPTION_ERROR || error->domain == G_IO_ERROR)
    return KAITSU_EXIT_USAGE;
  return KAITSU_EXIT_CANNOT_WRITE;
}

/* --- output --- */

static gboolean
print (const char *text, GError **error)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno),
               _("Cannot write to standard output: %s"), g_strerror (errno));
  return FALSE;
}

static gboolean
write_json (KaitsuResult *result, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (result);

  if (g_strcmp0 (path, "-") != 0)
    return kaitsu_file_replace (path, bytes, error);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return print (text, error);
}

static gboolean
write_text (KaitsuResult *result, const char *path, GError **error)
{
  if (g_strcmp0 (path, "-") == 0)
    {
      g_autofree char *text = kaitsu_report_make_plain_text (result);
      return print (text, error);
    }
  g_autoptr (GBytes) bytes = kaitsu_report_make_text (result);
  return kaitsu_file_replace (path, bytes, error);
}

static gboolean
write_pdf (KaitsuResult *result, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, error);

  return bytes != NULL && kaitsu_file_replace (path, bytes, error);
}

static gboolean
print_table (KaitsuResult *result, GError **error)
{
  g_autofree char *table = kaitsu_report_make_table (result);

  return print (table, error);
}

static gboolean
uses_stdout (const KaitsuCheckOptions *o)
{
  return g_strcmp0 (o->json, "-") == 0 || g_strcmp0 (o->text, "-") == 0;
}

/* Every report is tried even if another one cannot be written; the first
 * fault is what the exit code tells. */
static KaitsuExit
write_reports (const KaitsuCheckOptions *o, KaitsuResult *result)
{
  KaitsuExit code = KAITSU_EXIT_USABLE;
  g_autoptr (GError) table_error = NULL, json_error = NULL, text_error = NULL, pdf_error = NULL;

  if (!o->quiet && !uses_stdout (o) && !print_table (result, &table_error))
    code = complain_about (table_error);
  if (o->json != NULL && !write_json (result, o->json, &json_error))
    code = complain_about (json_error);
  if (o->text != NULL && !write_text (result, o->text, &text_error))
    code = complain_about (text_error);
  if (o->pdf != NULL && !write_pdf (result, o->pdf, &pdf_error))
    code = complain_about (pdf_error);
  return code;
}

static KaitsuExit
exit_for (KaitsuVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_VERDICT_USABLE:
      return KAITSU_EXIT_USABLE;
    case KAITSU_VERDICT_NOT_USABLE:
      return KAITSU_EXIT_NOT_USABLE;
    case KAITSU_VERDICT_UNCONFIRMED:
      return KAITSU_EXIT_UNCONFIRMED;
    case KAITSU_VERDICT_OFFLINE:
      return KAITSU_EXIT_OFFLINE;
    case KAITSU_VERDICT_STOPPED:
      return KAITSU_EXIT_STOPPED;
    }
  return KAITSU_EXIT_UNCONFIRMED;
}

static KaitsuExit
report (const KaitsuCheckOptions *o, KaitsuResult *result)
{
  KaitsuExit code = write_reports (o, result);

  return code != KAITSU_EXIT_USABLE ? code : exit_for (kaitsu_result_get_verdict (result));
}

/* --- measuring --- */

typedef struct {
  GMainLoop *loop;
  KaitsuRun *run;
  KaitsuResult *result;
  GError *error;
} Session;

static gboolean
interrupt_cb (gpointer user_data)
{
  Session *session = user_data;

  kaitsu_run_stop (session->run);
  return G_SOURCE_CONTINUE;
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Session *session = user_data;

  session->result = kaitsu_run_execute_finish (KAITSU_RUN (source), result, &session->error);
  g_main_loop_quit (session->loop);
}

static void
show_progress (KaitsuRun *run)
{
  g_printerr ("\r\033[K%3.0f%%  %u/%u  %s", 100 * kaitsu_run_get_progress (run),
              kaitsu_run_get_done (run), kaitsu_run_get_total (run),
              kaitsu_run_get_activity (run));
  if (kaitsu_run_get_progress (run) >= 1)
    g_printerr ("\r\033[K");
}

static KaitsuExit
execute (const KaitsuCheckOptions *o, KaitsuRun *run)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Session session = { loop, run, NULL, NULL };
  guint interrupt_id = g_unix_signal_add (SIGINT, interrupt_cb, &session);
  guint terminate_id = g_unix_signal_add (SIGTERM, interrupt_cb, &session);

  if (!o->quiet && isatty (STDERR_FILENO))
    {
      g_signal_connect (run, "notify::progress", G_CALLBACK (show_progress), NULL);
      g_signal_connect (run, "notify::activity", G_CALLBACK (show_progress), NULL);
    }
  kaitsu_run_execute_async (run, NULL, run_cb, &session);
  g_main_loop_run (loop);

  g_autoptr (KaitsuResult) result = session.result;
  g_autoptr (GError) error = session.error;
  KaitsuExit code;
  if (result != NULL)
    {
      g_autoptr (KaitsuCustomer) customer = kaitsu_customer_store_load ();
      kaitsu_result_set_customer (result, customer);
      code = report (o, result);
    }
  else
    code = complain_about (error);
  /* until here a second Ctrl+C must not cost the reports */
  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  return code;
}

static KaitsuUnit *
find_unit (const char *id, GError **error)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, id);

  if (unit == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("There is no model “%s”; --list-units shows them"), id);
  return unit != NULL ? g_object_ref (unit) : NULL;
}

/* A repeated run is one for the same unit (contract section 3). */
static KaitsuResult *
load_previous (const KaitsuCheckOptions *o, GError **error)
{
  g_autoptr (KaitsuResult) previous = kaitsu_result_load (o->previous, error);

  if (previous == NULL || g_strcmp0 (kaitsu_result_get_unit_id (previous), o->unit) == 0)
    return g_steal_pointer (&previous);
  g_set_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID,
               _("%s: unit.id: this is a result of another model"), o->previous);
  return NULL;
}

static KaitsuNet *
make_net (const KaitsuCheckOptions *o, KaitsuTargets *targets, GError **error)
{
  if (o->practice == NULL)
    return kaitsu_net_new ();
  return kaitsu_practice_net_new_with_targets (o->practice, targets, error);
}

static KaitsuExit
check_unit (const KaitsuCheckOptions *o)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) previous = NULL;
  g_autoptr (KaitsuTargets) targets = NULL;
  g_autoptr (KaitsuNet) net = NULL;
  g_autoptr (KaitsuUnit) unit = find_unit (o->unit, &error);

  if (unit == NULL)
    return complain_about (error);
  if (o->previous != NULL && (previous = load_previous (o, &error)) == NULL)
    return complain_about (error);
  if ((targets = kaitsu_targets_find (o->targets, &error)) == NULL)
    return complain_about (error);
  if ((net = make_net (o, targets, &error)) == NULL)
    return complain_about (error);

  g_autoptr (KaitsuPlan) plan = kaitsu_plan_new (unit, targets);
  g_autoptr (KaitsuRun) run = kaitsu_run_new (plan, net);
  kaitsu_run_set_max_seconds (run, (guint) o->max_time);
  kaitsu_run_set_previous (run, previous);
  return execute (o, run);
}

static KaitsuExit
render_again (const KaitsuCheckOptions *o)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) result = kaitsu_result_load (o->from, &error);

  return result != NULL ? report (o, result) : complain_about (error);
}

/* --- lists --- */

static char *
make_targets_list (const KaitsuCheckOptions *o, gboolean json, GError **error)
{
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_find (o->targets, error);
  g_autoptr (KaitsuUnit) unit = NULL;

  if (targets == NULL || (o->unit != NULL && (unit = find_unit (o->unit, error)) == NULL))
    return NULL;
  return kaitsu_check_list_targets (targets, unit, json);
}

static KaitsuExit
list (const KaitsuCheckOptions *o)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  g_autofree char *text = NULL;
  gboolean json = o->json != NULL;

  if (o->list_units)
    text = kaitsu_check_list_units (catalogue, json);
  else if (o->list_scenarios)
    text = kaitsu_check_list_scenarios (json);
  else
    text = make_targets_list (o, json, &error);
  if (text == NULL)
    return complain_about (error);

  if (json && g_strcmp0 (o->json, "-") != 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      return kaitsu_file_replace (o->json, bytes, &error) ? KAITSU_EXIT_USABLE
                                                          : complain_about (error);
    }
  return print (text, &error) ? KAITSU_EXIT_USABLE : complain_about (error);
}

/**
 * kaitsu_check_main:
 * @options: what to do
 *
 * Returns: the exit code of the contract, section 5
 */
KaitsuExit
kaitsu_check_main (const KaitsuCheckOptions *options)
{
  g_autoptr (GError) error = NULL;

  if (options->version)
    return print ("kaitsu-check " KAITSU_VERSION "\n", &error) ? KAITSU_EXIT_USABLE
                                                               : complain_about (error);
  if (options->list_units || options->list_targets || options->list_scenarios)
    return list (options);
  return options->from != NULL ? render_again (options) : check_unit (options);
}
