/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-probe-private.h"

#include "kaitsu-dhcp-probe.h"
#include "kaitsu-http-probe.h"
#include "kaitsu-ntp-probe.h"
#include "kaitsu-smtp-probe.h"
#include "kaitsu-tcp-probe.h"
#include "kaitsu-udp-probe.h"

/* A request with no deadline, or an absurd one, still ends. */
#define DEFAULT_TIMEOUT_MS 5000
#define MAX_TIMEOUT_MS 60000

/* RESOLVE is no probe: the plan looks names up through KaitsuNet. */
static const KaitsuProbeStart starts[] = {
  [KAITSU_PROBE_KIND_TCP] = kaitsu_tcp_probe_start,
  [KAITSU_PROBE_KIND_HTTP] = kaitsu_http_probe_start,
  [KAITSU_PROBE_KIND_HTTPS] = kaitsu_http_probe_start,
  [KAITSU_PROBE_KIND_SMTPS] = kaitsu_smtp_probe_start,
  [KAITSU_PROBE_KIND_SUBMISSION] = kaitsu_smtp_probe_start,
  [KAITSU_PROBE_KIND_NTP] = kaitsu_ntp_probe_start,
  [KAITSU_PROBE_KIND_UDP] = kaitsu_udp_probe_start,
  [KAITSU_PROBE_KIND_DHCP] = kaitsu_dhcp_probe_start,
  [KAITSU_PROBE_KIND_PORTAL] = kaitsu_http_probe_start,
  [KAITSU_PROBE_KIND_RESOLVE] = NULL,
};

/**
 * kaitsu_probe_request_new:
 * @kind: how to try
 * @port: the port that is judged
 *
 * Returns: (transfer full): a request for IPv4 with no host, no address,
 *   nothing to expect and a deadline of 5 seconds
 */
KaitsuProbeRequest *
kaitsu_probe_request_new (KaitsuProbeKind kind, KaitsuPort port)
{
  KaitsuProbeRequest *self = g_atomic_rc_box_new0 (KaitsuProbeRequest);

  self->kind = kind;
  self->port = port;
  self->timeout_ms = DEFAULT_TIMEOUT_MS;
  return self;
}

/**
 * kaitsu_probe_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
KaitsuProbeRequest *
kaitsu_probe_request_ref (KaitsuProbeRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_request (gpointer data)
{
  KaitsuProbeRequest *self = data;

  g_free (self->host);
  g_free (self->expect);
  g_clear_object (&self->address);
}

/**
 * kaitsu_probe_request_unref:
 * @self: (transfer full): a request
 */
void
kaitsu_probe_request_unref (KaitsuProbeRequest *self)
{
  g_atomic_rc_box_release_full (self, clear_request);
}

/**
 * kaitsu_probe_ref:
 * @self: an attempt
 *
 * Returns: (transfer full): @self
 */
KaitsuProbe *
kaitsu_probe_ref (KaitsuProbe *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_probe (gpointer data)
{
  KaitsuProbe *self = data;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self->deadline_detail);
  g_ptr_array_unref (self->observations);
  g_ptr_array_unref (self->sockets);
  g_hash_table_unref (self->sources);
  kaitsu_probe_request_unref (self->request);
  g_object_unref (self->cancellable);
  g_object_unref (self->net);
}

/**
 * kaitsu_probe_unref:
 * @self: (transfer full): an attempt
 */
void
kaitsu_probe_unref (KaitsuProbe *self)
{
  g_rc_box_release_full (self, clear_probe);
}

/**
 * kaitsu_probe_set_data:
 * @self: an attempt
 * @data: (nullable): the kind's own state
 * @free_data: (nullable): frees it, when nothing can use it any more
 */
void
kaitsu_probe_set_data (KaitsuProbe *self, gpointer data, GDestroyNotify free_data)
{
  g_assert (self->data == NULL);
  self->data = data;
  self->free_data = free_data;
}

/**
 * kaitsu_probe_is_over:
 * @self: an attempt
 *
 * Returns: whether it ended; a callback that finds so touches nothing
 */
gboolean
kaitsu_probe_is_over (KaitsuProbe *self)
{
  return self->over;
}

