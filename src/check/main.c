/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <stdlib.h>

#include "kaitsu-check.h"
#include "kaitsu-i18n.h"
#include "kaitsu-text.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  kaitsu_i18n_init (NULL);

  g_autoptr (KaitsuCheckOptions) options = kaitsu_check_options_parse (argv, &error);
  if (options == NULL)
    {
      g_autofree char *clean = kaitsu_text_clean (error->message, -1, 1000);
      g_printerr ("kaitsu-check: %s\n", clean);
      return KAITSU_EXIT_USAGE;
    }
  if (options->lang != NULL)
    kaitsu_i18n_set_language (options->lang);
  return (int) kaitsu_check_main (options);
}
