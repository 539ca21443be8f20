/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-check-options.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "kaitsu-run.h"

/**
 * kaitsu_check_options_free:
 * @self: (transfer full): options
 */
void
kaitsu_check_options_free (KaitsuCheckOptions *self)
{
  g_free (self->unit);
  g_free (self->targets);
  g_free (self->practice);
  g_free (self->previous);
  g_free (self->from);
  g_free (self->json);
  g_free (self->text);
  g_free (self->pdf);
  g_free (self->lang);
  g_free (self);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

static gboolean
writes_to_stdout (const char *path)
{
  return g_strcmp0 (path, "-") == 0;
}

/* One file cannot be two documents, nor be read and replaced by another. */
static gboolean
is_clash (const char *a, const char *b)
{
  if (a == NULL || b == NULL || writes_to_stdout (a) || writes_to_stdout (b))
    return FALSE;
  g_autofree char *first = g_canonicalize_filename (a, NULL);
  g_autofree char *second = g_canonicalize_filename (b, NULL);
  return g_str_equal (first, second) && !g_str_has_prefix (first, "/dev/");
}

static gboolean
check_files (const KaitsuCheckOptions *o, GError **error)
{
  const char *files[] = { o->json, o->text, o->pdf, o->targets, o->previous, o->from };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (files[i] != NULL && *files[i] == '\0')
      return fail (error, _("A file name is empty"));
  for (gsize output = 0; output < 3; output++)
    for (gsize other = output + 1; other < G_N_ELEMENTS (files); other++)
      if (is_clash (files[output], files[other])
          && !(files[output] == o->json && files[other] == o->from))
        return fail (error, _("Two options name the same file"));
  return TRUE;
}

/* What the options mean together. */
static gboolean
check_sense (const KaitsuCheckOptions *o, GError **error)
{
  int jobs = (o->unit != NULL && !o->list_targets) + (o->from != NULL) + o->list_units
             + o->list_targets + o->list_scenarios + o->version;

  if (jobs == 0)
    return fail (error, _("Say what to do: --unit, --from or one of the --list options"));
  if (jobs > 1)
    return fail (error, _("--unit, --from and the --list options exclude each other"));
  if (o->lang != NULL && g_strcmp0 (o->lang, "ja") != 0 && g_strcmp0 (o->lang, "en") != 0)
    return fail (error, _("--lang takes ja or en"));
  if (o->max_time < 1 || o->max_time > 3600)
    return fail (error, _("--max-time takes 1 to 3600 seconds"));
  if (writes_to_stdout (o->json) && writes_to_stdout (o->text))
    return fail (error, _("Only one of --json and --text can go to standard output"));
  if (writes_to_stdout (o->pdf))
    return fail (error, _("A PDF cannot go to standard output; give --pdf a file name"));
  if (o->from != NULL && (o->practice != NULL || o->previous != NULL || o->targets != NULL))
    return fail (error, _("--from measures nothing: it takes no --practice, --previous, --targets"));
  return check_files (o, error);
}

static gboolean
practice_cb (const char *name, const char *value, gpointer data, GError **error)
{
  KaitsuCheckOptions *self = data;

  g_free (self->practice);
  self->practice = g_strdup (value != NULL ? value : "");
  return TRUE;
}

static GOptionContext *
make_context (KaitsuCheckOptions *o)
{
  const GOptionEntry entries[] = {
    { "unit", 0, 0, G_OPTION_ARG_STRING, &o->unit, N_("Model that will be installed"), N_("ID") },
    { "targets", 0, 0, G_OPTION_ARG_FILENAME, &o->targets, N_("List of hosts to try"), N_("FILE") },
    { "practice", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, practice_cb,
      N_("Use the practice network inside this program"), N_("SCENARIO") },
    { "previous", 0, 0, G_OPTION_ARG_FILENAME, &o->previous, N_("Saved result to compare with"),
      N_("FILE") },
    { "max-time", 0, 0, G_OPTION_ARG_INT, &o->max_time, N_("Stop after so many seconds"),
      N_("SECONDS") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &o->from, N_("Render a saved result, try nothing"),
      N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &o->json, N_("Write the result as JSON (- for stdout)"),
      N_("FILE") },
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &o->text, N_("Write the text report (- for stdout)"),
      N_("FILE") },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &o->pdf, N_("Write the PDF report"), N_("FILE") },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &o->lang, N_("Language: ja or en"), N_("LANGUAGE") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("No table and no progress"), NULL },
    { "list-units", 0, 0, G_OPTION_ARG_NONE, &o->list_units, N_("List the models"), NULL },
    { "list-targets", 0, 0, G_OPTION_ARG_NONE, &o->list_targets, N_("List the hosts to try"), NULL },
    { "list-scenarios", 0, 0, G_OPTION_ARG_NONE, &o->list_scenarios,
      N_("List the scenarios of the practice network"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &o->version, N_("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("kaitsu", NULL, NULL, o, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (
      context, _("Checks which ports that a HOME-UNIT needs get through to the Internet."));
  return context;
}

/**
 * kaitsu_check_options_parse:
 * @arguments: the command line, the program's name first
 * @error: an error of G_OPTION_ERROR whose message is fit to be shown
 *
 * --help prints the help and ends the program, as GOption does.
 *
 * Returns: (transfer full) (nullable): the options
 */
KaitsuCheckOptions *
kaitsu_check_options_parse (char **arguments, GError **error)
{
  g_autoptr (KaitsuCheckOptions) self = g_new0 (KaitsuCheckOptions, 1);
  g_auto (GStrv) rest = g_strdupv (arguments);

  self->max_time = KAITSU_RUN_DEFAULT_MAX_SECONDS;
  g_autoptr (GOptionContext) context = make_context (self);
  if (!g_option_context_parse_strv (context, &rest, error))
    return NULL;
  if (rest[0] != NULL && rest[1] != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("What is “%s”? See --help"),
                   rest[1]);
      return NULL;
    }
  if (!check_sense (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
