/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result-private.h"

#include <string.h>

#include "kaitsu-nick.h"

/*
 * The result file of the contract, section 6. Reading validates everything;
 * keys that this version does not know are kept and written again, so that a
 * newer program loses nothing when an older one has touched the file.
 */


/* --- writing --- */

static void
add_nick (JsonBuilder *b, const char *name, GType type, int value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_string_value (b, kaitsu_nick (type, value));
}

static void
add_string (JsonBuilder *b, const char *name, const char *value)
{
  json_builder_set_member_name (b, name);
  if (value != NULL)
    json_builder_add_string_value (b, value);
  else
    json_builder_add_null_value (b);
}

static void
add_int (JsonBuilder *b, const char *name, gint64 value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_int_value (b, value);
}

static void
add_boolean (JsonBuilder *b, const char *name, gboolean value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_boolean_value (b, value);
}

static void
add_positive_or_null (JsonBuilder *b, const char *name, guint value)
{
  json_builder_set_member_name (b, name);
  if (value > 0)
    json_builder_add_int_value (b, value);
  else
    json_builder_add_null_value (b);
}

/* Milliseconds with at most three decimals, so that reading and writing
 * again changes nothing. */
static void
add_ms (JsonBuilder *b, const char *name, gint64 us)
{
  json_builder_set_member_name (b, name);
  if (us >= 0)
    json_builder_add_double_value (b, (double) us / 1000.0);
  else
    json_builder_add_null_value (b);
}

static void
add_time (JsonBuilder *b, const char *name, GDateTime *when)
{
  g_autofree char *text = g_date_time_format_iso8601 (when);

  /* RFC 3339 wants an offset of hours and minutes: "+09" is ISO 8601 only. */
  gsize length = strlen (text);
  if (length > 3 && (text[length - 3] == '+' || text[length - 3] == '-'))
    {
      g_autofree char *full = g_strconcat (text, ":00", NULL);
      add_string (b, name, full);
      return;
    }
  add_string (b, name, text);
}

static void
add_strings (JsonBuilder *b, const char *name, const char *const *values)
{
  json_builder_set_member_name (b, name);
  json_builder_begin_array (b);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (b, values[i]);
  json_builder_end_array (b);
}

static void
add_network (JsonBuilder *b, const KaitsuNetwork *network)
{
  const char *families[3] = { NULL };
  guint n = 0;

  if (network->has_ipv4)
    families[n++] = kaitsu_nick (KAITSU_TYPE_FAMILY, KAITSU_FAMILY_IPV4);
  if (network->has_ipv6)
    families[n++] = kaitsu_nick (KAITSU_TYPE_FAMILY, KAITSU_FAMILY_IPV6);

  json_builder_set_member_name (b, "network");
  json_builder_begin_object (b);
  add_string (b, "interface", network->interface);
  add_nick (b, "kind", KAITSU_TYPE_LINK_KIND, (int) network->kind);
  add_string (b, "address", network->address);
  add_string (b, "gateway", network->gateway);
  add_string (b, "gateway_ipv6", network->gateway_ipv6);
  add_string (b, "gateway_mark", network->gateway_mark);
  add_strings (b, "dns", (const char *const *) network->dns);
  add_string (b, "public_address", network->public_address);
  add_strings (b, "families", families);
  json_builder_end_object (b);
}

