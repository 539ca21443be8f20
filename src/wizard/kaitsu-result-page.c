/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-result-page.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-advice.h"
#include "kaitsu-columns.h"
#include "kaitsu-explain.h"
#include "kaitsu-gradual.h"
#include "kaitsu-heading.h"
#include "kaitsu-i18n.h"
#include "kaitsu-ink.h"
#include "kaitsu-line.h"
#include "kaitsu-names.h"
#include "kaitsu-path-view.h"
#include "kaitsu-pill.h"
#include "kaitsu-port-row.h"
#include "kaitsu-request.h"
#include "kaitsu-text-label.h"
#include "kaitsu-texts.h"

struct _KaitsuResultPage
{
  KaitsuPage parent_instance;
  GtkWidget *banner;
  GtkLabel *symbol;
  KaitsuHeading *heading;
  GtkLabel *sentence;
  GtkLabel *facts;
  GtkWidget *effects_card;
  GtkBox *effects;
  GtkWidget *changes_card;
  GtkBox *changes;
  GtkWidget *advice_card;
  GtkBox *advice;
  GtkButton *deed;
  GtkWidget *path_card;
  KaitsuPathView *path;
  GtkButton *retest;
  GtkWidget *notices_card;
  GtkBox *notices;
  GtkCheckButton *only_trouble;
  GtkListBox *rows;
  GtkCustomFilter *filter;
  GtkSizeGroup *lights;
  GtkSizeGroup *ports;
  KaitsuResult *result;
};

G_DEFINE_FINAL_TYPE (KaitsuResultPage, kaitsu_result_page, KAITSU_TYPE_PAGE)

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_line (GtkBox *box, const char *text, const char *style)
{
  gtk_box_append (box, kaitsu_text_label_new (text, style));
}

static void
show_banner (KaitsuResultPage *self)
{
  KaitsuVerdict verdict = kaitsu_result_get_verdict (self->result);
  KaitsuLight light = kaitsu_ink_light_of_verdict (verdict);
  const char *classes[] = { "banner", kaitsu_pill_get_light_class (light), NULL };
  GDateTime *when = kaitsu_result_get_finished (self->result);
  g_autofree char *time = NULL;
  g_autofree char *facts = NULL;

  gtk_widget_set_css_classes (self->banner, classes);
  gtk_label_set_label (self->symbol, kaitsu_light_symbol (light));
  kaitsu_heading_set_label (self->heading, kaitsu_verdict_phrase (verdict));
  gtk_label_set_label (self->sentence, kaitsu_verdict_sentence (verdict));
  if (when != NULL)
    /* Translators: date and time of a check, for g_date_time_format() */
    time = g_date_time_format (when, C_ ("date and time", "%B %-d, %Y, %H:%M"));
  facts = g_strdup_printf (C_ ("unit, when", "%s, checked %s"),
                           kaitsu_result_get_unit_name (self->result), time != NULL ? time : "");
  gtk_label_set_label (self->facts, facts);
}

/* What will not work, in the catalogue's words, each thing once. */
static GPtrArray *
list_effects (KaitsuResult *result)
{
  GPtrArray *services = kaitsu_result_get_services (result);
  KaitsuUnit *unit = kaitsu_result_get_unit (result);
  GPtrArray *effects = g_ptr_array_new ();

  for (guint i = 0; unit != NULL && i < services->len; i++)
    {
      const KaitsuServiceResult *item = services->pdata[i];
      const KaitsuService *service = kaitsu_unit_find_service (unit, item->id);
      const char *text;

      if (service == NULL || item->light != KAITSU_LIGHT_RED || item->note_only)
        continue;
      text = kaitsu_text2_get (&service->effect, kaitsu_i18n_get_language ());
      if (!g_ptr_array_find_with_equal_func (effects, text, g_str_equal, NULL))
        g_ptr_array_add (effects, (gpointer) text);
    }
  return effects;
}

/* The shape of a red light before it: it is what such lights lead to. */
static void
add_effect (GtkBox *box, const char *text)
{
  GtkWidget *row = kaitsu_line_new (0.6);
  GtkWidget *symbol;

  symbol = g_object_new (GTK_TYPE_LABEL, "label", kaitsu_light_symbol (KAITSU_LIGHT_RED),
                         "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign",
                         GTK_ALIGN_START, "css-classes", (const char *[]){ "symbol", NULL }, NULL);
  gtk_widget_add_css_class (row, "effect");
  kaitsu_line_append (KAITSU_LINE (row), symbol);
  kaitsu_line_append (KAITSU_LINE (row), kaitsu_text_label_new (text, "detail"));
  gtk_box_append (box, row);
}

