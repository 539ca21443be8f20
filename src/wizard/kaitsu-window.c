/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-window.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-buttons.h"
#include "kaitsu-compat.h"
#include "kaitsu-consent-page.h"
#include "kaitsu-help.h"
#include "kaitsu-history-window.h"
#include "kaitsu-line.h"
#include "kaitsu-loop-meter.h"
#include "kaitsu-names.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-result-page.h"
#include "kaitsu-run-page.h"
#include "kaitsu-stepper.h"
#include "kaitsu-text-label.h"
#include "kaitsu-unit-page.h"

struct _KaitsuWindow
{
  GtkApplicationWindow parent_instance;
  KaitsuFlow *flow;
  GtkLabel *step_label;
  KaitsuStepper *stepper;
  GtkWidget *ribbon;
  GtkLabel *ribbon_label;
  GtkStack *stack;
  KaitsuUnitPage *unit_page;
  KaitsuConsentPage *consent_page;
  KaitsuRunPage *run_page;
  KaitsuResultPage *result_page;
  KaitsuReportPage *report_page;
  GtkButton *back_button;
  GtkButton *other_button;
  GtkButton *main_button;
  GCancellable *asking; /* nullable: the question that closing asks */
  gboolean shown;
  guint enter_source;
};

G_DEFINE_FINAL_TYPE (KaitsuWindow, kaitsu_window, GTK_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_FLOW = 1,
} KaitsuWindowProperty;

static GParamSpec *properties[PROP_FLOW + 1];

static GtkWidget *
get_page (KaitsuWindow *self, KaitsuStep step)
{
  switch (step)
    {
    case KAITSU_STEP_UNIT:
      return GTK_WIDGET (self->unit_page);
    case KAITSU_STEP_CONSENT:
      return GTK_WIDGET (self->consent_page);
    case KAITSU_STEP_RUN:
      return GTK_WIDGET (self->run_page);
    case KAITSU_STEP_RESULT:
      return GTK_WIDGET (self->result_page);
    case KAITSU_STEP_REPORT:
      return GTK_WIDGET (self->report_page);
    }
  g_return_val_if_reached (NULL);
}

static gboolean
enter_page (gpointer data)
{
  KaitsuWindow *self = data;

  self->enter_source = 0;
  kaitsu_page_enter (KAITSU_PAGE (kaitsu_window_get_page (self)));
  return G_SOURCE_REMOVE;
}

/* The focus can only move once the page is mapped and has its size. */
static void
schedule_enter (KaitsuWindow *self)
{
  if (self->enter_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->enter_source = g_idle_add (enter_page, self);
}

static void
show_page (KaitsuWindow *self)
{
  GtkWidget *old = gtk_stack_get_visible_child (self->stack);
  GtkWidget *page = get_page (self, kaitsu_flow_get_step (self->flow));

  if (old == page && self->shown)
    return;
  if (old != page)
    kaitsu_page_leave (KAITSU_PAGE (old));
  self->shown = TRUE;
  /* GTK 4.8 keeps a widget for ever that had the focus when it was hidden. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child (self->stack, page);
  for (guint i = 0; i < KAITSU_N_STEPS; i++)
    kaitsu_page_set_shown (KAITSU_PAGE (get_page (self, i)), get_page (self, i) == page);
  schedule_enter (self);
}

static void
show_button (GtkButton *button, const KaitsuButton *what)
{
  gtk_widget_set_visible (GTK_WIDGET (button), what->label != NULL);
  if (what->label == NULL)
    return;
  gtk_button_set_label (button, what->label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), what->action);
  kaitsu_names_clean_buttons (GTK_WIDGET (button));
}

static void
show_buttons (KaitsuWindow *self)
{
  KaitsuButtons buttons;

  kaitsu_buttons_derive (self->flow, &buttons);
  show_button (self->back_button, &buttons.back);
  show_button (self->other_button, &buttons.other);
  show_button (self->main_button, &buttons.main);
  gtk_window_set_default_widget (GTK_WINDOW (self), buttons.main.label != NULL
                                                        ? GTK_WIDGET (self->main_button)
                                                        : NULL);
}

static void
show_step (KaitsuWindow *self)
{
  KaitsuStep step = kaitsu_flow_get_step (self->flow);
  g_autofree char *label = g_strdup_printf (_ ("Step %u of %u"), step + 1, KAITSU_N_STEPS);
  g_autofree char *title = NULL;

  kaitsu_loop_meter_enter (step + 1);
  /* Translators: title of the window: "Step 2 of 5 Confirm - Kaitsu" */
  title = g_strdup_printf (C_ ("window title", "%s %s - %s"), label, kaitsu_stepper_get_name (step),
                           _ ("Kaitsu"));
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->step_label, label);
  kaitsu_stepper_set_step (self->stepper, step);
}

