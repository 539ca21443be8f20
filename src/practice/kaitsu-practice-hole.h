/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-practice-scenario.h"

G_BEGIN_DECLS

/**
 * KaitsuPracticeHole: a port of loopback behind which nobody answers: SILENT
 * or CLOSED. It is kept from everybody else as long as it lives.
 */
#define KAITSU_TYPE_PRACTICE_HOLE (kaitsu_practice_hole_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPracticeHole, kaitsu_practice_hole, KAITSU, PRACTICE_HOLE, GObject)

KaitsuPracticeHole *kaitsu_practice_hole_new (KaitsuPracticePlay play,
                                              KaitsuProtocol protocol,
                                              GSocketFamily family,
                                              GError **error);
GSocketAddress *kaitsu_practice_hole_get_address (KaitsuPracticeHole *self);

G_END_DECLS
