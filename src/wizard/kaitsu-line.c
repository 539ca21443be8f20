/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-line.h"

#include "kaitsu-em.h"

#define MAXIMUM_GAP 10.0

struct _KaitsuLine
{
  GtkWidget parent_instance;
  double gap;
  gboolean stacks;
};

G_DEFINE_FINAL_TYPE (KaitsuLine, kaitsu_line, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_GAP = 1,
  PROP_STACKS,
} KaitsuLineProperty;

static GParamSpec *properties[PROP_STACKS + 1];

/* What all children need and would like, beside each other without gaps.
 * Returns: (element-type GtkRequestedSize): one for each that is shown */
static GArray *
measure_widths (GtkWidget *widget, int *minimum, int *natural)
{
  GArray *sizes = g_array_new (FALSE, TRUE, sizeof (GtkRequestedSize));

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequestedSize size = { .data = child };

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size.minimum_size,
                          &size.natural_size, NULL, NULL);
      *minimum += size.minimum_size;
      *natural += size.natural_size;
      g_array_append_val (sizes, size);
    }
  return sizes;
}

static int
get_gaps (KaitsuLine *self, guint n)
{
  return n > 1 ? (int) (n - 1) * kaitsu_em_to_pixels (GTK_WIDGET (self), self->gap) : 0;
}

/* Shares @width out: everyone what is needed, then what is liked, and what is
 * over to the first that expands. The minimum of a size is its share then. */
static GArray *
share_out (KaitsuLine *self, int width)
{
  int minimum;
  int natural;
  GArray *sizes = measure_widths (GTK_WIDGET (self), &minimum, &natural);
  int rest = MAX (0, width - get_gaps (self, sizes->len) - minimum);

  rest = gtk_distribute_natural_allocation (rest, sizes->len, (GtkRequestedSize *) sizes->data);
  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

      if (!gtk_widget_compute_expand (size->data, GTK_ORIENTATION_HORIZONTAL))
        continue;
      size->minimum_size += rest;
      break;
    }
  return sizes;
}

static void
measure_height (KaitsuLine *self, int width, int *minimum, int *natural)
{
  g_autoptr (GArray) sizes = share_out (self, width);

  for (guint i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      int child_minimum;
      int child_natural;

      gtk_widget_measure (size->data, GTK_ORIENTATION_VERTICAL, size->minimum_size, &child_minimum,
                          &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static int
get_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* Lines of one thing are closer than what stands side by side. */
static int
measure_stack (KaitsuLine *self, const GArray *sizes, int width)
{
  int height = get_gaps (self, sizes->len) / 2;

  for (guint i = 0; i < sizes->len; i++)
    height += get_height (g_array_index (sizes, GtkRequestedSize, i).data, width);
  return height;
}

static void
allocate_stack (KaitsuLine *self, const GArray *sizes, int width)
{
  int y = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      GtkWidget *child = g_array_index (sizes, GtkRequestedSize, i).data;
      int height = get_height (child, width);

      gtk_widget_allocate (child, width, height, -1,
                           gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, y)));
      y += height + get_gaps (self, 2) / 2;
    }
}

static int
get_widest (const GArray *sizes)
{
  int widest = 0;

  for (guint i = 0; i < sizes->len; i++)
    widest = MAX (widest, g_array_index (sizes, GtkRequestedSize, i).minimum_size);
  return widest;
}

static GtkSizeRequestMode
kaitsu_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kaitsu_line_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  KaitsuLine *self = KAITSU_LINE (widget);
  int needed;
  int liked;
  g_autoptr (GArray) sizes = measure_widths (widget, &needed, &liked);
  int gaps = get_gaps (self, sizes->len);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      if (self->stacks && for_size >= 0 && for_size < liked + gaps)
        *minimum = *natural = measure_stack (self, sizes, for_size);
      else
        measure_height (self, for_size >= 0 ? for_size : liked + gaps, minimum, natural);
      return;
    }
  *minimum = self->stacks ? get_widest (sizes) : needed + gaps;
  *natural = liked + gaps;
}

static void
allocate_row (KaitsuLine *self, int width, int height)
{
  g_autoptr (GArray) sizes = share_out (self, width);
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int gap = get_gaps (self, 2);
  int x = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      int left = mirrored ? width - x - size->minimum_size : x;

      gtk_widget_allocate (size->data, size->minimum_size, height, -1,
                           gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (left, 0)));
      x += size->minimum_size + gap;
    }
}

static void
kaitsu_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KaitsuLine *self = KAITSU_LINE (widget);
  int needed;
  int liked;
  g_autoptr (GArray) sizes = measure_widths (widget, &needed, &liked);

  if (self->stacks && width < liked + get_gaps (self, sizes->len))
    allocate_stack (self, sizes, width);
  else
    allocate_row (self, width, height);
}

static GtkWidget *
get_neighbour (GtkWidget *widget, GtkWidget *child, gboolean forward)
{
  if (child == NULL)
    return forward ? gtk_widget_get_first_child (widget) : gtk_widget_get_last_child (widget);
  return forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child);
}

/* Tab goes from the first to the last. GTK goes by the middles of what is
 * shown, and takes the last first if it is half a pixel higher. */
static gboolean
kaitsu_line_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (kaitsu_line_parent_class)->focus (widget, direction);
  if (child == NULL)
    child = get_neighbour (widget, NULL, forward);
  while (child != NULL && !gtk_widget_child_focus (child, direction))
    child = get_neighbour (widget, child, forward);
  return child != NULL;
}

void
kaitsu_line_append (KaitsuLine *self, GtkWidget *child)
{
  g_return_if_fail (KAITSU_IS_LINE (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

GtkWidget *
kaitsu_line_new (double gap)
{
  return g_object_new (KAITSU_TYPE_LINE, "gap", gap, NULL);
}

static void
kaitsu_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((KaitsuLineProperty) id)
    {
    case PROP_GAP:
      g_value_set_double (value, KAITSU_LINE (object)->gap);
      return;
    case PROP_STACKS:
      g_value_set_boolean (value, KAITSU_LINE (object)->stacks);
      return;
    }
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((KaitsuLineProperty) id)
    {
    case PROP_GAP:
      KAITSU_LINE (object)->gap = g_value_get_double (value);
      return;
    case PROP_STACKS:
      KAITSU_LINE (object)->stacks = g_value_get_boolean (value);
      return;
    }
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_line_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kaitsu_line_parent_class)->dispose (object);
}

static void
kaitsu_line_class_init (KaitsuLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_line_get_property;
  object_class->set_property = kaitsu_line_set_property;
  object_class->dispose = kaitsu_line_dispose;
  widget_class->get_request_mode = kaitsu_line_get_request_mode;
  widget_class->focus = kaitsu_line_focus;
  widget_class->measure = kaitsu_line_measure;
  widget_class->size_allocate = kaitsu_line_size_allocate;

  properties[PROP_GAP] = g_param_spec_double ("gap", NULL, NULL, 0, MAXIMUM_GAP, 1,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                  | G_PARAM_STATIC_STRINGS);
  properties[PROP_STACKS] = g_param_spec_boolean ("stacks", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "line");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_line_init (KaitsuLine *self)
{
}
