/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-heading.h"

#include "kaitsu-phrases.h"

struct _KaitsuHeading
{
  GtkWidget parent_instance;
  GtkWidget *label;
  char *text;
};

G_DEFINE_FINAL_TYPE (KaitsuHeading, kaitsu_heading, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_LABEL = 1,
} KaitsuHeadingProperty;

static GParamSpec *properties[PROP_LABEL + 1];

void
kaitsu_heading_set_label (KaitsuHeading *self, const char *label)
{
  g_return_if_fail (KAITSU_IS_HEADING (self));

  if (g_strcmp0 (self->text, label) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (label != NULL ? label : "");
  kaitsu_phrases_set_label (GTK_LABEL (self->label), self->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

/* Tab passes it by: it has no ring, and the focus must be seen. */
static gboolean
kaitsu_heading_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return FALSE;
}

/* GtkWidget's own refuses: a widget that has children is not a leaf to it. */
static gboolean
kaitsu_heading_grab_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (root == NULL)
    return FALSE;
  gtk_root_set_focus (root, widget);
  return TRUE;
}

static void
kaitsu_heading_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KaitsuHeading *self = KAITSU_HEADING (object);

  if (id == PROP_LABEL)
    g_value_set_string (value, self->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_heading_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABEL)
    kaitsu_heading_set_label (KAITSU_HEADING (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_heading_dispose (GObject *object)
{
  g_clear_pointer (&KAITSU_HEADING (object)->label, gtk_widget_unparent);

  G_OBJECT_CLASS (kaitsu_heading_parent_class)->dispose (object);
}

static void
kaitsu_heading_finalize (GObject *object)
{
  g_free (KAITSU_HEADING (object)->text);

  G_OBJECT_CLASS (kaitsu_heading_parent_class)->finalize (object);
}

static void
kaitsu_heading_class_init (KaitsuHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_heading_get_property;
  object_class->set_property = kaitsu_heading_set_property;
  object_class->dispose = kaitsu_heading_dispose;
  object_class->finalize = kaitsu_heading_finalize;
  widget_class->focus = kaitsu_heading_focus;
  widget_class->grab_focus = kaitsu_heading_grab_focus;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "heading");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_HEADING);
}

static void
kaitsu_heading_init (KaitsuHeading *self)
{
  self->text = g_strdup ("");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                              "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, "xalign", 0.0f, NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}
