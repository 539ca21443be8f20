/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-practice-scenario.h"

G_BEGIN_DECLS

/* this PC's address as the practice Internet sees it */
#define KAITSU_PRACTICE_PUBLIC "192.0.2.23"

/**
 * KaitsuPracticeResponder: a UDP server on 127.0.0.1 that plays TIME,
 * DHCP or RESPONDER. It answers as long as it lives.
 */
#define KAITSU_TYPE_PRACTICE_RESPONDER (kaitsu_practice_responder_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPracticeResponder,
                      kaitsu_practice_responder,
                      KAITSU,
                      PRACTICE_RESPONDER,
                      GObject)

KaitsuPracticeResponder *kaitsu_practice_responder_new (KaitsuPracticePlay play,
                                                        KaitsuPort port,
                                                        guint slow_ms,
                                                        GError **error);
GSocketAddress *kaitsu_practice_responder_get_address (KaitsuPracticeResponder *self);

G_END_DECLS
