/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result-private.h"

#include "kaitsu-i18n.h"
#include "kaitsu-nick.h"
#include "kaitsu-text.h"

#define MAX_DETAIL_CHARS 200

G_DEFINE_FINAL_TYPE (KaitsuResult, kaitsu_result, G_TYPE_OBJECT)

static void
notice_free (gpointer data)
{
  KaitsuNotice *notice = data;

  g_free (notice->id);
  g_free (notice->detail);
  g_free (notice);
}

static void
service_free (gpointer data)
{
  KaitsuServiceResult *service = data;

  g_free (service->id);
  g_strfreev (service->ports);
  g_free (service);
}

static void
hop_free (gpointer data)
{
  KaitsuHop *hop = data;

  g_free (hop->address);
  g_free (hop);
}

void
kaitsu_previous_free (KaitsuPrevious *self)
{
  g_free (self->id);
  g_clear_pointer (&self->finished, g_date_time_unref);
  g_array_unref (self->changed);
  g_free (self);
}

/**
 * kaitsu_previous_was_same:
 * @self: the run before
 * @port: a port of this run
 *
 * Returns: whether its light was the same then
 */
gboolean
kaitsu_previous_was_same (const KaitsuPrevious *self, KaitsuPort port)
{
  for (guint i = 0; i < self->changed->len; i++)
    {
      const KaitsuChange *change = &g_array_index (self->changed, KaitsuChange, i);
      if (kaitsu_port_equal (change->port, port))
        return FALSE;
    }
  return TRUE;
}

static void
kaitsu_result_finalize (GObject *object)
{
  KaitsuResult *self = KAITSU_RESULT (object);

  g_free (self->id);
  g_free (self->program_name);
  g_free (self->program_version);
  g_free (self->program);
  g_free (self->unit_id);
  g_free (self->unit_name);
  g_clear_object (&self->unit);
  g_clear_pointer (&self->started, g_date_time_unref);
  g_clear_pointer (&self->finished, g_date_time_unref);
  kaitsu_network_free (self->network);
  kaitsu_customer_free (self->customer);
  g_clear_pointer (&self->previous, kaitsu_previous_free);
  g_clear_object (&self->ports);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->notices);
  g_ptr_array_unref (self->path);
  g_free (self->targets_source);
  g_free (self->targets_fresh_until);
  g_clear_pointer (&self->origin, json_node_unref);
  G_OBJECT_CLASS (kaitsu_result_parent_class)->finalize (object);
}

static void
kaitsu_result_class_init (KaitsuResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_result_finalize;
}

static void
kaitsu_result_init (KaitsuResult *self)
{
  self->id = g_uuid_string_random ();
  self->started = g_date_time_new_now_local ();
  self->finished = g_date_time_ref (self->started);
  self->verdict = KAITSU_VERDICT_STOPPED;
  self->network = kaitsu_network_new ();
  self->customer = kaitsu_customer_new ();
  self->ports = g_list_store_new (KAITSU_TYPE_PORT_RESULT);
  self->services = g_ptr_array_new_with_free_func (service_free);
  self->notices = g_ptr_array_new_with_free_func (notice_free);
  self->path = g_ptr_array_new_with_free_func (hop_free);
  self->targets_source = g_strdup ("built-in");
}

static GStrv
list_service_ids (KaitsuUnitPort *port)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < port->services->len; i++)
    {
      const KaitsuService *service = g_ptr_array_index (port->services, i);
      g_strv_builder_add (builder, service->id);
    }
  return g_strv_builder_end (builder);
}

/**
 * kaitsu_result_new:
 * @unit: the unit that is about to be checked
 * @practice: whether this is made on the practice network
 *
 * Returns: (transfer full): a result that knows the unit's ports, of which
 *   none was tried yet; started and finished now, verdict "stopped"
 */
