/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-portal.h"

#include "kaitsu-probe.h"

#define PORTAL_TIMEOUT_MS 4000

/* All checks together; the task's data. */
typedef struct {
  KaitsuHostBook *book;
  const KaitsuTarget *path_target;
  KaitsuFamily family;
  gint64 started;
  guint pending;
  guint asked;
  KaitsuPortalAnswer *answer;
} Checks;

static void
checks_free (gpointer data)
{
  Checks *checks = data;

  g_clear_pointer (&checks->answer, kaitsu_portal_answer_free);
  g_object_unref (checks->book);
  g_free (checks);
}

/**
 * kaitsu_portal_answer_free:
 * @self: (transfer full): an answer
 */
void
kaitsu_portal_answer_free (KaitsuPortalAnswer *self)
{
  g_free (self->detail);
  g_free (self);
}

/* A portal answers whoever is asked for. One page alone may have been changed
 * by who runs it, unless it is the only one that there is. */
static gboolean
is_portal (const Checks *checks)
{
  return checks->answer->right == 0 && checks->answer->wrong >= MIN (checks->asked, 2)
         && checks->answer->wrong > 0;
}

typedef struct {
  GTask *task;
  const KaitsuPortalCheck *check;
} Step;

static void
give_answer (GTask *task)
{
  Checks *checks = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&checks->answer),
                         (GDestroyNotify) kaitsu_portal_answer_free);
}

/* --- a filter of names may know the pages alone: who else is kept away? --- */

static const KaitsuPort https = { KAITSU_PROTOCOL_TCP, 443 };

static void
proof_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Checks *checks = g_task_get_task_data (task);
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, NULL);

  kaitsu_host_book_note_seen (checks->book, seen);
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    if (kaitsu_observation_is_certified (g_ptr_array_index (seen, i)))
      checks->answer->portal = FALSE;
  give_answer (task);
}

static void
proof_lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KaitsuHostBook *book = KAITSU_HOST_BOOK (source);
  Checks *checks = g_task_get_task_data (task);
  g_autoptr (GInetAddress) address = kaitsu_host_book_lookup_finish (book, result, NULL);

  if (address == NULL)
    {
      give_answer (task);
      return;
    }

  g_autoptr (KaitsuProbeRequest) request = kaitsu_probe_request_new (KAITSU_PROBE_KIND_HTTPS, https);
  request->family = checks->family;
  request->control = TRUE;
  request->host = g_strdup (checks->path_target->host);
  request->address = g_steal_pointer (&address);
  request->timeout_ms = PORTAL_TIMEOUT_MS;
  request->reopen_ms = kaitsu_host_book_get_interval_ms (book, checks->family);
  kaitsu_probe_async (g_task_get_source_object (task), request, checks->started,
                      g_task_get_cancellable (task), proof_cb, g_object_ref (task));
}

static gboolean
can_prove_itself (const KaitsuTarget *target)
{
  KaitsuUse use;

  return target != NULL && kaitsu_target_offers (target, https, &use) && use == KAITSU_USE_HTTPS;
}

static void
step_done (Step *step)
{
  g_autoptr (GTask) task = g_steal_pointer (&step->task);
  Checks *checks = g_task_get_task_data (task);

  g_free (step);
  if (--checks->pending > 0)
    return;
  checks->answer->portal = is_portal (checks);
  if (checks->answer->portal && can_prove_itself (checks->path_target))
    kaitsu_host_book_lookup_async (checks->book, checks->path_target->host, checks->family,
                                   proof_lookup_cb, g_object_ref (task));
  else
    give_answer (task);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  Checks *checks = g_task_get_task_data (step->task);
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, NULL);

  kaitsu_host_book_note_seen (checks->book, seen);
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->outcome == KAITSU_OUTCOME_ANSWERED)
        {
          checks->answer->right++;
          kaitsu_clock_opinion_hear (&checks->answer->clock, o);
        }
      if (o->outcome != KAITSU_OUTCOME_UNEXPECTED)
        continue;
      checks->answer->wrong++;
      if (checks->answer->detail == NULL)
        checks->answer->detail = g_strdup_printf ("%s: %s", o->host, o->detail);
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
  request->reopen_ms = kaitsu_host_book_get_interval_ms (checks->book, checks->family);
  kaitsu_probe_async (g_task_get_source_object (step->task), request, checks->started,
                      g_task_get_cancellable (step->task), probe_cb, step);
}

/**
 * kaitsu_portal_check_async:
 * @net: the network
 * @book: what is known about hosts; learns how long the line takes
 * @targets: has the pages with known bodies
 * @path_target: (nullable): one of @targets that a portal would keep away: where all
 *   pages are wrong and yet it shows its own certificate, only the pages are
 *   answered by somebody else (a filter of names knows them as advertisers')
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
                           const KaitsuTarget *path_target,
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
  g_task_set_task_data (task, checks, checks_free);
  checks->book = g_object_ref (book);
  checks->path_target = path_target;
  checks->family = family;
  checks->started = started;
  checks->answer = g_new0 (KaitsuPortalAnswer, 1);
  checks->asked = list->len;
  checks->pending = list->len;
  if (list->len == 0)
    give_answer (task);
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
 * Returns: (transfer full): what became of the pages
 */
KaitsuPortalAnswer *
kaitsu_portal_check_finish (KaitsuNet *net, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, net), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