static void
show_effects (KaitsuResultPage *self)
{
  g_autoptr (GPtrArray) effects = list_effects (self->result);

  clear_box (self->effects);
  gtk_widget_set_visible (self->effects_card, effects->len > 0);
  for (guint i = 0; i < effects->len; i++)
    add_effect (self->effects, effects->pdata[i]);
}

static void
show_changes (KaitsuResultPage *self)
{
  const KaitsuPrevious *previous = kaitsu_result_get_previous (self->result);

  clear_box (self->changes);
  gtk_widget_set_visible (self->changes_card, previous != NULL);
  if (previous == NULL)
    return;
  if (previous->changed->len == 0)
    add_line (self->changes, _ ("Nothing has changed since the last check."), "detail");
  for (guint i = 0; i < previous->changed->len; i++)
    {
      const KaitsuChange *change = &g_array_index (previous->changed, KaitsuChange, i);
      g_autofree char *port = kaitsu_port_to_label (change->port);
      g_autofree char *line = NULL;

      line = g_strdup_printf (C_ ("port, before, now", "%s: was “%s”, now “%s”"), port,
                              kaitsu_light_text (change->from), kaitsu_light_text (change->to));
      add_line (self->changes, line, "detail");
    }
}

/* A long label breaks where the text is large, rather than making the window
 * wider. */
static void
set_button_label (GtkButton *button, const char *label)
{
  GtkLabel *text;

  gtk_button_set_label (button, label);
  text = GTK_LABEL (gtk_button_get_child (button));
  gtk_label_set_wrap (text, TRUE);
  gtk_label_set_wrap_mode (text, PANGO_WRAP_WORD_CHAR);
}

/* The letter to whom is to be asked first.
 * Returns: (transfer full) (nullable): what the button says */
static char *
dup_letter_label (KaitsuResult *result, KaitsuParty party)
{
  g_autoptr (KaitsuRequest) request = kaitsu_request_new (result);

  if (request == NULL || request->party != party)
    return NULL;
  /* Translators: whom to ask, as in "Whoever manages the router" */
  return g_strdup_printf (_ ("Make the request to: %s"), kaitsu_explain_addressee (party));
}

/* A button for what is to be done first, and for nothing else: as long as this
 * PC stops it, a letter would send somebody searching in vain. */
static void
show_deed (KaitsuResultPage *self, const KaitsuAdvice *first)
{
  g_autofree char *label = NULL;
  const char *action = "win.letter";

  if (first != NULL && first->party == KAITSU_PARTY_PC)
    {
      label = g_strdup (_ ("See how to open this PC"));
      action = "win.pc-help";
    }
  else if (first != NULL)
    label = dup_letter_label (self->result, first->party);
  gtk_widget_set_visible (GTK_WIDGET (self->deed), label != NULL);
  if (label == NULL)
    return;
  set_button_label (self->deed, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->deed), action);
}

static void
show_advice (KaitsuResultPage *self)
{
  g_autoptr (GPtrArray) advice = kaitsu_advice_new (self->result);

  clear_box (self->advice);
  gtk_widget_set_visible (self->advice_card, advice->len > 0);
  /* without either, their place would be a gap */
  gtk_widget_set_visible (gtk_widget_get_parent (self->advice_card),
                          advice->len > 0 || gtk_widget_get_visible (self->effects_card));
  for (guint i = 0; i < advice->len; i++)
    {
      const KaitsuAdvice *item = advice->pdata[i];
      g_autofree char *text = kaitsu_explain_advice (item);

      add_line (self->advice, kaitsu_explain_addressee (item->party),
                item->afterwards ? "detail-title" : "addressee");
      add_line (self->advice, text, item->afterwards ? "caption" : "detail");
    }
  show_deed (self, advice->len > 0 ? advice->pdata[0] : NULL);
}

/* Without a line there is no way to draw. */
static void
show_path (KaitsuResultPage *self)
{
  gtk_widget_set_visible (self->path_card, kaitsu_result_get_verdict (self->result)
                                               != KAITSU_VERDICT_OFFLINE);
  kaitsu_path_view_show (self->path, self->result, FALSE);
}

static void
show_retest (KaitsuResultPage *self, KaitsuFlow *flow)
{
  guint n = kaitsu_result_count_not_green (self->result);
  g_autofree char *label = NULL;

  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "_Try only the %u port again that did not get through",
                                        "_Try only the %u ports again that did not get through", n),
                           n);
  set_button_label (self->retest, label);
  kaitsu_names_clean_buttons (GTK_WIDGET (self->retest));
  gtk_widget_set_visible (GTK_WIDGET (self->retest), kaitsu_flow_can_retest (flow));
}

static void
show_notices (KaitsuResultPage *self)
{
  GPtrArray *notices = kaitsu_result_get_notices (self->result);

  clear_box (self->notices);
  gtk_widget_set_visible (self->notices_card, notices->len > 0);
  for (guint i = 0; i < notices->len; i++)
    {
      g_autofree char *text = kaitsu_explain_notice (notices->pdata[i]);

      add_line (self->notices, text, "detail");
    }
}

