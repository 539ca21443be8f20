/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KAITSU_TYPE_TRUST (kaitsu_trust_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuTrust, kaitsu_trust, KAITSU, TRUST, GTlsDatabase)

GTlsDatabase *kaitsu_trust_new (GTlsDatabase *system);
void kaitsu_trust_prepare (void);

G_END_DECLS