KaitsuResult *
kaitsu_result_new (KaitsuUnit *unit, gboolean practice)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (unit), NULL);

  KaitsuResult *self = g_object_new (KAITSU_TYPE_RESULT, NULL);
  GPtrArray *ports = kaitsu_unit_get_ports (unit);

  self->practice = practice;
  self->unit = g_object_ref (unit);
  self->unit_id = g_strdup (kaitsu_unit_get_id (unit));
  self->unit_name = g_strdup (kaitsu_unit_get_name (unit));
  kaitsu_result_set_program (self, "kaitsu", KAITSU_VERSION);
  for (guint i = 0; i < ports->len; i++)
    {
      KaitsuUnitPort *port = g_ptr_array_index (ports, i);
      g_auto (GStrv) services = list_service_ids (port);
      g_autoptr (KaitsuPortResult) row
          = kaitsu_port_result_new (port->port, port->role, (const char *const *) services);

      g_list_store_append (self->ports, row);
    }
  return self;
}

static void
set_string (char **member, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*member);
  *member = copy;
}

/* Private: what a file says about the unit; texts come from the catalogue. */
void
kaitsu_result_set_identity (KaitsuResult *self, const char *unit_id, const char *unit_name)
{
  g_autoptr (KaitsuCatalogue) catalogue = kaitsu_catalogue_new_builtin ();
  KaitsuUnit *unit = kaitsu_catalogue_lookup (catalogue, unit_id);

  set_string (&self->unit_id, unit_id);
  set_string (&self->unit_name, unit_name);
  g_set_object (&self->unit, unit);
}

/* Private: the program that measured. */
void
kaitsu_result_set_program (KaitsuResult *self, const char *name, const char *version)
{
  set_string (&self->program_name, name);
  set_string (&self->program_version, version);
  g_free (self->program);
  self->program = g_strdup_printf ("%s %s", name, version);
}

/**
 * kaitsu_result_get_id:
 * @self: a result
 *
 * Returns: (transfer none): its UUID (RFC 4122)
 */
const char *
kaitsu_result_get_id (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->id;
}

/**
 * kaitsu_result_is_practice:
 * @self: a result
 *
 * Returns: whether it was made on the practice network
 */
gboolean
kaitsu_result_is_practice (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), FALSE);
  return self->practice;
}

/**
 * kaitsu_result_get_program:
 * @self: a result
 *
 * Returns: (transfer none): name and version of the program that measured
 */
const char *
kaitsu_result_get_program (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->program;
}

/**
 * kaitsu_result_get_unit_id:
 * @self: a result
 *
 * Returns: (transfer none): id of the unit, which the catalogue may not know
 */
const char *
kaitsu_result_get_unit_id (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->unit_id;
}

/**
 * kaitsu_result_get_unit_name:
 * @self: a result
 *
 * Returns: (transfer none): the unit's name for people: the catalogue's in
 *   the current language, else the one in the file
 */
const char *
kaitsu_result_get_unit_name (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->unit != NULL ? kaitsu_unit_get_name (self->unit) : self->unit_name;
}

/**
 * kaitsu_result_get_unit:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): the unit, if the catalogue knows it
 */
KaitsuUnit *
kaitsu_result_get_unit (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->unit;
}

/**
 * kaitsu_result_get_started:
 * @self: a result
 *
 * Returns: (transfer none): when the run began
 */
GDateTime *
kaitsu_result_get_started (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->started;
}

/**
 * kaitsu_result_set_started:
 * @self: a result
 * @when: when the run began
 */
void
kaitsu_result_set_started (KaitsuResult *self, GDateTime *when)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && when != NULL);

  g_date_time_ref (when);
  g_date_time_unref (self->started);
  self->started = when;
}

/**
 * kaitsu_result_get_finished:
 * @self: a result
 *
 * Returns: (transfer none): when the run ended
 */
GDateTime *
kaitsu_result_get_finished (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->finished;
}

/**
 * kaitsu_result_set_finished:
 * @self: a result
 * @when: when the run ended
 */
void
kaitsu_result_set_finished (KaitsuResult *self, GDateTime *when)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && when != NULL);

  g_date_time_ref (when);
  g_date_time_unref (self->finished);
  self->finished = when;
}

