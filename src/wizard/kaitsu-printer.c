/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-printer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-pages.h"

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, KaitsuPages *pages)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double scale = MIN (gtk_print_context_get_width (context) / KAITSU_PAGE_WIDTH,
                      gtk_print_context_get_height (context) / KAITSU_PAGE_HEIGHT);

  /* The pages have margins of their own; on other paper they shrink. */
  cairo_scale (cr, scale, scale);
  kaitsu_pages_draw (pages, page, cr);
}

static GtkPageSetup *
new_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_POINTS);
  return setup;
}

gboolean
kaitsu_printer_print (KaitsuResult *result,
                      GtkWindow *parent,
                      const char *export_path,
                      GError **error)
{
  g_autoptr (KaitsuPages) pages = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GtkPageSetup) setup = NULL;
  GtkPrintOperationAction action = GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG;

  g_return_val_if_fail (KAITSU_IS_RESULT (result), FALSE);

  pages = kaitsu_pages_new (result, error);
  if (pages == NULL)
    return FALSE;
  operation = gtk_print_operation_new ();
  setup = new_page_setup ();
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, kaitsu_pages_get_count (pages));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, _ ("Kaitsu report"));
  if (export_path != NULL)
    {
      action = GTK_PRINT_OPERATION_ACTION_EXPORT;
      gtk_print_operation_set_export_filename (operation, export_path);
    }
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), pages);
  return gtk_print_operation_run (operation, action, parent, error)
         == GTK_PRINT_OPERATION_RESULT_APPLY;
}
