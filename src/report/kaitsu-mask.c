/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-address.h"
#include "kaitsu-nick.h"
#include "kaitsu-report.h"

/*
 * What a shop may want to keep to itself: how its inside is numbered and
 * named. Everything is done on the document, so that members of a later
 * version are masked too. Addresses are looked for in every text; what the
 * receiver needs is collected first and stays: the public address, everything
 * beyond the shop's router, and whoever refuses there.
 */

typedef struct
{
  GHashTable *inner; /* of addresses of this PC and of the router */
  GHashTable *outer; /* of addresses that stay, whatever they look like */
  GRegex *addresses;
  GRegex *names; /* of the LAN, within a text */
  char *interface; /* nullable */
  const char *mask;
} Masker;

/* IPv4, also in the clothes of IPv6; or IPv6 with its zone. Whether it really
 * is one is asked of GLib. */
#define ADDRESSES \
  "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])" \
  "|(?<![0-9A-Za-z:.])::[Ff]{4}:\\K[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])" \
  "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:%[0-9A-Za-z_.-]+)?"

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Names that exist in the LAN only (RFC 6762, RFC 8375, and habit), as a page
 * that answers for a router, a certificate or a greeting may have them. */
#define NAMES \
  "(?<![\\p{L}\\p{N}_.-])(?:[\\p{L}\\p{N}_-]+\\.)+" \
  "(?:local|lan|home|home\\.arpa|internal|intranet|localdomain)(?!\\.?[\\p{L}\\p{N}_-])"

typedef void (*ObjectFunc) (Masker *self, JsonObject *object);

static void
for_each (Masker *self, JsonArray *array, ObjectFunc func)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        func (self, json_node_get_object (element));
    }
}

static void
remember (GHashTable *set, const char *address)
{
  if (address != NULL)
    g_hash_table_add (set, g_strdup (address));
}

static void
learn_hop (Masker *self, JsonObject *hop)
{
  const char *party = get_text (hop, "party");
  int value = KAITSU_PARTY_UNKNOWN;

  kaitsu_from_nick (KAITSU_TYPE_PARTY, party, &value);
  if (value == KAITSU_PARTY_ROUTER || value == KAITSU_PARTY_PC)
    remember (self->inner, get_text (hop, "address"));
  else if (value != KAITSU_PARTY_UNKNOWN)
    remember (self->outer, get_text (hop, "address"));
}

/* The provider's devices often have private addresses: its desk knows them. */
static void
learn_port (Masker *self, JsonObject *port)
{
  JsonArray *suspects = get_array (port, "suspects");
  JsonNode *first = suspects != NULL && json_array_get_length (suspects) > 0
                        ? json_array_get_element (suspects, 0)
                        : NULL;
  const char *word = first != NULL && json_node_get_value_type (first) == G_TYPE_STRING
                         ? json_node_get_string (first)
                         : NULL;

  if (g_strcmp0 (word, kaitsu_nick (KAITSU_TYPE_PARTY, KAITSU_PARTY_PROVIDER)) == 0)
    remember (self->outer, get_text (port, "offender"));
}

static void
learn (Masker *self, KaitsuResult *result, JsonObject *document)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);

  remember (self->inner, network->address);
  remember (self->inner, network->gateway);
  remember (self->inner, network->gateway_ipv6);
  remember (self->outer, network->public_address);
  self->interface = g_strdup (network->interface);
  for_each (self, get_array (document, "path"), learn_hop);
  for_each (self, get_array (document, "ports"), learn_port);
}

static gboolean
is_inner_address (Masker *self, const char *text)
{
  g_autofree char *address = g_strndup (text, strcspn (text, "%"));

  if (g_hash_table_contains (self->outer, address))
    return FALSE;
  return g_hash_table_contains (self->inner, address)
         || kaitsu_address_get_scope (address) == KAITSU_ADDRESS_SCOPE_PRIVATE;
}

/* Whatever has no dot and is no address is looked up in the LAN. */
static gboolean
is_inner_name (Masker *self, const char *host)
{
  return g_regex_match (self->names, host, 0, NULL)
         || (strpbrk (host, ".:") == NULL && *host != '\0');
}

static gboolean
mask_match_cb (const GMatchInfo *match, GString *out, gpointer data)
{
  Masker *self = data;
  g_autofree char *found = g_match_info_fetch (match, 0);

  g_string_append (out, is_inner_address (self, found) ? self->mask : found);
  return FALSE;
}

