/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-application.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-compat.h"
#include "kaitsu-inhibitor.h"
#include "kaitsu-i18n.h"
#include "kaitsu-keys.h"
#include "kaitsu-page.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-preferences.h"
#include "kaitsu-theme.h"
#include "kaitsu-window.h"

/* of the contract, section 5, as in <sysexits.h> */
#define EXIT_USAGE 64
#define EXIT_BAD_DATA 65
#define EXIT_NO_INPUT 66

struct _KaitsuApplication
{
  GtkApplication parent_instance;
  KaitsuCatalogue *catalogue;
  KaitsuTheme *theme;
  gboolean understood; /* whether the options were */
};

G_DEFINE_FINAL_TYPE (KaitsuApplication, kaitsu_application, GTK_TYPE_APPLICATION)

/* The one place where the real network and the practice network meet. */
static KaitsuNet *
create_net (const char *scenario, KaitsuTargets *targets, GError **error)
{
  return scenario == NULL ? kaitsu_net_new ()
                          : kaitsu_practice_net_new_with_targets (scenario, targets, error);
}

static GtkWidget *
add_window (KaitsuApplication *self, KaitsuFlow *flow)
{
  GtkWidget *window = kaitsu_window_new (GTK_APPLICATION (self), flow);

  g_object_set_data_full (G_OBJECT (window), "kaitsu-inhibitor",
                          kaitsu_inhibitor_new (GTK_APPLICATION (self), GTK_WINDOW (window), flow),
                          g_object_unref);
  return window;
}

static KaitsuWindow *
open_window (KaitsuApplication *self, KaitsuTargets *targets, const char *scenario)
{
  g_autoptr (KaitsuFlow) flow = NULL;
  GtkWidget *window;

  flow = kaitsu_flow_new (self->catalogue, targets, create_net, scenario);
  window = add_window (self, flow);
  gtk_window_present (GTK_WINDOW (window));
  return KAITSU_WINDOW (window);
}

static int
complain (GApplicationCommandLine *line, const char *message, int status)
{
  g_application_command_line_printerr (line, "kaitsu: %s\n", message);
  return status;
}

static int
get_exit_status (const GError *error)
{
  return g_error_matches (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID) ? EXIT_BAD_DATA
                                                                               : EXIT_NO_INPUT;
}

/* @path: (nullable): as given on the command line */
static KaitsuTargets *
find_targets (GApplicationCommandLine *line, const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *full = NULL;

  if (path == NULL)
    return kaitsu_targets_find (NULL, error);
  file = g_application_command_line_create_file_for_arg (line, path);
  full = g_file_get_path (file);
  /* a place that is no file of this PC is a file that is not there */
  return kaitsu_targets_find (full != NULL ? full : path, error);
}

static int
open_windows (KaitsuApplication *self,
              GApplicationCommandLine *line,
              KaitsuTargets *targets,
              const char *scenario)
{
  int n;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (line, &n);

  if (n > 2)
    return complain (line, _ ("Only one result can be opened at a time."), EXIT_USAGE);
  if (n == 1)
    {
      open_window (self, targets, scenario);
    }
  else
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, arguments[1]);

      if (g_file_peek_path (file) == NULL)
        return complain (line, _ ("Only files of this PC can be opened."), EXIT_NO_INPUT);
      kaitsu_window_open_file (open_window (self, targets, scenario), file);
    }
  return 0;
}

/* A second double click on the icon shows the window that is already there. */
static gboolean
present_window (KaitsuApplication *self, GApplicationCommandLine *line)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  int n;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (line, &n);

  if (window == NULL || n > 1 || g_variant_dict_contains (options, "practice")
      || g_variant_dict_contains (options, "targets"))
    return FALSE;
  gtk_window_present (window);
  return TRUE;
}

static int
kaitsu_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  KaitsuApplication *self = KAITSU_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  const char *scenario = NULL;
  const char *path = NULL;
  g_autoptr (KaitsuTargets) targets = NULL;
  g_autoptr (GError) error = NULL;

  if (present_window (self, line))
    return 0;
  g_variant_dict_lookup (options, "practice", "&s", &scenario);
  g_variant_dict_lookup (options, "targets", "^&ay", &path);
  if (scenario != NULL && kaitsu_practice_find_scenario (scenario) == NULL)
    return complain (line, _ ("There is no practice scenario of that name."), EXIT_USAGE);
  targets = find_targets (line, path, &error);
  if (targets == NULL)
    return complain (line, error->message, get_exit_status (error));
  return open_windows (self, line, targets, scenario);
}

/* From here on without a command line: the desktop asks over D-Bus, and there
 * is no terminal to complain to. */
static KaitsuTargets *
find_own_targets (void)
{
  g_autoptr (GError) error = NULL;
  KaitsuTargets *targets = kaitsu_targets_find (NULL, &error);

  if (targets == NULL)
    kaitsu_compat_alert (NULL, _ ("The list of hosts cannot be used"), error->message);
  return targets;
}

static void
kaitsu_application_activate (GApplication *application)
{
  KaitsuApplication *self = KAITSU_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (KaitsuTargets) targets = NULL;

  if (window != NULL)
    gtk_window_present (window);
  else if ((targets = find_own_targets ()) != NULL)
    open_window (self, targets, NULL);
}

static void
kaitsu_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  KaitsuApplication *self = KAITSU_APPLICATION (application);
  g_autoptr (KaitsuTargets) targets = find_own_targets ();

  for (int i = 0; targets != NULL && i < n_files; i++)
    kaitsu_window_open_file (open_window (self, targets, NULL), files[i]);
}

static int
kaitsu_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  KAITSU_APPLICATION (application)->understood = TRUE;
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("kaitsu %s\n", KAITSU_VERSION);
  return 0;
}

