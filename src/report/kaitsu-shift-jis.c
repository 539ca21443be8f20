/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-shift-jis.h"

#include <string.h>

/* Stands for a character that cannot be written, as Japanese printers have
 * always done: the reader sees that something is missing, and where. */
#define GETA "〓"

/* Signs for which JIS X 0208 and Windows have the same place but not the same
 * Unicode character, and some that only Unicode has. */
static const struct
{
  gunichar from;
  const char *to;
} substitutes[] = {
  { 0x00A0, " " },                                     /* no-break space */
  { 0x00A5, "￥" }, { 0x00B7, "・" }, { 0x2010, "-" }, /* hyphens and dashes */
  { 0x2011, "-" },  { 0x2012, "-" },  { 0x2013, "-" }, { 0x2014, "―" },
  { 0x2044, "/" },                                     /* of "½" */
  { 0x2212, "-" },  { 0xFF0D, "―" },  { 0x301C, "-" }, /* wave dash and its twin: "10 to 18 o'clock"
                                                        */
  { 0xFF5E, "-" },
  /* Shapes in the names of people and shops: 〓橋 would be nobody's. */
  { 0x5FB7, "徳" }, { 0x6FF5, "浜" }, { 0x9AD9, "高" }, { 0xFA11, "崎" }, { 0x20BB7, "吉" },
};

static gboolean
is_writable (GIConv converter, gunichar c)
{
  char character[6];
  char out[8];
  char *in = character;
  char *end = out;
  gsize in_left = (gsize) g_unichar_to_utf8 (c, character);
  gsize out_left = sizeof out;

  if (c < 0x80)
    return TRUE;
  g_iconv (converter, NULL, NULL, NULL, NULL);
  return g_iconv (converter, &in, &in_left, &end, &out_left) == 0 && in_left == 0;
}

static const char *
find_substitute (gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS (substitutes); i++)
    {
      if (substitutes[i].from == c)
        return substitutes[i].to;
    }
  return NULL;
}

/* "㈱" becomes "(株)", "é" becomes "e": what the sign is made of, without
 * accents. */
static gboolean
append_parts (GString *out, GIConv converter, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  g_autoptr (GString) spelled = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const char *substitute = find_substitute (parts[i]);

      if (g_unichar_ismark (parts[i]))
        continue;
      if (substitute == NULL && !is_writable (converter, parts[i]))
        return FALSE;
      if (substitute != NULL)
        g_string_append (spelled, substitute);
      else
        g_string_append_unichar (spelled, parts[i]);
    }
  g_string_append (out, spelled->str);
  return spelled->len > 0;
}

/* FALSE if it cannot be written as it is. */
static gboolean
append_sign (GString *out, GIConv converter, gunichar c)
{
  const char *substitute = find_substitute (c);

  if (substitute != NULL)
    g_string_append (out, substitute);
  else if (is_writable (converter, c))
    g_string_append_unichar (out, c);
  else
    return FALSE;
  return TRUE;
}

/* Composing takes long, and most lines need none of it. */
static gboolean
append_plain (GString *out, GIConv converter, const char *line, gsize length)
{
  const gsize before = out->len;

  for (const char *p = line; p < line + length; p = g_utf8_next_char (p))
    {
      if (append_sign (out, converter, g_utf8_get_char (p)))
        continue;
      g_string_truncate (out, before);
      return FALSE;
    }
  return TRUE;
}

/* Line by line: composing takes the square of the length. */
static void
append_line (GString *out, GIConv converter, const char *line, gsize length)
{
  g_autofree char *composed = NULL;

  if (append_plain (out, converter, line, length))
    return;
  composed = g_utf8_normalize (line, (gssize) length, G_NORMALIZE_NFC);
  for (const char *p = composed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (!append_sign (out, converter, c) && !append_parts (out, converter, c))
        g_string_append (out, GETA);
    }
}

/**
 * kaitsu_shift_jis_reduce:
 * @text: valid UTF-8
 *
 * Keeps of @text what Shift_JIS can write, but for the few signs that the
 * table of Windows reads differently: so it survives mail gateways, fax
 * software and old editors. Other signs are spelled out if they are made of
 * such characters, and else become "〓".
 *
 * Returns: (transfer full): the text in UTF-8; @text itself, composed, where
 *   the C library has no table for Shift_JIS
 */
char *
kaitsu_shift_jis_reduce (const char *text)
{
  GIConv converter = g_iconv_open ("SHIFT_JIS", "UTF-8");
  g_autoptr (GString) out = g_string_sized_new (strlen (text));

  if (converter == (GIConv) -1)
    return g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  while (*text != '\0')
    {
      gsize length = strcspn (text, "\n");

      length += text[length] == '\n' ? 1 : 0;
      append_line (out, converter, text, length);
      text += length;
    }
  g_iconv_close (converter);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
