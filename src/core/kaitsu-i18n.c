/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-i18n.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* Kaitsu speaks Japanese where the environment says Japanese, and also where
 * it says nothing (C, POSIX): its customers are in Japan, and a PC that was
 * set up without a language is still theirs. Everybody else gets English.
 *
 * gettext goes the other way round: in the C locale it translates nothing. So
 * Japanese needs a messages locale that is not "C", and many computers have
 * none generated. For those, Kaitsu brings the messages part of one, 117
 * bytes, and points LOCPATH there for the length of one setlocale(). The file
 * is in a format private to glibc (the same in 2.36 to 2.43, which tests
 * check on the machine they run on); where it is refused, everything is in
 * English, texts and catalogue alike.
 *
 * The messages locale alone decides: LANGUAGE, which would overrule it, is
 * read once and then removed. */

#define JAPANESE_LOCALE "ja_JP.UTF-8"

static const char *current_language = "en";

static const char *
environment_or (const char *variable, const char *fallback)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0' ? value : fallback;
}

/* The name of the messages locale that is asked for, be it installed or not;
 * the order is that of setlocale(3). */
static const char *
requested_locale (void)
{
  return environment_or ("LC_ALL", environment_or ("LC_MESSAGES", environment_or ("LANG", "C")));
}

static gboolean
locale_is_language (const char *locale, const char *language)
{
  gsize length = strlen (language);

  return g_str_has_prefix (locale, language) && !g_ascii_isalnum (locale[length]);
}

/* LANGUAGE is a list, best first; the first entry that Kaitsu speaks counts,
 * also in the C locale, where gettext would not look at it. */
static const char *
language_from_list (const char *list)
{
  g_auto (GStrv) entries = g_strsplit (list, ":", 32);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      if (locale_is_language (entries[i], "ja"))
        return "ja";
      if (locale_is_language (entries[i], "en"))
        return "en";
    }

  return NULL;
}

static const char *
language_from_environment (void)
{
  const char *locale = requested_locale ();
  const char *listed = language_from_list (environment_or ("LANGUAGE", ""));

  if (listed != NULL)
    return listed;

  if (locale_is_language (locale, "C") || locale_is_language (locale, "POSIX")
      || locale_is_language (locale, "ja"))
    return "ja";

  return "en";
}

/* setlocale (LC_ALL, "") does nothing at all when a single category names a
 * locale that is not installed; one by one, the others still count. */
static void
set_categories (void)
{
  static const int categories[] = {
    LC_COLLATE, LC_MONETARY, LC_NUMERIC,   LC_TIME,        LC_PAPER,
    LC_NAME,    LC_ADDRESS,  LC_TELEPHONE, LC_MEASUREMENT, LC_IDENTIFICATION,
  };

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    setlocale (categories[i], "");
}

/* Outside UTF-8, GLib would turn Japanese output into question marks. */
static void
set_utf8_charset (void)
{
  if (setlocale (LC_CTYPE, "") != NULL && g_get_charset (NULL))
    return;

  if (setlocale (LC_CTYPE, "C.UTF-8") == NULL)
    setlocale (LC_CTYPE, JAPANESE_LOCALE);
}

static gboolean
use_own_japanese (void)
{
  g_autofree char *before = g_strdup (g_getenv ("LOCPATH"));
  const char *data_dir = environment_or ("KAITSU_DATADIR", KAITSU_PKGDATADIR);
  g_autofree char *own = g_build_filename (data_dir, "locale", NULL);
  gboolean found;

  g_setenv ("LOCPATH", own, TRUE);
  found = setlocale (LC_MESSAGES, JAPANESE_LOCALE) != NULL;
  if (before != NULL)
    g_setenv ("LOCPATH", before, TRUE);
  else
    g_unsetenv ("LOCPATH");

  return found;
}

/**
 * kaitsu_i18n_init:
 * @forced: (nullable): "ja" or "en", or %NULL to follow the environment
 *
 * Sets the locale of the process, finds the translations and decides the
 * language. To be called first in main (), before any thread is started and
 * before GTK is initialised (after gtk_disable_setlocale (), as GTK would
 * otherwise set the locale again). Afterwards the character set is UTF-8 and
 * LANGUAGE is gone from the environment.
 *
 * Translations are looked for in $KAITSU_LOCALEDIR, the own locale file below
 * $KAITSU_DATADIR/locale; without these variables, where they are installed.
 *
 * Returns: (transfer none): the language in use, "ja" or "en"
 */
const char *
kaitsu_i18n_init (const char *forced)
{
  const char *language = forced != NULL ? forced : language_from_environment ();

  set_categories ();
  set_utf8_charset ();
  g_unsetenv ("LANGUAGE");
  /* Every Han character that Kaitsu shows is a Japanese one, whichever
   * language its sentences are in: a customer's name in the report, say. */
  g_setenv ("PANGO_LANGUAGE", "ja", FALSE);

  bindtextdomain (GETTEXT_PACKAGE, environment_or ("KAITSU_LOCALEDIR", KAITSU_LOCALEDIR));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return kaitsu_i18n_set_language (language);
}

/**
 * kaitsu_i18n_get_language:
 *
 * Returns: (transfer none): the language in use, "ja" or "en"; it chooses
 *   between the Japanese and the English texts of the catalogue
 */
const char *
kaitsu_i18n_get_language (void)
{
  return current_language;
}

/**
 * kaitsu_i18n_set_language:
 * @language: "ja" or "en"
 *
 * Changes the language of everything that is translated from now on; what was
 * fetched with gettext before stays as it is. To be called after
 * kaitsu_i18n_init (), from the main thread.
 *
 * Returns: (transfer none): the language in use afterwards: "en" also when
 *   this system offers no way to Japanese
 */
const char *
kaitsu_i18n_set_language (const char *language)
{
  g_return_val_if_fail (g_strcmp0 (language, "ja") == 0 || g_strcmp0 (language, "en") == 0,
                        current_language);

  if (*language == 'j' && (setlocale (LC_MESSAGES, JAPANESE_LOCALE) != NULL || use_own_japanese ()))
    {
      current_language = "ja";
      return current_language;
    }

  /* The one locale in which gettext looks at nothing and returns the English
   * of the source. */
  setlocale (LC_MESSAGES, "C");
  current_language = "en";

  return current_language;
}
