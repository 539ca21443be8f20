/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"

G_BEGIN_DECLS

/**
 * KaitsuProbeRequest: one attempt: how, on what, for how long. A reference
 * counted record; set the members before it is first used.
 *
 * @kind: how
 * @port: the port that is judged
 * @family: IPv4 or IPv6
 * @control: tried only to learn that the way is alive
 * @host: (nullable): the target's name; for PORTAL the whole URI
 * @address: (nullable): its address; NULL only for DHCP
 * @expect: (nullable): what the answer must contain; NULL if the target of a
 *   TCP or UDP probe is not known to speak. For PORTAL the known body
 * @expect_status: HTTP status that a PORTAL check must give
 * @timeout_ms: deadline of the whole attempt, in milliseconds
 * @reopen_ms: TCP: while nothing comes back, fresh sockets are tried beside the
 *   first after 1, 3 and 7 times so many ms, and after 9 times it is silent;
 *   0: one socket alone, until the deadline
 */
typedef struct {
  KaitsuProbeKind kind;
  KaitsuPort port;
  KaitsuFamily family;
  gboolean control;
  char *host;
  GInetAddress *address;
  char *expect;
  guint expect_status;
  guint timeout_ms;
  guint reopen_ms;
} KaitsuProbeRequest;

KaitsuProbeRequest *kaitsu_probe_request_new (KaitsuProbeKind kind, KaitsuPort port);
KaitsuProbeRequest *kaitsu_probe_request_ref (KaitsuProbeRequest *self);
void kaitsu_probe_request_unref (KaitsuProbeRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuProbeRequest, kaitsu_probe_request_unref)

/**
 * Runs one attempt: waits for a place in the gate of @net, tries, gives the
 * place back. Returns one or more observations, never judges. The only
 * error is G_IO_ERROR_CANCELLED. @started is the monotonic time (µs) that
 * the observations' at_us counts from.
 */
void kaitsu_probe_async (KaitsuNet *net,
                         KaitsuProbeRequest *request,
                         gint64 started,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* (element-type KaitsuObservation) */
GPtrArray *kaitsu_probe_finish (KaitsuNet *net, GAsyncResult *result, GError **error);

G_END_DECLS
