/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-port-result.h"

G_BEGIN_DECLS

/**
 * KaitsuPill: a traffic light as shape, word and colour, in this order of
 * importance. Property: "port" (KaitsuPortResult), whose state and light it
 * follows.
 */
#define KAITSU_TYPE_PILL (kaitsu_pill_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPill, kaitsu_pill, KAITSU, PILL, GtkWidget)

/* @port: (nullable) */
void kaitsu_pill_set_port (KaitsuPill *self, KaitsuPortResult *port);
/* what the pill says, without the shape */
const char *kaitsu_pill_get_word (KaitsuPill *self);
/* a light without a port behind it, for a service */
void kaitsu_pill_set_light (KaitsuPill *self, KaitsuLight light);
/* the style sheet's word for a light, of pills and of banners */
const char *kaitsu_pill_get_light_class (KaitsuLight light);

G_END_DECLS