/* From the result on, it is the result that counts: an opened one need not be
 * of the network that the next run will be on. */
static char *
dup_practice_text (KaitsuWindow *self)
{
  const char *id = kaitsu_flow_get_practice_scenario (self->flow);
  KaitsuResult *result = kaitsu_flow_get_result (self->flow);
  const KaitsuPracticeScenario *scenario;

  if (kaitsu_flow_get_step (self->flow) >= KAITSU_STEP_RESULT && result != NULL)
    return kaitsu_result_is_practice (result) ? g_strdup (_ ("This result was made in practice."))
                                              : NULL;
  if (id == NULL)
    return NULL;
  scenario = kaitsu_practice_find_scenario (id);
  return g_strdup_printf (_ ("Nothing is sent to the Internet. Scene: %s"),
                          scenario != NULL ? g_dgettext (GETTEXT_PACKAGE, scenario->title) : id);
}

static void
show_ribbon (KaitsuWindow *self)
{
  g_autofree char *text = dup_practice_text (self);

  gtk_widget_set_visible (self->ribbon, text != NULL);
  gtk_label_set_label (self->ribbon_label, text != NULL ? text : "");
}

static void
enable (KaitsuWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The menu shows what can be done now. What would take a run away cannot be
 * done while it is on; what needs a result, once it is shown. */
static void
show_actions (KaitsuWindow *self)
{
  gboolean shown = kaitsu_flow_get_step (self->flow) >= KAITSU_STEP_RESULT;

  enable (self, "history", !kaitsu_flow_is_running (self->flow));
  enable (self, "open", !kaitsu_flow_is_running (self->flow));
  enable (self, "save-pdf", shown);
  enable (self, "print", shown);
}

static void
update (KaitsuWindow *self)
{
  /* The question has answered itself: now there is a result to see. */
  if (self->asking != NULL && !kaitsu_flow_is_running (self->flow))
    g_cancellable_cancel (self->asking);
  show_actions (self);
  show_step (self);
  show_ribbon (self);
  show_buttons (self);
  show_page (self);
}

static void
say_problem (KaitsuWindow *self)
{
  kaitsu_compat_alert (GTK_WINDOW (self), _ ("The check could not be started"),
                       kaitsu_flow_get_problem (self->flow));
}

static void
next_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (kaitsu_flow_go_next (self->flow))
    return;
  if (kaitsu_flow_get_problem (self->flow) != NULL)
    say_problem (self);
  else
    kaitsu_page_complain (KAITSU_PAGE (kaitsu_window_get_page (self)));
}

static void
back_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (kaitsu_flow_can_go_back (self->flow))
    kaitsu_flow_go_back (self->flow);
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (!kaitsu_flow_is_running (self->flow))
    return;
  kaitsu_flow_stop (self->flow);
  kaitsu_compat_announce (GTK_WIDGET (self), _ ("Stopping"));
}

static void
escape_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stop_action (action, parameter, data);
  back_action (action, parameter, data);
}

static void
again_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (kaitsu_flow_get_step (self->flow) >= KAITSU_STEP_RESULT)
    kaitsu_flow_again (self->flow);
}

static void
retest_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (kaitsu_flow_get_step (self->flow) >= KAITSU_STEP_RESULT && !kaitsu_flow_retest (self->flow))
    say_problem (self);
}

static void
result_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;
  KaitsuResult *result = kaitsu_flow_get_result (self->flow);

  if (result != NULL && !kaitsu_flow_is_running (self->flow))
    kaitsu_flow_open_result (self->flow, result);
}

static gboolean
is_at_report (KaitsuWindow *self)
{
  return kaitsu_flow_get_step (self->flow) == KAITSU_STEP_REPORT;
}

/* Ctrl+S and Ctrl+P work from the result as well: they lead to the report. */
static gboolean
reach_report (KaitsuWindow *self)
{
  if (kaitsu_flow_get_step (self->flow) == KAITSU_STEP_RESULT)
    kaitsu_flow_go_next (self->flow);
  return is_at_report (self);
}

