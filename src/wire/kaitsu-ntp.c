/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-ntp.h"

#include "kaitsu-bytes.h"

#include <string.h>

/* Seconds from 1900 to 1970 (RFC 5905 figure 4, RFC 868). */
#define NTP_UNIX_OFFSET G_GINT64_CONSTANT (2208988800)
#define FRACTION G_GINT64_CONSTANT (0x100000000)

#define MODE_CLIENT 3
#define MODE_SERVER 4
#define LEAP_UNKNOWN 3
#define STRATUM_UNSYNCHRONISED 16
/* MAXDISP of RFC 5905 §7.2 */
#define MAX_ROOT_DISTANCE_US (16 * G_USEC_PER_SEC)
/* A server cannot have held the request for longer than we waited. Clocks
 * that tick coarsely may make it look so by a little. */
#define CLOCK_GRAIN_US (10 * 1000)

/* Where the fields of RFC 5905 figure 8 begin. */
enum
{
  AT_FLAGS = 0,
  AT_STRATUM = 1,
  AT_POLL = 2,
  AT_PRECISION = 3,
  AT_ROOT_DELAY = 4,
  AT_ROOT_DISPERSION = 8,
  AT_REFID = 12,
  AT_REFERENCE = 16,
  AT_ORIGIN = 24,
  AT_RECEIVE = 32,
  AT_TRANSMIT = 40,
};

/* NTP short format, 16.16 bits (RFC 5905 §6), to microseconds and back. */
static gint64
short_to_us (guint32 value)
{
  return (gint64) (((guint64) value * G_USEC_PER_SEC + 0x8000) >> 16);
}

