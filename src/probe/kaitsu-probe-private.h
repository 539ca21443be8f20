/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-probe.h"

G_BEGIN_DECLS

/**
 * KaitsuProbe: one attempt in flight, shared by all kinds of probes. Private
 * to src/probe. It has a place in the gate from before its start function
 * runs until kaitsu_probe_end().
 *
 * Every way out leads through kaitsu_probe_end(): an observation that decides
 * (kaitsu_probe_conclude()), the deadline, or the caller's cancellable. After
 * it all sockets are closed, all sources are gone and @cancellable is
 * cancelled; callbacks of I/O still under way find kaitsu_probe_is_over() and
 * must only drop their reference.
 *
 * @net: the door to sockets
 * @request: what was asked for
 * @hop_limit: TTL or hop limit to send with, 0 for the system's default; goes
 *   into observations
 * @cancellable: for every I/O of the attempt; cancelled when it is over
 * @sent: monotonic µs of the newest packet or handshake: times are measured
 *   from here. Set it when sending; it starts as the time the place was got
 * @rtt_us: round trip known so far, -1 if none; goes into observations
 * @at_deadline: what it means if the deadline comes now. SILENT at first,
 *   MUTE once there is a connection
 * @deadline_detail: (nullable): evidence for that observation
 * @tls_errors: what was wrong with the certificate, 0 for nothing; goes into
 *   observations
 * @last_look: (nullable): called when the deadline has come, the last moment
 *   to set the two above
 * @data: the kind's own state, freed with the attempt
 */
typedef struct _KaitsuProbe KaitsuProbe;
typedef void (*KaitsuProbeStart) (KaitsuProbe *self);

struct _KaitsuProbe {
  KaitsuNet *net;
  KaitsuProbeRequest *request;
  guint hop_limit;
  GCancellable *cancellable;
  gint64 sent;
  gint64 rtt_us;
  KaitsuOutcome at_deadline;
  char *deadline_detail;
  guint tls_errors;
  void (*last_look) (KaitsuProbe *self);
  gpointer data;

  /*< private >*/
  KaitsuProbeStart start;
  GDestroyNotify free_data;
  GTask *task;
  gint64 started;
  gint64 begun;
  gint64 patience_us; /* monotonic: until when a handshake may be late */
  gint64 deadline_us;
  GPtrArray *observations;
  GPtrArray *sockets;
  GHashTable *sources;
  guint places;
  gboolean over;
};

typedef void (*KaitsuProbeConnected) (KaitsuProbe *self, GSocketConnection *connection);
typedef gboolean (*KaitsuProbeReady) (KaitsuProbe *self, GSocket *socket, GIOCondition condition);
typedef void (*KaitsuProbeTimer) (KaitsuProbe *self);

void kaitsu_probe_run_async (KaitsuNet *net,
                             KaitsuProbeRequest *request,
                             KaitsuProbeStart start,
                             guint hop_limit,
                             gint64 started,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

KaitsuProbe *kaitsu_probe_ref (KaitsuProbe *self);
void kaitsu_probe_unref (KaitsuProbe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuProbe, kaitsu_probe_unref)

void kaitsu_probe_set_data (KaitsuProbe *self, gpointer data, GDestroyNotify free_data);
gboolean kaitsu_probe_is_over (KaitsuProbe *self);
gint64 kaitsu_probe_get_remaining_ms (KaitsuProbe *self);

KaitsuObservation *kaitsu_probe_observe (KaitsuProbe *self, KaitsuOutcome outcome);
KaitsuObservation *kaitsu_probe_observe_errno (KaitsuProbe *self,
                                               GSocket *socket,
                                               int error_number);
void kaitsu_probe_adopt (KaitsuProbe *self, const KaitsuObservation *seen);
void kaitsu_probe_end (KaitsuProbe *self);
void kaitsu_probe_conclude (KaitsuProbe *self, KaitsuOutcome outcome, const char *detail);
void kaitsu_probe_set_deadline (KaitsuProbe *self, KaitsuOutcome outcome, const char *detail);

void kaitsu_probe_connect (KaitsuProbe *self, KaitsuProbeConnected connected);
void kaitsu_probe_watch_handshake (KaitsuProbe *self, GSocketConnection *connection);
gboolean kaitsu_probe_take_handshake (KaitsuProbe *self, GSocketConnection *connection);
gboolean kaitsu_probe_take_peer (KaitsuProbe *self, GSocketConnection *connection);
void kaitsu_probe_measure_handshake (KaitsuProbe *self, GSocket *socket);
GSocket *kaitsu_probe_open_stream (KaitsuProbe *self);
GSocket *kaitsu_probe_open_datagram (KaitsuProbe *self, GInetAddress *address);
gboolean kaitsu_probe_send (KaitsuProbe *self, GSocket *socket, const guint8 *bytes, gsize length);
gboolean kaitsu_probe_take_error (KaitsuProbe *self, GSocket *socket);
void kaitsu_probe_want_place (KaitsuProbe *self, KaitsuProbeTimer granted);

void kaitsu_probe_watch (KaitsuProbe *self,
                         GSocket *socket,
                         GIOCondition condition,
                         int priority,
                         KaitsuProbeReady ready);
void kaitsu_probe_after (KaitsuProbe *self, guint milliseconds, KaitsuProbeTimer elapsed);

int kaitsu_probe_errno_from_error (const GError *error);

G_END_DECLS
