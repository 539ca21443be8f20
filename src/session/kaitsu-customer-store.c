/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-customer-store.h"

#include <glib/gstdio.h>

#include "kaitsu-file.h"
#include "kaitsu-text.h"

#define GROUP "customer"
#define MAX_BYTES (64 * 1024)
#define MAX_FIELD 200
#define MAX_MEMO 2000

static char *
make_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "kaitsu", "customer.ini", NULL);
}

static char *
read_field (GKeyFile *file, const char *key, gsize max_chars)
{
  g_autofree char *raw = g_key_file_get_string (file, GROUP, key, NULL);

  return kaitsu_text_clean_lines (raw, max_chars);
}

/* A file that is larger than any we write is not ours to read. */
static GKeyFile *
load (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = make_path ();
  GStatBuf info;

  if (g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_BYTES)
    g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return g_steal_pointer (&file);
}

/**
 * kaitsu_customer_store_load:
 *
 * Returns: (transfer full): what was saved last; empty where there is nothing
 *   or nothing usable
 */
KaitsuCustomer *
kaitsu_customer_store_load (void)
{
  g_autoptr (GKeyFile) file = load ();
  KaitsuCustomer *customer = g_new0 (KaitsuCustomer, 1);

  customer->company = read_field (file, "company", MAX_FIELD);
  customer->person = read_field (file, "person", MAX_FIELD);
  customer->phone = read_field (file, "phone", MAX_FIELD);
  customer->provider = read_field (file, "provider", MAX_FIELD);
  customer->line = read_field (file, "line", MAX_FIELD);
  customer->memo = read_field (file, "memo", MAX_MEMO);
  return customer;
}

/**
 * kaitsu_customer_store_save:
 * @customer: what the customer wrote about himself
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it was saved
 */
gboolean
kaitsu_customer_store_save (const KaitsuCustomer *customer, GError **error)
{
  g_return_val_if_fail (customer != NULL, FALSE);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length = 0;

  g_key_file_set_string (file, GROUP, "company", customer->company);
  g_key_file_set_string (file, GROUP, "person", customer->person);
  g_key_file_set_string (file, GROUP, "phone", customer->phone);
  g_key_file_set_string (file, GROUP, "provider", customer->provider);
  g_key_file_set_string (file, GROUP, "line", customer->line);
  g_key_file_set_string (file, GROUP, "memo", customer->memo);

  g_mkdir_with_parents (folder, 0700);
  char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  return kaitsu_file_replace (path, bytes, error);
}
