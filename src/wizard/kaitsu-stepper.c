/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-stepper.h"

#include <glib/gi18n-lib.h>

struct _KaitsuStepper
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *marks[KAITSU_N_STEPS];
  GtkWidget *numbers[KAITSU_N_STEPS];
  KaitsuStep step;
};

G_DEFINE_FINAL_TYPE (KaitsuStepper, kaitsu_stepper, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_STEP = 1,
} KaitsuStepperProperty;

static GParamSpec *properties[PROP_STEP + 1];

const char *
kaitsu_stepper_get_name (KaitsuStep step)
{
  switch (step)
    {
    case KAITSU_STEP_UNIT:
      return C_ ("step", "Model");
    case KAITSU_STEP_CONSENT:
      return C_ ("step", "Confirm");
    case KAITSU_STEP_RUN:
      return C_ ("step", "Check");
    case KAITSU_STEP_RESULT:
      return C_ ("step", "Result");
    case KAITSU_STEP_REPORT:
      return C_ ("step", "Report");
    }
  g_return_val_if_reached ("");
}

static void
update (KaitsuStepper *self)
{
  for (guint i = 0; i < KAITSU_N_STEPS; i++)
    {
      const char *style = i < self->step ? "done" : i == self->step ? "current" : "coming";
      const char *classes[] = { "step", style, NULL };
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      gtk_widget_set_css_classes (self->marks[i], classes);
      gtk_label_set_label (GTK_LABEL (self->numbers[i]), number);
    }
}

void
kaitsu_stepper_set_step (KaitsuStepper *self, KaitsuStep step)
{
  g_return_if_fail (KAITSU_IS_STEPPER (self));
  g_return_if_fail (step < KAITSU_N_STEPS);

  if (self->step == step)
    return;
  self->step = step;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

static void
kaitsu_stepper_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  KaitsuStepper *self = KAITSU_STEPPER (widget);

  gtk_widget_measure (self->box, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

/* Where the text is so large that it does not fit, it goes away rather than
 * being cut: "Step 2 of 5" beside it says the same. */
static void
kaitsu_stepper_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KaitsuStepper *self = KAITSU_STEPPER (widget);
  int minimum;

  gtk_widget_measure (self->box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_set_child_visible (self->box, minimum <= width);
  if (minimum <= width)
    gtk_widget_allocate (self->box, width, height, baseline, NULL);
}

static void
kaitsu_stepper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STEP)
    g_value_set_uint (value, KAITSU_STEPPER (object)->step);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_stepper_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STEP)
    kaitsu_stepper_set_step (KAITSU_STEPPER (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_stepper_dispose (GObject *object)
{
  g_clear_pointer (&KAITSU_STEPPER (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (kaitsu_stepper_parent_class)->dispose (object);
}

static void
kaitsu_stepper_class_init (KaitsuStepperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_stepper_get_property;
  object_class->set_property = kaitsu_stepper_set_property;
  object_class->dispose = kaitsu_stepper_dispose;
  widget_class->measure = kaitsu_stepper_measure;
  widget_class->size_allocate = kaitsu_stepper_size_allocate;

  properties[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, KAITSU_N_STEPS - 1, 0,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                 | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_css_name (widget_class, "stepper");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static GtkWidget *
add_label (GtkWidget *mark, const char *text, const char *style)
{
  GtkWidget *label;

  label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                        "label", text, "css-classes", (const char *[]){ style, NULL }, "valign",
                        GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (mark), label);
  return label;
}

static void
add_line (KaitsuStepper *self)
{
  GtkWidget *line;

  line = g_object_new (GTK_TYPE_SEPARATOR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (self->box), line);
}

static void
kaitsu_stepper_init (KaitsuStepper *self)
{
  self->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                            NULL);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < KAITSU_N_STEPS; i++)
    {
      if (i > 0)
        add_line (self);
      self->marks[i] = g_object_new (GTK_TYPE_BOX, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_box_append (GTK_BOX (self->box), self->marks[i]);
      self->numbers[i] = add_label (self->marks[i], "", "number");
      add_label (self->marks[i], kaitsu_stepper_get_name (i), "name");
    }
  update (self);
}