static void
add_notices (JsonBuilder *b, GPtrArray *notices)
{
  json_builder_set_member_name (b, "notices");
  json_builder_begin_array (b);
  for (guint i = 0; i < notices->len; i++)
    {
      const KaitsuNotice *notice = g_ptr_array_index (notices, i);

      json_builder_begin_object (b);
      add_string (b, "id", notice->id);
      add_string (b, "detail", notice->detail);
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
}

static void
add_icmp (JsonBuilder *b, const KaitsuIcmp *icmp)
{
  json_builder_set_member_name (b, "icmp");
  json_builder_begin_object (b);
  add_int (b, "type", icmp->type);
  add_int (b, "code", icmp->code);
  add_string (b, "offender", icmp->offender);
  json_builder_end_object (b);
}

static void
add_observation (JsonBuilder *b, const KaitsuObservation *o)
{
  json_builder_begin_object (b);
  add_ms (b, "at_ms", o->at_us);
  add_nick (b, "probe", KAITSU_TYPE_PROBE_KIND, (int) o->probe);
  add_nick (b, "outcome", KAITSU_TYPE_OUTCOME, (int) o->outcome);
  add_nick (b, "family", KAITSU_TYPE_FAMILY, (int) o->family);
  g_autofree char *port = kaitsu_port_to_string (o->port);
  add_string (b, "port", port);
  add_boolean (b, "control", o->control);
  add_string (b, "host", o->host);
  add_string (b, "address", o->address);
  add_ms (b, "rtt_ms", o->rtt_us);
  if (o->took_us >= 0)
    add_ms (b, "took_ms", o->took_us);
  if (o->hop_limit > 0)
    add_int (b, "hop_limit", o->hop_limit);
  if (o->error_number != 0)
    {
      add_int (b, "errno", o->error_number);
      add_string (b, "errno_name", kaitsu_observation_get_errno_name (o));
    }
  if (o->tls_errors != 0)
    add_int (b, "tls_errors", o->tls_errors);
  if (o->icmp.type >= 0)
    add_icmp (b, &o->icmp);
  if (o->detail != NULL)
    add_string (b, "detail", o->detail);
  json_builder_end_object (b);
}

/* One line for every address that was tried: the last thing seen there. */
static void
add_port_targets (JsonBuilder *b, GPtrArray *observations)
{
  json_builder_set_member_name (b, "targets");
  json_builder_begin_array (b);
  for (guint i = 0; i < observations->len; i++)
    {
      const KaitsuObservation *o = g_ptr_array_index (observations, i);
      gboolean superseded = o->control;

      for (guint j = i + 1; j < observations->len && !superseded; j++)
        {
          const KaitsuObservation *later = g_ptr_array_index (observations, j);
          superseded = !later->control && g_strcmp0 (later->host, o->host) == 0
                       && g_strcmp0 (later->address, o->address) == 0;
        }
      if (superseded)
        continue;
      json_builder_begin_object (b);
      add_string (b, "host", o->host);
      add_string (b, "address", o->address);
      add_nick (b, "outcome", KAITSU_TYPE_OUTCOME, (int) o->outcome);
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
}

static void
add_finding (JsonBuilder *b, const KaitsuFinding *finding)
{
  add_nick (b, "light", KAITSU_TYPE_LIGHT, (int) finding->light);
  add_nick (b, "reason", KAITSU_TYPE_REASON, (int) finding->reason);
  json_builder_set_member_name (b, "suspects");
  json_builder_begin_array (b);
  for (guint i = 0; i < finding->n_suspects; i++)
    json_builder_add_string_value (b, kaitsu_nick (KAITSU_TYPE_PARTY, (int) finding->suspects[i]));
  json_builder_end_array (b);
  add_positive_or_null (b, "hop", finding->hop);
  add_string (b, "offender", finding->offender);
  json_builder_set_member_name (b, "verified_hops");
  if (finding->total_hops > 0)
    {
      json_builder_begin_array (b);
      json_builder_add_int_value (b, finding->verified_hop);
      json_builder_add_int_value (b, finding->total_hops);
      json_builder_end_array (b);
    }
  else
    json_builder_add_null_value (b);
  add_ms (b, "rtt_ms", finding->rtt_us);
  add_string (b, "rule", finding->rule);
}

static void
add_port (JsonBuilder *b, KaitsuPortResult *row)
{
  GPtrArray *observations = kaitsu_port_result_get_observations (row);
  g_autofree char *port = kaitsu_port_to_string (kaitsu_port_result_get_port (row));

  json_builder_begin_object (b);
  add_string (b, "port", port);
  add_nick (b, "role", KAITSU_TYPE_ROLE, (int) kaitsu_port_result_get_role (row));
  add_strings (b, "services", kaitsu_port_result_get_services (row));
  add_finding (b, kaitsu_port_result_get_finding (row));
  add_nick (b, "family", KAITSU_TYPE_FAMILY, (int) kaitsu_port_result_get_family (row));
  if (kaitsu_port_result_get_measured (row) != NULL)
    add_time (b, "measured", kaitsu_port_result_get_measured (row));
  json_builder_set_member_name (b, "ipv6");
  json_builder_begin_object (b);
  add_nick (b, "light", KAITSU_TYPE_LIGHT, (int) kaitsu_port_result_get_ipv6_light (row));
  add_nick (b, "reason", KAITSU_TYPE_REASON, (int) kaitsu_port_result_get_ipv6_reason (row));
  json_builder_end_object (b);
  add_port_targets (b, observations);
  json_builder_set_member_name (b, "observations");
  json_builder_begin_array (b);
  for (guint i = 0; i < observations->len; i++)
    add_observation (b, g_ptr_array_index (observations, i));
  json_builder_end_array (b);
  json_builder_end_object (b);
}

static void
add_ports (JsonBuilder *b, GListModel *ports)
{
  json_builder_set_member_name (b, "ports");
  json_builder_begin_array (b);
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) row = g_list_model_get_item (ports, i);
      add_port (b, row);
    }
  json_builder_end_array (b);
}

