/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-observation.h"

#include <gio/gio.h>
#include <string.h>

#include "kaitsu-text.h"

#define MAX_DETAIL_CHARS 200

#define DATES ((guint) (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))

G_DEFINE_BOXED_TYPE (KaitsuObservation,
                     kaitsu_observation,
                     kaitsu_observation_ref,
                     kaitsu_observation_unref)

/**
 * kaitsu_observation_new:
 * @probe: how it was tried
 * @outcome: what was seen
 *
 * Returns: (transfer full): an observation with no time, no address, no
 *   error and no ICMP yet
 */
KaitsuObservation *
kaitsu_observation_new (KaitsuProbeKind probe, KaitsuOutcome outcome)
{
  KaitsuObservation *self = g_atomic_rc_box_new0 (KaitsuObservation);

  self->probe = probe;
  self->outcome = outcome;
  self->rtt_us = -1;
  self->took_us = -1;
  self->icmp.type = -1;
  self->icmp.code = -1;
  return self;
}

/**
 * kaitsu_observation_ref:
 * @self: an observation
 *
 * Returns: (transfer full): @self
 */
KaitsuObservation *
kaitsu_observation_ref (KaitsuObservation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KaitsuObservation *self = data;

  g_free (self->host);
  g_free (self->address);
  g_free (self->icmp.offender);
  g_free (self->detail);
}

/**
 * kaitsu_observation_unref:
 * @self: (transfer full): an observation
 */
void
kaitsu_observation_unref (KaitsuObservation *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * kaitsu_observation_set_detail:
 * @self: an observation that is still being made
 * @bytes: (nullable): text from outside
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Keeps one clean line of at most 200 characters of it.
 */
void
kaitsu_observation_set_detail (KaitsuObservation *self, const char *bytes, gssize length)
{
  g_free (self->detail);
  self->detail = bytes != NULL ? kaitsu_text_clean (bytes, length, MAX_DETAIL_CHARS) : NULL;
}

/**
 * kaitsu_observation_is_only_out_of_date:
 * @self: an observation
 *
 * A certificate of the right name from a trusted authority proves the other
 * end even if its dates do not fit this PC's clock (RFC 5280 section 6.1.3
 * keeps the two apart); the clock gets a notice of its own.
 *
 * Returns: whether nothing but the dates is wrong with a certificate
 */
gboolean
kaitsu_observation_is_only_out_of_date (const KaitsuObservation *self)
{
  return self->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED && self->tls_errors != 0
         && (self->tls_errors & ~DATES) == 0;
}

/**
 * kaitsu_observation_is_of_another_name:
 * @self: an observation
 *
 * Whoever reads along makes a certificate for the name that was asked for; one for
 * another name, from a trusted authority, is mostly a slip of who runs the host.
 *
 * Returns: whether a certificate, whatever its dates, is only of another name
 */
gboolean
kaitsu_observation_is_of_another_name (const KaitsuObservation *self)
{
  return self->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED
         && (self->tls_errors & ~DATES) == G_TLS_CERTIFICATE_BAD_IDENTITY;
}

/**
 * kaitsu_observation_is_rejected_on_the_way:
 * @self: an observation
 *
 * Returns: whether somebody else than its target sent an ICMP error
 */
gboolean
kaitsu_observation_is_rejected_on_the_way (const KaitsuObservation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->outcome == KAITSU_OUTCOME_ICMP
         && g_strcmp0 (self->icmp.offender, self->address) != 0;
}

/**
 * kaitsu_observation_is_answered:
 * @self: an observation
 *
 * Returns: whether its port was answered, by whomever
 */
gboolean
kaitsu_observation_is_answered (const KaitsuObservation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->outcome == KAITSU_OUTCOME_ANSWERED || self->outcome == KAITSU_OUTCOME_CONNECTED
         || self->outcome == KAITSU_OUTCOME_TLS_UNTRUSTED;
}

/**
 * kaitsu_observation_is_certified:
 * @self: an observation
 *
 * Returns: whether a verified certificate says who answered
 */
gboolean
kaitsu_observation_is_certified (const KaitsuObservation *self)
{
  return (self->outcome == KAITSU_OUTCOME_ANSWERED || kaitsu_observation_is_only_out_of_date (self))
         && (self->probe == KAITSU_PROBE_KIND_HTTPS || self->probe == KAITSU_PROBE_KIND_SMTPS);
}

/**
 * kaitsu_observation_get_errno_name:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): the errno's symbolic name such as
 *   "ECONNREFUSED", or %NULL if there was no error
 */
const char *
kaitsu_observation_get_errno_name (const KaitsuObservation *self)
{
  return self->error_number > 0 ? strerrorname_np (self->error_number) : NULL;
}
