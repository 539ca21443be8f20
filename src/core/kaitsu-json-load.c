/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-json-load.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kaitsu-json-scan.h"
#include "kaitsu-text.h"

#define MAX_FILE_NAME_CHARS 400
#define MAX_SHOWN_CHARS 40
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/**
 * kaitsu_json_dup_shown_name:
 * @file_name: a path in the encoding of file names
 *
 * File names may hold anything, and messages end up on a terminal.
 *
 * Returns: (transfer full): the name in one harmless line of UTF-8
 */
char *
kaitsu_json_dup_shown_name (const char *file_name)
{
  g_autofree char *display = g_filename_display_name (file_name);

  return kaitsu_text_clean (display, -1, MAX_FILE_NAME_CHARS);
}

static gboolean
fail_reading (GError **error, const char *path, const char *reason)
{
  g_autofree char *shown = kaitsu_json_dup_shown_name (path);

  /* Translators: file name, reason */
  g_set_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_NOT_READABLE,
               _ ("%s: cannot be read: %s"), shown, reason);
  return FALSE;
}

/* Looks before opening: to open a FIFO waits for its writer, and to open some
 * devices already does something. Looks again afterwards, since the file may
 * have been exchanged. */
static int
open_regular_file (const char *path, GError **error)
{
  struct stat status;
  int fd;

  if (stat (path, &status) != 0)
    {
      fail_reading (error, path, g_strerror (errno));
      return -1;
    }
  if (!S_ISREG (status.st_mode))
    {
      fail_reading (error, path,
                    S_ISDIR (status.st_mode) ? _ ("it is a folder")
                                             : _ ("it is not an ordinary file"));
      return -1;
    }
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0)
    {
      fail_reading (error, path, g_strerror (errno));
      return -1;
    }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      fail_reading (error, path, _ ("it is not an ordinary file"));
      close (fd);
      return -1;
    }
  return fd;
}

/* Reads one byte more than is allowed: the size that stat() tells may be out
 * of date, or zero as in /proc. */
static gboolean
read_bounded (int fd, GByteArray *out, const char *path, GError **error)
{
  guint8 chunk[16 * 1024];
  gssize n = 1;

  while (n != 0 && out->len <= KAITSU_JSON_MAX_BYTES)
    {
      n = read (fd, chunk, sizeof chunk);
      if (n < 0 && errno != EINTR)
        return fail_reading (error, path, g_strerror (errno));
      if (n > 0)
        g_byte_array_append (out, chunk, (guint)n);
    }
  return TRUE;
}

static gboolean
check_size (gsize length, const char *file_name, GError **error)
{
  g_autofree char *shown = NULL;

  if (length <= KAITSU_JSON_MAX_BYTES)
    return TRUE;
  shown = kaitsu_json_dup_shown_name (file_name);
  /* Translators: file name, number */
  g_set_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID, _ ("%s: is larger than %d MiB"),
               shown, KAITSU_JSON_MAX_BYTES / (1024 * 1024));
  return FALSE;
}

/**
 * kaitsu_json_load_file:
 * @path: a path in the encoding of file names
 * @error: return location for a #KaitsuDataError
 *
 * Reads a regular file, or what a symbolic link to one points to, of at most
 * %KAITSU_JSON_MAX_BYTES. Never waits: FIFOs, devices and folders are refused
 * as not readable. A byte order mark, which Windows editors write, is left
 * out.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
kaitsu_json_load_file (const char *path, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GBytes) all = NULL;
  gboolean fine;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = open_regular_file (path, error);
  if (fd < 0)
    return NULL;
  fine = read_bounded (fd, content, path, error);
  close (fd);
  if (!fine || !check_size (content->len, path, error))
    return NULL;

  all = g_byte_array_free_to_bytes (g_steal_pointer (&content));
  if (g_bytes_get_size (all) >= 3 && memcmp (g_bytes_get_data (all, NULL), BYTE_ORDER_MARK, 3) == 0)
    return g_bytes_new_from_bytes (all, 3, g_bytes_get_size (all) - 3);
  return g_steal_pointer (&all);
}

/* What is noted while the parser runs: names seen in every open object, since
 * JsonObject silently keeps only the last of two equal ones. */
