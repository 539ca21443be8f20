/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-observation.h"

G_BEGIN_DECLS

char *kaitsu_certificate_describe_verdict (GTlsCertificate *certificate,
                                           GTlsCertificateFlags flags);
char *kaitsu_certificate_describe_issuer (GTlsCertificate *certificate);
const char *kaitsu_certificate_get_error_word (const GError *error);
gboolean kaitsu_certificate_parse_verdict (const KaitsuObservation *observation,
                                           GTlsCertificateFlags *flags);

G_END_DECLS
