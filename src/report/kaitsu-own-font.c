/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-own-font.h"

#include <fontconfig/fontconfig.h>

/* The only file that knows of fontconfig. */

static const char *const files[] = {
  "KaitsuUDPGothic-Regular.ttf",
  "KaitsuUDPGothic-Bold.ttf",
};

/* The program's own fonts are gone when fontconfig has read its
 * configuration anew, as GTK makes it do when the desktop's fonts change. */
static gboolean
is_loaded (FcConfig *config)
{
  FcFontSet *own = FcConfigGetFonts (config, FcSetApplication);

  return own != NULL && own->nfont > 0;
}

/**
 * kaitsu_own_font_load:
 *
 * Makes the font that Kaitsu brings along known to this program, and to no
 * other: nothing is installed. The files are looked for in
 * $KAITSU_DATADIR/fonts; without this variable, where they are installed. May
 * be called again. Call it before GTK starts.
 *
 * Returns: whether the font is there; without it the system's fonts have to do
 */
gboolean
kaitsu_own_font_load (void)
{
  const char *data_dir = g_getenv ("KAITSU_DATADIR");
  gboolean installed = data_dir == NULL || *data_dir == '\0';
  FcConfig *config = FcConfigGetCurrent ();
  gboolean complete = config != NULL;

  if (complete && is_loaded (config))
    return TRUE;
  for (gsize i = 0; complete && i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (installed ? KAITSU_PKGDATADIR : data_dir, "fonts",
                                                files[i], NULL);

      complete = FcConfigAppFontAddFile (config, (const FcChar8 *) path);
    }
  return complete;
}
