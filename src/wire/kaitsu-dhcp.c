/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-dhcp.h"

#include "kaitsu-bytes.h"
#include "kaitsu-text.h"

#include <string.h>

#define OP_REQUEST 1
#define OP_REPLY 2
#define COOKIE 0x63825363u
#define HARDWARE_MAX 16
#define ADDRESS_SIZE 4
#define MAX_URI 255

#define OPTION_PAD 0
#define OPTION_NETMASK 1
#define OPTION_ROUTER 3
#define OPTION_DNS 6
#define OPTION_LEASE_TIME 51
#define OPTION_TYPE 53
#define OPTION_SERVER 54
#define OPTION_PARAMETERS 55
#define OPTION_PORTAL 114
#define OPTION_END 255

#define NO_PORTAL_URI "urn:ietf:params:capport:unrestricted"

/* Where the fields of RFC 2131 figure 1 begin. */
enum
{
  AT_OP = 0,
  AT_HARDWARE_TYPE = 1,
  AT_HARDWARE_LENGTH = 2,
  AT_XID = 4,
  AT_CLIENT_ADDRESS = 12,
  AT_YOUR_ADDRESS = 16,
  AT_HARDWARE = 28,
  AT_COOKIE = 236,
  AT_OPTIONS = 240,
};

/* What is asked for (RFC 2132 §9.8). 51 never comes in answer to an INFORM
 * (RFC 2131 §4.3.5) from a server that keeps the rules. */
static const guint8 parameters[] = {
  OPTION_NETMASK, OPTION_ROUTER, OPTION_DNS, OPTION_LEASE_TIME, OPTION_SERVER, OPTION_PORTAL,
};

/**
 * kaitsu_dhcp_build_inform:
 * @query: who asks
 * @packet: (out caller-allocates): 300 bytes
 *
 * Writes a DHCPINFORM (RFC 2131 §4.4.3): it asks a server for what it would
 * tell to a host whose address is settled, and never takes a lease.
 */
void
kaitsu_dhcp_build_inform (const KaitsuDhcpQuery *query, guint8 packet[KAITSU_DHCP_INFORM_SIZE])
{
  g_return_if_fail (query != NULL);
  g_return_if_fail (query->hardware_length >= 1 && query->hardware_length <= HARDWARE_MAX);
  g_return_if_fail (packet != NULL);

  guint8 *option = packet + AT_OPTIONS;

  memset (packet, 0, KAITSU_DHCP_INFORM_SIZE);
  packet[AT_OP] = OP_REQUEST;
  packet[AT_HARDWARE_TYPE] = query->hardware_type;
  packet[AT_HARDWARE_LENGTH] = query->hardware_length;
  kaitsu_bytes_put_u32 (packet + AT_XID, query->xid);
  memcpy (packet + AT_CLIENT_ADDRESS, query->address, ADDRESS_SIZE);
  memcpy (packet + AT_HARDWARE, query->hardware, query->hardware_length);
  kaitsu_bytes_put_u32 (packet + AT_COOKIE, COOKIE);
  *option++ = OPTION_TYPE;
  *option++ = 1;
  *option++ = KAITSU_DHCP_TYPE_INFORM;
  *option++ = OPTION_PARAMETERS;
  *option++ = sizeof parameters;
  memcpy (option, parameters, sizeof parameters);
  option[sizeof parameters] = OPTION_END;
}

/* The option at @at, or FALSE where the options end. Pads are skipped; an END
 * that is missing is forgiven, for the packet's end says the same. */
static gboolean
next_option (const guint8 *options, gsize length, gsize *at, guint8 *code, gsize *size)
{
  while (*at < length && options[*at] == OPTION_PAD)
    (*at)++;
  if (*at >= length || options[*at] == OPTION_END)
    return FALSE;
  *code = options[*at];
  /* What has no length byte left is treated as running over the end. */
  *size = *at + 1 < length ? options[*at + 1] : length;
  *at += 2;
  return TRUE;
}

