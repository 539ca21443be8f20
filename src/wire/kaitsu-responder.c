/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-responder.h"

#include <arpa/inet.h>
#include <string.h>

#define TCP_START "KAITSU1 tcp "
#define UDP_START "K1 "
#define NO_ADDRESS "-"

static const char *
get_start (KaitsuProtocol protocol)
{
  return protocol == KAITSU_PROTOCOL_TCP ? TCP_START : UDP_START;
}

static gsize
get_max (KaitsuProtocol protocol)
{
  return protocol == KAITSU_PROTOCOL_TCP ? KAITSU_RESPONDER_MAX_TCP : KAITSU_RESPONDER_MAX_UDP;
}

/* Decimal, 1..65535, no sign, no leading zero. */
static gboolean
parse_number (const char *text, guint16 *number)
{
  guint64 value;

  if (text[0] == '0' || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &value, NULL))
    return FALSE;
  *number = (guint16) value;
  return TRUE;
}

/* Writes the canonical form, so that equal addresses are equal texts. An
 * IPv4 caller of a socket that serves both families shows as ::ffff:a.b.c.d:
 * that is an IPv4 address. */
static gboolean
parse_address (const char *text, char address[INET6_ADDRSTRLEN])
{
  struct in6_addr binary;

  address[0] = '\0';
  if (strcmp (text, NO_ADDRESS) == 0)
    return TRUE;
  if (inet_pton (AF_INET, text, &binary) == 1)
    return inet_ntop (AF_INET, &binary, address, INET6_ADDRSTRLEN) != NULL;
  if (inet_pton (AF_INET6, text, &binary) != 1)
    return FALSE;
  if (IN6_IS_ADDR_V4MAPPED (&binary))
    return inet_ntop (AF_INET, &binary.s6_addr[12], address, INET6_ADDRSTRLEN) != NULL;
  return inet_ntop (AF_INET6, &binary, address, INET6_ADDRSTRLEN) != NULL;
}

/**
 * kaitsu_responder_build:
 * @port: the port that was called
 * @address: (nullable): the caller's address as text
 *
 * The line that a responder answers with: `KAITSU1 tcp 9124 203.0.113.7` over
 * TCP, `K1 514 203.0.113.7` over UDP, ended with LF. Over UDP an address that
 * would not fit into %KAITSU_RESPONDER_MAX_UDP bytes (most IPv6 ones) is
 * written "-", as is a missing one.
 *
 * Returns: (transfer full): the line
 */
char *
kaitsu_responder_build (KaitsuPort port, const char *address)
{
  const char *start = get_start (port.protocol);
  g_autofree char *line = g_strdup_printf ("%s%u %s\n", start, port.number,
                                           address != NULL ? address : NO_ADDRESS);

  if (strlen (line) <= get_max (port.protocol))
    return g_steal_pointer (&line);
  return g_strdup_printf ("%s%u %s\n", start, port.number, NO_ADDRESS);
}

/**
 * kaitsu_responder_parse:
 * @protocol: how it came
 * @bytes: (array length=length): over TCP everything read so far, over UDP
 *   one datagram
 * @length: how much
 * @answer: (out caller-allocates): what it says; all zero unless VALID
 *
 * Strict, because the line is the proof that packets reached the destination
 * and not some box on the way: one space between the words, a decimal port
 * without leading zeros, an address or "-", one LF, nothing behind it. Over
 * UDP the LF may be missing, for a datagram is complete anyway. Whether the
 * port is the one that was called is for the caller to compare: another one
 * means that packets were redirected.
 *
 * Returns: what it is
 */
KaitsuResponderState
kaitsu_responder_parse (KaitsuProtocol protocol,
                        const char *bytes,
                        gsize length,
                        KaitsuResponderAnswer *answer)
{
  g_return_val_if_fail (answer != NULL, KAITSU_RESPONDER_STATE_ALIEN);

  const char *start = get_start (protocol);
  gsize head = strlen (start);

  memset (answer, 0, sizeof *answer);
  if (length > get_max (protocol) || (length > 0 && memcmp (bytes, start, MIN (length, head)) != 0))
    return KAITSU_RESPONDER_STATE_ALIEN;

  const char *end = length > 0 ? memchr (bytes, '\n', length) : NULL;

  if (end == NULL && protocol == KAITSU_PROTOCOL_TCP)
    return length < KAITSU_RESPONDER_MAX_TCP ? KAITSU_RESPONDER_STATE_MORE
                                             : KAITSU_RESPONDER_STATE_ALIEN;
  if (length <= head || (end != NULL && end != bytes + length - 1))
    return KAITSU_RESPONDER_STATE_ALIEN;

  gsize text_length = (end != NULL ? (gsize) (end - bytes) : length) - head;
  g_autofree char *text = g_strndup (bytes + head, text_length);
  char *space = strchr (text, ' ');
  KaitsuResponderAnswer read = { .port.protocol = protocol };

  if (space == NULL || strlen (text) != text_length)
    return KAITSU_RESPONDER_STATE_ALIEN;
  *space = '\0';
  if (!parse_number (text, &read.port.number) || !parse_address (space + 1, read.address))
    return KAITSU_RESPONDER_STATE_ALIEN;
  *answer = read;
  return KAITSU_RESPONDER_STATE_VALID;
}
