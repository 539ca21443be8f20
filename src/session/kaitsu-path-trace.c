/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-path-trace.h"

#include "kaitsu-control-list.h"
#include "kaitsu-hop-list.h"
#include "kaitsu-hop-probe.h"
#include "kaitsu-hop-reply.h"
#include "kaitsu-pc-test.h"
#include "kaitsu-trace-subject.h"

/* Below the second after which the kernel repeats a SYN: one packet a probe. */
#define PROBE_TIMEOUT_MS 900

/* What is assumed until a control has been timed; only spaces the slots. */
#define DEFAULT_RTT_MS 50

/* Each control that turns out unfit costs time; who needs more has no line to
 * judge. */
#define MAX_CONTROLS 5

struct _KaitsuPathTrace
{
  GObject parent_instance;

  const KaitsuTarget *target;
  KaitsuFamily family;
  KaitsuNet *net;
  KaitsuHostBook *book;
  gint64 started;

  GTask *task;
  GCancellable *cancellable; /* of packets that are under way */
  GInetAddress *address;
  GPtrArray *subjects; /* of KaitsuTraceSubject */
  KaitsuHopRule *rule;
  GPtrArray *heard;    /* so far, of KaitsuObservation */
  gboolean heard_all;  /* whoever is quick has answered */
  gboolean awaits_control;
  GArray *tried;       /* of KaitsuControlChoice; the last one is in use */
  GPtrArray *hosts;    /* of these */
  GPtrArray *addresses; /* of utf8: an offender's number is its index + 1 */
  KaitsuHopList *hops;
  GSource *stop;
  guint wake_id;
  guint pending;
  gboolean decided;
};

G_DEFINE_FINAL_TYPE (KaitsuPathTrace, kaitsu_path_trace, G_TYPE_OBJECT)

static void advance (KaitsuPathTrace *self);
static void wake_at (KaitsuPathTrace *self, gint64 when);

static void
kaitsu_path_trace_dispose (GObject *object)
{
  KaitsuPathTrace *self = KAITSU_PATH_TRACE (object);

  g_clear_handle_id (&self->wake_id, g_source_remove);
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  g_clear_pointer (&self->rule, kaitsu_hop_rule_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->address);
  g_clear_object (&self->net);
  g_clear_object (&self->book);
  G_OBJECT_CLASS (kaitsu_path_trace_parent_class)->dispose (object);
}

static void
kaitsu_path_trace_finalize (GObject *object)
{
  KaitsuPathTrace *self = KAITSU_PATH_TRACE (object);

  g_array_unref (self->tried);
  g_ptr_array_unref (self->hosts);
  g_clear_pointer (&self->heard, g_ptr_array_unref);
  g_ptr_array_unref (self->subjects);
  g_ptr_array_unref (self->addresses);
  kaitsu_hop_list_free (self->hops);
  G_OBJECT_CLASS (kaitsu_path_trace_parent_class)->finalize (object);
}

static void
kaitsu_path_trace_class_init (KaitsuPathTraceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_path_trace_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_path_trace_finalize;
}

static void
kaitsu_path_trace_init (KaitsuPathTrace *self)
{
  self->subjects = kaitsu_trace_subjects_new ();
  self->tried = g_array_new (FALSE, TRUE, sizeof (KaitsuControlChoice));
  self->hosts = g_ptr_array_new_with_free_func (g_free);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->hops = kaitsu_hop_list_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * kaitsu_path_trace_new:
 * @target: where ports are followed to, if its controls are fit to compare
 *   with; owned by the targets, which outlive this
 * @family: the family
 * @net: the network
 * @book: what is known about hosts
 * @started: monotonic time in microseconds that observations count from
 *
 * Returns: (transfer full): a trace without ports
 */
KaitsuPathTrace *
kaitsu_path_trace_new (const KaitsuTarget *target,
                       KaitsuFamily family,
                       KaitsuNet *net,
                       KaitsuHostBook *book,
                       gint64 started)
{
  g_return_val_if_fail (target != NULL && KAITSU_IS_NET (net), NULL);

  KaitsuPathTrace *self = g_object_new (KAITSU_TYPE_PATH_TRACE, NULL);

  self->target = target;
  self->family = family;
  self->net = g_object_ref (net);
  self->book = g_object_ref (book);
  self->started = started;
  return self;
}

/**
 * kaitsu_path_trace_add_port:
 * @self: a trace that has not begun
 * @port: a port that may have to be followed; it waits for being admitted,
 *   watched or dismissed
 */
void
kaitsu_path_trace_add_port (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self) && self->task == NULL);

  kaitsu_trace_subjects_add (self->subjects, port);
}

