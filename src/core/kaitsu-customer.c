/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result.h"

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
 * kaitsu_customer_copy:
 * @self: a customer
 *
 * Returns: (transfer full): a copy, in which a missing text is empty
 */
KaitsuCustomer *
kaitsu_customer_copy (const KaitsuCustomer *self)
{
  KaitsuCustomer *copy = g_new0 (KaitsuCustomer, 1);

  copy->company = g_strdup (self->company != NULL ? self->company : "");
  copy->person = g_strdup (self->person != NULL ? self->person : "");
  copy->phone = g_strdup (self->phone != NULL ? self->phone : "");
  copy->provider = g_strdup (self->provider != NULL ? self->provider : "");
  copy->line = g_strdup (self->line != NULL ? self->line : "");
  copy->memo = g_strdup (self->memo != NULL ? self->memo : "");
  return copy;
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
