/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ntp.h"

#include "wire-bytes.h"

#include <string.h>

/* The nonce of both captures below. */
#define NONCE G_GUINT64_CONSTANT (0x5a17c0ffee4210a7)

/* chrony 4.3, "local stratum 2", over a veth pair: leap 0, stratum 2, the
 * precision of its clock 2^-25 s, reference 127.127.1.1. */
#define CHRONY                                                                                     \
  "240200e700000000000000007f7f0101eeae1bfd5cac8457"                                               \
  "5a17c0ffee4210a7eeae1bfebd033d41eeae1bfebd2192d6"

/* chrony 4.3 that was never synchronised: leap 3, stratum 0, no reference. */
#define CHRONY_UNSYNCHRONISED                                                                      \
  "e40000e700010000000100000000000000000000000000005a17c0ffee4210a7eeae1bfebd4abc51eeae1bfebd57a5" \
  "60"

/* 2026-11-23T01:57:18Z, the second that both captures say */
#define CAPTURED_AT G_GINT64_CONSTANT (1795399038)

static void
test_request (void)
{
  guint8 packet[KAITSU_NTP_PACKET_SIZE];
  g_autoptr (GByteArray)
      expected = wire_bytes_from_hex ("230000000000000000000000000000000000000000000000"
                                      "000000000000000000000000000000005a17c0ffee4210a7");

  memset (packet, 0xaa, sizeof packet);
  kaitsu_ntp_build_request (NONCE, packet);
  g_assert_cmpmem (packet, sizeof packet, expected->data, expected->len);
}

static void
test_capture (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (CHRONY);
  KaitsuNtpReply reply;

  g_assert_cmpint (kaitsu_ntp_parse_reply (bytes->data, bytes->len, NONCE, &reply), ==,
                   KAITSU_NTP_VERDICT_OK);
  g_assert_cmpuint (reply.leap, ==, 0);
  g_assert_cmpuint (reply.version, ==, 4);
  g_assert_cmpuint (reply.mode, ==, 4);
  g_assert_cmpuint (reply.stratum, ==, 2);
  g_assert_cmpint (reply.poll, ==, 0);
  g_assert_cmpint (reply.precision, ==, -25);
  g_assert_cmpint (reply.root_delay_us, ==, 0);
  g_assert_cmpint (reply.root_dispersion_us, ==, 0);
  g_assert_cmpmem (reply.refid, 4, "\x7f\x7f\x01\x01", 4);
  g_assert_cmpstr (reply.kiss, ==, "");
  g_assert_cmphex (reply.reference, ==, G_GUINT64_CONSTANT (0xeeae1bfd5cac8457));
  g_assert_cmphex (reply.origin, ==, NONCE);
  g_assert_cmphex (reply.receive, ==, G_GUINT64_CONSTANT (0xeeae1bfebd033d41));
  g_assert_cmphex (reply.transmit, ==, G_GUINT64_CONSTANT (0xeeae1bfebd2192d6));
  g_assert_cmphex (reply.receive >> 32, ==,
                   kaitsu_ntp_timestamp_from_unix (CAPTURED_AT * G_USEC_PER_SEC) >> 32);
}

