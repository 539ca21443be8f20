/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include "kaitsu-i18n.h"
#include "kaitsu-own-font.h"

/* This runs with no-fonts.conf. Bold and regular text of every page, the
 * shapes of the lights among it. */

static guint n_labels;

static void
check_labels (GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_labels (child);
  if (GTK_IS_LABEL (parent))
    {
      PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (parent));
      PangoContext *context = pango_layout_get_context (layout);
      const PangoFontDescription *wanted = pango_context_get_font_description (context);
      PangoFont *font = pango_context_load_font (context, wanted);
      PangoFontDescription *used = pango_font_describe (font);

      if (pango_layout_get_unknown_glyphs_count (layout) > 0)
        g_error ("boxes instead of: %s", pango_layout_get_text (layout));
      g_assert_cmpstr (pango_font_description_get_family (used), ==, KAITSU_OWN_FONT);
      pango_font_description_free (used);
      g_object_unref (font);
      n_labels++;
    }
}

static void
test_every_page (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");

  check_labels (GTK_WIDGET (window));
  fixture_walk (window, KAITSU_STEP_REPORT);
  check_labels (GTK_WIDGET (window));
  g_test_message ("%u labels", n_labels);
  g_assert_cmpuint (n_labels, >, 200);
  fixture_close (window);
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  kaitsu_i18n_set_language ("ja");
  g_test_add_func ("/own-font-window/every-page", test_every_page);
  return g_test_run ();
}