static const KaitsuControlChoice *
control (KaitsuPathTrace *self)
{
  return &g_array_index (self->tried, KaitsuControlChoice, self->tried->len - 1);
}

/* Tells the rule what became of a port. */
static void
tell_rule (KaitsuPathTrace *self, guint index)
{
  const KaitsuTraceSubject *subject = kaitsu_trace_subjects_get (self->subjects, index);

  if (subject->dismissed
      || (subject->watched && kaitsu_port_equal (subject->port, control (self)->port)))
    kaitsu_hop_rule_dismiss (self->rule, index);
  else if (subject->watched)
    kaitsu_hop_rule_watch (self->rule, index);
  else if (subject->admitted)
    kaitsu_hop_rule_admit (self->rule, index);
}

static void
note_change (KaitsuPathTrace *self, guint index)
{
  if (self->rule == NULL || self->decided)
    return;
  tell_rule (self, index);
  advance (self);
  if (self->decided) /* ends by itself, and not below whoever brings the news */
    wake_at (self, 0);
}

/**
 * kaitsu_path_trace_admit_port:
 * @self: a trace
 * @port: one of its ports, which has been silent long enough
 */
void
kaitsu_path_trace_admit_port (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self));

  guint index = 0;
  KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, &index);

  if (subject == NULL || subject->admitted || subject->dismissed || subject->watched)
    return;
  subject->admitted = TRUE;
  note_change (self, index);
}

/**
 * kaitsu_path_trace_watch_port:
 * @self: a trace
 * @port: one of its ports, a TCP port that was answered: is it the destination
 *   that answers?
 */
void
kaitsu_path_trace_watch_port (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self));

  guint index = 0;
  KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, &index);

  if (subject == NULL || subject->dismissed || subject->watched)
    return;
  subject->watched = TRUE;
  note_change (self, index);
}

/**
 * kaitsu_path_trace_dismiss_port:
 * @self: a trace
 * @port: a port that was answered after all; it is tried no more
 */
void
kaitsu_path_trace_dismiss_port (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self));

  guint index = 0;
  KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, &index);

  if (subject == NULL || subject->dismissed || subject->watched)
    return;
  subject->dismissed = TRUE;
  note_change (self, index);
}

/**
 * kaitsu_path_trace_is_tracing:
 * @self: a trace
 * @port: a port
 *
 * Returns: whether @port is one of its ports and was not dismissed
 */
gboolean
kaitsu_path_trace_is_tracing (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_val_if_fail (KAITSU_IS_PATH_TRACE (self), FALSE);

  const KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, NULL);
  return subject != NULL && !subject->reference && subject->admitted
         && !subject->watched && !subject->dismissed;
}

static gint64
now_ms (KaitsuPathTrace *self)
{
  return (g_get_monotonic_time () - self->started) / 1000;
}

static guint32
number_of (KaitsuPathTrace *self, const char *address)
{
  guint index;

  if (address == NULL)
    return 0;
  if (!g_ptr_array_find_with_equal_func (self->addresses, address, g_str_equal, &index))
    {
      index = self->addresses->len;
      g_ptr_array_add (self->addresses, g_strdup (address));
    }
  return index + 1;
}

static const char *
name_of (KaitsuPathTrace *self, guint32 number)
{
  return number > 0 ? g_ptr_array_index (self->addresses, number - 1) : NULL;
}

/* --- sending what the rule asks for --- */

typedef struct {
  KaitsuPathTrace *trace;
  guint control; /* how many had been tried: another may be in use by now */
  KaitsuHopProbe probe;
} Packet;

static void
packet_free (Packet *packet)
{
  g_object_unref (packet->trace);
  g_free (packet);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Packet, packet_free)

