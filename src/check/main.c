/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kaitsu-check.h"
#include "kaitsu-i18n.h"
#include "kaitsu-text.h"

/* Help and complaints are in the language that is asked for, too. */
static const char *
find_language (char **arguments)
{
  for (guint i = 1; arguments[i] != NULL; i++)
    {
      if (g_str_has_prefix (arguments[i], "--lang="))
        return arguments[i] + strlen ("--lang=");
      if (g_str_equal (arguments[i], "--lang"))
        return arguments[i + 1];
    }
  return NULL;
}

/* A program that is started without its three standard files would get their
 * numbers for its sockets, and print into them. */
static void
hold_standard_files (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO)
    close (fd);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  hold_standard_files ();
  kaitsu_i18n_init (NULL);

  const char *language = find_language (argv);
  if (g_strcmp0 (language, "ja") == 0 || g_strcmp0 (language, "en") == 0)
    kaitsu_i18n_set_language (language);

  g_autoptr (KaitsuCheckOptions) options = kaitsu_check_options_parse (argv, &error);
  if (options == NULL)
    {
      g_autofree char *clean = kaitsu_text_clean (error->message, -1, 1000);
      g_printerr ("kaitsu-check: %s\n", clean);
      return KAITSU_EXIT_USAGE;
    }
  return (int) kaitsu_check_main (options);
}
