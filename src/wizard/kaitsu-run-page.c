/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-run-page.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-gradual.h"
#include "kaitsu-heading.h"
#include "kaitsu-line.h"
#include "kaitsu-narrator.h"
#include "kaitsu-path-view.h"
#include "kaitsu-port-tile.h"
#include "kaitsu-traffic.h"

struct _KaitsuRunPage
{
  KaitsuPage parent_instance;
  KaitsuHeading *heading;
  KaitsuPathView *path;
  GtkLabel *activity;
  GtkProgressBar *bar;
  GtkLabel *count;
  GtkLabel *left;
  GtkFlowBox *tiles;
  KaitsuRun *run;
  KaitsuNarrator *narrator; /* nullable: as long as a run is on */
  guint clock_source;
};

G_DEFINE_FINAL_TYPE (KaitsuRunPage, kaitsu_run_page, KAITSU_TYPE_PAGE)

static char *
dup_time_left (KaitsuRun *run)
{
  guint seconds;

  switch (kaitsu_run_get_forecast (run, &seconds))
    {
    case KAITSU_FORECAST_WITHIN:
      return g_strdup_printf (_ ("Within %u seconds"), seconds);
    case KAITSU_FORECAST_ABOUT:
      return g_strdup_printf (_ ("About %u seconds left"), seconds);
    case KAITSU_FORECAST_LATE:
      return g_strdup_printf (_ ("Takes a little longer: at most %u seconds"), seconds);
    }
  g_return_val_if_reached (NULL);
}

static void
show_time_left (KaitsuRunPage *self)
{
  g_autofree char *text = dup_time_left (self->run);

  gtk_label_set_label (self->left, text);
}

static gboolean
clock_cb (gpointer data)
{
  show_time_left (data);
  return G_SOURCE_CONTINUE;
}

/* Who stops what is seen on the way as soon as it is known. */
static void
show_path (KaitsuRunPage *self)
{
  kaitsu_path_view_show (self->path, kaitsu_run_get_result (self->run), TRUE);
}

static void
update (KaitsuRunPage *self)
{
  g_autofree char *count = NULL;

  count = g_strdup_printf (_ ("%u of %u ports done"), kaitsu_run_get_done (self->run),
                           kaitsu_run_get_total (self->run));
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->activity, kaitsu_run_get_activity (self->run));
  gtk_progress_bar_set_fraction (self->bar, kaitsu_run_get_progress (self->run));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  count, -1);
  show_time_left (self);
}

static GtkWidget *
create_tile (gpointer item, gpointer data)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), kaitsu_port_tile_new (data, item));
  return child;
}

static void
show_run (KaitsuRunPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  KaitsuRun *run = kaitsu_flow_get_run (flow);
  g_autoptr (GListModel) ports = NULL;
  KaitsuResult *result;

  if (run == self->run)
    return;
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->narrator);
  if (run == NULL)
    {
      gtk_flow_box_bind_model (self->tiles, NULL, NULL, NULL, NULL);
      return;
    }
  result = kaitsu_run_get_result (run);
  ports = kaitsu_gradual_new (GTK_WIDGET (self->tiles), kaitsu_result_get_ports (result));
  gtk_flow_box_bind_model (self->tiles, ports, create_tile, g_object_ref (result), g_object_unref);
  g_signal_connect_object (run, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::done", G_CALLBACK (show_path), self, G_CONNECT_SWAPPED);
  self->narrator = kaitsu_narrator_new (GTK_WIDGET (self), result);
  self->clock_source = g_timeout_add_seconds (1, clock_cb, self);
  show_path (self);
  update (self);
}

static void
kaitsu_run_page_bind (KaitsuPage *page, KaitsuFlow *flow)
{
  g_signal_connect_object (flow, "notify::run", G_CALLBACK (show_run), page, G_CONNECT_SWAPPED);
  show_run (KAITSU_RUN_PAGE (page), NULL, flow);
}

static GtkWidget *
kaitsu_run_page_get_first (KaitsuPage *page)
{
  return GTK_WIDGET (KAITSU_RUN_PAGE (page)->heading);
}

static void
kaitsu_run_page_dispose (GObject *object)
{
  KaitsuRunPage *self = KAITSU_RUN_PAGE (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->narrator);
  g_clear_object (&self->run);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_RUN_PAGE);

  G_OBJECT_CLASS (kaitsu_run_page_parent_class)->dispose (object);
}

static void
kaitsu_run_page_class_init (KaitsuRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KaitsuPageClass *page_class = KAITSU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_run_page_dispose;
  page_class->bind = kaitsu_run_page_bind;
  page_class->get_first = kaitsu_run_page_get_first;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, path);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, activity);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, bar);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, count);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, left);
  gtk_widget_class_bind_template_child (widget_class, KaitsuRunPage, tiles);
}

static void
kaitsu_run_page_init (KaitsuRunPage *self)
{
  g_type_ensure (KAITSU_TYPE_HEADING);
  g_type_ensure (KAITSU_TYPE_LINE);
  g_type_ensure (KAITSU_TYPE_PATH_VIEW);
  g_type_ensure (KAITSU_TYPE_TRAFFIC);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How far the check is"), -1);
}
