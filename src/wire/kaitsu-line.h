/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuLineState: what became of a line that is being collected.
 *
 * MORE      its end has not come yet
 * READY     it is complete, without its line end
 * TOO_LONG  it passed the limit; nothing more should be read
 */
typedef enum
{
  KAITSU_LINE_STATE_MORE,
  KAITSU_LINE_STATE_READY,
  KAITSU_LINE_STATE_TOO_LONG,
} KaitsuLineState;

KaitsuLineState
kaitsu_line_take (GString *line, gsize limit, const char *bytes, gsize length, gsize *used);

G_END_DECLS