static guint32
short_from_us (gint64 us)
{
  gint64 most = short_to_us (G_MAXUINT32);
  guint64 wide = (((guint64) CLAMP (us, 0, most) << 16) + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  return (guint32) MIN (wide, G_MAXUINT32);
}

/* @later - @earlier in microseconds. The subtraction wraps, so it is right
 * across the end of an era as long as the two are less than 68 years apart
 * (RFC 5905 §6). */
static gint64
difference_us (guint64 later, guint64 earlier)
{
  guint64 difference = later - earlier;
  gint64 seconds = (gint32) (guint32) (difference >> 32);
  gint64 fraction = (gint64) (difference & 0xffffffff);

  return seconds * G_USEC_PER_SEC + ((fraction * G_USEC_PER_SEC + FRACTION / 2) >> 32);
}

/**
 * kaitsu_ntp_build_request:
 * @nonce: 64 random bits, not 0; they stand in the transmit timestamp, which
 *   the server returns as origin, so the packet tells nothing of our clock
 * @packet: (out caller-allocates): 48 bytes
 *
 * Writes an SNTP request: leap 0, version 4, mode 3, the rest zero
 * (RFC 4330 §5).
 */
void
kaitsu_ntp_build_request (guint64 nonce, guint8 packet[KAITSU_NTP_PACKET_SIZE])
{
  g_return_if_fail (nonce != 0);
  g_return_if_fail (packet != NULL);

  memset (packet, 0, KAITSU_NTP_PACKET_SIZE);
  packet[AT_FLAGS] = 0 << 6 | 4 << 3 | MODE_CLIENT;
  kaitsu_bytes_put_u64 (packet + AT_TRANSMIT, nonce);
}

/**
 * kaitsu_ntp_build_reply:
 * @reply: what to say; kiss is not looked at, refid carries it
 * @packet: (out caller-allocates): 48 bytes
 *
 * Writes the packet of a server (RFC 5905 §7.3): the other direction of
 * kaitsu_ntp_parse_reply().
 */
void
kaitsu_ntp_build_reply (const KaitsuNtpReply *reply, guint8 packet[KAITSU_NTP_PACKET_SIZE])
{
  g_return_if_fail (reply != NULL);
  g_return_if_fail (packet != NULL);

  packet[AT_FLAGS] = (guint8) ((reply->leap & 3) << 6 | (reply->version & 7) << 3
                               | (reply->mode & 7));
  packet[AT_STRATUM] = (guint8) reply->stratum;
  packet[AT_POLL] = (guint8) reply->poll;
  packet[AT_PRECISION] = (guint8) reply->precision;
  kaitsu_bytes_put_u32 (packet + AT_ROOT_DELAY, short_from_us (reply->root_delay_us));
  kaitsu_bytes_put_u32 (packet + AT_ROOT_DISPERSION, short_from_us (reply->root_dispersion_us));
  memcpy (packet + AT_REFID, reply->refid, sizeof reply->refid);
  kaitsu_bytes_put_u64 (packet + AT_REFERENCE, reply->reference);
  kaitsu_bytes_put_u64 (packet + AT_ORIGIN, reply->origin);
  kaitsu_bytes_put_u64 (packet + AT_RECEIVE, reply->receive);
  kaitsu_bytes_put_u64 (packet + AT_TRANSMIT, reply->transmit);
}

/* A kiss code is up to four ASCII characters, left justified and filled with
 * zeros (RFC 5905 §7.4). */
static void
read_kiss (KaitsuNtpReply *reply)
{
  gsize length = 0;

  while (length < sizeof reply->refid
         && (g_ascii_isupper (reply->refid[length]) || g_ascii_isdigit (reply->refid[length])))
    length++;
  for (gsize i = length; i < sizeof reply->refid; i++)
    if (reply->refid[i] != 0)
      return;
  memcpy (reply->kiss, reply->refid, length);
}

static void
read_fields (const guint8 *bytes, KaitsuNtpReply *reply)
{
  reply->leap = bytes[AT_FLAGS] >> 6;
  reply->version = bytes[AT_FLAGS] >> 3 & 7;
  reply->mode = bytes[AT_FLAGS] & 7;
  reply->stratum = bytes[AT_STRATUM];
  reply->poll = (gint8) bytes[AT_POLL];
  reply->precision = (gint8) bytes[AT_PRECISION];
  reply->root_delay_us = short_to_us (kaitsu_bytes_get_u32 (bytes + AT_ROOT_DELAY));
  reply->root_dispersion_us = short_to_us (kaitsu_bytes_get_u32 (bytes + AT_ROOT_DISPERSION));
  memcpy (reply->refid, bytes + AT_REFID, sizeof reply->refid);
  reply->reference = kaitsu_bytes_get_u64 (bytes + AT_REFERENCE);
  reply->origin = kaitsu_bytes_get_u64 (bytes + AT_ORIGIN);
  reply->receive = kaitsu_bytes_get_u64 (bytes + AT_RECEIVE);
  reply->transmit = kaitsu_bytes_get_u64 (bytes + AT_TRANSMIT);
  if (reply->stratum == 0)
    read_kiss (reply);
}

/* INIT and STEP are what a server says that has not set its clock yet: no
 * refusal (RFC 5905 figure 13). */
static gboolean
is_refusal (const KaitsuNtpReply *reply)
{
  return reply->kiss[0] != '\0' && strcmp (reply->kiss, "INIT") != 0
         && strcmp (reply->kiss, "STEP") != 0;
}

/**
 * kaitsu_ntp_parse_reply:
 * @bytes: (array length=length): one datagram
 * @length: its length; bytes after the 48th (extensions, MAC) are not read
 * @nonce: the nonce of the request
 * @reply: (out caller-allocates): its fields; all zero if it is too short
 *
 * Reads a reply and makes the named tests of #KaitsuNtpVerdict on it. Leap 0
 * is the normal value: check 4 of RFC 4330 §5 is not taken literally. The
 * refusals come before the timestamp tests, because a kiss-o'-death need not
 * carry timestamps.
 *
 * Returns: %KAITSU_NTP_VERDICT_OK, or the first test that failed
 */
KaitsuNtpVerdict
kaitsu_ntp_parse_reply (const guint8 *bytes, gsize length, guint64 nonce, KaitsuNtpReply *reply)
{
  g_return_val_if_fail (reply != NULL, KAITSU_NTP_VERDICT_TOO_SHORT);

  memset (reply, 0, sizeof *reply);
  if (bytes == NULL || length < KAITSU_NTP_PACKET_SIZE)
    return KAITSU_NTP_VERDICT_TOO_SHORT;
  read_fields (bytes, reply);

  if (reply->mode != MODE_SERVER)
    return KAITSU_NTP_VERDICT_BAD_MODE;
  if (reply->version != 3 && reply->version != 4)
    return KAITSU_NTP_VERDICT_BAD_VERSION;
  if (reply->origin != nonce)
    return KAITSU_NTP_VERDICT_ORIGIN_MISMATCH;
  if (is_refusal (reply))
    return KAITSU_NTP_VERDICT_KISS_OF_DEATH;
  if (reply->leap == LEAP_UNKNOWN || reply->stratum == 0
      || reply->stratum == STRATUM_UNSYNCHRONISED)
    return KAITSU_NTP_VERDICT_UNSYNCHRONISED;
  if (reply->stratum > KAITSU_NTP_MAX_STRATUM)
    return KAITSU_NTP_VERDICT_BAD_STRATUM;
  if (reply->receive == 0)
    return KAITSU_NTP_VERDICT_ZERO_RECEIVE;
  if (reply->transmit == 0)
    return KAITSU_NTP_VERDICT_ZERO_TRANSMIT;
  if (reply->root_delay_us / 2 + reply->root_dispersion_us >= MAX_ROOT_DISTANCE_US)
    return KAITSU_NTP_VERDICT_ROOT_DISTANCE;
  return KAITSU_NTP_VERDICT_OK;
}

/**
 * kaitsu_ntp_verdict_is_answer:
 * @verdict: what kaitsu_ntp_parse_reply() found
 *
 * Returns: whether a server answered our very request, so that the port is
 *   open whatever its time is worth; the time itself is usable only with
 *   %KAITSU_NTP_VERDICT_OK
 */
gboolean
kaitsu_ntp_verdict_is_answer (KaitsuNtpVerdict verdict)
{
  return verdict > KAITSU_NTP_VERDICT_ORIGIN_MISMATCH;
}

/**
 * kaitsu_ntp_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: its name for the evidence, never translated: "origin-mismatch"
 */
const char *
kaitsu_ntp_verdict_to_string (KaitsuNtpVerdict verdict)
{
  switch (verdict)
    {
    case KAITSU_NTP_VERDICT_TOO_SHORT:
      return "too-short";
    case KAITSU_NTP_VERDICT_BAD_MODE:
      return "bad-mode";
    case KAITSU_NTP_VERDICT_BAD_VERSION:
      return "bad-version";
    case KAITSU_NTP_VERDICT_ORIGIN_MISMATCH:
      return "origin-mismatch";
    case KAITSU_NTP_VERDICT_KISS_OF_DEATH:
      return "kiss-of-death";
    case KAITSU_NTP_VERDICT_UNSYNCHRONISED:
      return "unsynchronised";
    case KAITSU_NTP_VERDICT_BAD_STRATUM:
      return "bad-stratum";
    case KAITSU_NTP_VERDICT_ZERO_RECEIVE:
      return "zero-receive";
    case KAITSU_NTP_VERDICT_ZERO_TRANSMIT:
      return "zero-transmit";
    case KAITSU_NTP_VERDICT_ROOT_DISTANCE:
      return "root-distance";
    case KAITSU_NTP_VERDICT_OK:
      return "ok";
    }
  g_return_val_if_reached ("ok");
}

/**
 * kaitsu_ntp_timestamp_from_unix:
 * @unix_us: microseconds since 1970, as of g_get_real_time()
 *
 * Returns: the NTP timestamp of that time in its era (RFC 5905 §6)
 */
guint64
kaitsu_ntp_timestamp_from_unix (gint64 unix_us)
{
  gint64 seconds = unix_us / G_USEC_PER_SEC;
  gint64 rest = unix_us % G_USEC_PER_SEC;

  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  guint32 era_seconds = (guint32) (guint64) (seconds + NTP_UNIX_OFFSET);
  guint32 fraction = (guint32) ((rest * FRACTION) / G_USEC_PER_SEC);

  return (guint64) era_seconds << 32 | fraction;
}

/**
 * kaitsu_ntp_compute:
 * @reply: a reply whose verdict is %KAITSU_NTP_VERDICT_OK
 * @sent_unix_us: T1, when the request left, microseconds since 1970
 * @received_unix_us: T4, when the reply came: T1 plus the time that a
 *   monotonic clock measured, so that a step of the PC's clock in between
 *   does no harm
 * @offset_us: (out): what must be added to the PC's clock to be right
 * @delay_us: (out): round trip without the time spent in the server, 0 or more
 *
 * Offset ((T2-T1)+(T3-T4))/2 and delay (T4-T1)-(T3-T2) of RFC 5905 §8, right
 * across the end of an era (2036), for clocks less than 68 years apart.
 *
 * Returns: %FALSE if the four times cannot be true together: the server
 *   claims to have answered before it was asked, or to have held the request
 *   for longer than the whole exchange took
 */
gboolean
kaitsu_ntp_compute (const KaitsuNtpReply *reply,
                    gint64 sent_unix_us,
                    gint64 received_unix_us,
                    gint64 *offset_us,
                    gint64 *delay_us)
{
  g_return_val_if_fail (reply != NULL, FALSE);
  g_return_val_if_fail (offset_us != NULL && delay_us != NULL, FALSE);
  g_return_val_if_fail (received_unix_us >= sent_unix_us, FALSE);

  guint64 t1 = kaitsu_ntp_timestamp_from_unix (sent_unix_us);
  guint64 t4 = kaitsu_ntp_timestamp_from_unix (received_unix_us);
  gint64 held = difference_us (reply->transmit, reply->receive);
  gint64 delay = (received_unix_us - sent_unix_us) - held;

  if (held < 0 || delay < -CLOCK_GRAIN_US)
    return FALSE;
  *offset_us = (difference_us (reply->receive, t1) + difference_us (reply->transmit, t4)) / 2;
  *delay_us = MAX (delay, 0);
  return TRUE;
}
