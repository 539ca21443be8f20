/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-practice-scenario.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticeService: a TCP server on 127.0.0.1 that plays WEB, LOGIN,
 * MAIL or CUT, with or without TLS. It listens as long as it lives.
 */
#define KAITSU_TYPE_PRACTICE_SERVICE (kaitsu_practice_service_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPracticeService,
                      kaitsu_practice_service,
                      KAITSU,
                      PRACTICE_SERVICE,
                      GObject)

KaitsuPracticeService *kaitsu_practice_service_new (KaitsuPracticePlay play,
                                                    GTlsCertificate *certificate,
                                                    KaitsuTargets *targets,
                                                    guint slow_ms,
                                                    GError **error);
GSocketAddress *kaitsu_practice_service_get_address (KaitsuPracticeService *self);

G_END_DECLS
