/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-text-label.h"

/* characters: GTK asks each text how narrow it can get, and without a limit
 * lays it out with a line for every letter to answer. The templates have the
 * same for their own. */
#define NARROWEST 8

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
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* a hyphen where a host's name breaks would be taken for a part of it */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  return g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "width-chars", NARROWEST, "attributes", attributes,
                       "css-classes", (const char *[]){ style, NULL }, NULL);
}
