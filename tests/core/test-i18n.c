/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A process has one locale and keeps what it loaded, so every row runs the
 * helper in a process and an environment of its own. Which locales "are
 * generated" is decided by LOCPATH, so that a row means the same everywhere. */

#define JA "ja こんにちは UTF-8\n"
#define EN "en greeting UTF-8\n"

static const char catalogue[] = "msgid \"\"\n"
                                "msgstr \"Language: ja\\n"
                                "Content-Type: text/plain; charset=UTF-8\\n\"\n"
                                "msgid \"greeting\"\n"
                                "msgstr \"こんにちは\"\n";

typedef enum
{
  NOTHING = 0,
  JAPANESE = 1 << 0,
  AMERICAN = 1 << 1,
} Generated;

typedef struct
{
  const char *name;
  Generated generated;
  const char *variables[4]; /* NAME=value */
  const char *expected;
} Row;

static const Row rows[] = {
  { "unset", NOTHING, { NULL }, JA },
  { "empty", NOTHING, { "LC_ALL=", "LANG=" }, JA },
  { "c", NOTHING, { "LANG=C" }, JA },
  { "posix", NOTHING, { "LC_ALL=POSIX", "LANG=en_US.UTF-8" }, JA },
  { "c-utf8", NOTHING, { "LANG=C.UTF-8" }, JA },
  { "ja-absent", NOTHING, { "LANG=ja_JP.UTF-8" }, JA },
  { "ja-generated", JAPANESE, { "LANG=ja_JP.UTF-8" }, JA },
  { "ja-euc-absent", NOTHING, { "LANG=ja_JP.eucJP" }, JA },
  { "en-absent", NOTHING, { "LANG=en_US.UTF-8" }, EN },
  { "en-generated", AMERICAN, { "LANG=en_US.UTF-8" }, EN },
  { "en-beside-ja", JAPANESE | AMERICAN, { "LANG=en_US.UTF-8" }, EN },
  { "other-absent", NOTHING, { "LANG=fr_FR.UTF-8" }, EN },
  { "category-over-lang", NOTHING, { "LANG=en_US.UTF-8", "LC_MESSAGES=ja_JP.UTF-8" }, JA },
  { "all-over-category", NOTHING, { "LC_ALL=en_US.UTF-8", "LC_MESSAGES=ja_JP.UTF-8" }, EN },
  { "c-list-ja", NOTHING, { "LANG=C", "LANGUAGE=ja" }, JA },
  { "c-list-en", NOTHING, { "LANG=C", "LANGUAGE=en" }, EN },
  { "c-utf8-list-en", NOTHING, { "LANG=C.UTF-8", "LANGUAGE=en_GB:en" }, EN },
  { "ja-list-en", JAPANESE, { "LANG=ja_JP.UTF-8", "LANGUAGE=en" }, EN },
  { "en-list-ja", AMERICAN, { "LANG=en_US.UTF-8", "LANGUAGE=de:ja:en" }, JA },
  { "ja-list-other", NOTHING, { "LANG=ja_JP.UTF-8", "LANGUAGE=de" }, JA },
  { "not-quite-ja", NOTHING, { "LANG=jam_JM.UTF-8" }, EN },
};

typedef struct
{
  const char *name;
  Generated generated;
  const char *variables[4];
  const char *arguments[5]; /* forced language or "-", then the switches */
  const char *expected;
} Walk;

static const Walk walks[] = {
  { "forced-ja", AMERICAN, { "LANG=en_US.UTF-8" }, { "ja" }, JA },
  { "forced-ja-list-en", AMERICAN, { "LANG=en_US.UTF-8", "LANGUAGE=en" }, { "ja" }, JA },
  { "forced-en", NOTHING, { NULL }, { "en" }, EN },
  { "forced-en-list-ja", JAPANESE, { "LANG=ja_JP.UTF-8", "LANGUAGE=ja" }, { "en" }, EN },
  { "own-there-and-back", NOTHING, { NULL }, { "-", "en", "ja", "en" }, JA EN JA EN },
  { "own-back-and-there",
    AMERICAN,
    { "LANG=en_US.UTF-8" },
    { "-", "ja", "en", "ja" },
    EN JA EN JA },
  { "generated-there-and-back",
    JAPANESE,
    { "LANG=ja_JP.UTF-8" },
    { "-", "en", "ja", "en" },
    JA EN JA EN },
};

static char *scratch_dir;

