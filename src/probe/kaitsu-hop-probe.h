/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"

G_BEGIN_DECLS

#define KAITSU_HOP_PROBE_MAX_HOP_LIMIT 64

/**
 * KaitsuHopProbeRequest: one packet, and how far it shall go at most.
 *
 * @family: IPv4 or IPv6
 * @port: a TCP or UDP port
 * @host: (nullable): the target's name, for the observation
 * @address: its address, of @family
 * @hop_limit: 1 to 64, or 0 for the system's default: as far as it goes
 * @control: tried only to learn that the way is alive
 * @timeout_ms: how long to wait for what comes back, in milliseconds. A TCP
 *   SYN is repeated by the kernel after a second: to send one packet only,
 *   stay below that
 */
typedef struct {
  KaitsuFamily family;
  KaitsuPort port;
  const char *host;
  GInetAddress *address;
  guint hop_limit;
  gboolean control;
  guint timeout_ms;
} KaitsuHopProbeRequest;

void kaitsu_hop_probe_async (KaitsuNet *net,
                             const KaitsuHopProbeRequest *request,
                             gint64 started,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KaitsuObservation *
kaitsu_hop_probe_finish (KaitsuNet *net, GAsyncResult *result, GError **error);

G_END_DECLS