/* The answers of the controls say where the hops are. */
static void
keep (KaitsuPathTrace *self, const Packet *packet, KaitsuObservation *o)
{
  gboolean is_control = packet->probe.port == KAITSU_HOP_CONTROL;

  if (is_control && kaitsu_hop_reply_for (o) == KAITSU_HOP_REPLY_TIME_EXCEEDED)
    kaitsu_hop_list_note (self->hops, packet->probe.hop, o->icmp.offender, o->rtt_us);
  if (!is_control)
    g_ptr_array_add (kaitsu_trace_subjects_get (self->subjects, packet->probe.port)->observations,
                     kaitsu_observation_ref (o));
}

static void finish_if_idle (KaitsuPathTrace *self);

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Packet) packet = user_data;
  KaitsuPathTrace *self = packet->trace;
  g_autoptr (KaitsuObservation) o = kaitsu_hop_probe_finish (KAITSU_NET (source), result, NULL);

  self->pending--;
  if (o != NULL)
    keep (self, packet, o);
  if (o != NULL && !self->decided && self->tried->len == packet->control)
    {
      kaitsu_hop_rule_report (self->rule, packet->probe.id, kaitsu_hop_reply_for (o),
                              number_of (self, o->icmp.offender), o->rtt_us);
      advance (self);
    }
  finish_if_idle (self);
}

/* Who has to queue for a place would be sent later than the rule meant, in one
 * burst with others. */
static void
forgo (Packet *packet)
{
  KaitsuPathTrace *self = packet->trace;

  self->pending--;
  if (!self->decided && self->rule != NULL && self->tried->len == packet->control)
    kaitsu_hop_rule_report (self->rule, packet->probe.id, KAITSU_HOP_REPLY_NOT_SENT, 0, -1);
  finish_if_idle (self);
  packet_free (packet);
}

static void
send_packet (Packet *packet)
{
  KaitsuPathTrace *self = packet->trace;
  gboolean is_control = packet->probe.port == KAITSU_HOP_CONTROL;
  KaitsuHopProbeRequest request = {
    .family = self->family,
    .host = control (self)->host,
    .address = self->address,
    .hop_limit = packet->probe.hop,
    .control = is_control,
    .timeout_ms = PROBE_TIMEOUT_MS,
  };

  if (kaitsu_net_get_open (self->net) >= KAITSU_NET_MAX_SOCKETS)
    {
      forgo (packet);
      return;
    }

  if (is_control)
    request.port = control (self)->port;
  else
    request.port = kaitsu_trace_subjects_get (self->subjects, packet->probe.port)->port;
  kaitsu_hop_probe_async (self->net, &request, self->started,
                          self->cancellable, probe_cb, packet);
}

static gboolean
send_later_cb (gpointer user_data)
{
  send_packet (user_data);
  return G_SOURCE_REMOVE;
}

static void
post (KaitsuPathTrace *self, const KaitsuHopProbe *probe)
{
  Packet *packet = g_new0 (Packet, 1);

  packet->trace = g_object_ref (self);
  packet->control = self->tried->len;
  packet->probe = *probe;
  self->pending++;
  if (probe->delay_ms == 0)
    send_packet (packet);
  else /* the packet keeps the trace alive until it is sent */
    g_timeout_add (probe->delay_ms, send_later_cb, packet);
}

/* --- following the rule --- */

static gboolean
wake_cb (gpointer user_data)
{
  KaitsuPathTrace *self = user_data;

  self->wake_id = 0;
  advance (self);
  finish_if_idle (self);
  return G_SOURCE_REMOVE;
}

static void
wake_at (KaitsuPathTrace *self, gint64 when)
{
  gint64 delay = CLAMP (when - now_ms (self), 0, 60000);

  g_clear_handle_id (&self->wake_id, g_source_remove);
  self->wake_id = g_timeout_add ((guint) delay, wake_cb, self);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KaitsuPathTrace) self = user_data;
  gint64 rtt_us = control (self)->rtt_us;

  g_clear_object (&self->address);
  self->address = kaitsu_host_book_lookup_finish (KAITSU_HOST_BOOK (source), result, NULL);
  self->pending--;
  if (self->address == NULL)
    self->decided = TRUE;
  else if (!self->decided)
    {
      self->rule = kaitsu_hop_rule_new (self->subjects->len,
                                        rtt_us < 0 ? DEFAULT_RTT_MS
                                                   : (guint) MIN (rtt_us / 1000, 3000));
      for (guint i = 0; i < self->subjects->len; i++)
        tell_rule (self, i);
      advance (self);
    }
  finish_if_idle (self);
}

