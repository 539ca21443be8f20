/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KAITSU_NTP_PACKET_SIZE 48
#define KAITSU_NTP_MAX_STRATUM 15

/**
 * KaitsuNtpVerdict: the first named test that a reply failed, in the order
 * in which they are made.
 *
 * The first four say that this is no answer to our request, so the port has
 * proved nothing. All others passed the origin test: a server that read our
 * nonce sent them, so the port is open, and only the time may be unusable.
 *
 * TOO_SHORT        under 48 bytes (RFC 5905 §7.3)
 * BAD_MODE         not mode 4, server (RFC 4330 §5, RFC 5905 §7.3)
 * BAD_VERSION      not version 3 or 4 (RFC 4330 §5)
 * ORIGIN_MISMATCH  origin is not our nonce (RFC 5905 §8, TEST2)
 * KISS_OF_DEATH    stratum 0 with a kiss code (RFC 5905 §7.4): the server
 *                  refuses; do not ask it again
 * UNSYNCHRONISED   leap 3, stratum 0 without a refusal, or stratum 16
 *                  (RFC 5905 §7.3, TEST6)
 * BAD_STRATUM      a reserved stratum, over 16 (RFC 5905 figure 11)
 * ZERO_RECEIVE     no receive timestamp (RFC 5905 §8, TEST3)
 * ZERO_TRANSMIT    no transmit timestamp (RFC 4330 §5, RFC 5905 §8, TEST3)
 * ROOT_DISTANCE    root delay / 2 + root dispersion of 16 s or more
 *                  (RFC 5905 A.5.1.1, TEST7)
 * OK               the time can be used
 */
typedef enum
{
  KAITSU_NTP_VERDICT_TOO_SHORT,
  KAITSU_NTP_VERDICT_BAD_MODE,
  KAITSU_NTP_VERDICT_BAD_VERSION,
  KAITSU_NTP_VERDICT_ORIGIN_MISMATCH,
  KAITSU_NTP_VERDICT_KISS_OF_DEATH,
  KAITSU_NTP_VERDICT_UNSYNCHRONISED,
  KAITSU_NTP_VERDICT_BAD_STRATUM,
  KAITSU_NTP_VERDICT_ZERO_RECEIVE,
  KAITSU_NTP_VERDICT_ZERO_TRANSMIT,
  KAITSU_NTP_VERDICT_ROOT_DISTANCE,
  KAITSU_NTP_VERDICT_OK,
} KaitsuNtpVerdict;

/**
 * KaitsuNtpReply: a packet of a server, RFC 5905 §7.3. Timestamps are in NTP
 * format: seconds of the era in the upper 32 bits, fraction in the lower.
 *
 * @leap: 0..3, 3 = not synchronised
 * @version: 0..7
 * @mode: 0..7, 4 = server
 * @stratum: 0..255, 1 = reference clock
 * @poll: log2 of seconds
 * @precision: log2 of seconds
 * @root_delay_us: to the reference clock, in microseconds
 * @root_dispersion_us: in microseconds
 * @refid: reference identifier, as it came
 * @kiss: the kiss code if stratum is 0 and @refid is one, else ""
 * @reference: when the server's clock was last set
 * @origin: the transmit timestamp of the request
 * @receive: T2, when the request arrived at the server
 * @transmit: T3, when the reply left it
 */
typedef struct
{
  guint leap;
  guint version;
  guint mode;
  guint stratum;
  int poll;
  int precision;
  gint64 root_delay_us;
  gint64 root_dispersion_us;
  guint8 refid[4];
  char kiss[5];
  guint64 reference;
  guint64 origin;
  guint64 receive;
  guint64 transmit;
} KaitsuNtpReply;

void kaitsu_ntp_build_request (guint64 nonce, guint8 packet[KAITSU_NTP_PACKET_SIZE]);
void kaitsu_ntp_build_reply (const KaitsuNtpReply *reply, guint8 packet[KAITSU_NTP_PACKET_SIZE]);
KaitsuNtpVerdict
kaitsu_ntp_parse_reply (const guint8 *bytes, gsize length, guint64 nonce, KaitsuNtpReply *reply);
gboolean kaitsu_ntp_verdict_is_answer (KaitsuNtpVerdict verdict);
const char *kaitsu_ntp_verdict_to_string (KaitsuNtpVerdict verdict);

guint64 kaitsu_ntp_timestamp_from_unix (gint64 unix_us);
gboolean kaitsu_ntp_compute (const KaitsuNtpReply *reply,
                             gint64 sent_unix_us,
                             gint64 received_unix_us,
                             gint64 *offset_us,
                             gint64 *delay_us);

G_END_DECLS
