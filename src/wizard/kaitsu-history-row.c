/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-history-row.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-line.h"
#include "kaitsu-names.h"
#include "kaitsu-text-label.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

#define MAX_SHOP_CHARS 60

struct _KaitsuHistoryRow
{
  GtkListBoxRow parent_instance;
  const KaitsuHistoryEntry *entry;
  GtkCheckButton *chosen;
  GtkLabel *title;
  GtkLabel *words;
  GtkLabel *place;
  GtkButton *remove;
};

G_DEFINE_FINAL_TYPE (KaitsuHistoryRow, kaitsu_history_row, GTK_TYPE_LIST_BOX_ROW)

typedef enum
{
  PROP_CHOSEN = 1,
} KaitsuHistoryRowProperty;

static GParamSpec *properties[PROP_CHOSEN + 1];

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

const KaitsuHistoryEntry *
kaitsu_history_row_get_entry (KaitsuHistoryRow *self)
{
  g_return_val_if_fail (KAITSU_IS_HISTORY_ROW (self), NULL);

  return self->entry;
}

gboolean
kaitsu_history_row_get_chosen (KaitsuHistoryRow *self)
{
  g_return_val_if_fail (KAITSU_IS_HISTORY_ROW (self), FALSE);

  return gtk_check_button_get_active (self->chosen);
}

void
kaitsu_history_row_set_chosen (KaitsuHistoryRow *self, gboolean chosen)
{
  g_return_if_fail (KAITSU_IS_HISTORY_ROW (self));

  gtk_check_button_set_active (self->chosen, chosen);
}

static void
chosen_cb (KaitsuHistoryRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
remove_cb (KaitsuHistoryRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

/* Whose it is: what the customer wrote, else where it was measured. */
static char *
dup_place (KaitsuResult *result)
{
  const char *company = kaitsu_result_get_customer (result)->company;
  const char *gateway = kaitsu_result_get_network (result)->gateway;
  g_autofree char *shop = kaitsu_text_clean (company, -1, MAX_SHOP_CHARS);

  if (*shop != '\0')
    return g_steal_pointer (&shop);
  if (gateway == NULL)
    return g_strdup ("");
  /* Translators: the router's address */
  return g_strdup_printf (_ ("Router %s"), gateway);
}

static void
show_result (KaitsuHistoryRow *self, KaitsuResult *result)
{
  g_autofree char *when = kaitsu_wording_minute (kaitsu_result_get_finished (result));
  g_autofree char *place = dup_place (result);
  g_autofree char *verdict = kaitsu_wording_verdict (kaitsu_result_get_verdict (result));
  g_autofree char *title = NULL;

  /* Translators: when, unit */
  title = g_strdup_printf (C_ ("earlier result", "%s  %s"), when,
                           kaitsu_result_get_unit_name (result));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->words, verdict);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place), *place != '\0');
}

static void
show_problem (KaitsuHistoryRow *self)
{
  gtk_label_set_label (self->title, _ ("This file cannot be read"));
  gtk_label_set_label (self->words, self->entry->problem);
  gtk_widget_set_visible (GTK_WIDGET (self->place), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->chosen), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

static void
name_parts (KaitsuHistoryRow *self)
{
  const char *title = gtk_label_get_label (self->title);
  const char *words = gtk_label_get_label (self->words);
  g_autofree char *compare = g_strdup_printf (_ ("Compare: %s"), title);
  g_autofree char *remove = g_strdup_printf (_ ("Delete: %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  kaitsu_names_set (GTK_WIDGET (self->chosen), compare);
  kaitsu_names_set (GTK_WIDGET (self->remove), remove);
}

GtkWidget *
kaitsu_history_row_new (const KaitsuHistoryEntry *entry)
{
  KaitsuHistoryRow *self;

  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (KAITSU_TYPE_HISTORY_ROW, NULL);
  self->entry = entry;
  if (entry->result != NULL)
    show_result (self, entry->result);
  else
    show_problem (self);
  name_parts (self);
  return GTK_WIDGET (self);
}

static void
kaitsu_history_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHOSEN)
    g_value_set_boolean (value, kaitsu_history_row_get_chosen (KAITSU_HISTORY_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_history_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_HISTORY_ROW);

  G_OBJECT_CLASS (kaitsu_history_row_parent_class)->dispose (object);
}

static void
kaitsu_history_row_class_init (KaitsuHistoryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_history_row_get_property;
  object_class->dispose = kaitsu_history_row_dispose;

  properties[PROP_CHOSEN]
      = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/kaitsu/Kaitsu/ui/kaitsu-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryRow, chosen);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryRow, words);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryRow, place);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
kaitsu_history_row_init (KaitsuHistoryRow *self)
{
  g_type_ensure (KAITSU_TYPE_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
  kaitsu_text_label_adopt (GTK_WIDGET (self));
}
