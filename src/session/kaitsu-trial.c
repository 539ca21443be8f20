/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-trial.h"

#include "kaitsu-address.h"
#include "kaitsu-probe.h"

/* A refusal is asked for again: "sometimes passes" must not look like "never
 * passes", and the judge wants two resets before it believes that somebody
 * nearer sent them. Routers soon tire of sending ICMP errors (six in a burst,
 * then one a second), so the further attempts do not wait long for one; and
 * one more must do, or nothing is left for those who follow other ports. */
#define ATTEMPTS_WHEN_RESET 3
#define ATTEMPTS_WHEN_REJECTED 2
#define AGAIN_TIMEOUT_MS 1200

/* A router that refuses what is too much for a moment (a limit of new sessions, a
 * filter that is loaded anew) must not look like one that refuses a port. */
#define REJECTED_AGAIN_MS 1000

/* Of a whole exchange; a TCP port where not even the handshake is answered is
 * silent before (probing notes, section 2). */
#define CONNECT_TIMEOUT_MS 5000
#define EXCHANGE_TIMEOUT_MS 8000
/* Beside a target that answers: a box in its place would be no slower. */
#define DECOY_TIMEOUT_MS 1500
#define DATAGRAM_TIMEOUT_MS 5000
#define DHCP_TIMEOUT_MS 4000

struct _KaitsuTrial
{
  GObject parent_instance;

  const KaitsuPlanEntry *entry;
  KaitsuFamily family;
  KaitsuNet *net;
  KaitsuHostBook *book;
  gint64 started;
  GPtrArray *observations;
  KaitsuPlanAttempt witness;
  GPtrArray *witnessed; /* of KaitsuObservation: at the witness, once it is asked */
  GStrv path_only;
  GCancellable *vigil; /* of attempts that nobody is expected to answer */
  GSource *stop;
  gboolean vigil_over;
  gboolean answered; /* nothing is left to be learnt from where nobody is */
  gboolean complete;
};

enum
{
  SIGNAL_ATTEMPT,
  SIGNAL_ATTEMPT_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KaitsuTrial, kaitsu_trial, G_TYPE_OBJECT)

/* A running trial; the task's data. */
typedef struct
{
  guint pending;
  gboolean cancelled;
  gboolean asked_witness;
} Progress;

/* One target on the way through lookup, control and probe. */
typedef struct
{
  GTask *task;
  const KaitsuPlanAttempt *attempt;
  GInetAddress *address;
  guint tries;
} Step;

static void
kaitsu_trial_dispose (GObject *object)
{
  KaitsuTrial *self = KAITSU_TRIAL (object);

  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  g_clear_object (&self->vigil);
  G_OBJECT_CLASS (kaitsu_trial_parent_class)->dispose (object);
}

static void
kaitsu_trial_finalize (GObject *object)
{
  KaitsuTrial *self = KAITSU_TRIAL (object);

  g_clear_object (&self->net);
  g_clear_object (&self->book);
  g_ptr_array_unref (self->observations);
  g_ptr_array_unref (self->witnessed);
  g_strfreev (self->path_only);
  G_OBJECT_CLASS (kaitsu_trial_parent_class)->finalize (object);
}

