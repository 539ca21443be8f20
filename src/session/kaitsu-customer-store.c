/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-customer-store.h"

#include "kaitsu-key-file.h"
#include "kaitsu-text.h"

#define FILE_NAME "customer.ini"
#define GROUP "customer"
#define REPORT "report"
#define MASKED "masked"

static char *
read_field (GKeyFile *file, const char *key, gsize max_chars)
{
  g_autofree char *raw = g_key_file_get_string (file, GROUP, key, NULL);

  return kaitsu_text_clean_lines (raw, max_chars);
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
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);
  KaitsuCustomer *customer = g_new0 (KaitsuCustomer, 1);

  customer->company = read_field (file, "company", KAITSU_CUSTOMER_MAX_FIELD);
  customer->person = read_field (file, "person", KAITSU_CUSTOMER_MAX_FIELD);
  customer->phone = read_field (file, "phone", KAITSU_CUSTOMER_MAX_FIELD);
  customer->provider = read_field (file, "provider", KAITSU_CUSTOMER_MAX_FIELD);
  customer->line = read_field (file, "line", KAITSU_CUSTOMER_MAX_FIELD);
  customer->memo = read_field (file, "memo", KAITSU_CUSTOMER_MAX_MEMO);
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

  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);

  g_key_file_set_string (file, GROUP, "company", customer->company);
  g_key_file_set_string (file, GROUP, "person", customer->person);
  g_key_file_set_string (file, GROUP, "phone", customer->phone);
  g_key_file_set_string (file, GROUP, "provider", customer->provider);
  g_key_file_set_string (file, GROUP, "line", customer->line);
  g_key_file_set_string (file, GROUP, "memo", customer->memo);

  return kaitsu_key_file_save (file, FILE_NAME, error);
}

/**
 * kaitsu_customer_store_get_masked:
 *
 * Returns: whether reports withhold the shop's inside (kaitsu_report_mask());
 *   not unless the customer once wished so
 */
gboolean
kaitsu_customer_store_get_masked (void)
{
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);

  return g_key_file_get_boolean (file, REPORT, MASKED, NULL);
}

/**
 * kaitsu_customer_store_set_masked:
 * @masked: whether reports withhold the shop's inside
 * @error: an error of G_FILE_ERROR
 *
 * Returns: whether it was saved
 */
gboolean
kaitsu_customer_store_set_masked (gboolean masked, GError **error)
{
  g_autoptr (GKeyFile) file = kaitsu_key_file_load (FILE_NAME);

  g_key_file_set_boolean (file, REPORT, MASKED, masked);
  return kaitsu_key_file_save (file, FILE_NAME, error);
}
