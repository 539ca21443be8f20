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
  GRegex *url_hosts; /* without a dot, within a text */
  GHashTable *hosts; /* of such names, where they were found */
  GRegex *hosts_again; /* nullable: the same, within a text */
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

/* What has no dot is looked up in the LAN (RFC 6762, section 3, and habit). In
 * a text it is told from a word only where a host has to stand: behind "//",
 * and at the beginning of a greeting (RFC 5321, section 4.2). */
#define DOTLESS "[\\p{L}\\p{N}_-]+(?![\\p{L}\\p{N}_.-])"
#define URL_HOSTS "//(?:[^\\s/@]*@)?\\K" DOTLESS
#define GREETING "^[0-9]{3}[ -]\\K" DOTLESS "(?=\\s|$)"

/* All members but these may hold a text of somebody else. */
static const char *const own_words[] = { "customer", "program", "unit", "rule", NULL };

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

/* One spelling for each: IPv6 has many. */
static char *
spell (const char *address)
{
  g_autofree char *bare = g_strndup (address, strcspn (address, "%"));
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (bare);

  return parsed != NULL ? g_inet_address_to_string (parsed) : g_steal_pointer (&bare);
}

static void
remember (GHashTable *set, const char *address)
{
  if (address != NULL)
    g_hash_table_add (set, spell (address));
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
  /* In IPv6, the shop's router has an address of the Internet, too, and it is
   * as a rule the one that answers names: nobody can tell it from another's. */
  for (char **dns = network->dns; *dns != NULL; dns++)
    if (strchr (*dns, ':') != NULL)
      remember (self->inner, *dns);
  self->interface = g_strdup (network->interface);
  for_each (self, get_array (document, "path"), learn_hop);
  for_each (self, get_array (document, "ports"), learn_port);
}

static gboolean
is_inner_address (Masker *self, const char *text)
{
  g_autofree char *address = spell (text);

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

static void
learn_host (Masker *self, const char *host, gssize length)
{
  g_autofree char *name = g_strndup (host, length >= 0 ? (gsize) length : strlen (host));

  if (*name != '\0')
    g_hash_table_add (self->hosts, g_steal_pointer (&name));
}

static void
learn_matches (Masker *self, GRegex *regex, const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);
      learn_host (self, found, -1);
    }
}

static void learn_hosts (Masker *self, const char *name, JsonNode *node);

static gboolean
is_mail_probe (JsonObject *object)
{
  int kind = KAITSU_PROBE_KIND_TCP;

  return kaitsu_from_nick (KAITSU_TYPE_PROBE_KIND, get_text (object, "probe"), &kind)
         && (kind == KAITSU_PROBE_KIND_SMTPS || kind == KAITSU_PROBE_KIND_SUBMISSION);
}

static void
learn_hosts_of_object (Masker *self, JsonObject *object)
{
  const char *host = get_text (object, "host");
  const char *detail = get_text (object, "detail");
  g_autoptr (GList) names = json_object_get_members (object);

  if (host != NULL && strpbrk (host, ".:") == NULL)
    learn_host (self, host, -1);
  if (detail != NULL && is_mail_probe (object))
    {
      g_autoptr (GRegex) greeting = g_regex_new (GREETING, 0, 0, NULL);
      learn_matches (self, greeting, detail);
    }
  for (GList *name = names; name != NULL; name = name->next)
    learn_hosts (self, name->data, json_object_get_member (object, name->data));
}

static void
learn_hosts (Masker *self, const char *name, JsonNode *node)
{
  if (name != NULL && g_strv_contains (own_words, name))
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    learn_hosts_of_object (self, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      learn_hosts (self, name, json_array_get_element (json_node_get_array (node), i));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    learn_matches (self, self->url_hosts, json_node_get_string (node));
}

/* A name that was found once is found everywhere. */
static GRegex *
new_hosts_regex (GHashTable *hosts)
{
  g_autoptr (GString) pattern = g_string_new ("(?<![\\p{L}\\p{N}_.-])(?:");
  GHashTableIter iter;
  gpointer host;

  if (g_hash_table_size (hosts) == 0)
    return NULL;
  g_hash_table_iter_init (&iter, hosts);
  while (g_hash_table_iter_next (&iter, &host, NULL))
    {
      g_autofree char *escaped = g_regex_escape_string (host, -1);
      g_string_append_printf (pattern, "%s|", escaped);
    }
  g_string_truncate (pattern, pattern->len - 1);
  g_string_append (pattern, ")(?!\\.?[\\p{L}\\p{N}_-])");
  return g_regex_new (pattern->str, G_REGEX_CASELESS, 0, NULL);
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
replace (GRegex *regex, const char *text, const char *mask)
{
  char *replaced = g_regex_replace_literal (regex, text, -1, 0, mask, 0, NULL);

  return replaced != NULL ? replaced : g_strdup (mask);
}

/* @words: whether it is a text, and not one of the words of the contract */
static char *
mask_text (Masker *self, const char *text, gboolean words)
{
  g_autofree char *nameless = replace (self->names, text, self->mask);
  g_autofree char *hostless = words && self->hosts_again != NULL
                                  ? replace (self->hosts_again, nameless, self->mask)
                                  : g_steal_pointer (&nameless);
  char *masked = g_regex_replace_eval (self->addresses, hostless, -1, 0, 0, mask_match_cb, self,
                                       NULL);

  return masked != NULL ? masked : g_strdup (self->mask);
}

static void mask_node (Masker *self, const char *name, JsonNode *node);

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
    mask_node (self, name->data, json_object_get_member (object, name->data));
}

/* A word of the contract stays, and so does the name of a member: only in a
 * text is a name of the LAN looked for. */
static gboolean
is_text (const char *name, const char *value)
{
  return g_strcmp0 (name, "detail") == 0 || strchr (value, ' ') != NULL
         || strstr (value, "//") != NULL;
}

static void
mask_node (Masker *self, const char *name, JsonNode *node)
{
  if (name != NULL && g_strv_contains (own_words, name))
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    mask_members (self, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      mask_node (self, name, json_array_get_element (json_node_get_array (node), i));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *text = json_node_get_string (node);
      g_autofree char *masked = g_strcmp0 (text, self->interface) == 0
                                    ? g_strdup (self->mask)
                                    : mask_text (self, text, is_text (name, text));
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

static void
mask_document (Masker *self, JsonNode *root)
{
  mask_source (self, json_node_get_object (root));
  learn_hosts (self, NULL, root);
  self->hosts_again = new_hosts_regex (self->hosts);
  mask_node (self, NULL, root);
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
  g_autoptr (GRegex) url_hosts = g_regex_new (URL_HOSTS, G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GHashTable) hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* TRANSLATORS: in place of an address or a name that is not to be shown */
  Masker self = { inner, outer, addresses, names, url_hosts, hosts, NULL, NULL,
                  C_ ("address", "withheld") };

  learn (&self, result, json_node_get_object (root));
  mask_document (&self, root);
  g_clear_pointer (&self.hosts_again, g_regex_unref);
  g_free (self.interface);

  char *text = json_to_string (root, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  KaitsuResult *masked = kaitsu_result_new_from_bytes (bytes, "masked", error);
  if (masked != NULL)
    kaitsu_result_add_notice (masked, KAITSU_NOTICE_KIND_MASKED, NULL);
  return masked;
}