static void
kaitsu_trial_class_init (KaitsuTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_trial_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_trial_finalize;
  signals[SIGNAL_ATTEMPT] = g_signal_new ("attempt", KAITSU_TYPE_TRIAL, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ATTEMPT_DONE] = g_signal_new ("attempt-done", KAITSU_TYPE_TRIAL, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kaitsu_trial_init (KaitsuTrial *self)
{
  self->vigil = g_cancellable_new ();
  self->observations = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
  self->witnessed = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
}

static GStrv
list_path_only (const KaitsuPlanEntry *entry)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  for (guint i = 0; i < entry->attempts->len; i++)
    {
      const KaitsuPlanAttempt *attempt = &g_array_index (entry->attempts, KaitsuPlanAttempt, i);
      if (attempt->path_only)
        g_strv_builder_add (hosts, attempt->target->host);
    }
  return g_strv_builder_end (hosts);
}

/**
 * kaitsu_trial_new:
 * @entry: what to try; outlives the trial
 * @family: the family to try it in
 * @net: the network
 * @book: what is known about hosts
 * @started: monotonic time in microseconds that observations count from
 *
 * Returns: (transfer full): a trial that has not begun
 */
KaitsuTrial *
kaitsu_trial_new (const KaitsuPlanEntry *entry,
                  KaitsuFamily family,
                  KaitsuNet *net,
                  KaitsuHostBook *book,
                  gint64 started)
{
  KaitsuTrial *self = g_object_new (KAITSU_TYPE_TRIAL, NULL);

  self->entry = entry;
  self->family = family;
  self->net = g_object_ref (net);
  self->book = g_object_ref (book);
  self->started = started;
  self->path_only = list_path_only (entry);
  return self;
}

static Step *
step_new (GTask *task, const KaitsuPlanAttempt *attempt)
{
  Step *step = g_new0 (Step, 1);

  step->task = g_object_ref (task);
  step->attempt = attempt;
  return step;
}

static gboolean
is_of_witness (KaitsuTrial *self, const Step *step)
{
  return step->attempt == &self->witness;
}

/* Nothing got through, and nobody at the other end said why. */
static gboolean
is_missed (KaitsuTrial *self)
{
  gboolean missed = FALSE;

  for (guint i = 0; i < self->observations->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (self->observations, i);

      if (o->outcome != KAITSU_OUTCOME_SILENT && !kaitsu_observation_is_rejected_on_the_way (o))
        return FALSE;
      missed = TRUE;
    }
  return missed;
}

static gboolean
wants_witness (KaitsuTrial *self, const Progress *progress)
{
  return self->entry->witness != NULL && !progress->asked_witness && !progress->cancelled
         && is_missed (self);
}

static void begin_attempt (GTask *task, const KaitsuPlanAttempt *attempt);

/* The end of one target's way; the last one ends the trial, or lets the witness
 * be asked. */
static void
step_done (Step *step)
{
  g_autoptr (GTask) task = g_steal_pointer (&step->task);
  KaitsuTrial *self = g_task_get_source_object (task);
  Progress *progress = g_task_get_task_data (task);
  gboolean counts = !is_of_witness (self, step);

  g_clear_object (&step->address);
  g_free (step);
  if (counts)
    g_signal_emit (self, signals[SIGNAL_ATTEMPT_DONE], 0);
  if (--progress->pending > 0)
    return;
  if (wants_witness (self, progress))
    {
      progress->asked_witness = TRUE;
      self->witness = (KaitsuPlanAttempt){ self->entry->witness, KAITSU_PROBE_KIND_TCP, FALSE };
      begin_attempt (task, &self->witness);
      return;
    }
  self->complete = !progress->cancelled;
  g_task_return_boolean (task, TRUE);
}

static void
step_cancelled (Step *step)
{
  Progress *progress = g_task_get_task_data (step->task);

  progress->cancelled = TRUE;
  step_done (step);
}

static guint
timeout_for (KaitsuProbeKind kind)
{
  switch (kind)
    {
    case KAITSU_PROBE_KIND_HTTP:
    case KAITSU_PROBE_KIND_HTTPS:
    case KAITSU_PROBE_KIND_SMTPS:
    case KAITSU_PROBE_KIND_SUBMISSION:
    case KAITSU_PROBE_KIND_PORTAL:
      return EXCHANGE_TIMEOUT_MS;
    case KAITSU_PROBE_KIND_NTP:
    case KAITSU_PROBE_KIND_UDP:
      return DATAGRAM_TIMEOUT_MS;
    case KAITSU_PROBE_KIND_DHCP:
      return DHCP_TIMEOUT_MS;
    case KAITSU_PROBE_KIND_TCP:
    case KAITSU_PROBE_KIND_RESOLVE:
      return CONNECT_TIMEOUT_MS;
    }
  return CONNECT_TIMEOUT_MS;
}

static guint
timeout_of_step (KaitsuTrial *self, const Step *step)
{
  const KaitsuPlanAttempt *first = &g_array_index (self->entry->attempts, KaitsuPlanAttempt, 0);
  const KaitsuPlanAttempt *attempt = step->attempt;
  gboolean beside_others = FALSE;

  for (guint i = 0; i < self->entry->attempts->len; i++)
    beside_others |= !first[i].path_only;
  if (step->tries > 1)
    return AGAIN_TIMEOUT_MS;
  return attempt->path_only && beside_others ? DECOY_TIMEOUT_MS : timeout_for (attempt->kind);
}

static void probe (Step *step);

static void
again_control_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  if (kaitsu_host_book_control_finish (KAITSU_HOST_BOOK (source), result, NULL))
    probe (step);
  else
    step_cancelled (step);
}

