/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-gradual.h"

#define FRAME_US 16667
/* at once, where frames come late */
#define MOST 3

typedef struct
{
  GtkSliceListModel *shown;
  gint64 last; /* time of the frame before; 0: none */
} Growth;

static void
growth_free (gpointer data)
{
  Growth *growth = data;

  g_object_unref (growth->shown);
  g_free (growth);
}

/* On a busy PC a frame is rare: each has to do more then. */
static guint
get_step (Growth *growth, gint64 now)
{
  gint64 frames = growth->last != 0 ? (now - growth->last) / FRAME_US : 1;

  growth->last = now;
  return (guint) CLAMP (frames, 1, MOST);
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Growth *growth = data;
  GListModel *model = gtk_slice_list_model_get_model (growth->shown);
  guint size = gtk_slice_list_model_get_size (growth->shown);

  size += get_step (growth, gdk_frame_clock_get_frame_time (clock));
  gtk_slice_list_model_set_size (growth->shown, size);
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
 *   drawn of @widget, from none on; up to three where frames are late
 */
GListModel *
kaitsu_gradual_new (GtkWidget *widget, GListModel *model)
{
  Growth *growth;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  growth = g_new0 (Growth, 1);
  growth->shown = gtk_slice_list_model_new (g_object_ref (model), 0, 0);
  gtk_widget_add_tick_callback (widget, grow_cb, growth, growth_free);
  return G_LIST_MODEL (g_object_ref (growth->shown));
}
