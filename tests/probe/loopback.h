/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-probe.h"

G_BEGIN_DECLS

/*
 * What the tests of application probes share: a network whose every address
 * is loopback, and servers that are played by a function in a thread.
 */

/* The name in the certificates of make-certificates.sh. */
#define LOOPBACK_HOST "service.example"

#define LOOPBACK_TYPE_NET (loopback_net_get_type ())
G_DECLARE_FINAL_TYPE (LoopbackNet, loopback_net, LOOPBACK, NET, KaitsuNet)

LoopbackNet *loopback_net_new (void);
void loopback_net_map (LoopbackNet *self, guint16 port, guint16 loopback_port);

/**
 * LoopbackPlay: plays a server on one connection, blocking, in a thread of
 * its own; the connection is closed when it returns.
 */
typedef void (*LoopbackPlay) (GIOStream *stream, GSocketConnection *connection, gpointer data);

typedef struct _LoopbackServer LoopbackServer;

LoopbackServer *loopback_server_new (LoopbackPlay play, gpointer data, GTlsCertificate *tls);
void loopback_server_free (LoopbackServer *self);
guint16 loopback_server_get_port (LoopbackServer *self);
int loopback_server_get_connections (LoopbackServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoopbackServer, loopback_server_free)

GTlsCertificate *loopback_load_certificate (const char *name);

void loopback_say (GIOStream *stream, const char *text);
gsize loopback_hear (GIOStream *stream, char *buffer, gsize size);
gboolean loopback_hear_line (GIOStream *stream, char *buffer, gsize size);
void loopback_wait_for_end (GIOStream *stream);
void loopback_reset (GSocketConnection *connection);
guint16 loopback_find_closed_port (void);

KaitsuProbeRequest *loopback_request_new (KaitsuProbeKind kind,
                                          KaitsuProtocol protocol,
                                          guint16 port,
                                          const char *host);
KaitsuObservation *loopback_try (LoopbackNet *net, KaitsuProbeRequest *request);
void loopback_try_and_stop (LoopbackNet *net, KaitsuProbeRequest *request, guint after_ms);

G_END_DECLS
