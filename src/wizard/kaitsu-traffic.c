/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-traffic.h"

#include <math.h>

#define STEP_MS 60
/* of a whole passage */
#define STEP 0.025
/* of the line's length, on each side of the light's middle */
#define REACH 0.16

struct _KaitsuTraffic
{
  GtkWidget parent_instance;
  guint step_source;
  double place; /* 0..1 */
};

G_DEFINE_FINAL_TYPE (KaitsuTraffic, kaitsu_traffic, GTK_TYPE_WIDGET)

static gboolean
step_cb (gpointer data)
{
  KaitsuTraffic *self = data;

  self->place = fmod (self->place + STEP, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
may_move (GtkWidget *widget)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animations, NULL);
  return animations;
}

/* A timer of the lowest priority and not the frame clock: on a busy PC frames
 * follow each other without a pause, and the check itself would have to wait. */
static void
update (KaitsuTraffic *self)
{
  gboolean move = gtk_widget_get_mapped (GTK_WIDGET (self)) && may_move (GTK_WIDGET (self));

  if (move && self->step_source == 0)
    self->step_source = g_timeout_add_full (G_PRIORITY_LOW, STEP_MS, step_cb, self, NULL);
  else if (!move)
    g_clear_handle_id (&self->step_source, g_source_remove);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
kaitsu_traffic_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kaitsu_traffic_parent_class)->map (widget);
  update (KAITSU_TRAFFIC (widget));
}

static void
kaitsu_traffic_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&KAITSU_TRAFFIC (widget)->step_source, g_source_remove);

  GTK_WIDGET_CLASS (kaitsu_traffic_parent_class)->unmap (widget);
}

static void
kaitsu_traffic_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KaitsuTraffic *self = KAITSU_TRAFFIC (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float middle = width * (float) (self->place * (1 + 2 * REACH) - REACH);
  float reach = width * (float) REACH;
  GskColorStop stops[] = { { 0, { 0 } }, { 0.5f, { 0 } }, { 1, { 0 } } };

  if (self->step_source == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &stops[1].color);
  stops[0].color = stops[2].color = stops[1].color;
  stops[0].color.alpha = stops[2].color.alpha = 0;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_append_linear_gradient (
      snapshot, &GRAPHENE_RECT_INIT (middle - reach, 0, 2 * reach, height),
      &GRAPHENE_POINT_INIT (middle - reach, 0), &GRAPHENE_POINT_INIT (middle + reach, 0), stops,
      G_N_ELEMENTS (stops));
  gtk_snapshot_pop (snapshot);
}

static void
kaitsu_traffic_dispose (GObject *object)
{
  g_clear_handle_id (&KAITSU_TRAFFIC (object)->step_source, g_source_remove);

  G_OBJECT_CLASS (kaitsu_traffic_parent_class)->dispose (object);
}

static void
kaitsu_traffic_class_init (KaitsuTrafficClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_traffic_dispose;
  widget_class->map = kaitsu_traffic_map;
  widget_class->unmap = kaitsu_traffic_unmap;
  widget_class->snapshot = kaitsu_traffic_snapshot;
  gtk_widget_class_set_css_name (widget_class, "traffic");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kaitsu_traffic_init (KaitsuTraffic *self)
{
  /* the wish may come while it is moving */
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-enable-animations",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}
