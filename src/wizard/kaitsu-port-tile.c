/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-port-tile.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-pill.h"
#include "kaitsu-port-words.h"

struct _KaitsuPortTile
{
  GtkWidget parent_instance;
  KaitsuPill *pill;
  char *label;
};

G_DEFINE_FINAL_TYPE (KaitsuPortTile, kaitsu_port_tile, GTK_TYPE_WIDGET)

static void
update (KaitsuPortTile *self)
{
  g_autofree char *name = NULL;

  name = g_strdup_printf (C_ ("port, light", "%s: %s"), self->label,
                          kaitsu_pill_get_word (self->pill));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  return g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "label",
                       text, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                       "width-chars", 8, "max-width-chars", 20, "css-classes",
                       (const char *[]){ style, NULL }, NULL);
}

GtkWidget *
kaitsu_port_tile_new (KaitsuResult *result, KaitsuPortResult *port)
{
  KaitsuPortTile *self = g_object_new (KAITSU_TYPE_PORT_TILE, NULL);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *names = kaitsu_explain_use (result, port);
  GtkWidget *label;

  self->label = kaitsu_port_words_dup_label (port);
  label = new_label (self->label, "port");
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_widget_set_hexpand (label, TRUE);
  self->pill = g_object_new (KAITSU_TYPE_PILL, "port", port, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_widget_add_css_class (top, "tile-top");
  gtk_box_append (GTK_BOX (top), label);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->pill));
  gtk_widget_set_parent (top, GTK_WIDGET (self));
  gtk_widget_set_parent (new_label (names, "caption"), GTK_WIDGET (self));
  /* connected after the pill's own handler, so that the pill is up to date */
  g_signal_connect_object (port, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
kaitsu_port_tile_dispose (GObject *object)
{
  KaitsuPortTile *self = KAITSU_PORT_TILE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->pill = NULL;
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (kaitsu_port_tile_parent_class)->dispose (object);
}

static void
kaitsu_port_tile_class_init (KaitsuPortTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_port_tile_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_port_tile_init (KaitsuPortTile *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}