/* GOption knows no string option whose value may be left out; and for options
 * that it does not understand, GApplication has a status of its own. */
static gboolean
kaitsu_application_local_command_line (GApplication *application, char ***arguments, int *status)
{
  gboolean done;

  for (char **argument = *arguments; *argument != NULL; argument++)
    if (g_str_equal (*argument, "--practice"))
      {
        g_free (*argument);
        *argument = g_strconcat ("--practice=", kaitsu_practice_list_scenarios ()[0].id, NULL);
      }
  done = G_APPLICATION_CLASS (kaitsu_application_parent_class)
             ->local_command_line (application, arguments, status);
  if (done && !KAITSU_APPLICATION (application)->understood)
    *status = EXIT_USAGE;
  return done;
}

/* Worth a line in the log, but not the customer's attention. */
static void
log_unless (gboolean saved, const GError *error)
{
  if (!saved)
    g_message ("%s", error->message);
}

static void
text_size_changed_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  KaitsuApplication *self = data;
  gint64 percent = g_ascii_strtoll (g_variant_get_string (value, NULL), NULL, 10);
  g_autoptr (GError) error = NULL;

  if (percent < 100 || percent > 200)
    return;
  kaitsu_theme_set_text_size (self->theme, percent);
  g_simple_action_set_state (action, value);
  log_unless (kaitsu_preferences_set_text_size ((guint) percent, &error), error);
}

/* Everything that is shown was translated when it was made, so it is made
 * anew; where the customer is and what is under way belongs to the flow. */
static void
replace_window (KaitsuApplication *self, GtkWindow *old)
{
  GtkWidget *window;
  int width;
  int height;

  kaitsu_page_leave (KAITSU_PAGE (kaitsu_window_get_page (KAITSU_WINDOW (old))));
  gtk_window_get_default_size (old, &width, &height);
  window = add_window (self, kaitsu_window_get_flow (KAITSU_WINDOW (old)));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (gtk_window_is_maximized (old))
    gtk_window_maximize (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_destroy (old);
}

static gboolean
replace_windows (gpointer data)
{
  KaitsuApplication *self = data;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (KAITSU_IS_WINDOW (l->data))
      replace_window (self, l->data);
  return G_SOURCE_REMOVE;
}

static void
language_changed_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  const char *wanted = g_variant_get_string (value, NULL);
  g_autoptr (GError) error = NULL;
  const char *language;

  if (!g_str_equal (wanted, "ja") && !g_str_equal (wanted, "en"))
    return;
  log_unless (kaitsu_preferences_set_language (wanted, &error), error);
  if (g_str_equal (wanted, kaitsu_i18n_get_language ()))
    return;
  language = kaitsu_i18n_set_language (wanted);
  g_simple_action_set_state (action, g_variant_new_string (language));
  /* not now: the menu that was pressed belongs to the window that goes */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, replace_windows, g_object_ref (data), g_object_unref);
}

/* What was chosen in the menu before. */
static void
restore_preferences (KaitsuApplication *self)
{
  guint percent = kaitsu_preferences_get_text_size ();
  g_autofree char *size = g_strdup_printf ("%u", percent);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "text-size");

  kaitsu_theme_set_text_size (self->theme, percent);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (size));
  action = g_action_map_lookup_action (G_ACTION_MAP (self), "language");
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (kaitsu_i18n_get_language ()));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (data), "program-name", _ ("Kaitsu"),
                         "version", KAITSU_VERSION, "logo-icon-name", KAITSU_APP_ID, "comments",
                         _ ("Checks whether a HOME-UNIT can reach what it needs."), "copyright",
                         "© 2026 The Kaitsu authors", "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
kaitsu_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { "text-size", NULL, "s", "'100'", text_size_changed_cb },
    { "language", NULL, "s", "'en'", language_changed_cb },
    { "about", about_action },
  };
  KaitsuApplication *self = KAITSU_APPLICATION (application);

  G_APPLICATION_CLASS (kaitsu_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (KAITSU_APP_ID);
  self->theme = kaitsu_theme_new (gdk_display_get_default ());
  self->catalogue = kaitsu_catalogue_new_builtin ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  restore_preferences (self);
  kaitsu_keys_install (GTK_APPLICATION (application));
}

KaitsuApplication *
kaitsu_application_new (void)
{
  return g_object_new (KAITSU_TYPE_APPLICATION, "application-id", KAITSU_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, NULL);
}

static void
kaitsu_application_dispose (GObject *object)
{
  KaitsuApplication *self = KAITSU_APPLICATION (object);

  g_clear_object (&self->catalogue);
  g_clear_object (&self->theme);

  G_OBJECT_CLASS (kaitsu_application_parent_class)->dispose (object);
}

static void
kaitsu_application_class_init (KaitsuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_application_dispose;
  application_class->startup = kaitsu_application_startup;
  application_class->activate = kaitsu_application_activate;
  application_class->open = kaitsu_application_open;
  application_class->command_line = kaitsu_application_command_line;
  application_class->local_command_line = kaitsu_application_local_command_line;
  application_class->handle_local_options = kaitsu_application_handle_local_options;
}

static void
kaitsu_application_init (KaitsuApplication *self)
{
  /* GApplication gives its options no text domain: they are translated here. */
  const GOptionEntry options[] = {
    { "practice", 0, 0, G_OPTION_ARG_STRING, NULL,
      _ ("Practise without sending anything to the Internet"), _ ("SCENARIO") },
    { "targets", 0, 0, G_OPTION_ARG_FILENAME, NULL, _ ("Use the hosts of this file"), _ ("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, _ ("Show the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "[RESULT.json]");
}
