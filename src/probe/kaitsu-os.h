/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-network.h"
#include "kaitsu-observation.h"

G_BEGIN_DECLS

/*
 * What GIO does not offer and every operating system does differently. For
 * Linux it is in kaitsu-os-linux.c (sockets) and kaitsu-network-linux.c (the
 * facts, with kaitsu-netlink and kaitsu-resolv-conf); nothing else in src/
 * may include a system's own network headers.
 */
gboolean kaitsu_os_set_error_queue (GSocket *socket, gboolean enabled);
int kaitsu_os_take_socket_error (GSocket *socket);
gboolean kaitsu_os_take_icmp (GSocket *socket, KaitsuIcmp *icmp);
gboolean kaitsu_os_is_connected (GSocket *socket);
gboolean kaitsu_os_has_received (GSocket *socket);
GSocket *kaitsu_os_dup_socket (GSocket *socket);
KaitsuNetwork *kaitsu_os_dup_network (void);
GBytes *kaitsu_os_dup_hardware (guint8 *type);

G_END_DECLS
