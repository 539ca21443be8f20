/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-list.h"

struct _KaitsuHopList
{
  GPtrArray *addresses;
  GArray *rtts; /* of gint64, one for each address */
};

/**
 * kaitsu_hop_list_new:
 *
 * Returns: (transfer full): a list that knows of no hop
 */
KaitsuHopList *
kaitsu_hop_list_new (void)
{
  KaitsuHopList *self = g_new0 (KaitsuHopList, 1);

  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->rtts = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

/**
 * kaitsu_hop_list_free:
 * @self: (transfer full): a list
 */
void
kaitsu_hop_list_free (KaitsuHopList *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->addresses);
  g_array_unref (self->rtts);
  g_free (self);
}

/**
 * kaitsu_hop_list_clear:
 * @self: a list
 *
 * Forgets every hop: another way begins.
 */
void
kaitsu_hop_list_clear (KaitsuHopList *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->addresses, 0);
  g_array_set_size (self->rtts, 0);
}

/**
 * kaitsu_hop_list_note:
 * @self: a list
 * @hop: 1 or more
 * @address: (nullable): who answered there
 * @rtt_us: in how many microseconds; negative if that is not known
 *
 * The first address of a hop stays (on a forked way there may be more), and
 * its fastest answer.
 */
void
kaitsu_hop_list_note (KaitsuHopList *self, guint hop, const char *address, gint64 rtt_us)
{
  const gint64 unknown = -1;

  g_return_if_fail (self != NULL && hop >= 1);

  while (self->addresses->len < hop)
    {
      g_ptr_array_add (self->addresses, g_strdup (""));
      g_array_append_val (self->rtts, unknown);
    }
  char **known = (char **) &g_ptr_array_index (self->addresses, hop - 1);
  gint64 *fastest = &g_array_index (self->rtts, gint64, hop - 1);
  if (**known == '\0' && address != NULL)
    {
      g_free (*known);
      *known = g_strdup (address);
    }
  if (rtt_us >= 0 && (*fastest < 0 || rtt_us < *fastest))
    *fastest = rtt_us;
}

/**
 * kaitsu_hop_list_get_addresses:
 * @self: a list
 *
 * Returns: (transfer none) (element-type utf8): the addresses, hop 1 first; ""
 *   where a hop did not answer
 */
GPtrArray *
kaitsu_hop_list_get_addresses (KaitsuHopList *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->addresses;
}

/**
 * kaitsu_hop_list_get_rtt:
 * @self: a list
 * @hop: 1 or more
 *
 * Returns: the fastest answer of that hop in microseconds, -1 if none
 */
gint64
kaitsu_hop_list_get_rtt (KaitsuHopList *self, guint hop)
{
  g_return_val_if_fail (self != NULL && hop >= 1, -1);
  return hop <= self->rtts->len ? g_array_index (self->rtts, gint64, hop - 1) : -1;
}
