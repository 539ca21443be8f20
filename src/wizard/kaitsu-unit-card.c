/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-unit-card.h"

#include "kaitsu-line.h"
#include "kaitsu-text-label.h"

/* between the dot, the name and the words beside it */
#define GAP_EMS 0.9

struct _KaitsuUnitCard
{
  GtkToggleButton parent_instance;
  KaitsuUnit *unit;
};

G_DEFINE_FINAL_TYPE (KaitsuUnitCard, kaitsu_unit_card, GTK_TYPE_TOGGLE_BUTTON)

KaitsuUnit *
kaitsu_unit_card_get_unit (KaitsuUnitCard *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT_CARD (self), NULL);

  return self->unit;
}

static void
kaitsu_unit_card_toggled (GtkToggleButton *button)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_CHECKED,
                               gtk_toggle_button_get_active (button)
                                   ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                   : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = kaitsu_text_label_new (text, style);

  /* two cards beside each other, and the caption beside the name */
  g_object_set (label, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "width-chars", 5,
                "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, NULL);
  return label;
}

/* Beside each other as long as the model's name is whole. */
static GtkWidget *
new_words (GtkOrientation orientation, GtkWidget *name, GtkWidget *quiet)
{
  GtkWidget *words;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      words = g_object_new (KAITSU_TYPE_LINE, "gap", (double) GAP_EMS, "stacks", TRUE, NULL);
      kaitsu_line_append (KAITSU_LINE (words), name);
      kaitsu_line_append (KAITSU_LINE (words), quiet);
    }
  else
    {
      words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_box_append (GTK_BOX (words), name);
      gtk_box_append (GTK_BOX (words), quiet);
    }
  gtk_widget_add_css_class (words, "card-words");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

GtkWidget *
kaitsu_unit_card_new (KaitsuUnit *unit,
                      const char *title,
                      const char *caption,
                      GtkOrientation orientation)
{
  KaitsuUnitCard *self;
  GtkWidget *row = kaitsu_line_new (GAP_EMS);
  GtkWidget *name = new_label (title, "name");
  GtkWidget *quiet = new_label (caption, "caption");
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);

  self = g_object_new (KAITSU_TYPE_UNIT_CARD, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  self->unit = g_object_ref (unit);
  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_wrap (GTK_LABEL (quiet), orientation == GTK_ORIENTATION_VERTICAL);
  kaitsu_line_append (KAITSU_LINE (row), dot);
  kaitsu_line_append (KAITSU_LINE (row), new_words (orientation, name, quiet));
  gtk_button_set_child (GTK_BUTTON (self), row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, caption, -1);
  kaitsu_unit_card_toggled (GTK_TOGGLE_BUTTON (self));
  return GTK_WIDGET (self);
}

static void
kaitsu_unit_card_dispose (GObject *object)
{
  g_clear_object (&KAITSU_UNIT_CARD (object)->unit);

  G_OBJECT_CLASS (kaitsu_unit_card_parent_class)->dispose (object);
}

static void
kaitsu_unit_card_class_init (KaitsuUnitCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_unit_card_dispose;
  GTK_TOGGLE_BUTTON_CLASS (klass)->toggled = kaitsu_unit_card_toggled;
}

static void
kaitsu_unit_card_init (KaitsuUnitCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "unit-card");
}