/**
 * kaitsu_result_get_verdict:
 * @self: a result
 *
 * Returns: the verdict of the run; "stopped" until the run has ended
 */
KaitsuVerdict
kaitsu_result_get_verdict (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), KAITSU_VERDICT_STOPPED);
  return self->verdict;
}

/**
 * kaitsu_result_set_verdict:
 * @self: a result
 * @verdict: the verdict of the run
 */
void
kaitsu_result_set_verdict (KaitsuResult *self, KaitsuVerdict verdict)
{
  g_return_if_fail (KAITSU_IS_RESULT (self));
  self->verdict = verdict;
}

/**
 * kaitsu_result_get_network:
 * @self: a result
 *
 * Returns: (transfer none): how the PC was attached
 */
const KaitsuNetwork *
kaitsu_result_get_network (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->network;
}

/**
 * kaitsu_result_set_network:
 * @self: a result
 * @network: how the PC is attached; copied
 */
void
kaitsu_result_set_network (KaitsuResult *self, const KaitsuNetwork *network)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && network != NULL);

  KaitsuNetwork *copy = kaitsu_network_copy (network);
  kaitsu_network_free (self->network);
  self->network = copy;
}

/**
 * kaitsu_result_get_customer:
 * @self: a result
 *
 * Returns: (transfer none): what the customer wrote about himself
 */
const KaitsuCustomer *
kaitsu_result_get_customer (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->customer;
}

/**
 * kaitsu_result_set_customer:
 * @self: a result
 * @customer: what the customer wrote about himself; copied and cleaned
 */
void
kaitsu_result_set_customer (KaitsuResult *self, const KaitsuCustomer *customer)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && customer != NULL);

  KaitsuCustomer *clean = kaitsu_customer_clean (customer);
  kaitsu_customer_free (self->customer);
  self->customer = clean;
}

/**
 * kaitsu_result_get_previous:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): the run before, if this is a repeated one
 */
const KaitsuPrevious *
kaitsu_result_get_previous (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->previous;
}

/**
 * kaitsu_result_list_changes:
 * @self: a result
 * @before: an earlier one, perhaps for another unit
 *
 * Returns: (transfer full) (element-type KaitsuChange): the ports of @self
 *   whose light differs; one that @before does not have was not tried there
 */
GArray *
kaitsu_result_list_changes (KaitsuResult *self, KaitsuResult *before)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self) && KAITSU_IS_RESULT (before), NULL);

  GArray *changes = g_array_new (FALSE, FALSE, sizeof (KaitsuChange));
  guint n_ports = g_list_model_get_n_items (G_LIST_MODEL (self->ports));

  for (guint i = 0; i < n_ports; i++)
    {
      g_autoptr (KaitsuPortResult) now = g_list_model_get_item (G_LIST_MODEL (self->ports), i);
      KaitsuPortResult *then = kaitsu_result_find_port (before, kaitsu_port_result_get_port (now));
      KaitsuChange change
          = { kaitsu_port_result_get_port (now),
              then != NULL ? kaitsu_port_result_get_light (then) : KAITSU_LIGHT_NONE,
              kaitsu_port_result_get_light (now) };
      if (change.from != change.to)
        g_array_append_val (changes, change);
    }
  return changes;
}

/**
 * kaitsu_result_compare_with:
 * @self: a result whose ports are judged
 * @before: the result of the run before
 *
 * Makes @self a repeated run (contract section 3) and keeps which lights
 * changed.
 */
void
kaitsu_result_compare_with (KaitsuResult *self, KaitsuResult *before)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && KAITSU_IS_RESULT (before));

  KaitsuPrevious *previous = g_new0 (KaitsuPrevious, 1);

  previous->id = g_strdup (before->id);
  previous->finished = g_date_time_ref (before->finished);
  previous->verdict = before->verdict;
  previous->changed = kaitsu_result_list_changes (self, before);
  g_clear_pointer (&self->previous, kaitsu_previous_free);
  self->previous = previous;
}

