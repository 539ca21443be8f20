/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-columns.h"

#include "kaitsu-em.h"

/* Below 22 em, about 20 kanji beside the padding of a card, a sentence
 * breaks too often. */
#define MINIMUM_EMS 22
#define GAP_EMS 0.85

struct _KaitsuColumns
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (KaitsuColumns, kaitsu_columns, GTK_TYPE_WIDGET)

static int
get_gap (GtkWidget *widget)
{
  return kaitsu_em_to_pixels (widget, GAP_EMS);
}

/* The next child that is shown, after @child or from the beginning. */
static GtkWidget *
next_shown (GtkWidget *widget, GtkWidget *child)
{
  child = child != NULL ? gtk_widget_get_next_sibling (child) : gtk_widget_get_first_child (widget);
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, gboolean natural)
{
  int minimum;
  int wanted;

  gtk_widget_measure (child, orientation, for_size, &minimum, &wanted, NULL, NULL);
  return natural ? wanted : minimum;
}

/* The widest of the children. */
static int
measure_width (GtkWidget *widget, gboolean natural)
{
  int width = 0;

  for (GtkWidget *child = next_shown (widget, NULL); child != NULL;
       child = next_shown (widget, child))
    width = MAX (width, measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1, natural));
  return width;
}

static gboolean
fits_two (GtkWidget *widget, int width)
{
  int half = (width - get_gap (widget)) / 2;

  return half >= kaitsu_em_to_pixels (widget, MINIMUM_EMS) && half >= measure_width (widget, FALSE);
}

/* A row: @first and, unless it stays alone, @second. Returns the row's height. */
static int
find_row (GtkWidget *widget,
          int width,
          GtkWidget *first,
          GtkWidget **second,
          int *column_width,
          gboolean natural)
{
  int height;

  *second = fits_two (widget, width) ? next_shown (widget, first) : NULL;
  *column_width = *second != NULL ? (width - get_gap (widget)) / 2 : width;
  height = measure_child (first, GTK_ORIENTATION_VERTICAL, *column_width, natural);
  if (*second != NULL)
    height = MAX (height,
                  measure_child (*second, GTK_ORIENTATION_VERTICAL, *column_width, natural));
  return height;
}

static int
measure_height (GtkWidget *widget, int width, gboolean natural)
{
  GtkWidget *child = next_shown (widget, NULL);
  int height = 0;

  while (child != NULL)
    {
      GtkWidget *second;
      int column_width;

      height += find_row (widget, width, child, &second, &column_width, natural);
      child = next_shown (widget, second != NULL ? second : child);
      if (child != NULL)
        height += get_gap (widget);
    }
  return height;
}

static GtkSizeRequestMode
kaitsu_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kaitsu_columns_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measure_width (widget, FALSE);
      *natural = 2 * measure_width (widget, TRUE) + get_gap (widget);
      return;
    }
  if (for_size < 0)
    for_size = 2 * measure_width (widget, TRUE) + get_gap (widget);
  *minimum = measure_height (widget, for_size, FALSE);
  *natural = measure_height (widget, for_size, TRUE);
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  GskTransform *move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, y));

  gtk_widget_allocate (child, width, height, -1, move);
}

static void
kaitsu_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = next_shown (widget, NULL);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *second;
      int column_width;
      int row = find_row (widget, width, child, &second, &column_width, TRUE);

      place (child, mirrored ? width - column_width : 0, y, column_width, row);
      if (second != NULL)
        place (second, mirrored ? 0 : width - column_width, y, column_width, row);
      y += row + get_gap (widget);
      child = next_shown (widget, second != NULL ? second : child);
    }
}

static void
kaitsu_columns_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kaitsu_columns_parent_class)->dispose (object);
}

static void
kaitsu_columns_class_init (KaitsuColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_columns_dispose;
  widget_class->get_request_mode = kaitsu_columns_get_request_mode;
  widget_class->measure = kaitsu_columns_measure;
  widget_class->size_allocate = kaitsu_columns_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "columns");
  /* not "presentation": GTK 4.8 then leaves out everything inside as well */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_columns_init (KaitsuColumns *self)
{
}
