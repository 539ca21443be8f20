/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pdf-pack.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A tagged file consists of hundreds of small objects, which cairo writes one
 * by one and as plain text: a third of a long report. PDF 1.5 has streams for
 * them (ISO 32000-1 sections 7.5.7 and 7.5.8). Nothing is drawn anew; the
 * objects go from one container into the other, and the catalogue learns what
 * language it is in (section 14.9.2), which cairo cannot be told.
 */

/* Of an entry of the table: "nnnnnnnnnn ggggg n" and the end of the line. */
#define ENTRY 20

/* More than any report has. */
#define MAX_OBJECTS 20000
#define MAX_SIZE (8 * 1024 * 1024) /* what three bytes of an offset reach is twice that */

typedef struct
{
  gsize start; /* behind "n 0 obj" */
  gsize length;
  gboolean stream;
  gboolean number; /* the length of a stream, which is written there instead */
} Object;

typedef struct
{
  const char *data;
  gsize size;
  gsize table; /* where the cross-reference table is */
  guint n;     /* objects, number 0 included, which is none */
  Object *objects;
  guint root;
  guint info;
} File;

/* How a number of the file is found again: type, and two fields. */
typedef struct
{
  guint8 type;
  gsize place;
  guint index;
} Reference;

static gboolean
has_prefix (const File *file, gsize at, const char *text)
{
  const gsize length = strlen (text);

  return at <= file->size && file->size - at >= length
         && memcmp (file->data + at, text, length) == 0;
}

/* The number behind @name between @at and the end, which is a text. */
static gboolean
find_number (const File *file, gsize at, const char *name, guint *number)
{
  const char *found = g_strstr_len (file->data + at, (gssize) (file->size - at), name);

  if (found == NULL)
    return FALSE;
  *number = (guint) strtoul (found + strlen (name), NULL, 10);
  return TRUE;
}

/* Of the trailer at the end of a file that has just one. */
static gboolean
read_trailer (File *file)
{
  guint table = 0;
  const gsize tail = file->size > 400 ? file->size - 400 : 0;
  const gsize end = strlen ("%%EOF\n");

  /* so that no number is read beyond it */
  if (file->size < end || !has_prefix (file, file->size - end, "%%EOF\n"))
    return FALSE;
  if (!find_number (file, tail, "startxref\n", &table) || !has_prefix (file, table, "xref\n0 "))
    return FALSE;
  file->table = table;
  file->n = (guint) strtoul (file->data + table + strlen ("xref\n0 "), NULL, 10);
  return file->n > 1 && file->n < MAX_OBJECTS && find_number (file, table, "/Root ", &file->root)
         && find_number (file, table, "/Info ", &file->info) && file->root < file->n
         && file->info < file->n;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const gsize x = *(const gsize *) a;
  const gsize y = *(const gsize *) b;

  return (x > y) - (x < y);
}

static gboolean
is_number (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }
  return length > 0;
}

/* An object reaches from @at to before @end. */
static gboolean
read_object (const File *file, guint number, gsize at, gsize end, Object *object)
{
  g_autofree char *begin = g_strdup_printf ("%u 0 obj\n", number);
  const gsize tail = strlen ("endobj\n");

  if (!has_prefix (file, at, begin) || end < at + strlen (begin) + tail
      || !has_prefix (file, end - tail, "endobj\n"))
    return FALSE;
  object->start = at + strlen (begin);
  object->length = end - tail - object->start;
  while (object->length > 0 && g_ascii_isspace (file->data[object->start + object->length - 1]))
    object->length--;
  while (object->length > 0 && file->data[object->start] == ' ')
    {
      object->start++;
      object->length--;
    }

  const gsize mark = strlen ("endstream");
  object->stream = object->length > mark
                   && has_prefix (file, object->start + object->length - mark, "endstream");
  object->number = is_number (file->data + object->start, object->length);
  return TRUE;
}

static gboolean
read_objects (File *file)
{
  g_autofree gsize *places = g_new0 (gsize, file->n + 1);
  g_autofree gsize *sorted = g_new0 (gsize, file->n + 1);
  const gsize head = strlen ("xref\n");
  const gsize first = file->table + head + strcspn (file->data + file->table + head, "\n")
                      + strlen ("\n");

  if (first + (gsize) file->n * ENTRY > file->size)
    return FALSE;
  for (guint i = 1; i < file->n; i++)
    {
      const char *entry = file->data + first + (gsize) i * ENTRY;

      if (entry[17] != 'n')
        return FALSE;
      places[i] = sorted[i] = (gsize) strtoul (entry, NULL, 10);
    }
  sorted[0] = file->table;
  qsort (sorted, file->n, sizeof (gsize), compare_places);
  file->objects = g_new0 (Object, file->n);
  for (guint i = 1; i < file->n; i++)
    {
      const gsize *found = bsearch (&places[i], sorted, file->n, sizeof (gsize), compare_places);

      if (found == NULL || *found == file->table
          || !read_object (file, i, places[i], found[1], &file->objects[i]))
        return FALSE;
    }
  return TRUE;
}

/* --- writing --- */

static GByteArray *
compress (const char *data, gsize size)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  GByteArray *out = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (packed, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (out, buffer, (guint) n);
  return out;
}

static void
add_text (GString *out, const File *file, gsize start, gsize length)
{
  g_string_append_len (out, file->data + start, (gssize) length);
}