static void
row_opened_cb (KaitsuResultPage *self, GParamSpec *pspec, KaitsuPortRow *row)
{
  if (kaitsu_port_row_get_open (row))
    kaitsu_page_reveal (KAITSU_PAGE (self), GTK_WIDGET (row));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  KaitsuResultPage *self = data;
  GtkWidget *row = kaitsu_port_row_new (self->result, item);

  g_signal_connect_object (row, "notify::open", G_CALLBACK (row_opened_cb), self,
                           G_CONNECT_SWAPPED);
  kaitsu_port_row_align (KAITSU_PORT_ROW (row), self->lights, self->ports);
  return row;
}

static gboolean
is_in_trouble (KaitsuPortResult *port)
{
  KaitsuLight light = kaitsu_port_result_get_light (port);

  return light == KAITSU_LIGHT_RED || light == KAITSU_LIGHT_YELLOW;
}

static gboolean
is_wanted (gpointer item, gpointer data)
{
  KaitsuResultPage *self = data;

  return !gtk_check_button_get_active (self->only_trouble) || is_in_trouble (item);
}

static void
only_trouble_toggled_cb (KaitsuResultPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* There only where it makes a difference. */
static void
show_filter (KaitsuResultPage *self)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      n += is_in_trouble (port);
    }
  gtk_check_button_set_active (self->only_trouble, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->only_trouble),
                          n > 0 && n < g_list_model_get_n_items (ports));
}

static void
show_rows (KaitsuResultPage *self)
{
  g_autoptr (GtkFilterListModel) wanted = NULL;
  GListModel *ports;

  ports = kaitsu_gradual_new (GTK_WIDGET (self->rows), kaitsu_result_get_ports (self->result));
  wanted = gtk_filter_list_model_new (ports, GTK_FILTER (g_object_ref (self->filter)));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (wanted), create_row, self, NULL);
}

static void
show_result (KaitsuResultPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  KaitsuResult *result = kaitsu_flow_get_result (flow);

  if (result == NULL || kaitsu_flow_is_running (flow) || result == self->result)
    return;
  g_set_object (&self->result, result);
  show_banner (self);
  show_effects (self);
  show_changes (self);
  show_advice (self);
  show_retest (self, flow);
  show_notices (self);
  show_path (self);
  show_filter (self);
  show_rows (self);
}

/* A click or Enter anywhere on the row opens it; another closes it. */
static void
row_activated_cb (KaitsuResultPage *self, GtkListBoxRow *row)
{
  KaitsuPortRow *port_row = KAITSU_PORT_ROW (row);

  kaitsu_port_row_set_open (port_row, !kaitsu_port_row_get_open (port_row));
}

static void
kaitsu_result_page_bind (KaitsuPage *page, KaitsuFlow *flow)
{
  g_signal_connect_object (flow, "notify::result", G_CALLBACK (show_result), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::step", G_CALLBACK (show_result), page, G_CONNECT_SWAPPED);
  show_result (KAITSU_RESULT_PAGE (page), NULL, flow);
}

static GtkWidget *
kaitsu_result_page_get_first (KaitsuPage *page)
{
  return GTK_WIDGET (KAITSU_RESULT_PAGE (page)->heading);
}

static void
kaitsu_result_page_dispose (GObject *object)
{
  KaitsuResultPage *self = KAITSU_RESULT_PAGE (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->result);
  g_clear_object (&self->lights);
  g_clear_object (&self->ports);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_RESULT_PAGE);

  G_OBJECT_CLASS (kaitsu_result_page_parent_class)->dispose (object);
}

static void
kaitsu_result_page_class_init (KaitsuResultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KaitsuPageClass *page_class = KAITSU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_result_page_dispose;
  page_class->bind = kaitsu_result_page_bind;
  page_class->get_first = kaitsu_result_page_get_first;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, banner);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, symbol);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, sentence);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, facts);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, effects_card);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, effects);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, changes_card);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, changes);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, advice_card);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, advice);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, retest);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, notices_card);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, notices);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, deed);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, path_card);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, path);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, only_trouble);
  gtk_widget_class_bind_template_child (widget_class, KaitsuResultPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, only_trouble_toggled_cb);
}

static void
kaitsu_result_page_init (KaitsuResultPage *self)
{
  g_type_ensure (KAITSU_TYPE_COLUMNS);
  g_type_ensure (KAITSU_TYPE_HEADING);
  g_type_ensure (KAITSU_TYPE_LINE);
  g_type_ensure (KAITSU_TYPE_PATH_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  self->lights = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->ports = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Result of every port"), -1);
}
