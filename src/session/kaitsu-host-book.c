/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-host-book.h"

#include "kaitsu-address.h"
#include "kaitsu-nick.h"
#include "kaitsu-probe.h"

/* Two handshakes: one alone may have met a busy moment, and the judge wants
 * two before it compares times. */
#define CONTROL_ATTEMPTS 2
#define CONTROL_TIMEOUT_MS 4000

/* Between a packet and its repetition from a fresh socket: what RFC 6298 §2 waits,
 * but not so short that a slow moment looks like a loss. */
#define MIN_INTERVAL_MS 250
#define MAX_INTERVAL_MS 1000

/* A question that was asked once and whose answer many wait for. */
typedef struct {
  char *host;
  KaitsuFamily family;
  KaitsuPort control; /* of a control */
  guint attempts;
  gboolean answered;
  GInetAddress *address; /* of a lookup; NULL if there is none */
  GError *error;
  GPtrArray *waiters; /* of GTask */
} Question;

struct _KaitsuHostBook
{
  GObject parent_instance;

  KaitsuNet *net;
  KaitsuTargets *targets;
  gint64 started;
  GCancellable *cancellable;
  GHashTable *questions; /* "ipv4 host" or "ipv4 host tcp/443" -> Question */
  char *false_name[2];   /* the first "host address" that cannot be */
  GPtrArray *controls[2];
  gint64 rtt_us[2]; /* of handshakes with anybody, smoothed; -1 before the first */
  gint64 deviation_us[2];
};

G_DEFINE_FINAL_TYPE (KaitsuHostBook, kaitsu_host_book, G_TYPE_OBJECT)

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->host);
  g_clear_object (&question->address);
  g_clear_error (&question->error);
  g_ptr_array_unref (question->waiters);
  g_free (question);
}

static void
kaitsu_host_book_finalize (GObject *object)
{
  KaitsuHostBook *self = KAITSU_HOST_BOOK (object);

  g_clear_object (&self->net);
  g_clear_object (&self->targets);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->questions);
  g_free (self->false_name[KAITSU_FAMILY_IPV4]);
  g_free (self->false_name[KAITSU_FAMILY_IPV6]);
  g_ptr_array_unref (self->controls[KAITSU_FAMILY_IPV4]);
  g_ptr_array_unref (self->controls[KAITSU_FAMILY_IPV6]);
  G_OBJECT_CLASS (kaitsu_host_book_parent_class)->finalize (object);
}

static void
kaitsu_host_book_class_init (KaitsuHostBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_host_book_finalize;
}

static void
kaitsu_host_book_init (KaitsuHostBook *self)
{
  GDestroyNotify unref = (GDestroyNotify) kaitsu_observation_unref;

  self->questions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, question_free);
  self->controls[KAITSU_FAMILY_IPV4] = g_ptr_array_new_with_free_func (unref);
  self->controls[KAITSU_FAMILY_IPV6] = g_ptr_array_new_with_free_func (unref);
  self->rtt_us[KAITSU_FAMILY_IPV4] = self->rtt_us[KAITSU_FAMILY_IPV6] = -1;
}

/**
 * kaitsu_host_book_new:
 * @net: the network
 * @targets: says which hosts are of the Internet
 * @started: monotonic time in microseconds that observations count from
 * @cancellable: ends everything that is under way
 *
 * Returns: (transfer full): an empty book
 */
KaitsuHostBook *
kaitsu_host_book_new (KaitsuNet *net,
                      KaitsuTargets *targets,
                      gint64 started,
                      GCancellable *cancellable)
{
  g_return_val_if_fail (KAITSU_IS_NET (net) && KAITSU_IS_TARGETS (targets), NULL);

  KaitsuHostBook *self = g_object_new (KAITSU_TYPE_HOST_BOOK, NULL);

  self->net = g_object_ref (net);
  self->targets = g_object_ref (targets);
  self->started = started;
  self->cancellable = g_object_ref (cancellable);
  return self;
}

static char *
make_key (const char *host, KaitsuFamily family, const KaitsuPort *control)
{
  g_autofree char *port = control != NULL ? kaitsu_port_to_string (*control) : g_strdup ("");

  return g_strdup_printf ("%s %s %s", kaitsu_nick (KAITSU_TYPE_FAMILY, (int) family), host, port);
}

