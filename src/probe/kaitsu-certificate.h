/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *kaitsu_certificate_describe_verdict (GTlsCertificate *certificate,
                                           GTlsCertificateFlags flags);
char *kaitsu_certificate_describe_issuer (GTlsCertificate *certificate);
const char *kaitsu_certificate_get_error_word (const GError *error);

G_END_DECLS