static void
add_services (JsonBuilder *b, GPtrArray *services)
{
  json_builder_set_member_name (b, "services");
  json_builder_begin_array (b);
  for (guint i = 0; i < services->len; i++)
    {
      const KaitsuServiceResult *service = g_ptr_array_index (services, i);

      json_builder_begin_object (b);
      add_string (b, "id", service->id);
      add_nick (b, "light", KAITSU_TYPE_LIGHT, (int) service->light);
      add_boolean (b, "note_only", service->note_only);
      add_strings (b, "ports", (const char *const *) service->ports);
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
}

static void
add_path (JsonBuilder *b, GPtrArray *path)
{
  json_builder_set_member_name (b, "path");
  json_builder_begin_array (b);
  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);

      json_builder_begin_object (b);
      add_int (b, "hop", hop->hop);
      add_string (b, "address", hop->address);
      add_nick (b, "party", KAITSU_TYPE_PARTY, (int) hop->party);
      add_ms (b, "rtt_ms", hop->rtt_us);
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
}

static void
add_customer (JsonBuilder *b, const KaitsuCustomer *customer)
{
  json_builder_set_member_name (b, "customer");
  json_builder_begin_object (b);
  add_string (b, "company", customer->company);
  add_string (b, "person", customer->person);
  add_string (b, "phone", customer->phone);
  add_string (b, "provider", customer->provider);
  add_string (b, "line", customer->line);
  add_string (b, "memo", customer->memo);
  json_builder_end_object (b);
}

static void
add_previous (JsonBuilder *b, const KaitsuPrevious *previous)
{
  json_builder_set_member_name (b, "previous");
  if (previous == NULL)
    {
      json_builder_add_null_value (b);
      return;
    }
  json_builder_begin_object (b);
  add_string (b, "id", previous->id);
  add_time (b, "finished", previous->finished);
  add_nick (b, "verdict", KAITSU_TYPE_VERDICT, (int) previous->verdict);
  json_builder_set_member_name (b, "changed");
  json_builder_begin_array (b);
  for (guint i = 0; i < previous->changed->len; i++)
    {
      const KaitsuChange *change = &g_array_index (previous->changed, KaitsuChange, i);
      g_autofree char *port = kaitsu_port_to_string (change->port);

      json_builder_begin_object (b);
      add_string (b, "port", port);
      add_nick (b, "from", KAITSU_TYPE_LIGHT, (int) change->from);
      add_nick (b, "to", KAITSU_TYPE_LIGHT, (int) change->to);
      json_builder_end_object (b);
    }
  json_builder_end_array (b);
  json_builder_end_object (b);
}

static void
add_pair (JsonBuilder *b,
          const char *name,
          const char *first,
          const char *first_value,
          const char *second,
          const char *second_value)
{
  json_builder_set_member_name (b, name);
  json_builder_begin_object (b);
  add_string (b, first, first_value);
  add_string (b, second, second_value);
  json_builder_end_object (b);
}

static JsonNode *merge (JsonNode *known, JsonNode *origin);

/* A word of a later version, which this one could only read as another. */
static gboolean
is_later_word (const char *name, JsonNode *origin)
{
  const struct
  {
    const char *name;
    GType type;
  } open_words[] = {
    { "reason", KAITSU_TYPE_REASON },
    { "outcome", KAITSU_TYPE_OUTCOME },
    { "probe", KAITSU_TYPE_PROBE_KIND },
    { "kind", KAITSU_TYPE_LINK_KIND },
  };
  int value;

  if (origin == NULL || json_node_get_value_type (origin) != G_TYPE_STRING)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (open_words); i++)
    if (g_str_equal (open_words[i].name, name))
      return !kaitsu_from_nick (open_words[i].type, json_node_get_string (origin), &value);
  return FALSE;
}