/* One change to a good packet, and the test that it must fail. */
static const struct
{
  const char *name;
  const char *base;
  int length; /* -1 for all */
  guint at;
  const char *patch; /* hex */
  KaitsuNtpVerdict verdict;
} verdicts[] = {
  { "as captured", CHRONY, -1, 0, "", KAITSU_NTP_VERDICT_OK },
  { "empty", CHRONY, 0, 0, "", KAITSU_NTP_VERDICT_TOO_SHORT },
  { "47 bytes", CHRONY, 47, 0, "", KAITSU_NTP_VERDICT_TOO_SHORT },
  { "our own request came back", CHRONY, -1, 0, "23", KAITSU_NTP_VERDICT_BAD_MODE },
  { "mode 5, broadcast", CHRONY, -1, 0, "25", KAITSU_NTP_VERDICT_BAD_MODE },
  { "version 2", CHRONY, -1, 0, "14", KAITSU_NTP_VERDICT_BAD_VERSION },
  { "version 5", CHRONY, -1, 0, "2c", KAITSU_NTP_VERDICT_BAD_VERSION },
  { "version 3", CHRONY, -1, 0, "1c", KAITSU_NTP_VERDICT_OK },
  { "leap 1", CHRONY, -1, 0, "64", KAITSU_NTP_VERDICT_OK },
  { "leap 2", CHRONY, -1, 0, "a4", KAITSU_NTP_VERDICT_OK },
  { "leap 3", CHRONY, -1, 0, "e4", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "origin, first bit", CHRONY, -1, 24, "da", KAITSU_NTP_VERDICT_ORIGIN_MISMATCH },
  { "origin, last bit", CHRONY, -1, 31, "a6", KAITSU_NTP_VERDICT_ORIGIN_MISMATCH },
  { "zero origin", CHRONY, -1, 24, "0000000000000000", KAITSU_NTP_VERDICT_ORIGIN_MISMATCH },
  { "unsynchronised, as captured", CHRONY_UNSYNCHRONISED, -1, 0, "",
    KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "unsynchronised, another origin", CHRONY_UNSYNCHRONISED, -1, 24, "00",
    KAITSU_NTP_VERDICT_ORIGIN_MISMATCH },
  { "RATE", CHRONY_UNSYNCHRONISED, -1, 12, "52415445", KAITSU_NTP_VERDICT_KISS_OF_DEATH },
  { "DENY", CHRONY_UNSYNCHRONISED, -1, 12, "44454e59", KAITSU_NTP_VERDICT_KISS_OF_DEATH },
  { "a private code, X1", CHRONY_UNSYNCHRONISED, -1, 12, "58310000",
    KAITSU_NTP_VERDICT_KISS_OF_DEATH },
  { "RATE, another origin", CHRONY_UNSYNCHRONISED, -1, 12, "524154450000000000000000ff",
    KAITSU_NTP_VERDICT_ORIGIN_MISMATCH },
  { "INIT", CHRONY_UNSYNCHRONISED, -1, 12, "494e4954", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "STEP", CHRONY_UNSYNCHRONISED, -1, 12, "53544550", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "no code: gap", CHRONY_UNSYNCHRONISED, -1, 12, "52004145", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "no code: lower case", CHRONY_UNSYNCHRONISED, -1, 12, "72617465",
    KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "stratum 0, leap 0, no code", CHRONY, -1, 1, "00", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "a code above stratum 0 is none", CHRONY, -1, 12, "52415445", KAITSU_NTP_VERDICT_OK },
  { "stratum 1", CHRONY, -1, 1, "01", KAITSU_NTP_VERDICT_OK },
  { "stratum 15", CHRONY, -1, 1, "0f", KAITSU_NTP_VERDICT_OK },
  { "stratum 16", CHRONY, -1, 1, "10", KAITSU_NTP_VERDICT_UNSYNCHRONISED },
  { "stratum 17", CHRONY, -1, 1, "11", KAITSU_NTP_VERDICT_BAD_STRATUM },
  { "stratum 255", CHRONY, -1, 1, "ff", KAITSU_NTP_VERDICT_BAD_STRATUM },
  { "no receive", CHRONY, -1, 32, "0000000000000000", KAITSU_NTP_VERDICT_ZERO_RECEIVE },
  { "no transmit", CHRONY, -1, 40, "0000000000000000", KAITSU_NTP_VERDICT_ZERO_TRANSMIT },
  { "dispersion 16 s", CHRONY, -1, 8, "00100000", KAITSU_NTP_VERDICT_ROOT_DISTANCE },
  { "dispersion just under 16 s", CHRONY, -1, 8, "000fffff", KAITSU_NTP_VERDICT_OK },
  { "delay 32 s", CHRONY, -1, 4, "00200000", KAITSU_NTP_VERDICT_ROOT_DISTANCE },
  { "delay 16 s", CHRONY, -1, 4, "00100000", KAITSU_NTP_VERDICT_OK },
  { "delay 16 s, dispersion 8 s", CHRONY, -1, 4, "0010000000080000",
    KAITSU_NTP_VERDICT_ROOT_DISTANCE },
  { "largest delay and dispersion", CHRONY, -1, 4, "ffffffffffffffff",
    KAITSU_NTP_VERDICT_ROOT_DISTANCE },
};

static void
test_verdicts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (GByteArray) bytes = wire_bytes_from_hex (verdicts[i].base);
      g_autoptr (GByteArray) patch = wire_bytes_from_hex (verdicts[i].patch);
      gsize length = verdicts[i].length < 0 ? bytes->len : (gsize) verdicts[i].length;
      KaitsuNtpReply reply;

      g_test_message ("%s", verdicts[i].name);
      if (patch->len > 0)
        memcpy (bytes->data + verdicts[i].at, patch->data, patch->len);
      g_assert_cmpstr (kaitsu_ntp_verdict_to_string (
                           kaitsu_ntp_parse_reply (bytes->data, length, NONCE, &reply)),
                       ==, kaitsu_ntp_verdict_to_string (verdicts[i].verdict));
    }
}

