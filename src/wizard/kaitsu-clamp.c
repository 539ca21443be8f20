/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-clamp.h"

#include "kaitsu-em.h"

/* 58 em of the interface font are about 80 kanji or kana and numbers: a
 * table with a sentence in it still reads well. */
#define MAXIMUM_EMS 58

struct _KaitsuClamp
{
  GtkWidget parent_instance;
  GtkWidget *child;
};

G_DEFINE_FINAL_TYPE (KaitsuClamp, kaitsu_clamp, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CHILD = 1,
} KaitsuClampProperty;

static GParamSpec *properties[PROP_CHILD + 1];

static int
get_maximum (GtkWidget *widget)
{
  return kaitsu_em_to_pixels (widget, MAXIMUM_EMS);
}

static GtkSizeRequestMode
kaitsu_clamp_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kaitsu_clamp_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  KaitsuClamp *self = KAITSU_CLAMP (widget);
  int maximum = get_maximum (widget);

  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int child_minimum;

      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL,
                          NULL);
      if (for_size >= 0)
        for_size = MIN (for_size, MAX (maximum, child_minimum));
    }
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MIN (*natural, maximum));
}

static void
kaitsu_clamp_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KaitsuClamp *self = KAITSU_CLAMP (widget);
  GskTransform *move;
  int minimum;
  int child_width;

  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  child_width = MIN (width, MAX (get_maximum (widget), minimum));
  move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((width - child_width) / 2, 0));
  gtk_widget_allocate (self->child, child_width, height, baseline, move);
}

GtkWidget *
kaitsu_clamp_get_child (KaitsuClamp *self)
{
  g_return_val_if_fail (KAITSU_IS_CLAMP (self), NULL);

  return self->child;
}

void
kaitsu_clamp_set_child (KaitsuClamp *self, GtkWidget *child)
{
  g_return_if_fail (KAITSU_IS_CLAMP (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

static void
kaitsu_clamp_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    g_value_set_object (value, KAITSU_CLAMP (object)->child);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_clamp_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    kaitsu_clamp_set_child (KAITSU_CLAMP (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_clamp_dispose (GObject *object)
{
  g_clear_pointer (&KAITSU_CLAMP (object)->child, gtk_widget_unparent);

  G_OBJECT_CLASS (kaitsu_clamp_parent_class)->dispose (object);
}

static void
kaitsu_clamp_class_init (KaitsuClampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_clamp_get_property;
  object_class->set_property = kaitsu_clamp_set_property;
  object_class->dispose = kaitsu_clamp_dispose;
  widget_class->get_request_mode = kaitsu_clamp_get_request_mode;
  widget_class->measure = kaitsu_clamp_measure;
  widget_class->size_allocate = kaitsu_clamp_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "clamp");
  /* not "presentation": GTK 4.8 then leaves out everything inside as well */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_clamp_init (KaitsuClamp *self)
{
}