/* Returns: (transfer none): the question, new or known. */
static Question *
need_question (KaitsuHostBook *self,
               const char *host,
               KaitsuFamily family,
               const KaitsuPort *control,
               gboolean *is_new)
{
  g_autofree char *key = make_key (host, family, control);
  Question *question = g_hash_table_lookup (self->questions, key);

  *is_new = question == NULL;
  if (question != NULL)
    return question;
  question = g_new0 (Question, 1);
  question->host = g_strdup (host);
  question->family = family;
  if (control != NULL)
    question->control = *control;
  question->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->questions, g_steal_pointer (&key), question);
  return question;
}

static void
tell (Question *question, GTask *waiter)
{
  if (question->error != NULL)
    g_task_return_error (waiter, g_error_copy (question->error));
  else if (question->address != NULL)
    g_task_return_pointer (waiter, g_object_ref (question->address), g_object_unref);
  else
    g_task_return_boolean (waiter, TRUE);
}

static void
answer (Question *question)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&question->waiters);

  question->answered = TRUE;
  question->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    tell (question, g_ptr_array_index (waiters, i));
}

/* What a callback of the network needs: the book stays alive with it. */
typedef struct {
  KaitsuHostBook *book;
  Question *question;
} Call;

static Call *
call_new (KaitsuHostBook *self, Question *question)
{
  Call *call = g_new0 (Call, 1);

  call->book = g_object_ref (self);
  call->question = question;
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->book);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Whoever gives a host of the Internet an address that none there can have is
 * wrong about it, be it a filter or a name server with old or inner names: what
 * is found at such an address says nothing about the line. */
static void
settle_lookup (KaitsuHostBook *self, Question *question, GPtrArray *addresses)
{
  gboolean is_public = kaitsu_targets_is_public_name (self->targets, question->host);
  char **false_name = &self->false_name[question->family];
  g_autofree char *wrong = NULL;

  for (guint i = 0; i < addresses->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (addresses, i);
      g_autofree char *text = g_inet_address_to_string (address);

      if (!is_public || kaitsu_address_can_be_public (text))
        {
          question->address = g_object_ref (address);
          return;
        }
      if (wrong == NULL)
        wrong = g_steal_pointer (&text);
    }
  if (wrong == NULL)
    {
      question->error
          = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no address");
      return;
    }
  question->error = g_error_new (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                                 "%s is not an address of the Internet", wrong);
  if (*false_name == NULL)
    *false_name = g_strdup_printf ("%s %s", question->host, wrong);
}

static void
lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GPtrArray) addresses
      = kaitsu_net_lookup_finish (KAITSU_NET (source), result, &call->question->error);

  if (addresses != NULL)
    settle_lookup (call->book, call->question, addresses);
  answer (call->question);
}

/**
 * kaitsu_host_book_lookup_async:
 * @self: a book
 * @host: a host name or an address
 * @family: the family of the address that is wanted
 * @callback: is told
 * @user_data: for @callback
 *
 * Finds the address on which @host will be tried, always the same one. A target
 * of the Internet is not found at an address that none there can have.
 */
void
kaitsu_host_book_lookup_async (KaitsuHostBook *self,
                               const char *host,
                               KaitsuFamily family,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_HOST_BOOK (self));

  gboolean is_new;
  Question *question = need_question (self, host, family, NULL, &is_new);
  GTask *task = g_task_new (self, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_host_book_lookup_async);
  if (question->answered)
    {
      tell (question, task);
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (question->waiters, task);
  if (is_new)
    kaitsu_net_lookup_async (self->net, host, family, self->cancellable, lookup_cb,
                             call_new (self, question));
}

/**
 * kaitsu_host_book_lookup_finish:
 * @self: a book
 * @result: as given to the callback
 * @error: an error of G_RESOLVER_ERROR, or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the address
 */
