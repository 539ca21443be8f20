/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-port-row.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-line.h"
#include "kaitsu-names.h"
#include "kaitsu-pill.h"
#include "kaitsu-port-words.h"
#include "kaitsu-record.h"
#include "kaitsu-text-label.h"
#include "kaitsu-texts.h"

/* 150 % of 96 dots per inch, as gtk-xft-dpi counts them */
#define LARGE_DPI (144 * 1024)

struct _KaitsuPortRow
{
  GtkListBoxRow parent_instance;
  KaitsuResult *result;
  KaitsuPortResult *port;
  GtkOrientable *head;
  KaitsuPill *pill;
  GtkWidget *port_box;
  GtkLabel *port_label;
  GtkWidget *advisory;
  GtkLabel *purpose;
  GtkLabel *effect;
  GtkToggleButton *more;
  GtkBox *details;
};

G_DEFINE_FINAL_TYPE (KaitsuPortRow, kaitsu_port_row, GTK_TYPE_LIST_BOX_ROW)

typedef enum
{
  PROP_OPEN = 1,
} KaitsuPortRowProperty;

static GParamSpec *properties[PROP_OPEN + 1];

/* text of a paragraph; "" and NULL are left out */
static void
add_paragraph (KaitsuPortRow *self, const char *title, const char *text, const char *style)
{
  GtkWidget *label;

  if (text == NULL || *text == '\0')
    return;
  if (title != NULL)
    gtk_box_append (self->details,
                    g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0f, "css-classes",
                                  (const char *[]){ "detail-title", NULL }, NULL));
  label = kaitsu_text_label_new (text, style);
  g_object_set (label, "selectable", TRUE, "can-focus", FALSE, NULL);
  gtk_box_append (self->details, label);
}

/* The same, seen again and again, is one line. */
static void
add_observations (KaitsuPortRow *self)
{
  g_autoptr (KaitsuRecord) record = kaitsu_record_new (self->result, self->port);
  const char *title = _ ("What was seen");

  for (guint i = 0; i < record->lines->len; i++)
    {
      g_autofree char *line = kaitsu_record_line_dup_text (record->lines->pdata[i]);

      add_paragraph (self, title, line, "evidence");
      title = NULL;
    }
  for (guint i = 0; i < record->hops->len; i++)
    add_paragraph (self, NULL, record->hops->pdata[i], "evidence");
}

/* Most rows are never opened: their details are made when they are. */
static void
fill_details (KaitsuPortRow *self)
{
  g_autofree char *why = kaitsu_explain_why (self->result, self->port);
  g_autofree char *suspects = kaitsu_explain_suspects (self->port);
  g_autofree char *remedy = kaitsu_explain_remedy (self->result, self->port);

  if (gtk_widget_get_first_child (GTK_WIDGET (self->details)) != NULL)
    return;
  add_paragraph (self, _ ("Why we think so"), why, "detail");
  add_paragraph (self, _ ("Who stops it"), suspects, "detail");
  add_paragraph (self, _ ("What to do"), remedy, "detail");
  add_observations (self);
}

static void
update_name (KaitsuPortRow *self)
{
  g_autofree char *name = NULL;

  name = g_strdup_printf (C_ ("port, light, purpose", "%s: %s. %s"),
                          gtk_label_get_label (self->port_label), kaitsu_pill_get_word (self->pill),
                          gtk_label_get_label (self->purpose));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (self->effect), -1);
}

gboolean
kaitsu_port_row_get_open (KaitsuPortRow *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_ROW (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->details));
}

void
kaitsu_port_row_set_open (KaitsuPortRow *self, gboolean open)
{
  g_autofree char *name = NULL;

  g_return_if_fail (KAITSU_IS_PORT_ROW (self));

  if (kaitsu_port_row_get_open (self) == !!open)
    return;
  if (open)
    fill_details (self);
  gtk_widget_set_visible (GTK_WIDGET (self->details), open);
  gtk_toggle_button_set_active (self->more, open);
  gtk_button_set_label (GTK_BUTTON (self->more), open ? _ ("Close") : _ ("Details"));
  name = g_strdup_printf (open ? _ ("Close the details of %s") : _ ("Details of %s"),
                          gtk_label_get_label (self->port_label));
  kaitsu_names_set (GTK_WIDGET (self->more), name);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
more_toggled_cb (KaitsuPortRow *self)
{
  kaitsu_port_row_set_open (self, gtk_toggle_button_get_active (self->more));
}

void
kaitsu_port_row_align (KaitsuPortRow *self, GtkSizeGroup *lights, GtkSizeGroup *ports)
{
  g_return_if_fail (KAITSU_IS_PORT_ROW (self));

  gtk_size_group_add_widget (lights, GTK_WIDGET (self->pill));
  gtk_size_group_add_widget (ports, self->port_box);
}

KaitsuPortResult *
kaitsu_port_row_get_port (KaitsuPortRow *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_ROW (self), NULL);

  return self->port;
}

