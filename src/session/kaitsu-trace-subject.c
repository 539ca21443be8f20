/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-trace-subject.h"

/* Some routers tell of TCP packets only: what is silent on UDP is compared with
 * UDP as well. NTP is what firewalls let pass if they let anything pass. */
static const KaitsuPort udp_references[] = { { KAITSU_PROTOCOL_UDP, 123 },
                                             { KAITSU_PROTOCOL_UDP, 53 } };

static void
subject_free (gpointer data)
{
  KaitsuTraceSubject *subject = data;

  g_ptr_array_unref (subject->observations);
  g_free (subject);
}

/**
 * kaitsu_trace_subjects_new:
 *
 * Returns: (transfer full) (element-type KaitsuTraceSubject): no port yet
 */
GPtrArray *
kaitsu_trace_subjects_new (void)
{
  return g_ptr_array_new_with_free_func (subject_free);
}

/**
 * kaitsu_trace_subjects_get:
 * @subjects: (element-type KaitsuTraceSubject): ports
 * @index: of one of them
 *
 * Returns: (transfer none): that one
 */
KaitsuTraceSubject *
kaitsu_trace_subjects_get (GPtrArray *subjects, guint index)
{
  g_return_val_if_fail (index < subjects->len, NULL);
  return g_ptr_array_index (subjects, index);
}

/**
 * kaitsu_trace_subjects_find:
 * @subjects: (element-type KaitsuTraceSubject): ports
 * @port: one that may be among them
 * @index: (out) (optional): its index
 *
 * Returns: (transfer none) (nullable): it
 */
KaitsuTraceSubject *
kaitsu_trace_subjects_find (GPtrArray *subjects, KaitsuPort port, guint *index)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      KaitsuTraceSubject *subject = g_ptr_array_index (subjects, i);
      if (!kaitsu_port_equal (subject->port, port))
        continue;
      if (index != NULL)
        *index = i;
      return subject;
    }
  return NULL;
}

/**
 * kaitsu_trace_subjects_add:
 * @subjects: (element-type KaitsuTraceSubject): ports
 * @port: one more
 *
 * Returns: (transfer none) (nullable): it; %NULL if it is there, or one too many
 */
KaitsuTraceSubject *
kaitsu_trace_subjects_add (GPtrArray *subjects, KaitsuPort port)
{
  if (subjects->len >= KAITSU_HOP_MAX_PORTS
      || kaitsu_trace_subjects_find (subjects, port, NULL) != NULL)
    return NULL;

  KaitsuTraceSubject *subject = g_new0 (KaitsuTraceSubject, 1);

  subject->port = port;
  subject->observations = g_ptr_array_new_with_free_func (
      (GDestroyNotify) kaitsu_observation_unref);
  g_ptr_array_add (subjects, subject);
  return subject;
}

static gboolean
is_any_udp (GArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    if (g_array_index (ports, KaitsuPort, i).protocol == KAITSU_PROTOCOL_UDP)
      return TRUE;
  return FALSE;
}

/**
 * kaitsu_trace_pick_udp_reference:
 * @ports: (element-type KaitsuPort): the ports that may be followed
 * @reference: (out): a UDP port that is none of them
 *
 * Returns: whether there is any UDP port to compare, and one to compare it with
 */
gboolean
kaitsu_trace_pick_udp_reference (GArray *ports, KaitsuPort *reference)
{
  for (gsize i = 0; is_any_udp (ports) && i < G_N_ELEMENTS (udp_references); i++)
    if (!kaitsu_port_is_among (udp_references[i], ports))
      {
        *reference = udp_references[i];
        return TRUE;
      }
  return FALSE;
}

/**
 * kaitsu_trace_subjects_add_udp_reference:
 * @subjects: (element-type KaitsuTraceSubject): ports
 *
 * Adds the UDP port that only serves to be compared with, if there is any UDP
 * port to compare.
 */
void
kaitsu_trace_subjects_add_udp_reference (GPtrArray *subjects)
{
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  KaitsuTraceSubject *subject = NULL;
  KaitsuPort reference;

  for (guint i = 0; i < subjects->len; i++)
    g_array_append_val (ports, kaitsu_trace_subjects_get (subjects, i)->port);
  if (kaitsu_trace_pick_udp_reference (ports, &reference))
    subject = kaitsu_trace_subjects_add (subjects, reference);
  if (subject != NULL)
    subject->reference = TRUE;
}

/**
 * kaitsu_trace_subjects_find_reference:
 * @subjects: (element-type KaitsuTraceSubject): ports
 * @index: (out): its index
 *
 * Returns: (transfer none) (nullable): the UDP port that only serves to be
 *   compared with
 */
KaitsuTraceSubject *
kaitsu_trace_subjects_find_reference (GPtrArray *subjects, guint *index)
{
  for (*index = 0; *index < subjects->len; ++*index)
    if (kaitsu_trace_subjects_get (subjects, *index)->reference)
      return kaitsu_trace_subjects_get (subjects, *index);
  return NULL;
}

/**
 * kaitsu_trace_subjects_tell_of_udp:
 * @subjects: (element-type KaitsuTraceSubject): ports
 * @subject: a UDP port among them
 *
 * Returns: whether UDP of another port was told of at or beyond the place where
 *   this one is missed
 */
gboolean
kaitsu_trace_subjects_tell_of_udp (GPtrArray *subjects, const KaitsuTraceSubject *subject)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const KaitsuTraceSubject *other = kaitsu_trace_subjects_get (subjects, i);
      if (other != subject && other->port.protocol == KAITSU_PROTOCOL_UDP
          && other->decision.passed >= subject->decision.next)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_trace_subject_get_decision:
 * @self: a port
 * @decision: (out): what became of it
 *
 * Returns: whether that is anything to judge by
 */
gboolean
kaitsu_trace_subject_get_decision (const KaitsuTraceSubject *self, KaitsuHopDecision *decision)
{
  if (self->reference || self->dismissed || self->decision.verdict == KAITSU_HOP_VERDICT_UNDECIDED
      || (self->watched && self->decision.verdict != KAITSU_HOP_VERDICT_NEARER))
    return FALSE;
  *decision = self->decision;
  return TRUE;
}