GInetAddress *
kaitsu_host_book_lookup_finish (KaitsuHostBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kaitsu_host_book_get_false_name:
 * @self: a book
 * @family: a family
 *
 * Returns: (transfer none) (nullable): the first target of the Internet whose
 *   name has no address but such as none there can have; a space, and that
 *   address
 */
const char *
kaitsu_host_book_get_false_name (KaitsuHostBook *self, KaitsuFamily family)
{
  g_return_val_if_fail (KAITSU_IS_HOST_BOOK (self), NULL);
  return self->false_name[family];
}

/* RFC 6298, section 2 */
static void
note_rtt (KaitsuHostBook *self, KaitsuFamily family, gint64 rtt_us)
{
  gint64 *smoothed = &self->rtt_us[family];
  gint64 *deviation = &self->deviation_us[family];

  if (*smoothed < 0)
    {
      *smoothed = rtt_us;
      *deviation = rtt_us / 2;
      return;
    }
  *deviation = (3 * *deviation + ABS (*smoothed - rtt_us)) / 4;
  *smoothed = (7 * *smoothed + rtt_us) / 8;
}

/**
 * kaitsu_host_book_note_seen:
 * @self: a book
 * @seen: (nullable) (element-type KaitsuObservation): what was seen of a host
 *
 * Learns how long the line takes.
 */
void
kaitsu_host_book_note_seen (KaitsuHostBook *self, GPtrArray *seen)
{
  g_return_if_fail (KAITSU_IS_HOST_BOOK (self));

  for (guint i = 0; seen != NULL && i < seen->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (seen, i);

      if ((o->outcome == KAITSU_OUTCOME_CONNECTED || o->outcome == KAITSU_OUTCOME_ANSWERED)
          && o->rtt_us >= 0)
        note_rtt (self, o->family, o->rtt_us);
    }
}

/**
 * kaitsu_host_book_get_rtt_us:
 * @self: a book
 * @family: a family
 *
 * Returns: what a handshake takes on this line in microseconds, -1 if there was
 *   none yet
 */
gint64
kaitsu_host_book_get_rtt_us (KaitsuHostBook *self, KaitsuFamily family)
{
  g_return_val_if_fail (KAITSU_IS_HOST_BOOK (self), -1);
  return self->rtt_us[family];
}

/**
 * kaitsu_host_book_get_interval_ms:
 * @self: a book
 * @family: a family
 *
 * Returns: after how many milliseconds what was not answered is tried again
 *   (probing notes, section 2: b), 250 to 1000
 */
guint
kaitsu_host_book_get_interval_ms (KaitsuHostBook *self, KaitsuFamily family)
{
  g_return_val_if_fail (KAITSU_IS_HOST_BOOK (self), MAX_INTERVAL_MS);

  if (self->rtt_us[family] < 0)
    return MAX_INTERVAL_MS;
  return (guint) CLAMP ((self->rtt_us[family] + 4 * self->deviation_us[family]) / 1000,
                        MIN_INTERVAL_MS, MAX_INTERVAL_MS);
}

static KaitsuProbeRequest *
make_control_request (KaitsuHostBook *self,
                      const char *host,
                      KaitsuFamily family,
                      KaitsuPort control,
                      GInetAddress *address)
{
  KaitsuProbeRequest *request = kaitsu_probe_request_new (KAITSU_PROBE_KIND_TCP, control);

  request->family = family;
  request->control = TRUE;
  request->host = g_strdup (host);
  request->address = g_object_ref (address);
  request->timeout_ms = CONTROL_TIMEOUT_MS;
  request->reopen_ms = kaitsu_host_book_get_interval_ms (self, family);
  return request;
}

static void
keep_controls (KaitsuHostBook *self, KaitsuFamily family, GPtrArray *seen)
{
  kaitsu_host_book_note_seen (self, seen);
  for (guint i = 0; seen != NULL && i < seen->len; i++)
    g_ptr_array_add (self->controls[family],
                     kaitsu_observation_ref (g_ptr_array_index (seen, i)));
}

/* Several sockets had no answer: more would have none either. */
static gboolean
is_silent (GPtrArray *seen)
{
  const KaitsuObservation *o = g_ptr_array_index (seen, seen->len - 1);

  return o->outcome == KAITSU_OUTCOME_SILENT;
}

static void try_control (KaitsuHostBook *self, Question *question, GInetAddress *address);

static void
control_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  Question *question = call->question;
  g_autoptr (GPtrArray) seen
      = kaitsu_probe_finish (KAITSU_NET (source), result, &question->error);

  keep_controls (call->book, question->family, seen);
  if (seen != NULL && question->attempts < CONTROL_ATTEMPTS && !is_silent (seen))
    {
      g_autoptr (GInetAddress) address = g_object_ref (question->address);
      try_control (call->book, question, address);
      return;
    }
  g_clear_object (&question->address);
  answer (question);
}

