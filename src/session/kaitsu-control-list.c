/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-control-list.h"

/* Each that turns out unfit costs time; who needs more has no line to judge. */
#define MAX_CHOICES 5

static gboolean
is_answer (const KaitsuObservation *o)
{
  return (o->outcome == KAITSU_OUTCOME_CONNECTED || o->outcome == KAITSU_OUTCOME_ANSWERED)
         && o->host != NULL && o->probe != KAITSU_PROBE_KIND_DHCP;
}

static gboolean
has_port (GArray *choices, KaitsuPort port)
{
  for (guint i = 0; i < choices->len; i++)
    if (kaitsu_port_equal (g_array_index (choices, KaitsuControlChoice, i).port, port))
      return TRUE;
  return FALSE;
}

static gint64
fastest_answer (GPtrArray *heard, const char *host, KaitsuPort port)
{
  gint64 best = -1;

  for (guint i = 0; i < heard->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (heard, i);
      if (is_answer (o) && o->rtt_us >= 0 && kaitsu_port_equal (o->port, port)
          && g_strcmp0 (o->host, host) == 0)
        best = best < 0 ? o->rtt_us : MIN (best, o->rtt_us);
    }
  return best;
}

static gboolean
is_web (KaitsuPort port)
{
  const KaitsuPort http = { KAITSU_PROTOCOL_TCP, 80 };

  return kaitsu_port_equal (port, http);
}

static void
add_own (GArray *choices,
         const KaitsuTarget *target,
         GPtrArray *heard,
         gboolean web,
         gboolean even_unheard)
{
  for (guint i = 0; i < target->controls->len && choices->len < MAX_CHOICES; i++)
    {
      KaitsuPort port = g_array_index (target->controls, KaitsuPort, i);
      KaitsuControlChoice choice = { target->host, port,
                                     fastest_answer (heard, target->host, port) };

      if (is_web (port) == web && (choice.rtt_us >= 0 || even_unheard))
        g_array_append_val (choices, choice);
    }
}

static void
add_heard (GArray *choices, GPtrArray *heard, KaitsuProtocol protocol, gboolean web)
{
  for (guint i = 0; i < heard->len && choices->len < MAX_CHOICES; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (heard, i);
      KaitsuControlChoice choice = { o->host, o->port, -1 };

      if (!is_answer (o) || o->port.protocol != protocol || is_web (o->port) != web
          || has_port (choices, o->port))
        continue;
      choice.rtt_us = fastest_answer (heard, o->host, o->port);
      if (choice.rtt_us >= 0)
        g_array_append_val (choices, choice);
    }
}

/**
 * kaitsu_control_list_new:
 * @target: where silent ports are followed to by choice
 * @heard: (element-type KaitsuObservation): what was seen so far, of every
 *   host, in one family
 *
 * What is closed or intercepted is no control (probing notes, fact 6). So there
 * is a choice: the target's own controls that were heard, best first; then,
 * one of each port, whatever else answered; web pages in the clear after that,
 * since they are what boxes on the way answer for others; UDP last, since a
 * server may tire of being asked. If nothing was heard at all, the target's own
 * controls: they may be slow.
 *
 * Returns: (transfer full) (element-type KaitsuControlChoice): borrows hosts
 *   from @target and @heard
 */
GArray *
kaitsu_control_list_new (const KaitsuTarget *target, GPtrArray *heard)
{
  g_return_val_if_fail (target != NULL && heard != NULL, NULL);

  GArray *choices = g_array_new (FALSE, TRUE, sizeof (KaitsuControlChoice));

  add_own (choices, target, heard, FALSE, FALSE);
  add_heard (choices, heard, KAITSU_PROTOCOL_TCP, FALSE);
  add_own (choices, target, heard, TRUE, FALSE);
  add_heard (choices, heard, KAITSU_PROTOCOL_TCP, TRUE);
  add_heard (choices, heard, KAITSU_PROTOCOL_UDP, FALSE);
  if (choices->len > 0)
    return choices;
  add_own (choices, target, heard, FALSE, TRUE);
  add_own (choices, target, heard, TRUE, TRUE);
  return choices;
}