/* The control first: a refusal is judged by how long it took beside what the
 * control takes at the same time. */
static void
probe_again (Step *step)
{
  KaitsuTrial *self = g_task_get_source_object (step->task);
  const KaitsuTarget *target = step->attempt->target;
  KaitsuPort control;

  if (target != NULL && kaitsu_target_get_control (target, self->entry->port->port, &control))
    kaitsu_host_book_control_again_async (self->book, target->host, self->family, control,
                                          step->address, again_control_cb, step);
  else
    probe (step);
}

static gboolean
wait_over_cb (gpointer user_data)
{
  Step *step = user_data;
  KaitsuTrial *self = g_task_get_source_object (step->task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (step->task)))
    step_cancelled (step);
  else if (self->vigil_over && step->attempt->path_only)
    step_done (step);
  else
    probe_again (step);
  return G_SOURCE_REMOVE;
}

/* Whoever stops the run does not wait for it. */
static void
wait_before_again (Step *step)
{
  KaitsuTrial *self = g_task_get_source_object (step->task);
  GCancellable *cancellable = step->attempt->path_only ? self->vigil
                                                       : g_task_get_cancellable (step->task);
  g_autoptr (GSource) wait = g_timeout_source_new (REJECTED_AGAIN_MS);

  if (cancellable != NULL)
    {
      g_autoptr (GSource) stop = g_cancellable_source_new (cancellable);
      g_source_set_dummy_callback (stop);
      g_source_add_child_source (wait, stop);
    }
  g_source_set_callback (wait, wait_over_cb, step, NULL);
  g_source_attach (wait, g_task_get_context (step->task));
}

/* Nothing came until it was clear that nothing more was to be waited for. */
static KaitsuObservation *
observe_silence (KaitsuTrial *self, const Step *step)
{
  KaitsuObservation *o = kaitsu_observation_new (step->attempt->kind, KAITSU_OUTCOME_SILENT);

  o->family = self->family;
  o->port = self->entry->port->port;
  o->host = g_strdup (step->attempt->target->host);
  o->address = g_inet_address_to_string (step->address);
  o->at_us = g_get_monotonic_time () - self->started;
  return o;
}

static gpointer
copy_observation (gconstpointer observation, gpointer user_data)
{
  return kaitsu_observation_ref ((KaitsuObservation *) observation);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  KaitsuTrial *self = g_task_get_source_object (step->task);
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, NULL);
  guint attempts = 1;
  gboolean rejected = FALSE;

  if (seen == NULL && self->vigil_over && step->attempt->path_only)
    {
      if (!self->answered)
        g_ptr_array_add (self->observations, observe_silence (self, step));
      step_done (step);
      return;
    }
  if (seen == NULL)
    {
      step_cancelled (step);
      return;
    }
  if (is_of_witness (self, step))
    {
      g_ptr_array_extend (self->witnessed, seen, copy_observation, NULL);
      step_done (step);
      return;
    }
  for (guint i = 0; i < seen->len; i++)
    {
      KaitsuObservation *o = g_ptr_array_index (seen, i);
      if (o->outcome == KAITSU_OUTCOME_REFUSED)
        attempts = ATTEMPTS_WHEN_RESET;
      else if (o->outcome == KAITSU_OUTCOME_ICMP)
        {
          attempts = MAX (attempts, ATTEMPTS_WHEN_REJECTED);
          rejected = TRUE;
        }
      self->answered |= o->outcome == KAITSU_OUTCOME_ANSWERED;
      g_ptr_array_add (self->observations, kaitsu_observation_ref (o));
    }
  if (self->answered)
    kaitsu_trial_end_vigil (self);
  if ((!step->attempt->path_only || kaitsu_trial_expects_silence (self)) && step->tries < attempts)
    {
      if (rejected)
        wait_before_again (step);
      else
        probe_again (step);
    }
  else
    step_done (step);
}

