/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-line.h"

#include <string.h>

/**
 * kaitsu_line_take:
 * @line: the line so far; empty it before the next line begins
 * @limit: how many bytes a line may have, its line end included
 * @bytes: (array length=length): what came
 * @length: how many bytes came
 * @used: (out): how many of them belong to this line
 *
 * Collects one line from a stream in pieces of any size. A line ends with LF;
 * a CR right before it is dropped, so that servers which send bare LF are
 * understood as well. The outcome does not depend on where the pieces were
 * cut.
 *
 * Returns: whether the line is complete
 */
KaitsuLineState
kaitsu_line_take (GString *line, gsize limit, const char *bytes, gsize length, gsize *used)
{
  g_return_val_if_fail (line != NULL, KAITSU_LINE_STATE_TOO_LONG);
  g_return_val_if_fail (used != NULL, KAITSU_LINE_STATE_TOO_LONG);

  gsize room = limit > line->len ? limit - line->len : 0;
  gsize look = MIN (length, room);
  const char *end = look > 0 ? memchr (bytes, '\n', look) : NULL;

  *used = end != NULL ? (gsize) (end - bytes) + 1 : look;
  if (look > 0)
    g_string_append_len (line, bytes, (gssize) *used);
  if (end == NULL)
    return line->len >= limit ? KAITSU_LINE_STATE_TOO_LONG : KAITSU_LINE_STATE_MORE;

  g_string_truncate (line, line->len - 1);
  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  return KAITSU_LINE_STATE_READY;
}
