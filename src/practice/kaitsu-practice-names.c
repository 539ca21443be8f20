/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-names.h"

#include <string.h>

/* RFC 1035 section 2.3.4 */
#define MAX_NAME_LENGTH 253

/* The addresses .10 to .254 of each range of RFC 5737 that is not taken for
 * the provider. */
#define FIRST_HOST 10
#define HOSTS_PER_RANGE 245

static const char *const ranges[] = { "203.0.113.", "198.51.100." };

struct _KaitsuPracticeNames {
  GHashTable *indices; /* name, lower-cased -> number of the host */
};

static gboolean
is_name (const char *host)
{
  gsize length = strlen (host);

  return length > 0 && length <= MAX_NAME_LENGTH && g_str_is_ascii (host);
}

/* The special names of RFC 6761 that no resolver may know, so that a check
 * for a resolver that knows everything finds nothing wrong. */
static gboolean
is_unknown (const char *name)
{
  return g_str_equal (name, "invalid") || g_str_has_suffix (name, ".invalid");
}

/* Returns FALSE if every address is taken. */
static gboolean
find_or_add (KaitsuPracticeNames *self, const char *name, guint *index)
{
  gpointer value;

  if (g_hash_table_lookup_extended (self->indices, name, NULL, &value))
    {
      *index = GPOINTER_TO_UINT (value);
      return TRUE;
    }

  *index = g_hash_table_size (self->indices);
  if (*index >= HOSTS_PER_RANGE * G_N_ELEMENTS (ranges))
    return FALSE;
  g_hash_table_insert (self->indices, g_strdup (name), GUINT_TO_POINTER (*index));
  return TRUE;
}

/**
 * kaitsu_practice_names_new:
 * @targets: whose hosts get the first addresses, in the order of the list:
 *   so a host has the same address in every run
 *
 * Returns: (transfer full): a name service
 */
KaitsuPracticeNames *
kaitsu_practice_names_new (KaitsuTargets *targets)
{
  KaitsuPracticeNames *self = g_new0 (KaitsuPracticeNames, 1);
  GPtrArray *all = kaitsu_targets_get_targets (targets);
  guint index;

  self->indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < all->len; i++)
    find_or_add (self, ((const KaitsuTarget *) all->pdata[i])->host, &index);
  return self;
}

/**
 * kaitsu_practice_names_free:
 * @self: (transfer full): a name service
 */
void
kaitsu_practice_names_free (KaitsuPracticeNames *self)
{
  g_hash_table_unref (self->indices);
  g_free (self);
}

/**
 * kaitsu_practice_names_lookup:
 * @self: a name service
 * @host: a host name, or an address as text
 *
 * Returns: (transfer full) (nullable): its address; %NULL if it is no name,
 *   a name that cannot exist, or one too many
 */
GInetAddress *
kaitsu_practice_names_lookup (KaitsuPracticeNames *self, const char *host)
{
  GInetAddress *literal = g_inet_address_new_from_string (host);
  g_autofree char *name = g_ascii_strdown (host, -1);
  g_autofree char *text = NULL;
  guint index;

  if (literal != NULL)
    return literal;
  if (!is_name (name) || is_unknown (name) || !find_or_add (self, name, &index))
    return NULL;

  text = g_strdup_printf ("%s%u", ranges[index / HOSTS_PER_RANGE],
                          FIRST_HOST + index % HOSTS_PER_RANGE);
  return g_inet_address_new_from_string (text);
}