/**
 * kaitsu_result_get_oldest:
 * @self: a result
 *
 * Returns: (transfer none): when the oldest of its ports was measured: the end
 *   of the run, unless a retest took some over from a run before
 */
GDateTime *
kaitsu_result_get_oldest (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);

  GDateTime *oldest = self->finished;
  guint n_ports = g_list_model_get_n_items (G_LIST_MODEL (self->ports));

  for (guint i = 0; i < n_ports; i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (G_LIST_MODEL (self->ports), i);
      GDateTime *when = kaitsu_port_result_get_measured (row); /* the row keeps it alive */

      if (when != NULL && g_date_time_compare (when, oldest) < 0)
        oldest = when;
    }
  return oldest;
}

/**
 * kaitsu_result_count_not_green:
 * @self: a result
 *
 * Returns: how many ports did not get through, for whatever reason
 */
guint
kaitsu_result_count_not_green (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), 0);

  guint n_ports = g_list_model_get_n_items (G_LIST_MODEL (self->ports));
  guint n = 0;

  for (guint i = 0; i < n_ports; i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (G_LIST_MODEL (self->ports), i);
      n += kaitsu_port_result_get_light (row) != KAITSU_LIGHT_GREEN;
    }
  return n;
}

/**
 * kaitsu_result_can_retest:
 * @self: a result that is judged
 *
 * Returns: whether some ports got through and others did not, while the line
 *   was up: then only the others need be tried again
 */
gboolean
kaitsu_result_can_retest (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), FALSE);

  guint n = kaitsu_result_count_not_green (self);
  return self->verdict != KAITSU_VERDICT_OFFLINE && n > 0
         && n < g_list_model_get_n_items (G_LIST_MODEL (self->ports));
}

/**
 * kaitsu_result_get_ports:
 * @self: a result
 *
 * Returns: (transfer none): the ports, of KaitsuPortResult, required first
 */
GListModel *
kaitsu_result_get_ports (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return G_LIST_MODEL (self->ports);
}

/**
 * kaitsu_result_find_port:
 * @self: a result
 * @port: a port
 *
 * Returns: (transfer none) (nullable): what is known about @port
 */
KaitsuPortResult *
kaitsu_result_find_port (KaitsuResult *self, KaitsuPort port)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);

  guint n_ports = g_list_model_get_n_items (G_LIST_MODEL (self->ports));
  for (guint i = 0; i < n_ports; i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (G_LIST_MODEL (self->ports), i);
      if (kaitsu_port_equal (kaitsu_port_result_get_port (row), port))
        return row; /* the store keeps it alive */
    }
  return NULL;
}

/**
 * kaitsu_result_get_services:
 * @self: a result
 *
 * Returns: (transfer none) (element-type KaitsuServiceResult): the services
 */
GPtrArray *
kaitsu_result_get_services (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->services;
}

/**
 * kaitsu_result_set_services:
 * @self: a result
 * @services: (transfer full) (element-type KaitsuServiceResult): the services
 */
void
kaitsu_result_set_services (KaitsuResult *self, GPtrArray *services)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && services != NULL);

  g_ptr_array_unref (self->services);
  self->services = services;
  g_ptr_array_set_free_func (services, service_free);
}

/**
 * kaitsu_service_result_new:
 * @id: id of a service
 *
 * Returns: (transfer full): its result, not judged yet and without ports
 */
KaitsuServiceResult *
kaitsu_service_result_new (const char *id)
{
  KaitsuServiceResult *self = g_new0 (KaitsuServiceResult, 1);

  self->id = g_strdup (id);
  self->ports = g_new0 (char *, 1);
  return self;
}

/**
 * kaitsu_result_get_notices:
 * @self: a result
 *
 * Returns: (transfer none) (element-type KaitsuNotice): what there is to say
 *   about the line as a whole
 */
GPtrArray *
kaitsu_result_get_notices (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->notices;
}

/**
 * kaitsu_result_add_notice:
 * @self: a result
 * @kind: which notice; one of each kind is kept, the first
 * @detail: (nullable): more about it, such as an issuer's name
 */
