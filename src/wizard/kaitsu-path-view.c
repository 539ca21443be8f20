/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-path-view.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "kaitsu-em.h"
#include "kaitsu-path-drawing.h"

/* em: narrower, names would break to single letters */
#define MINIMUM_EMS 14
/* em: as wide as a card */
#define NATURAL_EMS 50

struct _KaitsuPathView
{
  GtkWidget parent_instance;
  KaitsuPathPicture *picture;
  KaitsuBlock *block; /* nullable: laid out for @width */
  int width;
};

G_DEFINE_FINAL_TYPE (KaitsuPathView, kaitsu_path_view, GTK_TYPE_WIDGET)

static void
lay_out (KaitsuPathView *self, int width)
{
  if (self->block != NULL && self->width == width)
    return;
  g_clear_pointer (&self->block, kaitsu_block_free);
  self->width = width;
  self->block = kaitsu_path_drawing_lay_out (
      self->picture, gtk_widget_get_pango_context (GTK_WIDGET (self)), width);
}

static void
forget_layout (KaitsuPathView *self)
{
  g_clear_pointer (&self->block, kaitsu_block_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The style sheet decides which palette is on, and every palette has another
 * colour of text. */
static KaitsuPalette
get_palette (GtkWidget *widget)
{
  GdkRGBA colour;
  guint32 rgb;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  rgb = (guint32) lround (colour.red * 255) << 16 | (guint32) lround (colour.green * 255) << 8
        | (guint32) lround (colour.blue * 255);
  for (guint palette = KAITSU_PALETTE_LIGHT; palette < KAITSU_N_PALETTES; palette++)
    if (kaitsu_ink_get_rgb (KAITSU_INK_TEXT, palette) == rgb)
      return palette;
  return KAITSU_PALETTE_LIGHT;
}

static GtkSizeRequestMode
kaitsu_path_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kaitsu_path_view_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  KaitsuPathView *self = KAITSU_PATH_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = kaitsu_em_to_pixels (widget, MINIMUM_EMS);
      *natural = kaitsu_em_to_pixels (widget, NATURAL_EMS);
    }
  else if (self->picture != NULL)
    {
      lay_out (self, for_size >= 0 ? for_size : kaitsu_em_to_pixels (widget, NATURAL_EMS));
      *minimum = *natural = (int) ceil (self->block->height);
    }
}

static void
kaitsu_path_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KaitsuPathView *self = KAITSU_PATH_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->picture == NULL)
    return;
  lay_out (self, width);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  kaitsu_block_draw (self->block, get_palette (widget), cr, 0, 0);
  cairo_destroy (cr);
}

static void
kaitsu_path_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (kaitsu_path_view_parent_class)->css_changed (widget, change);
  forget_layout (KAITSU_PATH_VIEW (widget));
}

static void
kaitsu_path_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (kaitsu_path_view_parent_class)->system_setting_changed (widget, setting);
  forget_layout (KAITSU_PATH_VIEW (widget));
}

void
kaitsu_path_view_show (KaitsuPathView *self, KaitsuResult *result, gboolean places_only)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (KAITSU_IS_PATH_VIEW (self));
  g_return_if_fail (KAITSU_IS_RESULT (result));

  g_clear_pointer (&self->picture, kaitsu_path_picture_free);
  self->picture = kaitsu_path_picture_new (result);
  if (places_only)
    g_ptr_array_set_size (self->picture->lines, 0);
  text = kaitsu_path_picture_dup_text (self->picture);
  /* Translators: name of a picture for screen readers; its text follows */
  name = g_strdup_printf (_ ("The way to the other side: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  forget_layout (self);
}

static void
kaitsu_path_view_dispose (GObject *object)
{
  KaitsuPathView *self = KAITSU_PATH_VIEW (object);

  g_clear_pointer (&self->block, kaitsu_block_free);
  g_clear_pointer (&self->picture, kaitsu_path_picture_free);

  G_OBJECT_CLASS (kaitsu_path_view_parent_class)->dispose (object);
}

static void
kaitsu_path_view_class_init (KaitsuPathViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_path_view_dispose;
  widget_class->get_request_mode = kaitsu_path_view_get_request_mode;
  widget_class->measure = kaitsu_path_view_measure;
  widget_class->snapshot = kaitsu_path_view_snapshot;
  widget_class->css_changed = kaitsu_path_view_css_changed;
  widget_class->system_setting_changed = kaitsu_path_view_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "path-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kaitsu_path_view_init (KaitsuPathView *self)
{
}
