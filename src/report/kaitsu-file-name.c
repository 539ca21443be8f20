/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-text.h"

/* File systems take 255 bytes, some encrypted ones 143; a kanji has three.
 * What does not vary has about 50. */
#define MAX_PART_BYTES 60

/* Forbidden on Windows or a border between folders on some system; and what
 * ends a name in the list of files that a mail program is started with. */
static gboolean
is_forbidden (gunichar c)
{
  return c < 0x20 || (c < 0x80 && strchr ("/\\:*?\"<>|',", (int) c) != NULL);
}

/* One part of a name: no separators, no spaces, no dots at its ends (Windows
 * drops those), never longer than fits. Empty if nothing is left. */
static char *
make_part (const char *text)
{
  g_autofree char *clean = kaitsu_text_clean (text, -1, MAX_PART_BYTES);
  g_autofree char *composed = g_utf8_normalize (clean, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) part = g_string_new (NULL);

  for (const char *p = composed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize length = (gsize) (g_utf8_next_char (p) - p);

      if (part->len + length > MAX_PART_BYTES)
        break;
      if (is_forbidden (c))
        g_string_append_c (part, '-');
      else if (g_unichar_isspace (c))
        g_string_append_c (part, '_');
      else
        g_string_append_len (part, p, (gssize) length);
    }
  while (part->len > 0 && strchr ("._-", part->str[part->len - 1]) != NULL)
    g_string_truncate (part, part->len - 1);

  return g_strdup (part->str + strspn (part->str, "._-"));
}

static void
add_part (GString *name, const char *text)
{
  g_autofree char *part = make_part (text);

  if (*part == '\0')
    return;
  g_string_append_c (name, '_');
  g_string_append (name, part);
}

static char *
make_name (KaitsuResult *result, const char *word, const char *extension)
{
  GDateTime *finished = kaitsu_result_get_finished (result);
  g_autofree char *date = g_date_time_format (finished, "%Y-%m-%d");
  g_autoptr (GString) name = g_string_new (word);

  if (kaitsu_result_is_practice (result))
    add_part (name, C_ ("file name", "practice"));
  add_part (name, kaitsu_result_get_customer (result)->company);
  add_part (name, kaitsu_result_get_unit_name (result));
  add_part (name, date);
  g_string_append_printf (name, ".%s", extension);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/**
 * kaitsu_report_dup_file_name:
 * @result: a result
 * @extension: without the dot: "pdf", "txt", "json"
 *
 * The fixed word at the beginning also keeps the name apart from the device
 * names of Windows (CON, NUL, COM1), whatever the company is called.
 *
 * Returns: (transfer full): a name for a file of @result, of at most 170
 *   bytes, that every file system takes
 */
char *
kaitsu_report_dup_file_name (KaitsuResult *result, const char *extension)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result) && extension != NULL, NULL);

  return make_name (result, C_ ("file name", "Kaitsu-check"), extension);
}

/**
 * kaitsu_report_dup_letter_name:
 * @result: a result
 *
 * Returns: (transfer full): a name for a file of its request, made like that
 *   of the report
 */
char *
kaitsu_report_dup_letter_name (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  return make_name (result, C_ ("file name", "Kaitsu-request"), "pdf");
}
