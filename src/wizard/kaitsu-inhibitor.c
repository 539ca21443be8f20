/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-inhibitor.h"

#include <glib/gi18n-lib.h>

struct _KaitsuInhibitor
{
  GObject parent_instance;
  GtkApplication *application;
  GtkWindow *window; /* unowned: it owns this object */
  guint cookie;      /* 0: nothing is inhibited, or there is no session */
  gboolean asked;
};

G_DEFINE_FINAL_TYPE (KaitsuInhibitor, kaitsu_inhibitor, G_TYPE_OBJECT)

static void
end (KaitsuInhibitor *self)
{
  if (self->cookie != 0)
    gtk_application_uninhibit (self->application, self->cookie);
  self->cookie = 0;
  self->asked = FALSE;
}

static void
begin (KaitsuInhibitor *self)
{
  self->asked = TRUE;
  self->cookie = gtk_application_inhibit (
      self->application, self->window,
      GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
      /* Translators: the desktop shows it when somebody logs out meanwhile */
      _ ("The connections are being checked"));
}

static void
flow_changed_cb (KaitsuInhibitor *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  gboolean running = kaitsu_flow_is_running (flow);

  if (running && !self->asked)
    begin (self);
  else if (!running && self->asked)
    end (self);
}

KaitsuInhibitor *
kaitsu_inhibitor_new (GtkApplication *application, GtkWindow *window, KaitsuFlow *flow)
{
  KaitsuInhibitor *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);
  g_return_val_if_fail (KAITSU_IS_FLOW (flow), NULL);

  self = g_object_new (KAITSU_TYPE_INHIBITOR, NULL);
  self->application = g_object_ref (application);
  self->window = window;
  g_signal_connect_object (flow, "notify", G_CALLBACK (flow_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

static void
kaitsu_inhibitor_dispose (GObject *object)
{
  KaitsuInhibitor *self = KAITSU_INHIBITOR (object);

  end (self);
  g_clear_object (&self->application);

  G_OBJECT_CLASS (kaitsu_inhibitor_parent_class)->dispose (object);
}

static void
kaitsu_inhibitor_class_init (KaitsuInhibitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_inhibitor_dispose;
}

static void
kaitsu_inhibitor_init (KaitsuInhibitor *self)
{
}
