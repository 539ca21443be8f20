/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-report.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "kaitsu-facts.h"
#include "kaitsu-i18n.h"
#include "kaitsu-pages-private.h"
#include "kaitsu-pdf-pack.h"
#include "kaitsu-text.h"

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Dates are those of the measurement, not of the writing: the same result
 * gives the same file, and it can be told whether two files are the same. */
static void
set_metadata (cairo_surface_t *surface, KaitsuResult *result)
{
  g_autofree char *number = kaitsu_facts_dup_number (result);
  g_autofree char *title = g_strdup_printf ("%s %s", _ ("HOME-UNIT port check: report"),
                                            kaitsu_result_get_unit_name (result));
  g_autofree char *author = kaitsu_text_clean (kaitsu_result_get_customer (result)->company, -1,
                                               120);
  g_autofree char *creator = kaitsu_text_clean (kaitsu_result_get_program (result), -1, 80);
  g_autofree char *date = g_date_time_format (kaitsu_result_get_finished (result),
                                              "%Y-%m-%dT%H:%M:%S%:z");

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, number);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, number);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, creator);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void
add_outline (cairo_surface_t *surface, KaitsuPages *pages)
{
  g_autoptr (GArray) entries = kaitsu_pages_list_entries (pages);

  for (guint i = 0; i < entries->len; i++)
    {
      const KaitsuEntry *entry = &g_array_index (entries, KaitsuEntry, i);
      g_autofree char *place = g_strdup_printf ("page=%u pos=[0 %d]", entry->page + 1,
                                                (int) entry->y);

      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, entry->title, place,
                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

/* Only here, and not where the pages are drawn: a printer that is given some
 * of the pages would miss the others. */
static void
add_links (cairo_t *cr, GArray *links, guint page)
{
  for (guint i = 0; i < links->len; i++)
    {
      const KaitsuLink *link = &g_array_index (links, KaitsuLink, i);
      g_autofree char *about = NULL;

      if (link->page != page)
        continue;
      about = g_strdup_printf ("rect=[%d %d %d %d] page=%u pos=[0 %d]", (int) link->x,
                               (int) link->y, (int) link->width, (int) link->height,
                               link->target.page + 1, (int) link->target.y);
      cairo_tag_begin (cr, CAIRO_TAG_LINK, about);
      cairo_tag_end (cr, CAIRO_TAG_LINK);
    }
}

static cairo_status_t
draw_all (cairo_surface_t *surface, KaitsuPages *pages)
{
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GArray) links = kaitsu_pages_list_links (pages);

  const guint n = kaitsu_pages_get_count (pages);

  /* cairo marks a file as tagged only if one such element holds the rest. Its
   * end is still on the last page: cairo 1.18 would begin another one for it. */
  cairo_tag_begin (cr, "Document", NULL);
  for (guint i = 0; i < n; i++)
    {
      kaitsu_pages_draw (pages, i, cr);
      add_links (cr, links, i);
      if (i + 1 == n)
        cairo_tag_end (cr, "Document");
      cairo_show_page (cr);
    }

  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

static GBytes *
make_file (KaitsuResult *result, KaitsuPages *pages, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes,
                                                                  KAITSU_PAGE_WIDTH,
                                                                  KAITSU_PAGE_HEIGHT);
  /* so that later versions of cairo, too, write what can be packed */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_metadata (surface, result);
  add_outline (surface, pages);

  cairo_status_t status = draw_all (surface, pages);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, KAITSU_REPORT_ERROR, KAITSU_REPORT_ERROR_FAILED,
                   _ ("The PDF could not be made: %s."), cairo_status_to_string (status));
      return NULL;
    }

  g_autoptr (GBytes) plain = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return kaitsu_pdf_pack (plain, kaitsu_i18n_get_language ());
}

/**
 * kaitsu_report_make_pdf:
 * @result: a result
 * @error: set to an error of %KAITSU_REPORT_ERROR
 *
 * Returns: (transfer full) (nullable): the whole file; the same bytes for the
 *   same result, language and fonts
 */
GBytes *
kaitsu_report_make_pdf (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (KaitsuPages) pages = kaitsu_pages_new (result, error);

  return pages != NULL ? make_file (result, pages, error) : NULL;
}

/**
 * kaitsu_report_make_letter_pdf:
 * @result: a result in which somebody can be asked to open a port
 * @error: set to an error of %KAITSU_REPORT_ERROR
 *
 * Returns: (transfer full) (nullable): the request of the report as a file of
 *   its own; the same bytes for the same result, language and fonts
 */
GBytes *
kaitsu_report_make_letter_pdf (KaitsuResult *result, GError **error)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  g_autoptr (KaitsuPages) pages = kaitsu_pages_new_letter (result, error);

  return pages != NULL ? make_file (result, pages, error) : NULL;
}
