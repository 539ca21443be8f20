/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KAITSU_DHCP_SERVER_PORT 67
/* RFC 1542 §2.1: BOOTP relays and servers may drop what is shorter. */
#define KAITSU_DHCP_INFORM_SIZE 300
#define KAITSU_DHCP_MAX_DNS 4

/**
 * KaitsuDhcpType: the messages, RFC 2132 §9.6.
 */
typedef enum
{
  KAITSU_DHCP_TYPE_NONE = 0,
  KAITSU_DHCP_TYPE_DISCOVER = 1,
  KAITSU_DHCP_TYPE_OFFER = 2,
  KAITSU_DHCP_TYPE_REQUEST = 3,
  KAITSU_DHCP_TYPE_DECLINE = 4,
  KAITSU_DHCP_TYPE_ACK = 5,
  KAITSU_DHCP_TYPE_NAK = 6,
  KAITSU_DHCP_TYPE_RELEASE = 7,
  KAITSU_DHCP_TYPE_INFORM = 8,
} KaitsuDhcpType;

/**
 * KaitsuDhcpVerdict: the first test that a message failed, in their order.
 *
 * TOO_SHORT       no room for the fixed fields and the cookie (RFC 2131 §2)
 * NOT_A_REPLY     op is not BOOTREPLY (RFC 2131 §2)
 * OTHER_EXCHANGE  another transaction id: an answer to somebody else
 * OTHER_CLIENT    another hardware type or address
 * NO_COOKIE       plain BOOTP, no options (RFC 2131 §3)
 * BAD_OPTIONS     an option runs over the end (RFC 2132 §2)
 * NOT_A_SERVER    no message type, or one that servers do not send
 * OK              a DHCP server answered us
 */
typedef enum
{
  KAITSU_DHCP_VERDICT_TOO_SHORT,
  KAITSU_DHCP_VERDICT_NOT_A_REPLY,
  KAITSU_DHCP_VERDICT_OTHER_EXCHANGE,
  KAITSU_DHCP_VERDICT_OTHER_CLIENT,
  KAITSU_DHCP_VERDICT_NO_COOKIE,
  KAITSU_DHCP_VERDICT_BAD_OPTIONS,
  KAITSU_DHCP_VERDICT_NOT_A_SERVER,
  KAITSU_DHCP_VERDICT_OK,
} KaitsuDhcpVerdict;

/**
 * KaitsuDhcpQuery: who asks.
 * @xid: transaction id, random
 * @hardware_type: ARP hardware type, 1 = Ethernet and Wi-Fi
 * @hardware_length: 1..16
 * @hardware: the interface's own address
 * @address: the IPv4 address that this PC already has, in network order
 */
typedef struct
{
  guint32 xid;
  guint8 hardware_type;
  guint8 hardware_length;
  guint8 hardware[16];
  guint8 address[4];
} KaitsuDhcpQuery;

/**
 * KaitsuDhcpReply: what a server said. Addresses are text, "" if not given.
 *
 * @type: OFFER, ACK or NAK
 * @your_address: what it gave or would give (yiaddr); "" after an INFORM
 * @server: server identifier, option 54 (RFC 2132 §9.7)
 * @router: the first default gateway, option 3 (RFC 2132 §3.5)
 * @netmask: option 1 (RFC 2132 §3.3)
 * @dns: name servers, option 6 (RFC 2132 §3.8), the first few
 * @n_dns: how many of them are filled
 * @lease_s: lease time in seconds, option 51 (RFC 2132 §9.2); 0 if not given,
 *   %G_MAXUINT32 if without end
 * @portal: (nullable): URI of the captive portal's API, option 114
 *   (RFC 8910 §2.1), cleaned; %NULL if not given or no http(s) URI
 * @no_portal: the server says that there is none (RFC 8910 §2)
 */
typedef struct
{
  KaitsuDhcpType type;
  char your_address[16];
  char server[16];
  char router[16];
  char netmask[16];
  char dns[KAITSU_DHCP_MAX_DNS][16];
  guint n_dns;
  guint32 lease_s;
  char *portal;
  gboolean no_portal;
} KaitsuDhcpReply;

void kaitsu_dhcp_build_inform (const KaitsuDhcpQuery *query,
                               guint8 packet[KAITSU_DHCP_INFORM_SIZE]);
KaitsuDhcpVerdict kaitsu_dhcp_parse_reply (const guint8 *bytes,
                                           gsize length,
                                           const KaitsuDhcpQuery *query,
                                           KaitsuDhcpReply *reply);
void kaitsu_dhcp_reply_clear (KaitsuDhcpReply *reply);
const char *kaitsu_dhcp_verdict_to_string (KaitsuDhcpVerdict verdict);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KaitsuDhcpReply, kaitsu_dhcp_reply_clear)

G_END_DECLS
