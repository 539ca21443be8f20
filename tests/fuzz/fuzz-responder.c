/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-responder.h"

#include "fuzz.h"

#include <string.h>

static void
check (KaitsuProtocol protocol, const char *bytes, gsize size)
{
  KaitsuResponderAnswer answer;
  KaitsuResponderAnswer again;
  KaitsuResponderState state = kaitsu_responder_parse (protocol, bytes, size, &answer);

  if (state != KAITSU_RESPONDER_STATE_VALID)
    {
      g_assert_true (answer.port.number == 0 && answer.address[0] == '\0');
      return;
    }
  g_assert_true (answer.port.number > 0 && answer.port.protocol == protocol);
  g_assert_true (answer.address[0] == '\0' || g_hostname_is_ip_address (answer.address));

  /* What was understood can be said again and is understood the same. */
  g_autofree char *line = kaitsu_responder_build (answer.port, answer.address[0] != '\0'
                                                                   ? answer.address
                                                                   : NULL);

  g_assert_cmpint (kaitsu_responder_parse (protocol, line, strlen (line), &again), ==,
                   KAITSU_RESPONDER_STATE_VALID);
  g_assert_cmpuint (again.port.number, ==, answer.port.number);
  g_assert_true (g_str_equal (again.address, answer.address)
                 || (protocol == KAITSU_PROTOCOL_UDP && again.address[0] == '\0'));
  if (protocol == KAITSU_PROTOCOL_TCP)
    for (gsize length = 0; length < size; length++)
      g_assert_cmpint (kaitsu_responder_parse (protocol, bytes, length, &again), ==,
                       KAITSU_RESPONDER_STATE_MORE);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  check (KAITSU_PROTOCOL_TCP, (const char *) bytes, size);
  check (KAITSU_PROTOCOL_UDP, (const char *) bytes, size);
  return 0;
}