static guint
timeout_ms (KaitsuProbe *self)
{
  guint wanted = self->request->timeout_ms;

  return wanted == 0 ? DEFAULT_TIMEOUT_MS : MIN (wanted, MAX_TIMEOUT_MS);
}

/**
 * kaitsu_probe_get_remaining_ms:
 * @self: an attempt
 *
 * Returns: milliseconds until its deadline, 0 or more
 */
gint64
kaitsu_probe_get_remaining_ms (KaitsuProbe *self)
{
  gint64 left = self->deadline_us - g_get_monotonic_time ();

  return MAX (left, 0) / 1000;
}

/**
 * kaitsu_probe_observe:
 * @self: an attempt that is not over
 * @outcome: what was seen
 *
 * Adds an observation with everything that all kinds have in common: the
 * request's port, family, host, address, control mark, the hop limit, the
 * time now and the round trip known so far.
 *
 * Returns: (transfer none): the observation, for errno, ICMP and detail
 */
KaitsuObservation *
kaitsu_probe_observe (KaitsuProbe *self, KaitsuOutcome outcome)
{
  KaitsuProbeRequest *request = self->request;
  KaitsuObservation *seen = kaitsu_observation_new (request->kind, outcome);

  seen->family = request->family;
  seen->port = request->port;
  seen->control = request->control;
  seen->host = g_strdup (request->host);
  if (request->address != NULL)
    seen->address = g_inet_address_to_string (request->address);
  seen->at_us = g_get_monotonic_time () - self->started;
  seen->rtt_us = self->rtt_us;
  seen->took_us = g_get_monotonic_time () - self->begun;
  seen->hop_limit = self->hop_limit;
  seen->tls_errors = self->tls_errors;
  g_ptr_array_add (self->observations, seen);
  return seen;
}

/**
 * kaitsu_probe_adopt:
 * @self: an attempt that is not over
 * @seen: an observation that something else made for it
 *
 * Adds @seen, with the time and the marks of this attempt.
 */
void
kaitsu_probe_adopt (KaitsuProbe *self, const KaitsuObservation *seen)
{
  KaitsuObservation *own = kaitsu_probe_observe (self, seen->outcome);

  if (seen->host != NULL)
    {
      g_free (own->host);
      own->host = g_strdup (seen->host);
    }
  if (seen->address != NULL)
    {
      g_free (own->address);
      own->address = g_strdup (seen->address);
    }
  kaitsu_observation_set_detail (own, seen->detail, -1);
}

static void
close_everything (KaitsuProbe *self)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, &source, NULL))
    g_source_destroy (source);
  g_hash_table_remove_all (self->sources);
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_close (self->sockets->pdata[i], NULL);
  g_ptr_array_set_size (self->sockets, 0);
  for (; self->places > 0; self->places--)
    kaitsu_net_release (self->net);
}

/**
 * kaitsu_probe_end:
 * @self: an attempt with at least one observation
 *
 * Ends it: cancels its I/O, closes its sockets, gives its places back and
 * returns its observations. Does nothing if it is over already.
 */
void
kaitsu_probe_end (KaitsuProbe *self)
{
  if (self->over)
    return;
  self->over = TRUE;

  g_autoptr (KaitsuProbe) keep = kaitsu_probe_ref (self);
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_cancellable_cancel (self->cancellable);
  close_everything (self);
  if (!g_task_return_error_if_cancelled (task))
    {
      g_assert (self->observations->len > 0);
      g_task_return_pointer (task, g_ptr_array_ref (self->observations),
                             (GDestroyNotify) g_ptr_array_unref);
    }
}

/**
 * kaitsu_probe_conclude:
 * @self: an attempt that is not over
 * @outcome: what was seen
 * @detail: (nullable): evidence from outside; it is cleaned here
 *
 * Adds one observation and ends.
 */
void
kaitsu_probe_conclude (KaitsuProbe *self, KaitsuOutcome outcome, const char *detail)
{
  KaitsuObservation *seen = kaitsu_probe_observe (self, outcome);

  kaitsu_observation_set_detail (seen, detail, -1);
  kaitsu_probe_end (self);
}

