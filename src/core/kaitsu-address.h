/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuAddressScope: whose network an address can belong to.
 *
 * PRIVATE  RFC 1918, link-local (RFC 3927, RFC 4291), unique local (RFC 4193)
 * CARRIER  shared by a provider's customers: 100.64.0.0/10 (RFC 6598),
 *          192.0.0.0/29 (DS-Lite, RFC 6333)
 * PUBLIC   any other unicast address
 * UNKNOWN  not an address
 */
typedef enum {
  KAITSU_ADDRESS_SCOPE_PRIVATE,
  KAITSU_ADDRESS_SCOPE_CARRIER,
  KAITSU_ADDRESS_SCOPE_PUBLIC,
  KAITSU_ADDRESS_SCOPE_UNKNOWN,
} KaitsuAddressScope;

KaitsuAddressScope kaitsu_address_get_scope (const char *address);
gboolean kaitsu_address_can_be_public (const char *address);

G_END_DECLS
