/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-application.h"
#include "kaitsu-i18n.h"
#include "kaitsu-loop-meter.h"
#include "kaitsu-own-font.h"
#include "kaitsu-preferences.h"

/* Next to nothing here moves: that starts faster and never meets a broken
 * graphics driver. The only name that every GTK 4 understands; and GTK opens
 * the driver nevertheless, which takes as long as all the rest of the start,
 * unless it is told not to. */
static void
draw_on_the_cpu (void)
{
  gboolean newer = gtk_get_minor_version () >= 16;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv (newer ? "GDK_DISABLE" : "GDK_DEBUG", newer ? "gl,vulkan" : "gl-disable", FALSE);
}

/* What GTK reads from the environment, before it does. The customer's own
 * wishes win. */
static void
prepare_environment (const char *language)
{
  /* Han characters have other shapes in Chinese fonts. */
  if (strcmp (language, "ja") == 0)
    g_setenv ("PANGO_LANGUAGE", "ja", FALSE);
  if (g_getenv ("GSK_RENDERER") == NULL)
    draw_on_the_cpu ();
}

int
main (int argc, char *argv[])
{
  g_autoptr (KaitsuApplication) application = NULL;
  int status;

  gtk_disable_setlocale ();
  prepare_environment (kaitsu_i18n_init (kaitsu_preferences_get_language ()));
  /* before GTK looks which fonts there are */
  kaitsu_own_font_load ();
  kaitsu_loop_meter_start ();
  application = kaitsu_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  kaitsu_loop_meter_print ();
  return status;
}
