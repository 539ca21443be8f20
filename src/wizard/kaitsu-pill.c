/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-pill.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-texts.h"

struct _KaitsuPill
{
  GtkWidget parent_instance;
  KaitsuPortResult *port;
  GtkLabel *symbol;
  GtkLabel *word;
};

G_DEFINE_FINAL_TYPE (KaitsuPill, kaitsu_pill, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PORT = 1,
} KaitsuPillProperty;

static GParamSpec *properties[PROP_PORT + 1];

const char *
kaitsu_pill_get_light_class (KaitsuLight light)
{
  switch (light)
    {
    case KAITSU_LIGHT_GREEN:
      return "good";
    case KAITSU_LIGHT_YELLOW:
      return "unknown";
    case KAITSU_LIGHT_RED:
      return "bad";
    case KAITSU_LIGHT_NONE:
      break;
    }
  return "idle";
}

static void
show (KaitsuPill *self, const char *symbol, const char *word, const char *style)
{
  const char *classes[] = { "pill", style, NULL };

  gtk_label_set_label (self->symbol, symbol);
  gtk_label_set_label (self->word, word);
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

void
kaitsu_pill_set_light (KaitsuPill *self, KaitsuLight light)
{
  g_return_if_fail (KAITSU_IS_PILL (self));

  show (self, kaitsu_light_symbol (light), kaitsu_light_text (light),
        kaitsu_pill_get_light_class (light));
}

/* It works, but not as it should: that is no "cannot tell". */
static gboolean
is_caveat (KaitsuReason reason)
{
  return reason == KAITSU_REASON_INTERCEPTED || reason == KAITSU_REASON_PARTIAL
         || reason == KAITSU_REASON_REFUSED_BY_DESTINATION
         || reason == KAITSU_REASON_CAPTIVE_PORTAL;
}

static void
show_done (KaitsuPill *self)
{
  KaitsuLight light = kaitsu_port_result_get_light (self->port);

  if (light == KAITSU_LIGHT_YELLOW && is_caveat (kaitsu_port_result_get_reason (self->port)))
    show (self, kaitsu_light_symbol (light), C_ ("light", "Caution"),
          kaitsu_pill_get_light_class (light));
  else
    kaitsu_pill_set_light (self, light);
}

static void
update (KaitsuPill *self)
{
  switch (kaitsu_port_result_get_state (self->port))
    {
    case KAITSU_PORT_STATE_WAITING:
      show (self, "・", C_ ("light", "Waiting"), "waiting");
      break;
    case KAITSU_PORT_STATE_RUNNING:
      show (self, "…", C_ ("light", "Checking"), "running");
      break;
    case KAITSU_PORT_STATE_DONE:
      show_done (self);
      break;
    }
}

void
kaitsu_pill_set_port (KaitsuPill *self, KaitsuPortResult *port)
{
  g_return_if_fail (KAITSU_IS_PILL (self));
  g_return_if_fail (port == NULL || KAITSU_IS_PORT_RESULT (port));

  if (self->port == port)
    return;
  if (self->port != NULL)
    g_signal_handlers_disconnect_by_data (self->port, self);
  g_set_object (&self->port, port);
  if (port != NULL)
    {
      g_signal_connect_object (port, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
}

const char *
kaitsu_pill_get_word (KaitsuPill *self)
{
  g_return_val_if_fail (KAITSU_IS_PILL (self), NULL);

  return gtk_label_get_label (self->word);
}

static void
kaitsu_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PORT)
    g_value_set_object (value, KAITSU_PILL (object)->port);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PORT)
    kaitsu_pill_set_port (KAITSU_PILL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_pill_dispose (GObject *object)
{
  KaitsuPill *self = KAITSU_PILL (object);
  GtkWidget *child;

  g_clear_object (&self->port);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kaitsu_pill_parent_class)->dispose (object);
}

static void
kaitsu_pill_class_init (KaitsuPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_pill_get_property;
  object_class->set_property = kaitsu_pill_set_property;
  object_class->dispose = kaitsu_pill_dispose;

  properties[PROP_PORT] = g_param_spec_object ("port", NULL, NULL, KAITSU_TYPE_PORT_RESULT,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pill");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_pill_init (KaitsuPill *self)
{
  self->symbol = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               "css-classes", (const char *[]){ "symbol", NULL }, NULL);
  self->word = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "xalign", 0.0f, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->symbol), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->word), GTK_WIDGET (self));
  kaitsu_pill_set_light (self, KAITSU_LIGHT_NONE);
}
