/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <langinfo.h>
#include <stdlib.h>

#include "kaitsu-i18n.h"

/* What test-i18n.c starts in an environment of its own. The first argument is
 * the forced language or "-", the others are switched to one after the other;
 * every step prints a line: the language, a translated message, the charset. */

static void
print_step (const char *language)
{
  g_print ("%s %s %s\n", language, g_dgettext (GETTEXT_PACKAGE, "greeting"), nl_langinfo (CODESET));
}

int
main (int argc, char *argv[])
{
  g_assert (argc >= 2);

  print_step (kaitsu_i18n_init (g_str_equal (argv[1], "-") ? NULL : argv[1]));
  for (int i = 2; i < argc; i++)
    {
      kaitsu_i18n_set_language (argv[i]);
      print_step (kaitsu_i18n_get_language ());
    }

  g_print ("LOCPATH %s\n", g_getenv ("LOCPATH") != NULL ? g_getenv ("LOCPATH") : "-");
  g_print ("LANGUAGE %s\n", g_getenv ("LANGUAGE") != NULL ? g_getenv ("LANGUAGE") : "-");

  return EXIT_SUCCESS;
}
