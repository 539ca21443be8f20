/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <cairo-pdf.h>
#include <string.h>

#include "kaitsu-pdf-pack.h"

/* Here only that nothing but what cairo writes is touched; that the result is
 * a document, readers say in test-pdf-report.c. */

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
make_pdf (cairo_pdf_version_t version)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, 200, 200);
  cairo_t *cr = cairo_create (surface);

  cairo_pdf_surface_restrict_to_version (surface, version);
  cairo_tag_begin (cr, "Document", NULL);
  for (guint i = 0; i < 60; i++)
    {
      cairo_tag_begin (cr, "P", NULL);
      cairo_rectangle (cr, i, i, 10, 10);
      cairo_fill (cr);
      cairo_tag_end (cr, "P");
    }
  cairo_tag_end (cr, "Document");
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_smaller (void)
{
  g_autoptr (GBytes) plain = make_pdf (CAIRO_PDF_VERSION_1_4);
  g_autoptr (GBytes) packed = kaitsu_pdf_pack (plain, "ja");
  g_autoptr (GBytes) again = kaitsu_pdf_pack (packed, "ja");
  const char *start = g_bytes_get_data (packed, NULL);

  g_assert_cmpuint (g_bytes_get_size (packed), <, g_bytes_get_size (plain) / 2);
  g_assert_cmpint (memcmp (start, "%PDF-1.5\n", 9), ==, 0);
  g_assert_true (g_bytes_equal (packed, again)); /* there is nothing more to pack */
}

/* Each beginning of a file, and each file with a byte that is another one, is
 * packed or left alone; what is read is within it (run with -fsanitize=address
 * to see it). */
static void
test_damaged (void)
{
  g_autoptr (GBytes) plain = make_pdf (CAIRO_PDF_VERSION_1_4);
  gsize size;
  const char *data = g_bytes_get_data (plain, &size);

  for (gsize length = 0; length < size; length += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, length);
      g_autoptr (GBytes) packed = kaitsu_pdf_pack (part, "ja");

      g_assert_true (g_bytes_equal (part, packed));
    }
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *copy = g_memdup2 (data, size);

      copy[g_test_rand_int_range (0, (gint32) size)] = (char) g_test_rand_int_range (0, 256);
      g_autoptr (GBytes) damaged = g_bytes_new (copy, size);
      g_autoptr (GBytes) packed = kaitsu_pdf_pack (damaged, "ja");
      g_assert_cmpuint (g_bytes_get_size (packed), <=, size + 200);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf-pack/smaller", test_smaller);
  g_test_add_func ("/pdf-pack/damaged", test_damaged);
  return g_test_run ();
}