/* What follows the first 48 bytes is an extension and changes nothing. */
static void
test_longer (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (CHRONY "01040014deadbeefdeadbeefdeadbeef");
  KaitsuNtpReply reply;

  g_assert_cmpint (kaitsu_ntp_parse_reply (bytes->data, bytes->len, NONCE, &reply), ==,
                   KAITSU_NTP_VERDICT_OK);
}

static void
test_kiss (void)
{
  static const struct
  {
    const char *refid;
    const char *kiss;
  } cases[] = {
    { "RATE", "RATE" },
    { "RSTR", "RSTR" },
    { "X\0\0\0", "X" },
    { "INIT", "INIT" },
    { "\0\0\0\0", "" },
    { "R\0TE", "" },
    { "rate", "" },
    { "\xff"
      "ATE",
      "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = wire_bytes_from_hex (CHRONY_UNSYNCHRONISED);
      KaitsuNtpReply reply;

      memcpy (bytes->data + 12, cases[i].refid, 4);
      kaitsu_ntp_parse_reply (bytes->data, bytes->len, NONCE, &reply);
      g_assert_cmpstr (reply.kiss, ==, cases[i].kiss);
    }
}

/* The port is open exactly when the server knew our nonce. */
static void
test_is_answer (void)
{
  g_assert_false (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_TOO_SHORT));
  g_assert_false (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_BAD_MODE));
  g_assert_false (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_BAD_VERSION));
  g_assert_false (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_ORIGIN_MISMATCH));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_KISS_OF_DEATH));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_UNSYNCHRONISED));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_BAD_STRATUM));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_ZERO_RECEIVE));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_ZERO_TRANSMIT));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_ROOT_DISTANCE));
  g_assert_true (kaitsu_ntp_verdict_is_answer (KAITSU_NTP_VERDICT_OK));
}

static void
test_build_reply (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (CHRONY_UNSYNCHRONISED);
  KaitsuNtpReply reply;
  guint8 packet[KAITSU_NTP_PACKET_SIZE];

  kaitsu_ntp_parse_reply (bytes->data, bytes->len, NONCE, &reply);
  g_assert_cmpint (reply.root_delay_us, ==, G_USEC_PER_SEC);
  g_assert_cmpint (reply.root_dispersion_us, ==, G_USEC_PER_SEC);
  kaitsu_ntp_build_reply (&reply, packet);
  g_assert_cmpmem (packet, sizeof packet, bytes->data, bytes->len);
}

/* Root delay and dispersion keep every bit on the way to microseconds and
 * back, and what is out of range is clamped. */
static void
test_short_format (void)
{
  static const guint32 values[] = { 0,       1,       2,          0x7fff,    0x8000,
                                    0x10000, 0xfffff, 0xfffffffe, 0xffffffff };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GByteArray) bytes = wire_bytes_from_hex (CHRONY);
      KaitsuNtpReply reply;
      guint8 packet[KAITSU_NTP_PACKET_SIZE];

      for (int j = 0; j < 4; j++)
        bytes->data[4 + j] = bytes->data[8 + j] = (guint8) (values[i] >> (24 - 8 * j));
      kaitsu_ntp_parse_reply (bytes->data, bytes->len, NONCE, &reply);
      kaitsu_ntp_build_reply (&reply, packet);
      g_assert_cmpmem (packet, sizeof packet, bytes->data, bytes->len);

      /* 2^-15 s is 30.5 µs: rounded, not cut */
      if (values[i] == 2)
        g_assert_cmpint (reply.root_delay_us, ==, 31);

      reply.root_delay_us = G_MAXINT64;
      reply.root_dispersion_us = -1;
      kaitsu_ntp_build_reply (&reply, packet);
      g_assert_cmpmem (packet + 4, 8, "\xff\xff\xff\xff\0\0\0\0", 8);
    }
}

