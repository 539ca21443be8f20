/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-keys.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-line.h"
#include "kaitsu-text-label.h"

/* between a key and what it does */
#define GAP_EMS 1
/* characters */
#define NARROWEST 5

typedef struct
{
  const char *action; /* nullable: GTK's own, or bound where it applies */
  const char *accelerators[3];
  const char *name; /* nullable: that of the first accelerator */
  const char *words;
} Key;

/* The one list: what works is what is told. */
static const Key keys[] = {
  { NULL, { NULL }, NC_ ("key", "Enter"), N_ ("Go on") },
  { NULL, { NULL }, NC_ ("key", "Esc"), N_ ("Go back, or stop the check") },
  { NULL, { NULL }, NC_ ("key", "Tab"), N_ ("To the next thing") },
  { NULL, { NULL }, NC_ ("key", "Arrow keys"), N_ ("To the next model, port or topic") },
  { NULL, { NULL }, NC_ ("key", "Space"), N_ ("Tick a box, press a button") },
  { NULL, { NULL }, NC_ ("key", "Alt + letter"),
    N_ ("Press the button with that letter underlined") },
  { "win.help", { "F1" }, NULL, N_ ("Help for this step") },
  { "win.keys", { "<Control>question", "<Control>F1" }, NULL, N_ ("This list") },
  { NULL, { NULL }, NC_ ("key", "F10"), N_ ("The menu") },
  { "win.open", { "<Control>o" }, NULL, N_ ("Open a result") },
  { "win.history", { "<Control>h" }, NULL, N_ ("Earlier results") },
  { "win.save-pdf", { "<Control>s" }, NULL, N_ ("Save the PDF") },
  { "win.print", { "<Control>p" }, NULL, N_ ("Print") },
  { "window.close", { "<Control>w" }, NULL, N_ ("Close the window") },
};

void
kaitsu_keys_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].action != NULL)
      gtk_application_set_accels_for_action (application, keys[i].action,
                                             (const char *const *) keys[i].accelerators);
}

static char *
dup_name (const Key *key)
{
  GdkModifierType modifiers;
  guint value;

  if (key->name != NULL)
    return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "key", key->name));
  gtk_accelerator_parse (key->accelerators[0], &value, &modifiers);
  return gtk_accelerator_get_label (value, modifiers);
}

static GtkWidget *
new_row (const Key *key, GtkSizeGroup *names)
{
  GtkWidget *row = g_object_new (KAITSU_TYPE_LINE, "gap", (double) GAP_EMS, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  const char *words = g_dgettext (GETTEXT_PACKAGE, key->words);
  g_autofree char *name = dup_name (key);
  /* Translators: a key, what it does */
  g_autofree char *both = g_strdup_printf (C_ ("key", "%s: %s"), name, words);
  GtkWidget *cap = gtk_label_new (name);
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *text = kaitsu_text_label_new (words, "text");

  gtk_widget_add_css_class (cap, "key");
  g_object_set (cap, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "hexpand", TRUE,
                "valign", GTK_ALIGN_CENTER, "width-chars", NARROWEST, NULL);
  gtk_widget_set_valign (place, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (place), cap);
  gtk_size_group_add_widget (names, place);
  kaitsu_line_append (KAITSU_LINE (row), place);
  kaitsu_line_append (KAITSU_LINE (row), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
  return row;
}

GtkWidget *
kaitsu_keys_list_new (void)
{
  GtkWidget *list = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_LIST, NULL);
  g_autoptr (GtkSizeGroup) names = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_widget_add_css_class (list, "keys");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_box_append (GTK_BOX (list), new_row (&keys[i], names));
  return list;
}