static char *
mask_text (Masker *self, const char *text)
{
  g_autofree char *nameless
      = g_regex_replace_literal (self->names, text, -1, 0, self->mask, 0, NULL);
  char *masked = nameless != NULL ? g_regex_replace_eval (self->addresses, nameless, -1, 0, 0,
                                                          mask_match_cb, self, NULL)
                                  : NULL;

  return masked != NULL ? masked : g_strdup (self->mask);
}

static void mask_node (Masker *self, JsonNode *node);

/* A target inside the shop goes with its name. */
static void
mask_host (Masker *self, JsonObject *object)
{
  const char *host = get_text (object, "host");
  const char *address = get_text (object, "address");

  if (host != NULL
      && ((address != NULL && is_inner_address (self, address)) || is_inner_name (self, host)))
    json_object_set_string_member (object, "host", self->mask);
}

/* A proxy or a tunnel is named as the shop's own computers are. */
static void
mask_notice (Masker *self, JsonObject *notice)
{
  const char *id = get_text (notice, "id");

  if ((g_strcmp0 (id, "proxy") == 0 || g_strcmp0 (id, "vpn") == 0)
      && get_text (notice, "detail") != NULL)
    json_object_set_string_member (notice, "detail", self->mask);
}

static void
mask_members (Masker *self, JsonObject *object)
{
  mask_host (self, object);
  mask_notice (self, object);

  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *name = names; name != NULL; name = name->next)
    mask_node (self, json_object_get_member (object, name->data));
}

static void
mask_node (Masker *self, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    mask_members (self, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      mask_node (self, json_array_get_element (json_node_get_array (node), i));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      g_autofree char *masked = g_strcmp0 (text, self->interface) == 0
                                    ? g_strdup (self->mask)
                                    : mask_text (self, text);
      json_node_set_string (node, masked);
    }
}

/* The way to a list of hosts of one's own leads through the owner's home. */
static void
mask_source (Masker *self, JsonObject *document)
{
  JsonNode *node = json_object_get_member (document, "targets");
  JsonObject *targets = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                      : NULL;
  const char *source = targets != NULL ? get_text (targets, "source") : NULL;

  if (source != NULL && g_path_is_absolute (source))
    {
      g_autofree char *name = g_path_get_basename (source);
      json_object_set_string_member (targets, "source", name);
    }
}

/* All but what the customer wrote himself. */
static void
mask_document (Masker *self, JsonObject *document)
{
  g_autoptr (GList) names = json_object_get_members (document);

  mask_source (self, document);
  for (GList *name = names; name != NULL; name = name->next)
    if (!g_str_equal (name->data, "customer"))
      mask_node (self, json_object_get_member (document, name->data));
}

/* A document of our own: what was read from a file cannot be changed. */
static JsonNode *
dup_document (KaitsuResult *result)
{
  g_autoptr (JsonNode) shared = kaitsu_result_to_json (result);
  g_autofree char *text = json_to_string (shared, FALSE);

  return json_from_string (text, NULL);
}

/**
 * kaitsu_report_mask:
 * @result: a result
 * @error: an error of KAITSU_DATA_ERROR
 *
 * Withholds how the shop's network is numbered and named: addresses of this
 * PC, of the router and of what else is inside, the interface, names that are
 * known in the LAN only, a proxy. Public addresses and everything of the
 * provider and beyond stay. A notice in the result says so.
 *
 * Returns: (transfer full) (nullable): another result to make reports from;
 *   @result is as it was
 */
KaitsuResult *
kaitsu_report_mask (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (JsonNode) root = dup_document (result);
  g_autoptr (GHashTable) inner = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) outer = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRegex) addresses = g_regex_new (ADDRESSES, G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GRegex) names = g_regex_new (NAMES, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  /* TRANSLATORS: in place of an address or a name that is not to be shown */
  Masker self = { inner, outer, addresses, names, NULL, C_ ("address", "withheld") };

  learn (&self, result, json_node_get_object (root));
  mask_document (&self, json_node_get_object (root));
  g_free (self.interface);

  char *text = json_to_string (root, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  KaitsuResult *masked = kaitsu_result_new_from_bytes (bytes, "masked", error);
  if (masked != NULL)
    kaitsu_result_add_notice (masked, KAITSU_NOTICE_KIND_MASKED, NULL);
  return masked;
}