void
kaitsu_result_add_notice (KaitsuResult *self, KaitsuNoticeKind kind, const char *detail)
{
  g_return_if_fail (KAITSU_IS_RESULT (self));

  if (kaitsu_result_find_notice (self, kind) != NULL)
    return;
  kaitsu_result_take_notice (self, g_strdup (kaitsu_nick (KAITSU_TYPE_NOTICE_KIND, (int) kind)),
                             detail != NULL ? kaitsu_text_clean (detail, -1, MAX_DETAIL_CHARS)
                                            : NULL);
}

/* Private: a notice by its word, which may be one of a later version. */
void
kaitsu_result_take_notice (KaitsuResult *self, char *id, char *detail)
{
  KaitsuNotice *notice = g_new0 (KaitsuNotice, 1);
  int kind = KAITSU_NOTICE_KIND_OTHER;

  kaitsu_from_nick (KAITSU_TYPE_NOTICE_KIND, id, &kind);
  notice->kind = (KaitsuNoticeKind) kind;
  notice->id = id;
  notice->detail = detail;
  g_ptr_array_add (self->notices, notice);
}

/**
 * kaitsu_result_find_notice:
 * @self: a result
 * @kind: a kind of notice
 *
 * Returns: (transfer none) (nullable): the notice of that kind
 */
const KaitsuNotice *
kaitsu_result_find_notice (KaitsuResult *self, KaitsuNoticeKind kind)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);

  for (guint i = 0; i < self->notices->len; i++)
    {
      const KaitsuNotice *notice = g_ptr_array_index (self->notices, i);
      if (notice->kind == kind)
        return notice;
    }
  return NULL;
}

/**
 * kaitsu_result_get_path:
 * @self: a result
 *
 * Returns: (transfer none) (element-type KaitsuHop): the places on the way
 *   that are known, nearest first
 */
GPtrArray *
kaitsu_result_get_path (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->path;
}

/**
 * kaitsu_result_add_hop:
 * @self: a result
 * @hop: the next place on the way; copied
 */
void
kaitsu_result_add_hop (KaitsuResult *self, const KaitsuHop *hop)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && hop != NULL);

  KaitsuHop *copy = g_memdup2 (hop, sizeof *hop);
  copy->address = g_strdup (hop->address);
  g_ptr_array_add (self->path, copy);
}

/**
 * kaitsu_result_get_targets_source:
 * @self: a result
 *
 * Returns: (transfer none): where the list of targets came from: "built-in"
 *   or the path of a file
 */
const char *
kaitsu_result_get_targets_source (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->targets_source;
}

/**
 * kaitsu_result_get_targets_fresh_until:
 * @self: a result
 *
 * Returns: (transfer none) (nullable): the last day on which the list of
 *   targets is considered fresh, "2027-06-30"
 */
const char *
kaitsu_result_get_targets_fresh_until (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);
  return self->targets_fresh_until;
}

/**
 * kaitsu_result_get_sent:
 * @self: a result
 *
 * Returns: what the run sent; nothing if that was not kept
 */
KaitsuSent
kaitsu_result_get_sent (KaitsuResult *self)
{
  const KaitsuSent nothing = { 0 };

  g_return_val_if_fail (KAITSU_IS_RESULT (self), nothing);
  return self->sent;
}

/**
 * kaitsu_result_set_sent:
 * @self: a result
 * @sent: what the run sent
 */
void
kaitsu_result_set_sent (KaitsuResult *self, const KaitsuSent *sent)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && sent != NULL);
  self->sent = *sent;
}

/**
 * kaitsu_result_set_targets:
 * @self: a result
 * @source: "built-in" or the path of a file
 * @fresh_until: (nullable): a date
 */
void
kaitsu_result_set_targets (KaitsuResult *self, const char *source, const char *fresh_until)
{
  g_return_if_fail (KAITSU_IS_RESULT (self) && source != NULL);

  g_free (self->targets_source);
  self->targets_source = kaitsu_text_clean (source, -1, MAX_DETAIL_CHARS);
  set_string (&self->targets_fresh_until, fresh_until);
}
