/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-finding.h"

/**
 * kaitsu_finding_copy:
 * @source: a finding
 * @destination: an initialised finding; what it held is freed
 */
void
kaitsu_finding_copy (const KaitsuFinding *source, KaitsuFinding *destination)
{
  KaitsuFinding copy = *source;

  copy.offender = g_strdup (source->offender);
  copy.rule = g_strdup (source->rule);
  kaitsu_finding_clear (destination);
  *destination = copy;
}

/**
 * kaitsu_finding_clear:
 * @self: a finding; is as good as new afterwards
 */
void
kaitsu_finding_clear (KaitsuFinding *self)
{
  g_free (self->offender);
  g_free (self->rule);
  *self = (KaitsuFinding) KAITSU_FINDING_INIT;
}

/**
 * kaitsu_finding_add_suspect:
 * @self: a finding
 * @party: who may be stopping the traffic, less likely than those before
 */
void
kaitsu_finding_add_suspect (KaitsuFinding *self, KaitsuParty party)
{
  if (self->n_suspects < KAITSU_MAX_SUSPECTS && !kaitsu_finding_suspects (self, party))
    self->suspects[self->n_suspects++] = party;
}

/**
 * kaitsu_finding_suspects:
 * @self: a finding
 * @party: a party
 *
 * Returns: whether @party is among the suspects
 */
gboolean
kaitsu_finding_suspects (const KaitsuFinding *self, KaitsuParty party)
{
  for (guint i = 0; i < self->n_suspects; i++)
    if (self->suspects[i] == party)
      return TRUE;
  return FALSE;
}