static gboolean
was_tried (KaitsuPathTrace *self, const KaitsuControlChoice *choice)
{
  for (guint i = 0; i < self->tried->len; i++)
    {
      const KaitsuControlChoice *tried = &g_array_index (self->tried, KaitsuControlChoice, i);
      if (kaitsu_port_equal (tried->port, choice->port) && g_str_equal (tried->host, choice->host))
        return TRUE;
    }
  return FALSE;
}

/* Everything is seen beside one control: another one starts anew. Returns
 * whether there is one. */
static gboolean
use_next_control (KaitsuPathTrace *self)
{
  g_autoptr (GArray) choices = kaitsu_control_list_new (self->target, self->heard);

  for (guint i = 0; i < choices->len && self->tried->len < MAX_CONTROLS; i++)
    {
      KaitsuControlChoice choice = g_array_index (choices, KaitsuControlChoice, i);

      if (was_tried (self, &choice))
        continue;
      choice.host = g_strdup (choice.host);
      g_ptr_array_add (self->hosts, (char *) choice.host);
      g_array_append_val (self->tried, choice);
      g_clear_pointer (&self->rule, kaitsu_hop_rule_free);
      kaitsu_hop_list_clear (self->hops);
      self->awaits_control = FALSE;
      self->pending++;
      kaitsu_host_book_lookup_async (self->book, choice.host, self->family, lookup_cb,
                                     g_object_ref (self));
      return TRUE;
    }
  return FALSE;
}

/* Somebody nearer answers the control: that is worth knowing of its port. */
static void
note_near_control (KaitsuPathTrace *self)
{
  KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, control (self)->port, NULL);

  if (subject == NULL || !subject->watched
      || kaitsu_hop_rule_get_control (self->rule) != KAITSU_HOP_CONTROL_NEARER)
    return;
  subject->decision.verdict = KAITSU_HOP_VERDICT_NEARER;
  subject->decision.next = kaitsu_hop_rule_get_total (self->rule);
}

/* An intercepted or closed control is none: the next one may do, and if nobody
 * else has answered yet, who answers next. */
static gboolean
take_next_control (KaitsuPathTrace *self)
{
  KaitsuHopControl state = kaitsu_hop_rule_get_control (self->rule);

  note_near_control (self);
  if (state == KAITSU_HOP_CONTROL_LEARNING || state == KAITSU_HOP_CONTROL_USABLE)
    return FALSE;
  self->awaits_control = !use_next_control (self) && !self->heard_all;
  return self->rule == NULL || self->awaits_control;
}

static void
keep_decisions (KaitsuPathTrace *self)
{
  for (guint i = 0; i < self->subjects->len; i++)
    {
      KaitsuTraceSubject *subject = kaitsu_trace_subjects_get (self->subjects, i);

      if (subject->decision.verdict != KAITSU_HOP_VERDICT_NEARER)
        subject->decision = kaitsu_hop_rule_decide (self->rule, i);
    }
}

static void
pc_test_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Packet *packet = user_data;
  g_autoptr (Packet) owned = packet;
  KaitsuPathTrace *self = packet->trace;
  KaitsuTraceSubject *subject = kaitsu_trace_subjects_get (self->subjects, packet->probe.port);

  if (!kaitsu_pc_test_finish (KAITSU_NET (source), result, &subject->pc, NULL))
    subject->pc = KAITSU_PC_ANSWER_UNKNOWN;
  self->pending--;
  finish_if_idle (self);
}

/* Nothing was seen at hop 1: it is this PC or the router's near side, and
 * only this PC's own counters can tell them apart. */
