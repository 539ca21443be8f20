/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-words.h"

G_BEGIN_DECLS

/**
 * KaitsuPort: a transport protocol and a port number (1..65535), a value
 * type. Written "tcp/443" in files, "TCP 443" for people.
 */
typedef struct {
  KaitsuProtocol protocol;
  guint16 number;
} KaitsuPort;

gboolean kaitsu_port_parse (const char *text, KaitsuPort *port);
char *kaitsu_port_to_string (KaitsuPort port);
char *kaitsu_port_to_label (KaitsuPort port);
gboolean kaitsu_port_equal (KaitsuPort a, KaitsuPort b);
gboolean kaitsu_port_is_among (KaitsuPort self, GArray *ports);
int kaitsu_port_compare (KaitsuPort a, KaitsuPort b);
gboolean kaitsu_port_stays_in_lan (KaitsuPort self);

G_END_DECLS