/* A stream says how long it is by itself, not by another object. */
static gboolean
add_stream (GString *out, const File *file, guint number)
{
  const Object *object = &file->objects[number];
  const char *data = file->data + object->start;
  const char *name = g_strstr_len (data, (gssize) object->length, "/Length ");
  char *rest = NULL;
  guint other;

  if (name == NULL)
    return FALSE;
  other = (guint) strtoul (name + strlen ("/Length "), &rest, 10);
  g_string_append_printf (out, "%u 0 obj\n", number);
  if (g_str_has_prefix (rest, " 0 R"))
    {
      if (other >= file->n || !file->objects[other].number)
        return FALSE;
      add_text (out, file, object->start, (gsize) (name - data) + strlen ("/Length "));
      add_text (out, file, file->objects[other].start, file->objects[other].length);
      rest += strlen (" 0 R");
      add_text (out, file, (gsize) (rest - file->data), object->length - (gsize) (rest - data));
    }
  else
    add_text (out, file, object->start, object->length);
  g_string_append (out, "\nendobj\n");
  return TRUE;
}

/* The catalogue, with what it lacks; @body is a dictionary. */
static gboolean
add_catalogue (GString *out, const File *file, const char *language)
{
  const Object *object = &file->objects[file->root];

  if (object->length < 2 || !has_prefix (file, object->start + object->length - 2, ">>"))
    return FALSE;
  add_text (out, file, object->start, object->length - 2);
  g_string_append_printf (out, "/Lang (%s) /ViewerPreferences << /DisplayDocTitle true >> >>",
                          language);
  return TRUE;
}

/* All objects that are no streams, in one stream with the number @own. */
static gboolean
add_container (
    GString *out, const File *file, guint own, const char *language, Reference *references)
{
  g_autoptr (GString) index = g_string_new (NULL);
  g_autoptr (GString) bodies = g_string_new (NULL);
  guint n = 0;

  for (guint i = 1; i < file->n; i++)
    {
      const Object *object = &file->objects[i];

      if (object->stream || object->number)
        continue;
      g_string_append_printf (index, "%u %" G_GSIZE_FORMAT " ", i, bodies->len);
      references[i] = (Reference){ 2, own, n++ };
      if (i != file->root)
        add_text (bodies, file, object->start, object->length);
      else if (!add_catalogue (bodies, file, language))
        return FALSE;
      g_string_append_c (bodies, '\n');
    }

  const gsize first = index->len;
  g_string_append_len (index, bodies->str, (gssize) bodies->len);
  g_autoptr (GByteArray) packed = compress (index->str, index->len);
  references[own] = (Reference){ 1, out->len, 0 };
  g_string_append_printf (out,
                          "%u 0 obj\n<< /Type /ObjStm /N %u /First %" G_GSIZE_FORMAT
                          " /Length %u /Filter /FlateDecode >>\nstream\n",
                          own, n, first, packed->len);
  g_string_append_len (out, (const char *) packed->data, packed->len);
  g_string_append (out, "\nendstream\nendobj\n");
  return TRUE;
}

/* In place of the table: a stream with the number @own, the last one. */
static void
add_references (GString *out, const File *file, guint own, Reference *references)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  const gsize place = out->len;

  references[own] = (Reference){ 1, place, 0 };
  for (guint i = 0; i <= own; i++)
    {
      const Reference *reference = &references[i];
      const char row[] = { (char) reference->type,         (char) (reference->place >> 16),
                           (char) (reference->place >> 8), (char) reference->place,
                           (char) (reference->index >> 8), (char) reference->index };

      g_string_append_len (rows, row, sizeof row);
    }

  g_autoptr (GByteArray) packed = compress (rows->str, rows->len);
  g_string_append_printf (out,
                          "%u 0 obj\n<< /Type /XRef /Size %u /W [1 3 2] /Root %u 0 R /Info %u 0 R"
                          " /Length %u /Filter /FlateDecode >>\nstream\n",
                          own, own + 1, file->root, file->info, packed->len);
  g_string_append_len (out, (const char *) packed->data, packed->len);
  g_string_append_printf (out, "\nendstream\nendobj\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          place);
}

static gboolean
write_file (GString *out, const File *file, const char *language)
{
  g_autofree Reference *references = g_new0 (Reference, file->n + 2);

  /* The second line says that the file is binary (section 7.5.2). */
  g_string_append (out, "%PDF-1.5\n%\xb5\xed\xae\xfb\n");
  references[0].index = 65535;
  for (guint i = 1; i < file->n; i++)
    {
      if (!file->objects[i].stream)
        continue;
      references[i] = (Reference){ 1, out->len, 0 };
      if (!add_stream (out, file, i))
        return FALSE;
    }
  if (!add_container (out, file, file->n, language, references))
    return FALSE;
  add_references (out, file, file->n + 1, references);
  return TRUE;
}

/**
 * kaitsu_pdf_pack:
 * @file: a PDF of cairo's, written for version 1.4
 * @language: of its text, as in RFC 5646
 *
 * Returns: (transfer full): the same document, smaller, and with its language
 *   named; @file as it is if it is not written as expected
 */
GBytes *
kaitsu_pdf_pack (GBytes *file, const char *language)
{
  File parsed = { 0 };
  g_autoptr (GString) out = NULL;
  gboolean packed;

  g_return_val_if_fail (file != NULL && language != NULL, NULL);

  parsed.data = g_bytes_get_data (file, &parsed.size);
  out = g_string_sized_new (parsed.size);
  packed = parsed.size < MAX_SIZE && read_trailer (&parsed) && read_objects (&parsed)
           && write_file (out, &parsed, language);
  g_free (parsed.objects);
  return packed ? g_string_free_to_bytes (g_steal_pointer (&out)) : g_bytes_ref (file);
}
