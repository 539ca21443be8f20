/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-smtp.h"

#include <string.h>

/* postfix 3.7.11, port 587, captured */
#define POSTFIX_GREETING "220 mail.example ESMTP Postfix\r\n"
#define POSTFIX_EHLO                                                                               \
  "250-mail.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n"            \
  "250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n"         \
  "250 CHUNKING\r\n"
#define POSTFIX_BYE "221 2.0.0 Bye\r\n"

static const struct
{
  const char *bytes;
  KaitsuSmtpState state;
  guint code;
  const char *text;
  gboolean starttls;
} replies[] = {
  { POSTFIX_GREETING, KAITSU_SMTP_STATE_REPLY, 220, "mail.example ESMTP Postfix", FALSE },
  { POSTFIX_EHLO, KAITSU_SMTP_STATE_REPLY, 250, "mail.example", TRUE },
  { POSTFIX_BYE, KAITSU_SMTP_STATE_REPLY, 221, "2.0.0 Bye", FALSE },
  /* RFC 5321 §4.2, §4.2.1 */
  { "220\r\n", KAITSU_SMTP_STATE_REPLY, 220, "", FALSE },
  { "220 \r\n", KAITSU_SMTP_STATE_REPLY, 220, "", FALSE },
  { "220-one\r\n220-two\r\n220 three\r\n", KAITSU_SMTP_STATE_REPLY, 220, "one", FALSE },
  { "220-one\n220\n", KAITSU_SMTP_STATE_REPLY, 220, "one", FALSE },
  { "220 bare line feed\n", KAITSU_SMTP_STATE_REPLY, 220, "bare line feed", FALSE },
  { "421 4.3.2 too many connections\r\n", KAITSU_SMTP_STATE_REPLY, 421,
    "4.3.2 too many connections", FALSE },
  { "554 no service\r\n", KAITSU_SMTP_STATE_REPLY, 554, "no service", FALSE },
  { "250-x\r\n250-starttls\r\n250 8BITMIME\r\n", KAITSU_SMTP_STATE_REPLY, 250, "x", TRUE },
  { "250-x\r\n250 STARTTLS\r\n", KAITSU_SMTP_STATE_REPLY, 250, "x", TRUE },
  { "250-x\r\n250 STARTTLS now\r\n", KAITSU_SMTP_STATE_REPLY, 250, "x", TRUE },
  /* a host that is called so, another keyword, another code */
  { "250-STARTTLS\r\n250 8BITMIME\r\n", KAITSU_SMTP_STATE_REPLY, 250, "STARTTLS", FALSE },
  { "250-x\r\n250 STARTTLSX\r\n", KAITSU_SMTP_STATE_REPLY, 250, "x", FALSE },
  { "220-x\r\n220 STARTTLS\r\n", KAITSU_SMTP_STATE_REPLY, 220, "x", FALSE },
  /* what is shown is clean */
  { "220 \033[2Jmail\r\n", KAITSU_SMTP_STATE_REPLY, 220, "[2Jmail", FALSE },
  { "220 \xe2\x80\xaeliam\r\n", KAITSU_SMTP_STATE_REPLY, 220, "liam", FALSE },
  /* not complete */
  { "", KAITSU_SMTP_STATE_MORE, 0, "", FALSE },
  { "2", KAITSU_SMTP_STATE_MORE, 0, "", FALSE },
  { "220", KAITSU_SMTP_STATE_MORE, 0, "", FALSE },
  { "220\r", KAITSU_SMTP_STATE_MORE, 0, "", FALSE },
  { "220 mail", KAITSU_SMTP_STATE_MORE, 0, "", FALSE },
  { "220-one\r\n", KAITSU_SMTP_STATE_MORE, 220, "one", FALSE },
  { "220-one\r\n22", KAITSU_SMTP_STATE_MORE, 220, "one", FALSE },
  /* no SMTP: known by the first bytes where they show it */
  { "H", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "HTTP/1.1 400 Bad Request\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "SSH-2.0-x\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "\x15\x03\x01", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "120 no\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "600 no\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "26", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "22x", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "220x", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "220\rx", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "2200 no\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "22\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "\r\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "\n", KAITSU_SMTP_STATE_MALFORMED, 0, "", FALSE },
  { "220-one\r\n250 two\r\n", KAITSU_SMTP_STATE_MALFORMED, 220, "one", FALSE },
  { "220-one\r\n\r\n", KAITSU_SMTP_STATE_MALFORMED, 220, "one", FALSE },
};

/* In one piece and in pieces of one and of three bytes: the same. */
static void
test_replies (void)
{
  static const gsize pieces[] = { G_MAXSIZE, 1, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (replies) * G_N_ELEMENTS (pieces); i++)
    {
      gsize row = i / G_N_ELEMENTS (pieces);
      gsize piece = pieces[i % G_N_ELEMENTS (pieces)];
      gsize length = strlen (replies[row].bytes);
      g_autoptr (KaitsuSmtpReader) reader = kaitsu_smtp_reader_new ();
      KaitsuSmtpState state = KAITSU_SMTP_STATE_MORE;

      g_test_message ("row %" G_GSIZE_FORMAT, row);
      for (gsize at = 0; at < length; at += MIN (piece, length - at))
        state = kaitsu_smtp_reader_feed (reader, replies[row].bytes + at, MIN (piece, length - at),
                                         NULL);
      g_assert_cmpint (state, ==, replies[row].state);
      g_assert_cmpuint (kaitsu_smtp_reader_get_code (reader), ==, replies[row].code);
      g_assert_cmpstr (kaitsu_smtp_reader_get_text (reader), ==, replies[row].text);
      g_assert_cmpint (kaitsu_smtp_reader_has_starttls (reader), ==, replies[row].starttls);
    }
}

/* A server may send the next reply in the same packet. */
static void
test_dialogue (void)
{
  static const char bytes[] = POSTFIX_GREETING POSTFIX_EHLO POSTFIX_BYE;
  static const guint codes[] = { 220, 250, 221 };
  g_autoptr (KaitsuSmtpReader) reader = kaitsu_smtp_reader_new ();
  gsize at = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gsize used = 0;

      g_assert_cmpint (kaitsu_smtp_reader_feed (reader, bytes + at, strlen (bytes) - at, &used), ==,
                       KAITSU_SMTP_STATE_REPLY);
      g_assert_cmpuint (kaitsu_smtp_reader_get_code (reader), ==, codes[i]);
      g_assert_cmpint (kaitsu_smtp_reader_has_starttls (reader), ==, codes[i] == 250);
      at += used;
      g_assert_cmpint (kaitsu_smtp_reader_feed (reader, bytes + at, strlen (bytes) - at, &used), ==,
                       KAITSU_SMTP_STATE_REPLY);
      g_assert_cmpuint (used, ==, 0);
      kaitsu_smtp_reader_next (reader);
      g_assert_cmpuint (kaitsu_smtp_reader_get_code (reader), ==, 0);
      g_assert_cmpstr (kaitsu_smtp_reader_get_text (reader), ==, "");
      g_assert_false (kaitsu_smtp_reader_has_starttls (reader));
    }
  g_assert_cmpuint (at, ==, strlen (bytes));
}

