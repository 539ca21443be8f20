/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-pace.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-text.h"

#define SLOW_VARIABLE "KAITSU_PRACTICE_SLOW"
#define MAX_SHOWN_CHARS 20

/* Answers take what a near server takes: so a practice run looks like a run. */
#define MIN_ANSWER_MS 20
#define MAX_ANSWER_MS 60

/**
 * kaitsu_practice_slow_from_environment:
 * @slow_ms: (out): the value of KAITSU_PRACTICE_SLOW, 0 if it is not set
 *
 * Tests of the window set the variable to be able to stop a run half-way.
 *
 * Returns: %FALSE and G_IO_ERROR_INVALID_ARGUMENT if it is no number from 0
 *   to KAITSU_PRACTICE_MAX_SLOW
 */
gboolean
kaitsu_practice_slow_from_environment (guint *slow_ms, GError **error)
{
  const char *text = g_getenv (SLOW_VARIABLE);
  guint64 value = 0;

  g_return_val_if_fail (slow_ms != NULL, FALSE);

  if (text != NULL && *text != '\0'
      && !g_ascii_string_to_unsigned (text, 10, 0, KAITSU_PRACTICE_MAX_SLOW, &value, NULL))
    {
      g_autofree char *shown = kaitsu_text_clean (text, -1, MAX_SHOWN_CHARS);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _("%s must be a number from 0 to %d, not “%s”"), SLOW_VARIABLE,
                   KAITSU_PRACTICE_MAX_SLOW, shown);
      return FALSE;
    }

  *slow_ms = (guint) value;
  return TRUE;
}

/**
 * kaitsu_practice_pace_init:
 * @self: what to set up
 * @slow_ms: milliseconds that are added to every answer
 */
void
kaitsu_practice_pace_init (KaitsuPracticePace *self, guint slow_ms)
{
  self->state = 1;
  self->slow_ms = slow_ms;
}

/**
 * kaitsu_practice_pace_next:
 * @self: a pace
 *
 * Returns: milliseconds until the next answer
 */
guint
kaitsu_practice_pace_next (KaitsuPracticePace *self)
{
  /* The generator of Park and Miller, enough to look uneven. */
  self->state = (guint32) ((guint64) self->state * 48271 % 2147483647);
  return self->slow_ms + MIN_ANSWER_MS + self->state % (MAX_ANSWER_MS - MIN_ANSWER_MS + 1);
}

static gboolean
wake_cb (GCancellable *cancellable, gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_practice_after:
 * @task: what waits; its cancellable ends the waiting at once
 * @milliseconds: how long
 * @callback: called with @task, once; it must return %G_SOURCE_REMOVE
 */
void
kaitsu_practice_after (GTask *task, guint milliseconds, GSourceFunc callback)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    {
      g_autoptr (GSource) wake = g_cancellable_source_new (cancellable);

      g_source_set_callback (wake, G_SOURCE_FUNC (wake_cb), NULL, NULL);
      g_source_add_child_source (source, wake);
    }
  g_source_set_static_name (source, "[kaitsu] practice answer");
  g_task_attach_source (task, source, callback);
}
