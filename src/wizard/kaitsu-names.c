/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-names.h"

/* "Save _as" and "Save __" for people who do not look */
static char *
dup_without_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_' && p[1] != '\0')
        p++;
      g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

/* GTK before 4.12 reads such a button as "_Next Next": once its label with
 * the mark, and once the label widget inside. */
static void
clean_button (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  if (label == NULL || !gtk_button_get_use_underline (button))
    return;
  name = dup_without_mnemonic (label);
  kaitsu_names_set (GTK_WIDGET (button), name);
}

/* GTK after 4.8 says that a button is labelled by the label widget inside, and
 * that comes before any name of its own (WAI-ARIA, accname 1.1 section 4.3.2):
 * twelve buttons "Details" in a row. */
void
kaitsu_names_set (GtkWidget *button, const char *name)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (button) && name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
kaitsu_names_clean_buttons (GtkWidget *root)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_BUTTON (root))
    clean_button (GTK_BUTTON (root));
  for (child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kaitsu_names_clean_buttons (child);
}
