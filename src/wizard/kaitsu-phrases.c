/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-phrases.h"

#include <string.h>

#include "kaitsu-breaks.h"

#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"
/* A longer one may break anywhere: else it would widen the window. */
#define MAX_PHRASE_CHARS 12

static gboolean
is_hiragana (gunichar c)
{
  return c >= 0x3041 && c <= 0x309f;
}

static gboolean
is_word_start (gunichar c)
{
  return (c >= 0x30a1 && c <= 0x30fa) || (c >= 0x4e00 && c <= 0x9fff) || c == 0x300c || c == 0x300e
         || c == 0xff08;
}

static gboolean
is_stop (gunichar c)
{
  return c == 0x3001 || c == 0x3002;
}

static gboolean
is_closing_bracket (gunichar c)
{
  return c == 0x300d || c == 0x300f || c == 0xff09;
}

static gboolean
is_prefix (gunichar c)
{
  return c == 0x304a || c == 0x3054; /* o and go, which make the next word polite */
}

/* A phrase is a word and the particles behind it: it ends where hiragana or
 * punctuation is followed by something else. @begins: @c is its first. */
static gboolean
ends_phrase (gunichar c, gunichar next, gunichar after, gboolean begins)
{
  if (is_stop (c))
    return !is_stop (next) && !is_closing_bracket (next);
  if ((!is_hiragana (c) && !is_closing_bracket (c)) || (begins && is_prefix (c)))
    return FALSE;
  return is_word_start (next) || (is_prefix (next) && is_word_start (after));
}

char *
kaitsu_phrases_split (const char *text)
{
  GString *split;
  gboolean begins = TRUE;

  g_return_val_if_fail (text != NULL, NULL);

  split = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *rest = g_utf8_next_char (p);
      gunichar c = g_utf8_get_char (p);
      gunichar next = g_utf8_get_char (rest);
      gunichar after = next != 0 ? g_utf8_get_char (g_utf8_next_char (rest)) : 0;
      gboolean ends = next != 0 && ends_phrase (c, next, after, begins);

      g_string_append_unichar (split, c);
      if (ends)
        g_string_append (split, ZERO_WIDTH_SPACE);
      begins = ends;
    }
  return g_string_free (split, FALSE);
}

static void
keep_together (PangoAttrList *attributes, const char *text, const char *begin, const char *end)
{
  PangoAttribute *attribute;

  if (g_utf8_strlen (begin, end - begin) > MAX_PHRASE_CHARS || memchr (begin, ' ', end - begin))
    return;
  attribute = pango_attr_allow_breaks_new (FALSE);
  attribute->start_index = (guint) (begin - text);
  attribute->end_index = (guint) (end - text);
  pango_attr_list_insert (attributes, attribute);
}

void
kaitsu_phrases_set_label (GtkLabel *label, const char *text)
{
  g_autofree char *split = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;
  const char *begin;
  const char *end;

  g_return_if_fail (GTK_IS_LABEL (label));

  split = kaitsu_phrases_split (text);
  attributes = kaitsu_breaks_new (split);
  for (begin = split; (end = strstr (begin, ZERO_WIDTH_SPACE)) != NULL;
       begin = end + strlen (ZERO_WIDTH_SPACE))
    keep_together (attributes, split, begin, end);
  if (begin != split)
    keep_together (attributes, split, begin, begin + strlen (begin));
  gtk_label_set_label (label, split);
  gtk_label_set_attributes (label, attributes);
}