/* Beside a green light the bare effect would read as if it had happened. */
static char *
dup_effect (KaitsuResult *result, KaitsuPortResult *port)
{
  g_autofree char *effect = kaitsu_explain_effect (result, port);

  if (effect == NULL || *effect == '\0' || kaitsu_port_result_get_light (port) == KAITSU_LIGHT_RED)
    return g_steal_pointer (&effect);
  return g_strdup_printf (_ ("If it is closed: %s"), effect);
}

GtkWidget *
kaitsu_port_row_new (KaitsuResult *result, KaitsuPortResult *port)
{
  KaitsuPortRow *self;
  g_autofree char *label = NULL;
  g_autofree char *purpose = NULL;
  g_autofree char *effect = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (port), NULL);

  self = g_object_new (KAITSU_TYPE_PORT_ROW, NULL);
  self->result = g_object_ref (result);
  self->port = g_object_ref (port);
  label = kaitsu_port_words_dup_label (port);
  purpose = kaitsu_explain_purpose (result, port);
  effect = dup_effect (result, port);
  name = g_strdup_printf (_ ("Details of %s"), label);
  kaitsu_pill_set_port (self->pill, port);
  gtk_label_set_label (self->port_label, label);
  gtk_widget_set_visible (self->advisory,
                          kaitsu_port_result_get_role (port) == KAITSU_ROLE_ADVISORY);
  gtk_label_set_label (GTK_LABEL (self->advisory), kaitsu_role_text (KAITSU_ROLE_ADVISORY));
  gtk_label_set_label (self->purpose, purpose);
  gtk_label_set_label (self->effect, effect);
  gtk_widget_set_visible (GTK_WIDGET (self->effect), effect != NULL && *effect != '\0');
  kaitsu_names_set (GTK_WIDGET (self->more), name);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  update_name (self);
  return GTK_WIDGET (self);
}

static void
kaitsu_port_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OPEN)
    g_value_set_boolean (value, kaitsu_port_row_get_open (KAITSU_PORT_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_port_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OPEN)
    kaitsu_port_row_set_open (KAITSU_PORT_ROW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_port_row_dispose (GObject *object)
{
  KaitsuPortRow *self = KAITSU_PORT_ROW (object);

  g_clear_object (&self->result);
  g_clear_object (&self->port);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_PORT_ROW);

  G_OBJECT_CLASS (kaitsu_port_row_parent_class)->dispose (object);
}

static void
kaitsu_port_row_class_init (KaitsuPortRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_port_row_get_property;
  object_class->set_property = kaitsu_port_row_set_property;
  object_class->dispose = kaitsu_port_row_dispose;

  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-port-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, head);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, pill);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, port_box);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, port_label);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, advisory);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, purpose);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, effect);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, more);
  gtk_widget_class_bind_template_child (widget_class, KaitsuPortRow, details);
  gtk_widget_class_bind_template_callback (widget_class, more_toggled_cb);
}

/* Beside large text there is no room for three columns. */
static void
text_size_changed_cb (KaitsuPortRow *self, GParamSpec *pspec, GtkSettings *settings)
{
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  gtk_orientable_set_orientation (self->head, dpi >= LARGE_DPI ? GTK_ORIENTATION_VERTICAL
                                                               : GTK_ORIENTATION_HORIZONTAL);
}

static void
kaitsu_port_row_init (KaitsuPortRow *self)
{
  GtkSettings *settings = gtk_settings_get_default ();

  g_type_ensure (KAITSU_TYPE_LINE);
  g_type_ensure (KAITSU_TYPE_PILL);
  gtk_widget_init_template (GTK_WIDGET (self));
  kaitsu_text_label_adopt (GTK_WIDGET (self));
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (text_size_changed_cb), self,
                           G_CONNECT_SWAPPED);
  text_size_changed_cb (self, NULL, settings);
}