static void
try_control (KaitsuHostBook *self, Question *question, GInetAddress *address)
{
  g_autoptr (KaitsuProbeRequest) request
      = make_control_request (self, question->host, question->family, question->control, address);

  g_set_object (&question->address, address);
  question->attempts++;
  kaitsu_probe_async (self->net, request, self->started, self->cancellable, control_cb,
                      call_new (self, question));
}

static void
control_lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  KaitsuHostBook *self = KAITSU_HOST_BOOK (source);
  g_autoptr (GInetAddress) address
      = kaitsu_host_book_lookup_finish (self, result, &call->question->error);

  if (address != NULL)
    try_control (self, call->question, address);
  else
    answer (call->question);
}

/**
 * kaitsu_host_book_control_async:
 * @self: a book
 * @host: a target
 * @family: the family
 * @control: a TCP port known to answer there
 * @callback: is told when the control was tried
 * @user_data: for @callback
 *
 * Learns whether the way to @host is alive. What was seen goes to
 * kaitsu_host_book_get_controls().
 */
void
kaitsu_host_book_control_async (KaitsuHostBook *self,
                                const char *host,
                                KaitsuFamily family,
                                KaitsuPort control,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_HOST_BOOK (self));

  gboolean is_new;
  Question *question = need_question (self, host, family, &control, &is_new);
  GTask *task = g_task_new (self, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_host_book_control_async);
  if (question->answered)
    {
      tell (question, task);
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (question->waiters, task);
  if (is_new)
    kaitsu_host_book_lookup_async (self, host, family, control_lookup_cb,
                                   call_new (self, question));
}

static void
again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (KAITSU_NET (source), result, &error);
  KaitsuFamily *family = g_task_get_task_data (task);

  keep_controls (g_task_get_source_object (task), *family, seen);
  if (seen == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * kaitsu_host_book_control_again_async:
 * @self: a book
 * @host: a target
 * @family: the family
 * @control: a TCP port known to answer there
 * @address: the address of @host that is tried
 * @callback: is told when the control was tried; see control_finish()
 * @user_data: for @callback
 *
 * Tries the control once more, right now: what is compared in time must have
 * been seen at the same time.
 */
void
kaitsu_host_book_control_again_async (KaitsuHostBook *self,
                                      const char *host,
                                      KaitsuFamily family,
                                      KaitsuPort control,
                                      GInetAddress *address,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_HOST_BOOK (self));

  g_autoptr (KaitsuProbeRequest) request 
      = make_control_request (self, host, family, control, address);
  GTask *task = g_task_new (self, self->cancellable, callback, user_data);

  g_task_set_source_tag (task, kaitsu_host_book_control_again_async);
  g_task_set_task_data (task, g_memdup2 (&family, sizeof family), g_free);
  kaitsu_probe_async (self->net, request, self->started, self->cancellable, again_cb, task);
}

/**
 * kaitsu_host_book_control_finish:
 * @self: a book
 * @result: as given to the callback
 * @error: an error of G_RESOLVER_ERROR, or G_IO_ERROR_CANCELLED
 *
 * Returns: whether the control was tried, with whatever outcome
 */
gboolean
kaitsu_host_book_control_finish (KaitsuHostBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kaitsu_host_book_get_controls:
 * @self: a book
 * @family: a family
 *
 * Returns: (transfer none) (element-type KaitsuObservation): what was seen
 *   of the controls so far
 */
GPtrArray *
kaitsu_host_book_get_controls (KaitsuHostBook *self, KaitsuFamily family)
{
  g_return_val_if_fail (KAITSU_IS_HOST_BOOK (self), NULL);
  return self->controls[family];
}