static gboolean
options_are_sound (const guint8 *options, gsize length)
{
  gsize at = 0;
  gsize size;
  guint8 code;

  while (next_option (options, length, &at, &code, &size))
    {
      if (at > length || size > length - at)
        return FALSE;
      at += size;
    }
  return TRUE;
}

/* The value of one option of a sound list. An option that occurs more than
 * once is one value in pieces (RFC 3396 §7). Overloaded fields (option 52)
 * are not looked into: what we ask for is short. */
static GByteArray *
collect_option (const guint8 *options, gsize length, guint8 wanted)
{
  GByteArray *value = g_byte_array_new ();
  gsize at = 0;
  gsize size;
  guint8 code;

  while (next_option (options, length, &at, &code, &size))
    {
      if (code == wanted)
        g_byte_array_append (value, options + at, (guint) size);
      at += size;
    }
  return value;
}

/* 0.0.0.0 is no address: the field was left empty. */
static void
format_address (const guint8 *bytes, char text[16])
{
  if (kaitsu_bytes_get_u32 (bytes) != 0)
    g_snprintf (text, 16, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
}

static void
read_address (const guint8 *options, gsize length, guint8 code, char text[16])
{
  g_autoptr (GByteArray) value = collect_option (options, length, code);

  if (value->len >= ADDRESS_SIZE)
    format_address (value->data, text);
}

static void
read_dns (const guint8 *options, gsize length, KaitsuDhcpReply *reply)
{
  g_autoptr (GByteArray) value = collect_option (options, length, OPTION_DNS);

  reply->n_dns = MIN (value->len / ADDRESS_SIZE, KAITSU_DHCP_MAX_DNS);
  for (guint i = 0; i < reply->n_dns; i++)
    format_address (value->data + i * ADDRESS_SIZE, reply->dns[i]);
}

static void
read_portal (const guint8 *options, gsize length, KaitsuDhcpReply *reply)
{
  g_autoptr (GByteArray) value = collect_option (options, length, OPTION_PORTAL);

  /* The URI must not end with a NUL (RFC 8910 §2.1), yet some do. */
  while (value->len > 0 && value->data[value->len - 1] == '\0')
    g_byte_array_set_size (value, value->len - 1);

  g_autofree char *uri = kaitsu_text_clean ((const char *) value->data, value->len, MAX_URI);
  g_autofree char *scheme = g_uri_parse_scheme (uri);

  reply->no_portal = g_str_equal (uri, NO_PORTAL_URI);
  if (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0)
    reply->portal = g_steal_pointer (&uri);
}

static KaitsuDhcpType
read_type (const guint8 *options, gsize length)
{
  g_autoptr (GByteArray) value = collect_option (options, length, OPTION_TYPE);

  if (value->len == 1 && value->data[0] <= KAITSU_DHCP_TYPE_INFORM)
    return (KaitsuDhcpType) value->data[0];
  return KAITSU_DHCP_TYPE_NONE;
}

static void
read_options (const guint8 *options, gsize length, KaitsuDhcpReply *reply)
{
  g_autoptr (GByteArray) lease = collect_option (options, length, OPTION_LEASE_TIME);

  read_address (options, length, OPTION_SERVER, reply->server);
  read_address (options, length, OPTION_ROUTER, reply->router);
  read_address (options, length, OPTION_NETMASK, reply->netmask);
  read_dns (options, length, reply);
  read_portal (options, length, reply);
  if (lease->len == 4)
    reply->lease_s = kaitsu_bytes_get_u32 (lease->data);
}

/* The fixed fields (RFC 2131 §2): is this an answer to us? */
static KaitsuDhcpVerdict
check_header (const guint8 *bytes, gsize length, const KaitsuDhcpQuery *query)
{
  if (bytes == NULL || length < AT_OPTIONS)
    return KAITSU_DHCP_VERDICT_TOO_SHORT;
  if (bytes[AT_OP] != OP_REPLY)
    return KAITSU_DHCP_VERDICT_NOT_A_REPLY;
  if (kaitsu_bytes_get_u32 (bytes + AT_XID) != query->xid)
    return KAITSU_DHCP_VERDICT_OTHER_EXCHANGE;
  if (bytes[AT_HARDWARE_TYPE] != query->hardware_type
      || bytes[AT_HARDWARE_LENGTH] != query->hardware_length
      || memcmp (bytes + AT_HARDWARE, query->hardware, query->hardware_length) != 0)
    return KAITSU_DHCP_VERDICT_OTHER_CLIENT;
  if (kaitsu_bytes_get_u32 (bytes + AT_COOKIE) != COOKIE)
    return KAITSU_DHCP_VERDICT_NO_COOKIE;
  return KAITSU_DHCP_VERDICT_OK;
}

/**
 * kaitsu_dhcp_parse_reply:
 * @bytes: (array length=length): one datagram
 * @length: its length
 * @query: what it should answer
 * @reply: (out caller-allocates): what the server said, all empty unless OK;
 *   free what it holds with kaitsu_dhcp_reply_clear()
 *
 * Reads a server's message (RFC 2131 §2, options by RFC 2132). A NAK is an
 * answer as good as any other: a server is there, and the port works.
 *
 * Returns: %KAITSU_DHCP_VERDICT_OK, or the first test that failed
 */
KaitsuDhcpVerdict
kaitsu_dhcp_parse_reply (const guint8 *bytes,
                         gsize length,
                         const KaitsuDhcpQuery *query,
                         KaitsuDhcpReply *reply)
{
  g_return_val_if_fail (reply != NULL, KAITSU_DHCP_VERDICT_TOO_SHORT);

  memset (reply, 0, sizeof *reply);
  g_return_val_if_fail (query != NULL, KAITSU_DHCP_VERDICT_TOO_SHORT);
  g_return_val_if_fail (query->hardware_length <= HARDWARE_MAX, KAITSU_DHCP_VERDICT_TOO_SHORT);

  KaitsuDhcpVerdict verdict = check_header (bytes, length, query);

  if (verdict != KAITSU_DHCP_VERDICT_OK)
    return verdict;

  const guint8 *options = bytes + AT_OPTIONS;
  gsize options_length = length - AT_OPTIONS;

  if (!options_are_sound (options, options_length))
    return KAITSU_DHCP_VERDICT_BAD_OPTIONS;

  KaitsuDhcpType type = read_type (options, options_length);

  if (type != KAITSU_DHCP_TYPE_OFFER && type != KAITSU_DHCP_TYPE_ACK
      && type != KAITSU_DHCP_TYPE_NAK)
    return KAITSU_DHCP_VERDICT_NOT_A_SERVER;
  reply->type = type;
  format_address (bytes + AT_YOUR_ADDRESS, reply->your_address);
  read_options (options, options_length, reply);
  return KAITSU_DHCP_VERDICT_OK;
}

/**
 * kaitsu_dhcp_reply_clear:
 * @reply: a reply
 *
 * Frees what it holds and empties it.
 */
void
kaitsu_dhcp_reply_clear (KaitsuDhcpReply *reply)
{
  g_return_if_fail (reply != NULL);

  g_free (reply->portal);
  memset (reply, 0, sizeof *reply);
}

/**
 * kaitsu_dhcp_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: its name for the evidence, never translated: "other-exchange"
 */
const char *
kaitsu_dhcp_verdict_to_string (KaitsuDhcpVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_DHCP_VERDICT_TOO_SHORT:
      return "too-short";
    case KAITSU_DHCP_VERDICT_NOT_A_REPLY:
      return "not-a-reply";
    case KAITSU_DHCP_VERDICT_OTHER_EXCHANGE:
      return "other-exchange";
    case KAITSU_DHCP_VERDICT_OTHER_CLIENT:
      return "other-client";
    case KAITSU_DHCP_VERDICT_NO_COOKIE:
      return "no-cookie";
    case KAITSU_DHCP_VERDICT_BAD_OPTIONS:
      return "bad-options";
    case KAITSU_DHCP_VERDICT_NOT_A_SERVER:
      return "not-a-server";
    case KAITSU_DHCP_VERDICT_OK:
      return "ok";
    }
  g_return_val_if_reached ("ok");
}
