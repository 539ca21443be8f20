/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-port-words.h"

char *
kaitsu_port_words_dup_label (KaitsuPortResult *port)
{
  return kaitsu_port_to_label (kaitsu_port_result_get_port (port));
}