static void
test_pc (KaitsuPathTrace *self)
{
  for (guint i = 0; i < self->subjects->len; i++)
    {
      KaitsuTraceSubject *subject = kaitsu_trace_subjects_get (self->subjects, i);
      if (subject->decision.verdict != KAITSU_HOP_VERDICT_BLOCKED || subject->decision.passed > 0
          || subject->decision.rejected)
        continue;
      if (subject->port.protocol == KAITSU_PROTOCOL_UDP)
        { /* the kernel would have said so: send() gives EPERM (probing, fact 2) */
          subject->pc = KAITSU_PC_ANSWER_LEAVES;
          continue;
        }
      Packet *packet = g_new0 (Packet, 1);
      packet->trace = g_object_ref (self);
      packet->probe.port = i;
      self->pending++;
      kaitsu_pc_test_async (self->net, self->address, subject->port,
                            g_task_get_cancellable (self->task), pc_test_cb, packet);
    }
}

/* The routers need not be asked about the UDP port that only serves to be
 * compared with before another UDP port is missed. Returns whether it is. */
static gboolean
settle_reference (KaitsuPathTrace *self)
{
  guint index;
  KaitsuTraceSubject *reference = kaitsu_trace_subjects_find_reference (self->subjects, &index);
  gboolean open = FALSE, missed = FALSE;

  if (reference == NULL || reference->admitted || reference->dismissed)
    return FALSE;
  for (guint i = 0; i < self->subjects->len; i++)
    {
      const KaitsuTraceSubject *subject = kaitsu_trace_subjects_get (self->subjects, i);
      KaitsuHopDecision decision = kaitsu_hop_rule_decide (self->rule, i);

      if (subject == reference || subject->port.protocol != KAITSU_PROTOCOL_UDP
          || subject->dismissed)
        continue;
      open |= decision.verdict == KAITSU_HOP_VERDICT_UNDECIDED;
      missed |= decision.slots > 0 || decision.verdict == KAITSU_HOP_VERDICT_BLOCKED;
    }
  reference->admitted = missed;
  reference->dismissed = !missed && !open;
  tell_rule (self, index);
  return reference->admitted || reference->dismissed;
}

/* What is still under way cannot change anything any more. */
static void
conclude (KaitsuPathTrace *self)
{
  self->decided = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wake_id, g_source_remove);
  keep_decisions (self);
  test_pc (self);
}

static void
advance (KaitsuPathTrace *self)
{
  KaitsuHopSlot slot = { NULL, 0, 0 };

  if (self->decided || self->rule == NULL || self->awaits_control)
    return;
  for (;;)
    {
      switch (kaitsu_hop_rule_next (self->rule, now_ms (self), &slot))
        {
        case KAITSU_HOP_STEP_SEND:
          for (guint i = 0; i < slot.n_probes; i++)
            post (self, &slot.probes[i]);
          continue;
        case KAITSU_HOP_STEP_WAIT:
          if (settle_reference (self))
            continue;
          wake_at (self, slot.wake_ms);
          return;
        case KAITSU_HOP_STEP_DONE:
          if (!take_next_control (self))
            conclude (self);
          return;
        }
    }
}

static void
finish_if_idle (KaitsuPathTrace *self)
{
  if (!self->decided || self->pending > 0 || self->task == NULL)
    return;

  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_clear_handle_id (&self->wake_id, g_source_remove);
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_task_return_boolean (task, TRUE);
}

/* Stopped: what is on its way is cancelled as well, so this soon ends. */
static gboolean
stop_cb (GCancellable *cancellable, gpointer user_data)
{
  KaitsuPathTrace *self = user_data;

  self->decided = TRUE;
  g_cancellable_cancel (self->cancellable);
  finish_if_idle (self);
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_path_trace_run_async:
 * @self: a trace with its ports, once
 * @heard: (element-type KaitsuObservation): what was seen so far, in its family
 * @cancellable: ends it early; nothing is then decided
 * @callback: is told
 * @user_data: for @callback
 */
void
kaitsu_path_trace_run_async (KaitsuPathTrace *self,
                             GPtrArray *heard,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self) && self->task == NULL);

  kaitsu_trace_subjects_add_udp_reference (self->subjects);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kaitsu_path_trace_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  if (cancellable != NULL)
    {
      self->stop = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->stop, G_SOURCE_FUNC (stop_cb), self, NULL);
      g_source_attach (self->stop, g_task_get_context (self->task));
    }
  self->heard = g_ptr_array_ref (heard);
  use_next_control (self); /* the target's own, if nobody else was heard */
}

