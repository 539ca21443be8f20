/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-portal.h"

#include "kaitsu-probe.h"

#define PORTAL_TIMEOUT_MS 4000

/* All checks together; the task's data. */
typedef struct {
  KaitsuFamily family;
  gint64 started;
  guint pending;
  guint right;
  guint wrong;
} Checks;

typedef struct {
  GTask *task;
  const KaitsuPortalCheck *check;
} Step;

static void
step_done (Step *step)
{
  g_autoptr (GTask) task = g_steal_pointer (&step->task);
  Checks *checks = g_task_get_task_data (task);

  g_free (step);
  if (--checks->pending == 0)
    g_task_return_boolean (task, checks->right == 0 && checks->wrong > 0);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  Checks *checks = g_task_get_task_data (step->task);
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, NULL);

  for (guint i = 0; seen != NULL && i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->outcome == KAITSU_OUTCOME_ANSWERED)
        checks->right++;
      else if (o->outcome == KAITSU_OUTCOME_UNEXPECTED)
        checks->wrong++;
    }
  step_done (step);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const KaitsuPort http = { KAITSU_PROTOCOL_TCP, 80 };
  Step *step = user_data;
  Checks *checks = g_task_get_task_data (step->task);
  g_autoptr (GInetAddress) address
      = kaitsu_host_book_lookup_finish (KAITSU_HOST_BOOK (source), result, NULL);

  if (address == NULL)
    {
      step_done (step);
      return;
    }

  g_autoptr (KaitsuProbeRequest) request
      = kaitsu_probe_request_new (KAITSU_PROBE_KIND_PORTAL, http);
  request->family = checks->family;
  request->host = g_strdup (step->check->uri);
  request->address = g_steal_pointer (&address);
  request->expect = g_strdup (step->check->body);
  request->expect_status = step->check->status;
  request->timeout_ms = PORTAL_TIMEOUT_MS;
  kaitsu_probe_async (g_task_get_source_object (step->task), request, checks->started,
                      g_task_get_cancellable (step->task), probe_cb, step);
}

/**
 * kaitsu_portal_check_async:
 * @net: the network
 * @book: what is known about hosts
 * @targets: has the pages with known bodies
 * @family: the family that decides
 * @started: monotonic time in microseconds that observations count from
 * @cancellable: ends it early
 * @callback: is told
 * @user_data: for @callback
 */
void
kaitsu_portal_check_async (KaitsuNet *net,
                           KaitsuHostBook *book,
                           KaitsuTargets *targets,
                           KaitsuFamily family,
                           gint64 started,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);
  GPtrArray *list = kaitsu_targets_get_portal_checks (targets);
  Checks *checks = g_new0 (Checks, 1);

  g_task_set_source_tag (task, kaitsu_portal_check_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, checks, g_free);
  checks->family = family;
  checks->started = started;
  checks->pending = list->len;
  if (list->len == 0)
    g_task_return_boolean (task, FALSE);
  for (guint i = 0; i < list->len; i++)
    {
      const KaitsuPortalCheck *check = g_ptr_array_index (list, i);
      g_autoptr (GUri) uri = g_uri_parse (check->uri, G_URI_FLAGS_NONE, NULL);
      Step *step = g_new0 (Step, 1);

      step->task = g_object_ref (task);
      step->check = check;
      kaitsu_host_book_lookup_async (book, g_uri_get_host (uri), family, lookup_cb, step);
    }
}

/**
 * kaitsu_portal_check_finish:
 * @net: the network
 * @result: as given to the callback
 *
 * Returns: whether a captive portal answers for everybody
 */
gboolean
kaitsu_portal_check_finish (KaitsuNet *net, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, net), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