static JsonNode *
merge_member (const char *name, JsonNode *known, JsonNode *origin)
{
  if (is_later_word (name, origin) || (origin != NULL && JSON_NODE_HOLDS_NULL (known)))
    return json_node_copy (origin);
  return merge (known, origin);
}

/* Members that only the origin has go behind those that this version wrote. */
static JsonNode *
merge_objects (JsonObject *known, JsonObject *origin)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *merged = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, known);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (merged, name,
                            merge_member (name, member, json_object_get_member (origin, name)));
  json_object_iter_init_ordered (&iter, origin);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (!json_object_has_member (known, name))
      json_object_set_member (merged, name, json_node_copy (member));
  json_node_take_object (node, merged);
  return node;
}

static JsonNode *
merge_arrays (JsonArray *known, JsonArray *origin)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *merged = json_array_new ();
  gboolean same_length = json_array_get_length (known) == json_array_get_length (origin);

  for (guint i = 0; i < json_array_get_length (known); i++)
    json_array_add_element (merged,
                            merge (json_array_get_element (known, i),
                                   same_length ? json_array_get_element (origin, i) : NULL));
  json_node_take_array (node, merged);
  return node;
}

static JsonNode *
merge (JsonNode *known, JsonNode *origin)
{
  if (origin != NULL && JSON_NODE_HOLDS_OBJECT (known) && JSON_NODE_HOLDS_OBJECT (origin))
    return merge_objects (json_node_get_object (known), json_node_get_object (origin));
  if (origin != NULL && JSON_NODE_HOLDS_ARRAY (known) && JSON_NODE_HOLDS_ARRAY (origin))
    return merge_arrays (json_node_get_array (known), json_node_get_array (origin));
  return json_node_copy (known);
}

static void
add_sent (JsonBuilder *b, const KaitsuSent *sent)
{
  if (sent->connections + sent->datagrams == 0)
    return;
  json_builder_set_member_name (b, "sent");
  json_builder_begin_object (b);
  add_int (b, "connections", sent->connections);
  add_int (b, "datagrams", sent->datagrams);
  add_int (b, "hop_limited", sent->hop_limited);
  json_builder_end_object (b);
}

/**
 * kaitsu_result_to_json:
 * @self: a result
 *
 * Returns: (transfer full): the document of contract section 6
 */
JsonNode *
kaitsu_result_to_json (KaitsuResult *self)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (self), NULL);

  g_autoptr (JsonBuilder) b = json_builder_new ();

  json_builder_begin_object (b);
  add_string (b, "format", KAITSU_RESULT_FORMAT);
  add_int (b, "version", KAITSU_RESULT_VERSION);
  add_string (b, "id", self->id);
  add_pair (b, "program", "name", self->program_name, "version", self->program_version);
  add_boolean (b, "practice", self->practice);
  add_time (b, "started", self->started);
  add_time (b, "finished", self->finished);
  add_pair (b, "unit", "id", self->unit_id, "name", self->unit_name);
  add_nick (b, "verdict", KAITSU_TYPE_VERDICT, (int) self->verdict);
  add_network (b, self->network);
  add_pair (b, "targets", "source", self->targets_source, "fresh_until", self->targets_fresh_until);
  add_sent (b, &self->sent);
  add_notices (b, self->notices);
  add_ports (b, G_LIST_MODEL (self->ports));
  add_services (b, self->services);
  add_path (b, self->path);
  add_customer (b, self->customer);
  add_previous (b, self->previous);
  json_builder_end_object (b);

  g_autoptr (JsonNode) known = json_builder_get_root (b);
  return merge (known, self->origin);
}

/**
 * kaitsu_result_to_bytes:
 * @self: a result
 *
 * Returns: (transfer full): the document as indented UTF-8 text
 */
GBytes *
kaitsu_result_to_bytes (KaitsuResult *self)
{
  g_autoptr (JsonNode) node = kaitsu_result_to_json (self);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  gsize length = 0;

  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  g_autofree char *text = json_generator_to_data (generator, &length);
  g_autofree char *with_end = g_strconcat (text, "\n", NULL);
  return g_bytes_new (with_end, length + 1);
}