/**
 * kaitsu_path_trace_hear:
 * @self: a trace that has begun
 * @heard: (element-type KaitsuObservation): what was seen so far, in its family
 * @all: whether whoever is quick has answered by now
 *
 * Who answered may serve as another control.
 */
void
kaitsu_path_trace_hear (KaitsuPathTrace *self, GPtrArray *heard, gboolean all)
{
  g_return_if_fail (KAITSU_IS_PATH_TRACE (self) && heard != NULL);

  if (self->heard_all || self->decided)
    return;
  g_clear_pointer (&self->heard, g_ptr_array_unref);
  self->heard = g_ptr_array_ref (heard);
  self->heard_all = all;
  if (!self->awaits_control || use_next_control (self) || !all)
    return;
  self->awaits_control = FALSE;
  conclude (self);
  wake_at (self, 0); /* ends by itself, and not below whoever brings the news */
}

/**
 * kaitsu_path_trace_run_finish:
 * @self: a trace
 * @result: as given to the callback
 * @error: never set
 *
 * Returns: %TRUE
 */
gboolean
kaitsu_path_trace_run_finish (KaitsuPathTrace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kaitsu_path_trace_get_fact:
 * @self: a trace that has ended
 * @port: a port
 * @fact: (out): what was found; borrows from @self
 *
 * Returns: whether anything was decided about @port
 */
gboolean
kaitsu_path_trace_get_fact (KaitsuPathTrace *self, KaitsuPort port, KaitsuPathFact *fact)
{
  g_return_val_if_fail (KAITSU_IS_PATH_TRACE (self), FALSE);

  const KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, NULL);

  *fact = (KaitsuPathFact){ .host = control (self)->host,
                            .hops = kaitsu_hop_list_get_addresses (self->hops) };
  if (subject == NULL || !kaitsu_trace_subject_get_decision (subject, &fact->decision))
    return FALSE;
  fact->pc = subject->pc;
  fact->offender = name_of (self, fact->decision.offender);
  if (port.protocol == KAITSU_PROTOCOL_UDP && fact->decision.verdict == KAITSU_HOP_VERDICT_BLOCKED
      && !fact->decision.rejected && !kaitsu_trace_subjects_tell_of_udp (self->subjects, subject))
    fact->decision.verdict = KAITSU_HOP_VERDICT_GAVE_UP;
  return TRUE;
}

/**
 * kaitsu_path_trace_get_observations:
 * @self: a trace
 * @port: a port
 *
 * Returns: (transfer none) (nullable) (element-type KaitsuObservation): what
 *   came back for its hop-limited packets
 */
GPtrArray *
kaitsu_path_trace_get_observations (KaitsuPathTrace *self, KaitsuPort port)
{
  g_return_val_if_fail (KAITSU_IS_PATH_TRACE (self), NULL);

  const KaitsuTraceSubject *subject = kaitsu_trace_subjects_find (self->subjects, port, NULL);
  return subject != NULL ? subject->observations : NULL;
}

/**
 * kaitsu_path_trace_get_hops:
 * @self: a trace
 *
 * Returns: (transfer none) (element-type utf8): addresses of the hops that
 *   answer the control, hop 1 first; "" where one does not answer
 */
GPtrArray *
kaitsu_path_trace_get_hops (KaitsuPathTrace *self)
{
  g_return_val_if_fail (KAITSU_IS_PATH_TRACE (self), NULL);
  return kaitsu_hop_list_get_addresses (self->hops);
}

/**
 * kaitsu_path_trace_get_hop_rtt:
 * @self: a trace
 * @hop: 1 or more
 *
 * Returns: the fastest answer of that hop in microseconds, -1 if none
 */
gint64
kaitsu_path_trace_get_hop_rtt (KaitsuPathTrace *self, guint hop)
{
  g_return_val_if_fail (KAITSU_IS_PATH_TRACE (self) && hop >= 1, -1);
  return kaitsu_hop_list_get_rtt (self->hops, hop);
}
