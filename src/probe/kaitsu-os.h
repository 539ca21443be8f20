/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-network.h"
#include "kaitsu-observation.h"

G_BEGIN_DECLS

/*
 * What GIO does not offer and every operating system does differently. For
 * Linux it is in kaitsu-os-linux.c (sockets), kaitsu-counters-linux.c (what
 * became of packets) and kaitsu-network-linux.c (the facts, with
 * kaitsu-netlink and kaitsu-resolv-conf); nothing else in src/ may include a
 * system's own network headers.
 */

/**
 * KaitsuOsOutCounters: what became of the packets that this PC sends. Each
 * counts up from when the PC was started; only differences say something.
 *
 * @requests: packets of one family that programs and the kernel gave out to
 *   be sent
 * @forwarded: packets of one family that are passed on for others
 * @has_transmits: whether the next is known; kernels before 2023 have no such
 *   counter
 * @transmits: packets of one family that no rule of this PC stopped, so that
 *   they came to a network card
 * @has_failed_repeats: whether the next is known
 * @failed_repeats: repeated TCP packets of both families that this PC itself
 *   did not let out
 */
typedef struct {
  guint64 requests;
  guint64 forwarded;
  gboolean has_transmits;
  guint64 transmits;
  gboolean has_failed_repeats;
  guint64 failed_repeats;
} KaitsuOsOutCounters;

gboolean kaitsu_os_set_error_queue (GSocket *socket, gboolean enabled);
int kaitsu_os_take_socket_error (GSocket *socket);
gboolean kaitsu_os_take_icmp (GSocket *socket, KaitsuIcmp *icmp);
gboolean kaitsu_os_is_connected (GSocket *socket);
gboolean kaitsu_os_has_received (GSocket *socket);
gint64 kaitsu_os_get_handshake_us (GSocket *socket);
GSocket *kaitsu_os_dup_socket (GSocket *socket);
gboolean kaitsu_os_read_out_counters (KaitsuFamily family, KaitsuOsOutCounters *counters);
KaitsuNetwork *kaitsu_os_dup_network (void);
GBytes *kaitsu_os_dup_hardware (guint8 *type);

G_END_DECLS