static KaitsuSmtpState
feed_long_line (gsize length)
{
  g_autoptr (KaitsuSmtpReader) reader = kaitsu_smtp_reader_new ();
  g_autoptr (GString) line = g_string_new ("220 ");

  while (line->len < length - 1)
    g_string_append_c (line, 'x');
  g_string_append_c (line, '\n');
  return kaitsu_smtp_reader_feed (reader, line->str, line->len, NULL);
}

static void
test_long_line (void)
{
  g_assert_cmpint (feed_long_line (512), ==, KAITSU_SMTP_STATE_REPLY);
  g_assert_cmpint (feed_long_line (KAITSU_SMTP_MAX_LINE), ==, KAITSU_SMTP_STATE_REPLY);
  g_assert_cmpint (feed_long_line (KAITSU_SMTP_MAX_LINE + 1), ==, KAITSU_SMTP_STATE_TOO_LONG);
  g_assert_cmpint (feed_long_line (1000000), ==, KAITSU_SMTP_STATE_TOO_LONG);
}

static KaitsuSmtpState
feed_many_lines (guint lines)
{
  g_autoptr (KaitsuSmtpReader) reader = kaitsu_smtp_reader_new ();
  KaitsuSmtpState state = KAITSU_SMTP_STATE_MORE;

  for (guint i = 1; i < lines; i++)
    state = kaitsu_smtp_reader_feed (reader, "220-more\r\n", strlen ("220-more\r\n"), NULL);
  if (state != KAITSU_SMTP_STATE_MORE)
    return state;
  return kaitsu_smtp_reader_feed (reader, "220 end\r\n", strlen ("220 end\r\n"), NULL);
}

static void
test_many_lines (void)
{
  g_assert_cmpint (feed_many_lines (KAITSU_SMTP_MAX_LINES), ==, KAITSU_SMTP_STATE_REPLY);
  g_assert_cmpint (feed_many_lines (KAITSU_SMTP_MAX_LINES + 1), ==, KAITSU_SMTP_STATE_TOO_LONG);
  g_assert_cmpint (feed_many_lines (5000), ==, KAITSU_SMTP_STATE_TOO_LONG);
}

static void
test_text_is_bounded (void)
{
  g_autoptr (KaitsuSmtpReader) reader = kaitsu_smtp_reader_new ();
  g_autofree char *filling = g_strnfill (1500, 'x');
  g_autofree char *line = g_strdup_printf ("220 %s\r\n", filling);

  kaitsu_smtp_reader_feed (reader, line, strlen (line), NULL);
  g_assert_cmpint (g_utf8_strlen (kaitsu_smtp_reader_get_text (reader), -1), <=, 201);
  g_assert_true (g_str_has_suffix (kaitsu_smtp_reader_get_text (reader), "…"));
}

static const struct
{
  const char *address;
  const char *command;
} commands[] = {
  { "192.0.2.1", "EHLO [192.0.2.1]\r\n" },
  { "2001:db8::1", "EHLO [IPv6:2001:db8::1]\r\n" },
  { "fe80::1%eth0", "EHLO [IPv6:fe80::1]\r\n" },
  { NULL, "EHLO [127.0.0.1]\r\n" },
  { "", "EHLO [127.0.0.1]\r\n" },
  { "shop.example", "EHLO [127.0.0.1]\r\n" },
  { "192.0.2.1\r\nMAIL FROM:<a@b>", "EHLO [127.0.0.1]\r\n" },
};

static void
test_commands (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *command = kaitsu_smtp_build_ehlo (commands[i].address);

      g_assert_cmpstr (command, ==, commands[i].command);
    }
  g_assert_cmpstr (KAITSU_SMTP_QUIT, ==, "QUIT\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/replies", test_replies);
  g_test_add_func ("/smtp/dialogue", test_dialogue);
  g_test_add_func ("/smtp/long-line", test_long_line);
  g_test_add_func ("/smtp/many-lines", test_many_lines);
  g_test_add_func ("/smtp/text-is-bounded", test_text_is_bounded);
  g_test_add_func ("/smtp/commands", test_commands);
  return g_test_run ();
}
