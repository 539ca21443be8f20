/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-json-fields.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-text.h"

#define MAX_FORMAT_CHARS 32
#define MAX_ID_CHARS 32
#define MAX_PORT_CHARS 16

/**
 * kaitsu_json_fields_check_format:
 * @reader: a reader at the root
 * @format: what the member "format" must be
 * @version: the newest "version" that is understood
 *
 * Comes first, so that a file of another kind is called just that, and not
 * one with bad data.
 *
 * Returns: whether the file is one of this kind
 */
gboolean
kaitsu_json_fields_check_format (KaitsuJsonReader *reader, const char *format, gint64 version)
{
  g_autofree char *found = kaitsu_json_reader_dup_string (reader, "format", MAX_FORMAT_CHARS);
  gint64 number;

  if (!kaitsu_json_reader_failed (reader) && g_strcmp0 (found, format) != 0)
    kaitsu_json_reader_fail_member (reader, "format", _ ("must be “%s”"), format);
  if (!kaitsu_json_reader_has (reader, "version"))
    kaitsu_json_reader_fail_member (reader, "version", _ ("is missing"));
  number = kaitsu_json_reader_get_int (reader, "version", 1, G_MAXINT, 1);
  if (number > version)
    kaitsu_json_reader_fail_member (reader, "version",
                                    _ ("is newer than this program understands; please update it"));
  return !kaitsu_json_reader_failed (reader);
}

static gboolean
is_id (const char *text)
{
  if (!g_ascii_islower (*text))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

/**
 * kaitsu_json_fields_dup_id:
 * @reader: a reader in an object
 * @name: a member that must be there and be an id: at most 32 small letters,
 *   digits and hyphens, a letter first
 *
 * Returns: (transfer full): the id, "" after a fault
 */
char *
kaitsu_json_fields_dup_id (KaitsuJsonReader *reader, const char *name)
{
  char *id = kaitsu_json_reader_dup_string (reader, name, MAX_ID_CHARS);

  if (!kaitsu_json_reader_failed (reader) && !is_id (id))
    kaitsu_json_reader_fail_member (
        reader, name, _ ("must be made of small letters, digits and hyphens, a letter first"));
  return id;
}

/**
 * kaitsu_json_fields_dup_line:
 * @reader: a reader in an object
 * @name: a member that must be there and be one line of text
 * @max_chars: a longer one is a fault
 *
 * What kaitsu_text_clean() would change is a fault: the text can be shown as
 * it is.
 *
 * Returns: (transfer full): the line, "" after a fault
 */
char *
kaitsu_json_fields_dup_line (KaitsuJsonReader *reader, const char *name, gsize max_chars)
{
  char *line = kaitsu_json_reader_dup_string (reader, name, max_chars);
  g_autofree char *clean = kaitsu_text_clean (line, -1, max_chars);

  if (kaitsu_json_reader_failed (reader))
    return line;
  if (*line == '\0')
    kaitsu_json_reader_fail_member (reader, name, _ ("must not be empty"));
  else if (g_strcmp0 (line, clean) != 0)
    kaitsu_json_reader_fail_member (
        reader, name, _ ("must be one line, without spaces at its ends or invisible characters"));
  return line;
}

/**
 * kaitsu_json_fields_get_port:
 * @reader: a reader in an object
 * @name: a member that must be there and be a port such as "tcp/443"
 *
 * Returns: the port; after a fault one with the number 0
 */
KaitsuPort
kaitsu_json_fields_get_port (KaitsuJsonReader *reader, const char *name)
{
  g_autofree char *text = kaitsu_json_reader_dup_string (reader, name, MAX_PORT_CHARS);
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 0 };

  if (!kaitsu_json_reader_failed (reader) && !kaitsu_port_parse (text, &port))
    kaitsu_json_reader_fail_member (reader, name, _ ("must be a port such as tcp/443 or udp/514"));
  return port;
}
