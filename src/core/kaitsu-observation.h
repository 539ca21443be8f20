/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib-object.h>

#include "kaitsu-port.h"

G_BEGIN_DECLS

/**
 * KaitsuIcmp: an ICMP or ICMPv6 error that came back for a packet of ours.
 * @type: RFC 792 / RFC 4443 type, or -1 if there was none
 * @code: its code
 * @offender: (nullable): the address that sent it, as text
 * @age_us: for how many microseconds it had lain there when it was read, 0 if
 *   not known
 */
typedef struct {
  int type;
  int code;
  char *offender;
  gint64 age_us;
} KaitsuIcmp;

/**
 * KaitsuObservation: one thing that was seen. A reference counted record;
 * whoever makes it may set the members, afterwards they are read only.
 *
 * @probe: how it was tried
 * @outcome: what was seen
 * @family: IPv4 or IPv6
 * @port: the port that was tried
 * @control: whether this was a control: a port known to answer, tried only
 *   to learn that the way to the target is alive
 * @host: (nullable): host name of the target
 * @address: (nullable): its address as text
 * @at_us: when, in microseconds since the run began
 * @rtt_us: microseconds from sending to the event, or -1 if unknown. For TCP
 *   the time of the handshake (or of the reset), not of the whole exchange
 * @took_us: microseconds from the beginning of the attempt to its end, the whole
 *   exchange with all repetitions; -1 if unknown
 * @hop_limit: TTL or hop limit sent with, 0 for the system's default
 * @error_number: raw errno, 0 if none
 * @tls_errors: GTlsCertificateFlags of a certificate that did not verify
 * @icmp: the ICMP error; its type is -1 if there was none
 * @detail: (nullable): one clean line of evidence: a greeting, a status line,
 *   the issuer of a certificate
 */
typedef struct {
  KaitsuProbeKind probe;
  KaitsuOutcome outcome;
  KaitsuFamily family;
  KaitsuPort port;
  gboolean control;
  char *host;
  char *address;
  gint64 at_us;
  gint64 rtt_us;
  gint64 took_us;
  guint hop_limit;
  int error_number;
  guint tls_errors;
  KaitsuIcmp icmp;
  char *detail;
} KaitsuObservation;

#define KAITSU_TYPE_OBSERVATION (kaitsu_observation_get_type ())
GType kaitsu_observation_get_type (void);

KaitsuObservation *kaitsu_observation_new (KaitsuProbeKind probe, KaitsuOutcome outcome);
KaitsuObservation *kaitsu_observation_ref (KaitsuObservation *self);
void kaitsu_observation_unref (KaitsuObservation *self);
void kaitsu_observation_set_detail (KaitsuObservation *self, const char *bytes, gssize length);
gboolean kaitsu_observation_is_only_out_of_date (const KaitsuObservation *self);
gboolean kaitsu_observation_is_of_another_name (const KaitsuObservation *self);
gboolean kaitsu_observation_is_rejected_on_the_way (const KaitsuObservation *self);
gboolean kaitsu_observation_is_answered (const KaitsuObservation *self);
gboolean kaitsu_observation_is_certified (const KaitsuObservation *self);
const char *kaitsu_observation_get_errno_name (const KaitsuObservation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuObservation, kaitsu_observation_unref)

G_END_DECLS
