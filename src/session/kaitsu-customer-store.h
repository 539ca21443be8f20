/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* What the customer wrote about himself, remembered in
 * $XDG_CONFIG_HOME/kaitsu/customer.ini. Reading never fails: what is not
 * there or not usable is an empty string. */
KaitsuCustomer *kaitsu_customer_store_load (void);
gboolean kaitsu_customer_store_save (const KaitsuCustomer *customer, GError **error);
/* Whether reports withhold the shop's inside. */
gboolean kaitsu_customer_store_get_masked (void);
gboolean kaitsu_customer_store_set_masked (gboolean masked, GError **error);

G_END_DECLS
