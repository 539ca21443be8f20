/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KaitsuPracticeTrust: whom the practice network trusts: the practice's own
 * authority, and it for every name.
 */
#define KAITSU_TYPE_PRACTICE_TRUST (kaitsu_practice_trust_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPracticeTrust,
                      kaitsu_practice_trust,
                      KAITSU,
                      PRACTICE_TRUST,
                      GTlsDatabase)

GTlsDatabase *kaitsu_practice_trust_new (GError **error);
GTlsCertificate *kaitsu_practice_trust_load_certificate (const char *name, GError **error);

G_END_DECLS