/**
 * kaitsu_probe_set_deadline:
 * @self: an attempt that is not over
 * @outcome: what it means from now on if the deadline comes
 * @detail: (nullable): evidence for that observation
 */
void
kaitsu_probe_set_deadline (KaitsuProbe *self, KaitsuOutcome outcome, const char *detail)
{
  self->at_deadline = outcome;
  g_free (self->deadline_detail);
  self->deadline_detail = g_strdup (detail);
}

static void
deadline_cb (KaitsuProbe *self)
{
  if (self->last_look != NULL)
    self->last_look (self);
  kaitsu_probe_conclude (self, self->at_deadline, self->deadline_detail);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  kaitsu_probe_end (user_data);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (KaitsuProbe *self, GCancellable *cancellable)
{
  GSource *source = g_cancellable_source_new (cancellable);

  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), kaitsu_probe_ref (self),
                         (GDestroyNotify) kaitsu_probe_unref);
  g_source_set_static_name (source, "[kaitsu] probe stopped");
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_attach (source, g_task_get_context (self->task));
  g_hash_table_add (self->sources, source);
}

/* The caller sets the task; from here on the attempt has a place. */
static void
begin (KaitsuProbe *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  self->places = 1;
  self->sent = self->begun = g_get_monotonic_time ();
  self->deadline_us = self->begun + (gint64) timeout_ms (self) * 1000;
  if (g_cancellable_is_cancelled (cancellable))
    {
      kaitsu_probe_end (self);
      return;
    }
  if (cancellable != NULL)
    watch_cancellable (self, cancellable);
  kaitsu_probe_after (self, timeout_ms (self), deadline_cb);
  self->start (self);
}

static void
place_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuProbe) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kaitsu_net_acquire_finish (KAITSU_NET (source), result, &error))
    {
      begin (self);
      return;
    }

  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  self->over = TRUE;
  g_task_return_error (task, g_steal_pointer (&error));
}

static KaitsuProbe *
probe_new (KaitsuNet *net, KaitsuProbeRequest *request, gint64 started)
{
  KaitsuProbe *self = g_rc_box_new0 (KaitsuProbe);

  self->net = g_object_ref (net);
  self->request = kaitsu_probe_request_ref (request);
  self->cancellable = g_cancellable_new ();
  self->started = started;
  self->rtt_us = -1;
  self->at_deadline = KAITSU_OUTCOME_SILENT;
  self->observations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->sources = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) g_source_unref, NULL);
  return self;
}

/**
 * kaitsu_probe_run_async:
 * @net: the door to sockets
 * @request: what is tried
 * @start: how: called when there is a place
 * @hop_limit: TTL or hop limit of its packets, 0 for the system's default
 * @started: when the run began, in monotonic µs
 * @cancellable: (nullable): stops it at once
 * @callback: called when done; its result is for kaitsu_probe_finish()
 * @user_data: for @callback
 *
 * Runs one attempt, with whatever way to try.
 */
void
kaitsu_probe_run_async (KaitsuNet *net,
                        KaitsuProbeRequest *request,
                        KaitsuProbeStart start,
                        guint hop_limit,
                        gint64 started,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  KaitsuProbe *self = probe_new (net, request, started);

  self->start = start;
  self->hop_limit = hop_limit;
  self->task = g_task_new (net, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kaitsu_probe_run_async);
  g_task_set_name (self->task, "[kaitsu] probe");
  /* What was seen before a stop is kept: cancelling is looked at by hand. */
  g_task_set_check_cancellable (self->task, FALSE);
  kaitsu_net_acquire_async (net, cancellable, place_cb, self);
}

void
kaitsu_probe_async (KaitsuNet *net,
                    KaitsuProbeRequest *request,
                    gint64 started,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (net));
  g_return_if_fail (request != NULL && request->kind < G_N_ELEMENTS (starts));
  g_return_if_fail (starts[request->kind] != NULL);
  g_return_if_fail (request->address != NULL || request->kind == KAITSU_PROBE_KIND_DHCP);

  kaitsu_probe_run_async (net, request, starts[request->kind], 0, started, cancellable, callback,
                          user_data);
}

GPtrArray *
kaitsu_probe_finish (KaitsuNet *net, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, net), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