static void
probe (Step *step)
{
  KaitsuTrial *self = g_task_get_source_object (step->task);
  const KaitsuPlanAttempt *attempt = step->attempt;
  g_autoptr (KaitsuProbeRequest)
      request = kaitsu_probe_request_new (attempt->kind, self->entry->port->port);

  step->tries++;
  request->family = self->family;
  request->control = is_of_witness (self, step);
  request->timeout_ms = timeout_of_step (self, step);
  request->reopen_ms = kaitsu_host_book_get_interval_ms (self->book, self->family);
  if (attempt->target != NULL)
    {
      request->host = g_strdup (attempt->target->host);
      request->address = g_object_ref (step->address);
      if (!attempt->path_only)
        request->expect = g_strdup (attempt->target->expect);
    }
  kaitsu_probe_async (self->net, request, self->started,
                      attempt->path_only ? self->vigil : g_task_get_cancellable (step->task),
                      probe_cb, step);
}

static KaitsuObservation *
observe_unresolved (KaitsuTrial *self, const Step *step, const GError *error)
{
  KaitsuObservation *o = kaitsu_observation_new (KAITSU_PROBE_KIND_RESOLVE,
                                                 KAITSU_OUTCOME_UNRESOLVED);

  o->family = self->family;
  o->port = self->entry->port->port;
  o->host = g_strdup (step->attempt->target->host);
  o->at_us = g_get_monotonic_time () - self->started;
  kaitsu_observation_set_detail (o, error->message, -1);
  return o;
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  KaitsuTrial *self = g_task_get_source_object (step->task);
  g_autoptr (GError) error = NULL;

  step->address = kaitsu_host_book_lookup_finish (KAITSU_HOST_BOOK (source), result, &error);
  if (step->address != NULL)
    {
      probe (step);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      step_cancelled (step);
      return;
    }
  if (!is_of_witness (self, step))
    g_ptr_array_add (self->observations, observe_unresolved (self, step, error));
  step_done (step);
}

static void
control_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  if (!kaitsu_host_book_control_finish (KAITSU_HOST_BOOK (source), result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    step_cancelled (step);
  else
    step_done (step);
}

/* The target's control and its port go side by side: a verdict needs both. */
static void
begin_attempt (GTask *task, const KaitsuPlanAttempt *attempt)
{
  KaitsuTrial *self = g_task_get_source_object (task);
  Progress *progress = g_task_get_task_data (task);
  KaitsuPort control;

  progress->pending++;
  if (attempt->target == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ATTEMPT], 0, NULL);
      probe (step_new (task, attempt));
      return;
    }
  g_signal_emit (self, signals[SIGNAL_ATTEMPT], 0, attempt->target->host);
  kaitsu_host_book_lookup_async (self->book, attempt->target->host, self->family, lookup_cb,
                                 step_new (task, attempt));
  if (!kaitsu_target_get_control (attempt->target, self->entry->port->port, &control))
    return;
  progress->pending++;
  kaitsu_host_book_control_async (self->book, attempt->target->host, self->family, control,
                                  control_cb, step_new (task, attempt));
}

/* From the main loop: cancelling one cancellable from another's handler is a
 * good way to a deadlock. */
static gboolean
stop_cb (GCancellable *cancellable, gpointer user_data)
{
  KaitsuTrial *self = user_data;

  g_cancellable_cancel (self->vigil);
  return G_SOURCE_REMOVE;
}

/**
 * kaitsu_trial_run_async:
 * @self: a trial, once
 * @cancellable: ends it early; what was seen stays
 * @callback: is told
 * @user_data: for @callback
 */
void
kaitsu_trial_run_async (KaitsuTrial *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_TRIAL (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Progress *progress = g_new0 (Progress, 1);

  g_task_set_source_tag (task, kaitsu_trial_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, progress, g_free);
  if (cancellable != NULL)
    {
      self->stop = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->stop, G_SOURCE_FUNC (stop_cb), self, NULL);
      g_source_attach (self->stop, g_task_get_context (task));
    }
  if (self->entry->attempts->len == 0)
    {
      self->complete = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }
  for (guint i = 0; i < self->entry->attempts->len; i++)
    begin_attempt (task, &g_array_index (self->entry->attempts, KaitsuPlanAttempt, i));
}

/**
 * kaitsu_trial_run_finish:
 * @self: a trial
 * @result: as given to the callback
 * @error: never set; a trial that was cancelled is not complete
 *
 * Returns: %TRUE
 */