typedef struct
{
  GPtrArray *names; /* of GHashTable, one for each open object */
  char *twice;
  guint line;
} ParseNotes;

static void
object_start_cb (JsonParser *parser, ParseNotes *notes)
{
  g_ptr_array_add (notes->names, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
}

static void
object_member_cb (JsonParser *parser, JsonObject *object, const char *name, ParseNotes *notes)
{
  GHashTable *names = g_ptr_array_index (notes->names, notes->names->len - 1);

  if (g_hash_table_add (names, g_strdup (name)) || notes->twice != NULL)
    return;
  notes->twice = kaitsu_text_clean (name, -1, MAX_SHOWN_CHARS);
  notes->line = json_parser_get_current_line (parser);
}

static void
object_end_cb (JsonParser *parser, JsonObject *object, ParseNotes *notes)
{
  g_ptr_array_set_size (notes->names, (int)notes->names->len - 1);
}

static void
error_cb (JsonParser *parser, const GError *error, ParseNotes *notes)
{
  notes->line = json_parser_get_current_line (parser);
}

/* json-glib begins with "<data>:LINE:COLUMN: ", which we tell ourselves. */
static char *
dup_parser_reason (const GError *error)
{
  const char *text = error->message;

  if (g_str_has_prefix (text, "<data>:") && strstr (text, ": ") != NULL)
    text = strstr (text, ": ") + 2;
  return kaitsu_text_clean (text, -1, 200);
}

static void
set_parse_error (GError **error, const char *file_name, guint line, const char *reason)
{
  g_autofree char *shown = kaitsu_json_dup_shown_name (file_name);

  g_set_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID,
               C_ ("file, line and reason", "%s:%u: %s"), shown, line, reason);
}

static JsonNode *
parse_scanned (const char *text, gsize length, const char *file_name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *reason = NULL;
  ParseNotes notes = { names, NULL, 1 };
  gboolean fine;

  g_signal_connect (parser, "object-start", G_CALLBACK (object_start_cb), &notes);
  g_signal_connect (parser, "object-member", G_CALLBACK (object_member_cb), &notes);
  g_signal_connect (parser, "object-end", G_CALLBACK (object_end_cb), &notes);
  g_signal_connect (parser, "error", G_CALLBACK (error_cb), &notes);
  fine = json_parser_load_from_data (parser, text, (gssize)length, &parse_error);
  twice = notes.twice;

  if (fine && twice == NULL && json_parser_get_root (parser) != NULL)
    return json_node_ref (json_parser_get_root (parser));
  if (!fine)
    reason = dup_parser_reason (parse_error);
  else
    /* Translators: a name in a data file */
    reason = g_strdup_printf (_ ("“%s” is there twice"), twice != NULL ? twice : "");
  set_parse_error (error, file_name, notes.line, reason);
  return NULL;
}

/**
 * kaitsu_json_parse:
 * @bytes: a document from outside
 * @file_name: what messages call it
 * @error: return location for a #KaitsuDataError
 *
 * Takes one JSON object (RFC 8259) in UTF-8 of at most
 * %KAITSU_JSON_MAX_BYTES, nested at most %KAITSU_JSON_MAX_DEPTH deep, without
 * two equal names in one object. The message of a fault reads
 * "FILE:LINE: reason".
 *
 * Returns: (transfer full) (nullable): the root, an immutable object
 */
JsonNode *
kaitsu_json_parse (GBytes *bytes, const char *file_name, GError **error)
{
  KaitsuJsonScan scan;
  const char *text;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  text = g_bytes_get_data (bytes, &length);
  if (!check_size (length, file_name, error))
    return NULL;
  scan = kaitsu_json_scan (text, length, KAITSU_JSON_MAX_DEPTH);
  if (scan.reason == NULL)
    return parse_scanned (text, length, file_name, error);
  set_parse_error (error, file_name, scan.line, scan.reason);
  return NULL;
}