static gboolean
run_quietly (const char *const *argv)
{
  g_autoptr (GSubprocess) process = NULL;

  process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

/* The folder for LOCPATH in which exactly these locales are generated, or
 * NULL where the means to generate them are not installed. */
static char *
locale_dir (Generated generated)
{
  static const char *const names[] = { "ja_JP", "en_US" };
  g_autofree char *name = g_strdup_printf ("locales-%d", generated);
  g_autofree char *dir = g_build_filename (scratch_dir, name, NULL);

  if (g_file_test (dir, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&dir);

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *output = g_strdup_printf ("%s/%s.UTF-8", dir, names[i]);
      const char *argv[] = { "localedef", "-i", names[i], "-f", "UTF-8", output, NULL };

      if ((generated & (1 << i)) != 0 && !run_quietly (argv))
        {
          g_rmdir (dir);
          return NULL;
        }
    }

  return g_steal_pointer (&dir);
}

static GSubprocessLauncher *
launcher_for (const char *locpath, const char *data_dir, const char *const *variables)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  const char *environment[] = { NULL };

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_environ (launcher, (char **) environment);
  if (locpath != NULL)
    g_subprocess_launcher_setenv (launcher, "LOCPATH", locpath, TRUE);
  g_subprocess_launcher_setenv (launcher, "KAITSU_LOCALEDIR", scratch_dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "KAITSU_DATADIR", data_dir, TRUE);
  for (guint i = 0; i < 4 && variables[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (variables[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }

  return g_steal_pointer (&launcher);
}

static void
assert_helper_says (const char *locpath,
                    const char *data_dir,
                    const char *const *variables,
                    const char *const *arguments,
                    const char *expected)
{
  g_autoptr (GSubprocessLauncher) launcher = launcher_for (locpath, data_dir, variables);
  g_autofree char *helper = g_test_build_filename (G_TEST_BUILT, "core", "i18n-helper", NULL);
  const char *argv[7] = { helper };
  g_autofree char *text = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  for (guint i = 0; i < 5 && arguments[i] != NULL; i++)
    argv[i + 1] = arguments[i];
  text = g_strdup_printf ("%sLOCPATH %s\nLANGUAGE -\n", expected, locpath != NULL ? locpath : "-");

  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (output, ==, text);
}

static void
test_environment (gconstpointer data)
{
  const Row *row = data;
  const char *arguments[5] = { "-" };
  g_autofree char *locpath = locale_dir (row->generated);

  if (locpath == NULL)
    {
      g_test_skip ("localedef and the sources of the locales are not installed");
      return;
    }

  assert_helper_says (locpath, g_getenv ("KAITSU_DATADIR"), row->variables, arguments,
                      row->expected);
}

static void
test_walk (gconstpointer data)
{
  const Walk *walk = data;
  g_autofree char *locpath = locale_dir (walk->generated);

  if (locpath == NULL)
    {
      g_test_skip ("localedef and the sources of the locales are not installed");
      return;
    }

  assert_helper_says (locpath, g_getenv ("KAITSU_DATADIR"), walk->variables, walk->arguments,
                      walk->expected);
}

/* Whatever this machine has: Japanese, and no trace in the environment. */
static void
test_as_it_is (void)
{
  const char *variables[4] = { NULL };
  const char *arguments[5] = { "ja", "en" };

  assert_helper_says (NULL, g_getenv ("KAITSU_DATADIR"), variables, arguments, JA EN);
}

static void
test_no_own_locale (void)
{
  const char *variables[4] = { "LANG=C" };
  const char *arguments[5] = { "-", "ja" };
  g_autofree char *locpath = locale_dir (NOTHING);

  assert_helper_says (locpath, "/nonexistent", variables, arguments, EN EN);
}

/* A later glibc may refuse the file: English, and no crash. */
static void
test_foreign_own_locale (void)
{
  const char *variables[4] = { "LANG=C" };
  const char *arguments[5] = { "-", "ja" };
  g_autofree char *locpath = locale_dir (NOTHING);
  g_autofree char *data_dir = g_build_filename (scratch_dir, "foreign", NULL);
  g_autofree char *dir = g_build_filename (data_dir, "locale/ja_JP.UTF-8/LC_MESSAGES", NULL);
  g_autofree char *file = g_build_filename (dir, "SYS_LC_MESSAGES", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (file, "from another time", -1, &error);
  g_assert_no_error (error);

  assert_helper_says (locpath, data_dir, variables, arguments, EN EN);
}

static void
write_catalogue (void)
{
  g_autofree char *dir = g_build_filename (scratch_dir, "ja", "LC_MESSAGES", NULL);
  g_autofree char *source = g_build_filename (dir, "kaitsu.po", NULL);
  g_autofree char *output = g_build_filename (dir, "kaitsu.mo", NULL);
  const char *argv[] = { "msgfmt", "-o", output, source, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_file_set_contents (source, catalogue, -1, &error);
  g_assert_no_error (error);
  g_assert_true (run_quietly (argv));
}

static void
remove_scratch_dir (void)
{
  const char *argv[] = { "rm", "-r", scratch_dir, NULL };

  g_assert_true (run_quietly (argv));
  g_clear_pointer (&scratch_dir, g_free);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);

  scratch_dir = g_dir_make_tmp ("kaitsu-i18n-XXXXXX", &error);
  g_assert_no_error (error);
  write_catalogue ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/i18n/environment/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_environment);
    }
  for (guint i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/i18n/walk/%s", walks[i].name);

      g_test_add_data_func (path, &walks[i], test_walk);
    }
  g_test_add_func ("/i18n/as-it-is", test_as_it_is);
  g_test_add_func ("/i18n/no-own-locale", test_no_own_locale);
  g_test_add_func ("/i18n/foreign-own-locale", test_foreign_own_locale);

  result = g_test_run ();
  remove_scratch_dir ();

  return result;
}
