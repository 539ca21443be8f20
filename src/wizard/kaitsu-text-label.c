/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-text-label.h"

#include "kaitsu-breaks.h"
#include "kaitsu-heading.h"

/* characters: GTK asks each text how narrow it can get, and without a limit
 * lays it out with a line for every letter to answer. The templates have the
 * same for their own. */
#define NARROWEST 8

static void
keep_words (GtkLabel *label)
{
  g_autoptr (PangoAttrList) breaks = kaitsu_breaks_new (gtk_label_get_text (label));

  gtk_label_set_attributes (label, breaks);
}

/**
 * kaitsu_text_label_new:
 * @text: (nullable): what it says
 * @style: a class of the style sheet
 *
 * Returns: (transfer floating): text that begins at the left and may break
 */
GtkWidget *
kaitsu_text_label_new (const char *text, const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "width-chars", NARROWEST,
                                   "css-classes", (const char *[]){ style, NULL }, NULL);

  kaitsu_text_label_adopt (label);
  return label;
}

/**
 * kaitsu_text_label_adopt:
 * @root: a template's widget
 *
 * From now on the labels below that may break do so where it does no harm, with
 * whatever text they get. Those that say themselves where they break (the
 * phrases of headings) are left alone.
 */
void
kaitsu_text_label_adopt (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (KAITSU_IS_HEADING (root))
    return;
  if (GTK_IS_LABEL (root) && gtk_label_get_wrap (GTK_LABEL (root)))
    {
      keep_words (GTK_LABEL (root));
      g_signal_connect (root, "notify::label", G_CALLBACK (keep_words), NULL);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kaitsu_text_label_adopt (child);
}
