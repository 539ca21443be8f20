/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result.h"

#include "kaitsu-text.h"

/**
 * kaitsu_customer_new:
 *
 * Returns: (transfer full): a customer who wrote nothing yet
 */
KaitsuCustomer *
kaitsu_customer_new (void)
{
  KaitsuCustomer *self = g_new0 (KaitsuCustomer, 1);

  self->company = g_strdup ("");
  self->person = g_strdup ("");
  self->phone = g_strdup ("");
  self->provider = g_strdup ("");
  self->line = g_strdup ("");
  self->memo = g_strdup ("");
  return self;
}

/**
 * kaitsu_customer_clean:
 * @self: a customer, as typed or pasted
 *
 * What is pasted may have any character in it, but a result with a control
 * character is one that cannot be opened again.
 *
 * Returns: (transfer full): a copy with clean lines of bounded length
 */
KaitsuCustomer *
kaitsu_customer_clean (const KaitsuCustomer *self)
{
  KaitsuCustomer *clean = g_new0 (KaitsuCustomer, 1);

  clean->company = kaitsu_text_clean (self->company, -1, KAITSU_CUSTOMER_MAX_FIELD);
  clean->person = kaitsu_text_clean (self->person, -1, KAITSU_CUSTOMER_MAX_FIELD);
  clean->phone = kaitsu_text_clean (self->phone, -1, KAITSU_CUSTOMER_MAX_FIELD);
  clean->provider = kaitsu_text_clean (self->provider, -1, KAITSU_CUSTOMER_MAX_FIELD);
  clean->line = kaitsu_text_clean (self->line, -1, KAITSU_CUSTOMER_MAX_FIELD);
  clean->memo = kaitsu_text_clean_lines (self->memo, KAITSU_CUSTOMER_MAX_MEMO);
  return clean;
}

/**
 * kaitsu_customer_free:
 * @self: (transfer full): a customer
 */
void
kaitsu_customer_free (KaitsuCustomer *self)
{
  g_free (self->company);
  g_free (self->person);
  g_free (self->phone);
  g_free (self->provider);
  g_free (self->line);
  g_free (self->memo);
  g_free (self);
}
