/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-gradual.h"

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GtkSliceListModel *shown = data;
  GListModel *model = gtk_slice_list_model_get_model (shown);
  guint size = gtk_slice_list_model_get_size (shown) + 1;

  gtk_slice_list_model_set_size (shown, size);
  return size < g_list_model_get_n_items (model) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * kaitsu_gradual_new:
 * @widget: shows the items
 * @model: the items, all of them
 *
 * A dozen rows with texts that break take longer than a frame to be made and
 * laid out, and nothing would be heard meanwhile.
 *
 * Returns: (transfer full): @model, but one item more in each frame that is
 *   drawn of @widget, from none on
 */
GListModel *
kaitsu_gradual_new (GtkWidget *widget, GListModel *model)
{
  GtkSliceListModel *shown;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  shown = gtk_slice_list_model_new (g_object_ref (model), 0, 0);
  gtk_widget_add_tick_callback (widget, grow_cb, g_object_ref (shown), g_object_unref);
  return G_LIST_MODEL (shown);
}
