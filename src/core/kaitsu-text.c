/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-text.h"

#include <string.h>

/* Characters that can turn a line of a report into another one: direction
 * overrides and isolates (UAX #9), invisible joiners, the byte order mark,
 * interlinear annotation, tags; and letters that nobody sees: the soft hyphen,
 * fillers of Hangul, variation selectors. */
static gboolean
is_deceptive (gunichar c)
{
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E)
         || (c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0x180E || c == 0xFEFF
         || c == 0x00AD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0
         || (c >= 0xFE00 && c <= 0xFE0F)
         || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static gboolean
is_space (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || g_unichar_isspace (c);
}

static gboolean
is_unprintable (gunichar c)
{
  return g_unichar_iscntrl (c) || !g_unichar_isdefined (c)
         || g_unichar_type (c) == G_UNICODE_PRIVATE_USE
         || g_unichar_type (c) == G_UNICODE_SURROGATE;
}

/**
 * kaitsu_text_clean:
 * @bytes: (nullable) (array length=length): text from outside, any encoding
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @max_chars: how many characters are kept at most; the cut is shown by "…"
 *
 * Makes one harmless line of what came from outside: valid UTF-8 (U+FFFD for
 * what is not), runs of white space and line ends as one space, no control
 * or direction characters, no space at either end. Markup is left as it is:
 * whoever renders markup escapes it there.
 *
 * Returns: (transfer full): the text, never %NULL
 */
char *
kaitsu_text_clean (const char *bytes, gssize length, gsize max_chars)
{
  if (bytes == NULL)
    return g_strdup ("");

  gsize available = length < 0 ? strlen (bytes) : (gsize) length;
  /* A character has at most four bytes, and a space may stand for a run. */
  gsize limit = max_chars > (G_MAXSIZE - 64) / 16 ? available : MIN (available, 16 * max_chars + 64);
  gboolean cut = limit < available;
  g_autofree char *valid = g_utf8_make_valid (bytes, (gssize) limit);
  g_autoptr (GString) out = g_string_sized_new (limit);
  gsize chars = 0;
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_space (c))
        {
          space = chars > 0;
          continue;
        }
      if (is_deceptive (c) || is_unprintable (c))
        continue;
      if (chars + (space ? 1 : 0) >= max_chars)
        {
          cut = TRUE;
          break;
        }
      if (space)
        {
          g_string_append_c (out, ' ');
          chars++;
        }
      space = FALSE;
      g_string_append_unichar (out, c);
      chars++;
    }
  if (cut)
    g_string_append (out, "…");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * kaitsu_text_clean_lines:
 * @text: (nullable): text from outside that may have several lines
 * @max_chars: how many characters are kept at most
 *
 * Like kaitsu_text_clean(), but line ends stay; empty lines at the end go.
 *
 * Returns: (transfer full): the text, never %NULL
 */
char *
kaitsu_text_clean_lines (const char *text, gsize max_chars)
{
  g_autoptr (GString) unified = g_string_new (text);
  g_string_replace (unified, "\r\n", "\n", 0);
  g_auto (GStrv) lines = g_strsplit_set (unified->str, "\n\r", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize left = max_chars;

  for (guint i = 0; lines[i] != NULL && left > 0; i++)
    {
      g_autofree char *line = kaitsu_text_clean (lines[i], -1, left);

      if (i > 0)
        g_string_append_c (out, '\n');
      g_string_append (out, line);
      left -= MIN (left, (gsize) g_utf8_strlen (line, -1) + 1);
    }
  while (out->len > 0 && out->str[out->len - 1] == '\n')
    g_string_truncate (out, out->len - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
