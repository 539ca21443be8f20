/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* "TCP 443" */
char *kaitsu_port_words_dup_label (KaitsuPortResult *port);

G_END_DECLS
