/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-probe.h"

G_BEGIN_DECLS

/*
 * A network of three machines inside this test, made of the kernel's network
 * namespaces without any privilege: the PC where the test runs, a router, and
 * a destination behind it. Nothing gets out of it.
 *
 *   PC 192.168.77.2, fd77::2 -- router 192.168.77.1, fd77::1
 *                               router 203.0.113.1, 2001:db8::1
 *                                      -- destination 203.0.113.80, 2001:db8::80
 */
typedef enum {
  SPACE_PC,
  SPACE_ROUTER,
  SPACE_DESTINATION,
  /* only with way_require() */
  SPACE_PROVIDER,
  SPACE_CABLE,
} Space;

#define SPACES_PC "192.168.77.2"
#define SPACES_ROUTER "192.168.77.1"
#define SPACES_DESTINATION "203.0.113.80"
#define SPACES_PC_IPV6 "fd77::2"
#define SPACES_ROUTER_IPV6 "fd77::1"
#define SPACES_DESTINATION_IPV6 "2001:db8::80"

void spaces_init (void);
gboolean spaces_require (void);
void spaces_run (Space space, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean spaces_try_run (Space space, const char *command);
void spaces_reset (void);
/* one more machine, without any interface; tells its process, or -1 */
int spaces_add (Space space);
int spaces_get_process (Space space);
GSocket *spaces_open (Space space, GSocketType type, const char *address, guint16 port);
guint16 spaces_get_port (GSocket *socket);

KaitsuProbeRequest *spaces_request (KaitsuProbeKind kind,
                                    const char *address,
                                    guint16 port,
                                    guint timeout_ms);
GPtrArray *spaces_try_all (KaitsuNet *net, KaitsuProbeRequest *request);
KaitsuObservation *spaces_try (KaitsuNet *net, KaitsuProbeRequest *request);
guint spaces_count_sockets (void);

#define spaces_assert_outcome(seen, wanted)                                                       \
  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_OUTCOME, (seen)->outcome), ==,                        \
                   kaitsu_nick (KAITSU_TYPE_OUTCOME, wanted))

G_END_DECLS