static void
save_pdf_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (reach_report (self))
    kaitsu_report_page_save (self->report_page, KAITSU_SAVE_PDF);
}

static void
save_text_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (reach_report (self))
    kaitsu_report_page_save (self->report_page, KAITSU_SAVE_TEXT);
}

/* From the result: what it says is to be done first, in one press. */
static void
letter_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (reach_report (self))
    kaitsu_report_page_save (self->report_page, KAITSU_SAVE_LETTER);
}

static void
print_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (reach_report (self))
    kaitsu_report_page_print (self->report_page);
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (is_at_report (self))
    kaitsu_report_page_copy (self->report_page);
}

static void
mail_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (is_at_report (self))
    kaitsu_report_page_mail (self->report_page);
}

/* The empty string leaves practice. Only on the first step: a run must know
 * from its beginning which network it is on. */
static void
practice_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;
  const char *id = g_variant_get_string (parameter, NULL);

  if (kaitsu_flow_get_step (self->flow) != KAITSU_STEP_UNIT)
    return;
  if (*id == '\0')
    kaitsu_flow_set_practice_scenario (self->flow, NULL);
  else if (kaitsu_practice_find_scenario (id) != NULL)
    kaitsu_flow_set_practice_scenario (self->flow, id);
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  kaitsu_help_present (GTK_WINDOW (self), kaitsu_flow_get_step (self->flow), KAITSU_HELP_STEP);
}

static void
keys_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  kaitsu_help_present (GTK_WINDOW (self), kaitsu_flow_get_step (self->flow), KAITSU_HELP_KEYS);
}

/* From the result: where it is this PC that has to be opened first. */
static void
pc_help_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  kaitsu_help_present (GTK_WINDOW (self), kaitsu_flow_get_step (self->flow), KAITSU_HELP_PC);
}

static void
history_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;

  if (!kaitsu_flow_is_running (self->flow))
    kaitsu_history_window_present (GTK_WINDOW (self), self->flow);
}

void
kaitsu_window_open_file (KaitsuWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuResult) result = NULL;
  const char *path;

  g_return_if_fail (KAITSU_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_peek_path (file);
  if (path != NULL)
    result = kaitsu_result_load (path, &error);
  if (result != NULL && !kaitsu_flow_is_running (self->flow))
    kaitsu_flow_open_result (self->flow, result);
  else
    kaitsu_compat_alert (GTK_WINDOW (self), _ ("The result cannot be opened"),
                         result != NULL  ? _ ("Wait until the check has ended, or stop it.")
                         : path != NULL ? error->message
                                        : _ ("Only files of this PC can be opened."));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GFile) file = kaitsu_compat_open_finish (result, NULL);

  if (file != NULL)
    kaitsu_window_open_file (KAITSU_WINDOW (source), file);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KaitsuWindow *self = data;
  g_autoptr (GtkFileFilter) filter = NULL;

  if (kaitsu_flow_is_running (self->flow))
    return;
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Results of Kaitsu"));
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_filter_add_pattern (filter, "*.kaitsu");
  kaitsu_compat_open_async (GTK_WINDOW (self), _ ("Open a result"), filter, NULL, opened_cb, NULL);
}

/* A result that is dragged here shows as if it were opened. */
static gboolean
dropped_cb (KaitsuWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  kaitsu_window_open_file (self, files->data);
  return TRUE;
}