static void
test_timestamp (void)
{
  static const struct
  {
    gint64 unix_us;
    guint64 ntp;
  } cases[] = {
    { 0, G_GUINT64_CONSTANT (0x83aa7e8000000000) },
    { 500000, G_GUINT64_CONSTANT (0x83aa7e8080000000) },
    { -500000, G_GUINT64_CONSTANT (0x83aa7e7f80000000) },
    /* the last half second of era 0 and the first one of era 1, 2036-02-07 */
    { G_GINT64_CONSTANT (2085978495500000), G_GUINT64_CONSTANT (0xffffffff80000000) },
    { G_GINT64_CONSTANT (2085978496500000), G_GUINT64_CONSTANT (0x0000000080000000) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmphex (kaitsu_ntp_timestamp_from_unix (cases[i].unix_us), ==, cases[i].ntp);
}

/* A server whose clock is @offset ahead, @there from us, that holds the
 * request for @held, and whose answer takes @back. */
static const struct
{
  const char *name;
  gint64 sent;
  gint64 there;
  gint64 held;
  gint64 back;
  gint64 offset;
  gint64 expected_offset;
  gint64 expected_delay;
  gboolean possible;
} exchanges[] = {
  { "clock right", CAPTURED_AT *G_USEC_PER_SEC, 16000, 500, 16000, 0, 0, 32000, TRUE },
  { "PC 3 s behind", CAPTURED_AT *G_USEC_PER_SEC, 16000, 500, 16000, 3000000, 3000000, 32000,
    TRUE },
  { "PC an hour ahead", CAPTURED_AT *G_USEC_PER_SEC, 16000, 500, 16000,
    -G_GINT64_CONSTANT (3600000000), -G_GINT64_CONSTANT (3600000000), 32000, TRUE },
  { "one way slower", CAPTURED_AT *G_USEC_PER_SEC, 30000, 0, 10000, 0, 10000, 40000, TRUE },
  { "PC at 1970, server at 2026", 0, 16000, 500, 16000, CAPTURED_AT *G_USEC_PER_SEC,
    CAPTURED_AT *G_USEC_PER_SEC, 32000, TRUE },
  { "era ends on the way", G_GINT64_CONSTANT (2085978495990000), 16000, 500, 16000, 0, 0, 32000,
    TRUE },
  { "PC in era 0, server in era 1", G_GINT64_CONSTANT (2085978400000000), 16000, 500, 16000,
    G_GINT64_CONSTANT (1000000000), G_GINT64_CONSTANT (1000000000), 32000, TRUE },
  { "a grain too long", CAPTURED_AT *G_USEC_PER_SEC, 0, 500, -4000, 0, 2000, 0, TRUE },
  { "held longer than it took", CAPTURED_AT *G_USEC_PER_SEC, 0, 500000, -400000, 0, 0, 0, FALSE },
  { "answered before it was asked", CAPTURED_AT *G_USEC_PER_SEC, 16000, -500, 16000, 0, 0, 0,
    FALSE },
};

static void
test_compute (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      gint64 arrived = exchanges[i].sent + exchanges[i].there;
      gint64 left = arrived + exchanges[i].held;
      gint64 received = MAX (left + exchanges[i].back, exchanges[i].sent);
      KaitsuNtpReply reply = {
        .receive = kaitsu_ntp_timestamp_from_unix (arrived + exchanges[i].offset),
        .transmit = kaitsu_ntp_timestamp_from_unix (left + exchanges[i].offset),
      };
      gint64 offset = 0;
      gint64 delay = 0;

      g_test_message ("%s", exchanges[i].name);
      g_assert_cmpint (kaitsu_ntp_compute (&reply, exchanges[i].sent, received, &offset, &delay),
                       ==, exchanges[i].possible);
      if (!exchanges[i].possible)
        continue;
      /* a timestamp is up to 1 µs off after both conversions */
      g_assert_cmpint (ABS (delay - exchanges[i].expected_delay), <=, 2);
      g_assert_cmpint (delay, >=, 0);
      if (exchanges[i].expected_delay > 0)
        g_assert_cmpint (ABS (offset - exchanges[i].expected_offset), <=, 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ntp/request", test_request);
  g_test_add_func ("/ntp/capture", test_capture);
  g_test_add_func ("/ntp/verdicts", test_verdicts);
  g_test_add_func ("/ntp/longer", test_longer);
  g_test_add_func ("/ntp/kiss", test_kiss);
  g_test_add_func ("/ntp/is-answer", test_is_answer);
  g_test_add_func ("/ntp/build-reply", test_build_reply);
  g_test_add_func ("/ntp/short-format", test_short_format);
  g_test_add_func ("/ntp/timestamp", test_timestamp);
  g_test_add_func ("/ntp/compute", test_compute);
  return g_test_run ();
}
