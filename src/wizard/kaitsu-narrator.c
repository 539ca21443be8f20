/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-narrator.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-compat.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* seconds; about as long as it takes to say a dozen ports */
#define PAUSE 4

struct _KaitsuNarrator
{
  GObject parent_instance;
  GtkWidget *widget; /* not owned; cleared when it goes */
  KaitsuResult *result;
  KaitsuLight *told; /* of each port, in their order */
  guint source;
};

G_DEFINE_FINAL_TYPE (KaitsuNarrator, kaitsu_narrator, G_TYPE_OBJECT)

static gboolean
is_news (KaitsuNarrator *self, KaitsuPortResult *port, guint i)
{
  return kaitsu_port_result_get_state (port) == KAITSU_PORT_STATE_DONE
         && kaitsu_port_result_get_light (port) != self->told[i];
}

/* Ports that have turned to @light since; told from now on. */
static void
add_light (KaitsuNarrator *self, GString *news, KaitsuLight light)
{
  GListModel *ports = kaitsu_result_get_ports (self->result);
  g_autoptr (GPtrArray) turned = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *names = NULL;
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      if (!is_news (self, port, i) || kaitsu_port_result_get_light (port) != light)
        continue;
      self->told[i] = light;
      g_ptr_array_add (turned, g_steal_pointer (&port));
    }
  if (turned->len == 0)
    return;
  names = kaitsu_wording_ports (turned);
  /* Translators: a light, and the ports that have it now; to be heard */
  sentence = g_strdup_printf (C_ ("light, ports", "%s: %s."), kaitsu_light_text (light), names);
  kaitsu_wording_add_sentence (news, sentence);
}

char *
kaitsu_narrator_dup_news (KaitsuNarrator *self)
{
  GString *news = g_string_new (NULL);

  g_return_val_if_fail (KAITSU_IS_NARRATOR (self), NULL);

  add_light (self, news, KAITSU_LIGHT_RED);
  add_light (self, news, KAITSU_LIGHT_YELLOW);
  add_light (self, news, KAITSU_LIGHT_GREEN);
  return g_string_free (news, news->len == 0);
}

static gboolean
tell_cb (gpointer data)
{
  KaitsuNarrator *self = data;
  g_autofree char *news = kaitsu_narrator_dup_news (self);

  self->source = 0;
  if (news != NULL && self->widget != NULL)
    kaitsu_compat_announce (self->widget, news);
  return G_SOURCE_REMOVE;
}

/* What comes within the pause is told with it. */
static void
changed_cb (KaitsuNarrator *self)
{
  if (self->source == 0)
    self->source = g_timeout_add_seconds (PAUSE, tell_cb, self);
}

/**
 * kaitsu_narrator_new:
 * @widget: in whose window it is told
 * @result: of a run that is on; what is known of it already is not told
 *
 * Returns: (transfer full): a narrator; the last reference ends it
 */
KaitsuNarrator *
kaitsu_narrator_new (GtkWidget *widget, KaitsuResult *result)
{
  KaitsuNarrator *self;
  GListModel *ports;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  self = g_object_new (KAITSU_TYPE_NARRATOR, NULL);
  ports = kaitsu_result_get_ports (result);
  g_set_weak_pointer (&self->widget, widget);
  self->result = g_object_ref (result);
  self->told = g_new0 (KaitsuLight, g_list_model_get_n_items (ports));
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);

      self->told[i] = kaitsu_port_result_get_light (port);
      g_signal_connect_object (port, "notify::light", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (port, "notify::state", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  return self;
}

static void
kaitsu_narrator_dispose (GObject *object)
{
  KaitsuNarrator *self = KAITSU_NARRATOR (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->result);
  g_clear_pointer (&self->told, g_free);

  G_OBJECT_CLASS (kaitsu_narrator_parent_class)->dispose (object);
}

static void
kaitsu_narrator_class_init (KaitsuNarratorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_narrator_dispose;
}

static void
kaitsu_narrator_init (KaitsuNarrator *self)
{
}
