/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-dhcp.h"

#include <string.h>

#include "kaitsu-bytes.h"
#include "kaitsu-dhcp.h"

#define REPLY_SIZE 300
#define OP_REPLY 2
#define COOKIE 0x63825363u

/* Where the fields of RFC 2131 figure 1 begin. */
enum
{
  AT_OP = 0,
  AT_OPTIONS = 240,
};

/* What a home router says: it is everything itself. Options of RFC 2132:
 * message type, server identifier, netmask, router, name server. */
static const guint8 options[] = {
  53, 1, KAITSU_DHCP_TYPE_ACK, /**/
  54, 4, 192, 168, 1, 1,       /**/
  1,  4, 255, 255, 255, 0,     /**/
  3,  4, 192, 168, 1, 1,       /**/
  6,  4, 192, 168, 1, 1,       /**/
  255,
};

/* Clients put the message type first; this server insists on it. */
static gboolean
is_inform (const guint8 *request, gsize length)
{
  static const guint8 type[] = { 53, 1, KAITSU_DHCP_TYPE_INFORM };

  return length >= AT_OPTIONS + sizeof type && request[AT_OP] == 1
         && kaitsu_bytes_get_u32 (request + AT_OPTIONS - 4) == COOKIE
         && memcmp (request + AT_OPTIONS, type, sizeof type) == 0;
}

/**
 * kaitsu_practice_dhcp_answer:
 * @request: (array length=length): a datagram
 * @length: its length
 *
 * Plays the DHCP server of the practice router. It gives no leases, it only
 * answers who has an address already (RFC 2131 section 4.3.5).
 *
 * Returns: (transfer full) (nullable): the DHCPACK; %NULL if @request is no
 *   DHCPINFORM
 */
GBytes *
kaitsu_practice_dhcp_answer (const guint8 *request, gsize length)
{
  guint8 reply[REPLY_SIZE] = { 0 };

  if (!is_inform (request, length))
    return NULL;

  /* transaction, hardware and the client's address go back as they came */
  memcpy (reply, request, AT_OPTIONS);
  reply[AT_OP] = OP_REPLY;
  memcpy (reply + AT_OPTIONS, options, sizeof options);
  return g_bytes_new (reply, sizeof reply);
}
