/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* The short names of the services that a port serves, joined: "ライセンス・
 * ログ". Empty if the catalogue does not know them. */
char *kaitsu_port_words_dup_names (KaitsuResult *result, KaitsuPortResult *port);
/* "TCP 443" */
char *kaitsu_port_words_dup_label (KaitsuPortResult *port);

G_END_DECLS