gboolean
kaitsu_trial_run_finish (KaitsuTrial *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kaitsu_trial_get_entry:
 * @self: a trial
 *
 * Returns: (transfer none): what is tried
 */
const KaitsuPlanEntry *
kaitsu_trial_get_entry (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), NULL);
  return self->entry;
}

/**
 * kaitsu_trial_get_family:
 * @self: a trial
 *
 * Returns: the family it is tried in
 */
KaitsuFamily
kaitsu_trial_get_family (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), KAITSU_FAMILY_IPV4);
  return self->family;
}

/**
 * kaitsu_trial_end_vigil:
 * @self: a trial
 *
 * The hops have said how far its packets get: where nobody is expected to
 * answer, nobody is waited for any longer.
 */
void
kaitsu_trial_end_vigil (KaitsuTrial *self)
{
  g_return_if_fail (KAITSU_IS_TRIAL (self));

  if (self->vigil_over || g_cancellable_is_cancelled (self->vigil))
    return;
  self->vigil_over = TRUE;
  g_cancellable_cancel (self->vigil);
}

/**
 * kaitsu_trial_expects_silence:
 * @self: a trial
 *
 * Returns: whether nobody is expected to answer it: only the hops can tell
 */
gboolean
kaitsu_trial_expects_silence (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), FALSE);

  GArray *attempts = self->entry->attempts;

  for (guint i = 0; i < attempts->len; i++)
    if (!g_array_index (attempts, KaitsuPlanAttempt, i).path_only)
      return FALSE;
  return attempts->len > 0;
}

/**
 * kaitsu_trial_is_open_so_far:
 * @self: a trial
 *
 * Returns: whether nothing was seen of its port that decides: nothing at all, or
 *   somebody near rejected it where nobody answers what gets through. (A stranger
 *   far away proves nothing there, whatever the hops say.)
 */
gboolean
kaitsu_trial_is_open_so_far (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), FALSE);

  for (guint i = 0; i < self->observations->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (self->observations, i);
      gboolean rejected = kaitsu_observation_is_rejected_on_the_way (o) && kaitsu_trial_expects_silence (self)
                          && kaitsu_address_get_scope (o->icmp.offender)
                                 != KAITSU_ADDRESS_SCOPE_PUBLIC;

      if (o->outcome != KAITSU_OUTCOME_SILENT && o->outcome != KAITSU_OUTCOME_UNRESOLVED
          && !rejected)
        return FALSE;
    }
  return TRUE;
}

/**
 * kaitsu_trial_is_answered_in_the_clear:
 * @self: a trial
 *
 * Returns: whether a web page came that nobody signed for: whoever stands on the
 *   way may have sent it
 */
gboolean
kaitsu_trial_is_answered_in_the_clear (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), FALSE);

  for (guint i = 0; i < self->observations->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (self->observations, i);
      if (o->probe == KAITSU_PROBE_KIND_HTTP && o->outcome == KAITSU_OUTCOME_ANSWERED)
        return TRUE;
    }
  return FALSE;
}

/**
 * kaitsu_trial_is_complete:
 * @self: a trial
 *
 * Returns: whether all its attempts were carried out
 */
gboolean
kaitsu_trial_is_complete (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), FALSE);
  return self->complete;
}

/**
 * kaitsu_trial_get_observations:
 * @self: a trial
 *
 * Returns: (transfer none) (element-type KaitsuObservation): what was seen
 */
GPtrArray *
kaitsu_trial_get_observations (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), NULL);
  return self->observations;
}

/**
 * kaitsu_trial_get_witnessed:
 * @self: a trial
 *
 * Returns: (transfer none) (element-type KaitsuObservation): what was seen of its
 *   port at a host that is asked only if its own targets stay silent
 */
GPtrArray *
kaitsu_trial_get_witnessed (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), NULL);
  return self->witnessed;
}

/**
 * kaitsu_trial_get_path_only:
 * @self: a trial
 *
 * Returns: (transfer none): hosts where nobody is expected to answer
 */
const char *const *
kaitsu_trial_get_path_only (KaitsuTrial *self)
{
  g_return_val_if_fail (KAITSU_IS_TRIAL (self), NULL);
  return (const char *const *) self->path_only;
}
