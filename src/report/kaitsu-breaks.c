/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-breaks.h"

#include <string.h>

/* bytes; "HOME-UNIT5 Pro" without its "Pro", "03-0000-0000" */
#define LONGEST_WORD 12

/* What a host's name is made of, and a model's, a date and a number. */
static gboolean
is_part (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.' || c == '_' || c == ':' || c == '/';
}

static void
forbid (PangoAttrList *breaks, gsize from, gsize to)
{
  PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

  attribute->start_index = (guint) from;
  attribute->end_index = (guint) to;
  pango_attr_list_insert (breaks, attribute);
}

/**
 * kaitsu_breaks_new:
 * @text: what will be laid out
 *
 * Says where the lines of @text must not break: within a short word that has a
 * hyphen ("HOME-UNIT4", "Wi-Fi"), which is hard to recognise in two pieces.
 * Longer ones, as names of hosts are, may. No hyphen is added where a line
 * breaks: it would be taken for a part of a name. The text itself stays as it
 * is, for those who copy it and for screen readers.
 *
 * Returns: (transfer full): attributes for a layout or a label with that text
 */
PangoAttrList *
kaitsu_breaks_new (const char *text)
{
  PangoAttrList *breaks = pango_attr_list_new ();
  const char *p;

  g_return_val_if_fail (text != NULL, breaks);

  pango_attr_list_insert (breaks, pango_attr_insert_hyphens_new (FALSE));
  for (p = text; *p != '\0'; p++)
    {
      const char *word = p;

      while (is_part (*p))
        p++;
      if (p > word && p - word <= LONGEST_WORD && memchr (word, '-', p - word) != NULL)
        forbid (breaks, word - text, p - text);
      if (*p == '\0')
        break;
    }
  return breaks;
}
