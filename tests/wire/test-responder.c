/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-responder.h"

#include <string.h>

static const struct
{
  KaitsuProtocol protocol;
  const char *bytes;
  KaitsuResponderState state;
  guint16 number;
  const char *address;
} answers[] = {
  /* nginx 1.22.1 with "return", captured */
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 9124 192.0.2.50\n", KAITSU_RESPONDER_STATE_VALID, 9124,
    "192.0.2.50" },
  { KAITSU_PROTOCOL_UDP, "K1 514 192.0.2.50\n", KAITSU_RESPONDER_STATE_VALID, 514, "192.0.2.50" },
  { KAITSU_PROTOCOL_UDP, "K1 514 2001:db8::50\n", KAITSU_RESPONDER_STATE_VALID, 514,
    "2001:db8::50" },
  /* by the definition */
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 1 2001:DB8:0:0:0:0:0:7\n", KAITSU_RESPONDER_STATE_VALID, 1,
    "2001:db8::7" },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 65535 2001:db8:1111:2222:3333:4444:5555:6666\n",
    KAITSU_RESPONDER_STATE_VALID, 65535, "2001:db8:1111:2222:3333:4444:5555:6666" },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 ::ffff:203.0.113.7\n", KAITSU_RESPONDER_STATE_VALID, 80,
    "203.0.113.7" },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 0::ffff:203.0.113.7\n", KAITSU_RESPONDER_STATE_VALID, 80,
    "203.0.113.7" },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 ::FFFF:cb00:7107\n", KAITSU_RESPONDER_STATE_VALID, 80,
    "203.0.113.7" },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 -\n", KAITSU_RESPONDER_STATE_VALID, 80, "" },
  { KAITSU_PROTOCOL_UDP, "K1 65535 203.0.113.107\n", KAITSU_RESPONDER_STATE_VALID, 65535,
    "203.0.113.107" },
  { KAITSU_PROTOCOL_UDP, "K1 514 203.0.113.7", KAITSU_RESPONDER_STATE_VALID, 514, "203.0.113.7" },
  { KAITSU_PROTOCOL_UDP, "K1 514 -\n", KAITSU_RESPONDER_STATE_VALID, 514, "" },
  /* not complete */
  { KAITSU_PROTOCOL_TCP, "", KAITSU_RESPONDER_STATE_MORE, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAI", KAITSU_RESPONDER_STATE_MORE, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 9124 192.0.2.50", KAITSU_RESPONDER_STATE_MORE, 0, NULL },
  /* a datagram is complete as it is */
  { KAITSU_PROTOCOL_UDP, "", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_UDP, "K1", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_UDP, "K1 ", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_UDP, "K1 514", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_UDP, "K1 514 ", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  /* 31 bytes and 32 */
  { KAITSU_PROTOCOL_UDP, "K1 65535 2001:db8:1111:2222::3\n", KAITSU_RESPONDER_STATE_VALID, 65535,
    "2001:db8:1111:2222::3" },
  { KAITSU_PROTOCOL_UDP, "K1 65535 2001:db8:1111:2222::33\n", KAITSU_RESPONDER_STATE_ALIEN, 0,
    NULL },
  /* somebody else, or almost ours */
  { KAITSU_PROTOCOL_TCP, "HTTP/1.1 200 OK\r\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU2 tcp 80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 udp 80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "K1 80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_UDP, "KAITSU1 tcp 80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp  80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80  -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 - \n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 -\r\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 -\n\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 0 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 080 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp +80 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp -1 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 65536 -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80x -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp  -\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 203.0.113\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 203.0.113.256\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 fe80::1%eth0\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
  { KAITSU_PROTOCOL_TCP, "KAITSU1 tcp 80 shop.example\n", KAITSU_RESPONDER_STATE_ALIEN, 0, NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      KaitsuResponderAnswer answer;
      KaitsuResponderState state = kaitsu_responder_parse (answers[i].protocol, answers[i].bytes,
                                                           strlen (answers[i].bytes), &answer);

      g_test_message ("%s", answers[i].bytes);
      g_assert_cmpint (state, ==, answers[i].state);
      g_assert_cmpuint (answer.port.number, ==, answers[i].number);
      g_assert_cmpstr (answer.address, ==, answers[i].address != NULL ? answers[i].address : "");
      if (state == KAITSU_RESPONDER_STATE_VALID)
        g_assert_cmpint (answer.port.protocol, ==, answers[i].protocol);
    }
}

static void
test_nul_inside (void)
{
  static const char bytes[] = "KAITSU1 tcp 80 -\0\n";
  KaitsuResponderAnswer answer;

  g_assert_cmpint (kaitsu_responder_parse (KAITSU_PROTOCOL_TCP, bytes, sizeof bytes - 1, &answer),
                   ==, KAITSU_RESPONDER_STATE_ALIEN);
}

/* A stream without an end is given up after a bounded number of bytes. */
static void
test_endless (void)
{
  g_autoptr (GString) bytes = g_string_new ("KAITSU1 tcp 80 ");
  KaitsuResponderAnswer answer;

  while (bytes->len < KAITSU_RESPONDER_MAX_TCP - 1)
    g_string_append_c (bytes, '1');
  g_assert_cmpint (kaitsu_responder_parse (KAITSU_PROTOCOL_TCP, bytes->str, bytes->len, &answer),
                   ==, KAITSU_RESPONDER_STATE_MORE);
  g_string_append_c (bytes, '1');
  g_assert_cmpint (kaitsu_responder_parse (KAITSU_PROTOCOL_TCP, bytes->str, bytes->len, &answer),
                   ==, KAITSU_RESPONDER_STATE_ALIEN);
}

static const struct
{
  KaitsuPort port;
  const char *address;
  const char *line;
} lines[] = {
  { { KAITSU_PROTOCOL_TCP, 9124 }, "203.0.113.7", "KAITSU1 tcp 9124 203.0.113.7\n" },
  { { KAITSU_PROTOCOL_UDP, 514 }, "203.0.113.7", "K1 514 203.0.113.7\n" },
  { { KAITSU_PROTOCOL_UDP, 65535 }, "203.0.113.107", "K1 65535 203.0.113.107\n" },
  { { KAITSU_PROTOCOL_UDP, 514 }, "2001:db8::7", "K1 514 2001:db8::7\n" },
  { { KAITSU_PROTOCOL_UDP, 514 }, "2001:db8:1111:2222:3333:4444:5555:6666", "K1 514 -\n" },
  { { KAITSU_PROTOCOL_TCP, 514 },
    "2001:db8:1111:2222:3333:4444:5555:6666",
    "KAITSU1 tcp 514 2001:db8:1111:2222:3333:4444:5555:6666\n" },
  { { KAITSU_PROTOCOL_TCP, 80 }, NULL, "KAITSU1 tcp 80 -\n" },
};

static void
test_build (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = kaitsu_responder_build (lines[i].port, lines[i].address);
      KaitsuResponderAnswer answer;

      g_assert_cmpstr (line, ==, lines[i].line);
      g_assert_cmpint (kaitsu_responder_parse (lines[i].port.protocol, line, strlen (line),
                                               &answer),
                       ==, KAITSU_RESPONDER_STATE_VALID);
      g_assert_true (kaitsu_port_equal (answer.port, lines[i].port));
      if (lines[i].port.protocol == KAITSU_PROTOCOL_UDP)
        g_assert_cmpuint (strlen (line), <, 32);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/responder/parse", test_parse);
  g_test_add_func ("/responder/nul-inside", test_nul_inside);
  g_test_add_func ("/responder/endless", test_endless);
  g_test_add_func ("/responder/build", test_build);
  return g_test_run ();
}