static void
add_drop_target (KaitsuWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
close_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  KaitsuWindow *self = KAITSU_WINDOW (source);

  g_clear_object (&self->asking);
  if (!kaitsu_compat_ask_finish (result, NULL))
    return;
  kaitsu_flow_stop (self->flow);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
kaitsu_window_close_request (GtkWindow *window)
{
  KaitsuWindow *self = KAITSU_WINDOW (window);

  if (self->asking != NULL)
    return TRUE;
  if (kaitsu_flow_is_running (self->flow))
    {
      self->asking = g_cancellable_new ();
      kaitsu_compat_ask_async (window, _ ("The check is still running"),
                               _ ("If you close the window now, the check stops and its result "
                                  "is lost."),
                               _ ("_Keep checking"), _ ("_Close"), self->asking, close_cb, NULL);
      return TRUE;
    }
  kaitsu_page_leave (KAITSU_PAGE (kaitsu_window_get_page (self)));
  return GTK_WINDOW_CLASS (kaitsu_window_parent_class)->close_request (window);
}

static void
network_changed_cb (KaitsuWindow *self)
{
  kaitsu_unit_page_set_online (self->unit_page, g_network_monitor_get_network_available (
                                                    g_network_monitor_get_default ()));
}

KaitsuFlow *
kaitsu_window_get_flow (KaitsuWindow *self)
{
  g_return_val_if_fail (KAITSU_IS_WINDOW (self), NULL);

  return self->flow;
}

GtkWidget *
kaitsu_window_get_page (KaitsuWindow *self)
{
  g_return_val_if_fail (KAITSU_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child (self->stack);
}

KaitsuReportPage *
kaitsu_window_get_report_page (KaitsuWindow *self)
{
  g_return_val_if_fail (KAITSU_IS_WINDOW (self), NULL);

  return self->report_page;
}

GtkWidget *
kaitsu_window_new (GtkApplication *application, KaitsuFlow *flow)
{
  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (KAITSU_IS_FLOW (flow), NULL);

  return g_object_new (KAITSU_TYPE_WINDOW, "application", application, "flow", flow, NULL);
}

static void
kaitsu_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kaitsu_window_parent_class)->map (widget);
  schedule_enter (KAITSU_WINDOW (widget));
}

static void
kaitsu_window_constructed (GObject *object)
{
  static const GActionEntry entries[] = {
    { "next", next_action },
    { "back", back_action },
    { "stop", stop_action },
    { "again", again_action },
    { "retest", retest_action },
    { "result", result_action },
    { "escape", escape_action },
    { "save-pdf", save_pdf_action },
    { "save-text", save_text_action },
    { "letter", letter_action },
    { "print", print_action },
    { "copy", copy_action },
    { "mail", mail_action },
    { "practice", practice_action, "s" },
    { "help", help_action },
    { "keys", keys_action },
    { "pc-help", pc_help_action },
    { "history", history_action },
    { "open", open_action },
  };
  KaitsuWindow *self = KAITSU_WINDOW (object);

  G_OBJECT_CLASS (kaitsu_window_parent_class)->constructed (object);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_drop_target (self);
  for (guint i = 0; i < KAITSU_N_STEPS; i++)
    kaitsu_page_set_flow (KAITSU_PAGE (get_page (self, i)), self->flow);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  network_changed_cb (self);
  /* after the pages' own handlers: they are up to date when one is shown */
  g_signal_connect_object (self->flow, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
kaitsu_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FLOW)
    g_value_set_object (value, KAITSU_WINDOW (object)->flow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FLOW)
    KAITSU_WINDOW (object)->flow = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_window_dispose (GObject *object)
{
  KaitsuWindow *self = KAITSU_WINDOW (object);

  g_clear_handle_id (&self->enter_source, g_source_remove);
  g_clear_object (&self->asking);
  g_clear_object (&self->flow);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_WINDOW);

  G_OBJECT_CLASS (kaitsu_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, step_label);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, stepper);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, ribbon);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, ribbon_label);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, unit_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, consent_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, run_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, result_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, report_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, other_button);
  gtk_widget_class_bind_template_child (widget_class, KaitsuWindow, main_button);
}

static void
kaitsu_window_class_init (KaitsuWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kaitsu_window_constructed;
  object_class->get_property = kaitsu_window_get_property;
  object_class->set_property = kaitsu_window_set_property;
  object_class->dispose = kaitsu_window_dispose;
  widget_class->map = kaitsu_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = kaitsu_window_close_request;

  properties[PROP_FLOW] = g_param_spec_object ("flow", NULL, NULL, KAITSU_TYPE_FLOW,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-window.ui");
  bind_children (widget_class);
  /* A binding and not an accelerator: an open menu takes Esc first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
}

static void
kaitsu_window_init (KaitsuWindow *self)
{
  g_type_ensure (KAITSU_TYPE_LINE);
  g_type_ensure (KAITSU_TYPE_STEPPER);
  g_type_ensure (KAITSU_TYPE_UNIT_PAGE);
  g_type_ensure (KAITSU_TYPE_CONSENT_PAGE);
  g_type_ensure (KAITSU_TYPE_RUN_PAGE);
  g_type_ensure (KAITSU_TYPE_RESULT_PAGE);
  g_type_ensure (KAITSU_TYPE_REPORT_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
  kaitsu_text_label_adopt (GTK_WIDGET (self));
}
