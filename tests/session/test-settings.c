/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kaitsu-customer-store.h"
#include "kaitsu-preferences.h"

/* Settings outlive the version that wrote them: an older file is used, a newer
 * one is not cut down, and what cannot be used is neither believed nor lost. */

static char *
path_of (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "kaitsu", name, NULL);
}

static void
put (const char *name, const char *text, gssize length)
{
  g_autofree char *path = path_of (name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

/* NULL where there is no such file */
static char *
get (const char *name)
{
  g_autofree char *path = path_of (name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
forget_all (void)
{
  const char *const names[] = { "customer.ini", "customer.ini.unreadable", "window.ini",
                                "window.ini.unreadable" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (names[i]);
      g_unlink (path);
    }
}

/* As when the customer corrects one field. */
static void
type_phone (const char *phone)
{
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_store_load ();
  g_autoptr (GError) error = NULL;

  g_free (customer->phone);
  customer->phone = g_strdup (phone);
  g_assert_true (kaitsu_customer_store_save (customer, &error));
  g_assert_no_error (error);
}

static void
test_customer (void)
{
  g_autoptr (KaitsuCustomer) nothing = kaitsu_customer_store_load ();
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (nothing->company, ==, "");
  g_free (customer->company);
  customer->company = g_strdup ("  花子食堂 = [a];#b");
  g_free (customer->memo);
  customer->memo = g_strdup ("一\n二");
  g_assert_true (kaitsu_customer_store_save (customer, &error));
  g_autoptr (KaitsuCustomer) again = kaitsu_customer_store_load ();
  g_assert_cmpstr (again->company, ==, "花子食堂 = [a];#b");
  g_assert_cmpstr (again->memo, ==, "一\n二");
  forget_all ();
}

static void
test_preferences (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaitsu_preferences_get_language ());
  g_assert_cmpuint (kaitsu_preferences_get_text_size (), ==, 100);
  g_assert_true (kaitsu_preferences_set_language ("ja", &error));
  g_assert_true (kaitsu_preferences_set_text_size (150, &error));
  g_assert_cmpstr (kaitsu_preferences_get_language (), ==, "ja");
  g_assert_cmpuint (kaitsu_preferences_get_text_size (), ==, 150);
  forget_all ();
}

/* From a version that asked for less. */
static void
test_older (void)
{
  put ("customer.ini", "[customer]\ncompany=旧店\n", -1);
  type_phone ("03-0000-0000");
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_store_load ();
  g_assert_cmpstr (customer->company, ==, "旧店");
  g_assert_cmpstr (customer->phone, ==, "03-0000-0000");
  g_assert_cmpstr (customer->memo, ==, "");
  g_assert_false (kaitsu_customer_store_get_masked ());

  put ("window.ini", "[window]\nlanguage=en\n", -1);
  g_assert_cmpstr (kaitsu_preferences_get_language (), ==, "en");
  g_assert_cmpuint (kaitsu_preferences_get_text_size (), ==, 100);
  forget_all ();
}

/* From a version that knows more: it finds everything again when it is back,
 * and what somebody wrote beside it too. */
static void
test_newer (void)
{
  put ("customer.ini",
       "# by hand\n[customer]\ncompany=新店\nlater=値\n\n[shop]\nname[ja]=二号店\n", -1);
  type_phone ("03-0000-0000");
  g_assert_true (kaitsu_customer_store_set_masked (TRUE, NULL));
  g_autofree char *customer = get ("customer.ini");
  for (const char *const *kept = (const char *const[]){ "# by hand\n", "company=新店\n",
                                                        "later=値\n", "[shop]\n",
                                                        "name[ja]=二号店\n",
                                                        "phone=03-0000-0000\n", NULL };
       *kept != NULL; kept++)
    g_assert_nonnull (strstr (customer, *kept));
  g_assert_true (kaitsu_customer_store_get_masked ());
  g_autofree char *aside = get ("customer.ini.unreadable");
  g_assert_null (aside);

  put ("window.ini", "[window]\nlanguage=zh\ntext-size=110\nplace=left\n", -1);
  g_assert_null (kaitsu_preferences_get_language ());
  g_assert_cmpuint (kaitsu_preferences_get_text_size (), ==, 100);
  g_assert_true (kaitsu_preferences_set_text_size (125, NULL));
  g_autofree char *window = get ("window.ini");
  g_assert_nonnull (strstr (window, "language=zh\n"));
  g_assert_nonnull (strstr (window, "place=left\n"));
  forget_all ();
}

static void
test_wrong_values (void)
{
  g_autofree char *long_value = g_strnfill (5000, 'x');
  g_autofree char *customer = g_strdup_printf ("[customer]\ncompany=%s\nmemo=%s\nperson=a\\tb\x01\x7f"
                                               "c\nphone=\xff\xfe\n[report]\nmasked=perhaps\n",
                                               long_value, long_value);
  const char *const sizes[] = { "-2147483648", "99999999999999999999", "0", "101", "many", "" };

  put ("customer.ini", customer, -1);
  g_autoptr (KaitsuCustomer) read = kaitsu_customer_store_load ();
  /* and the sign that it was cut */
  g_assert_cmpint (g_utf8_strlen (read->company, -1), <=, 200 + 1);
  g_assert_cmpint (g_utf8_strlen (read->memo, -1), <=, 2000 + 1);
  g_assert_null (strpbrk (read->person, "\t\x01\x7f"));
  g_assert_cmpstr (read->phone, ==, "");
  g_assert_false (kaitsu_customer_store_get_masked ());

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *window
          = g_strdup_printf ("[window]\nlanguage=../../ja\ntext-size=%s\n", sizes[i]);
      put ("window.ini", window, -1);
      g_assert_null (kaitsu_preferences_get_language ());
      g_assert_cmpuint (kaitsu_preferences_get_text_size (), ==, 100);
    }
  forget_all ();
}

/* Somebody typed it: by hand, in another encoding, far too much. */
static void
test_unreadable (void)
{
  g_autofree char *huge = g_strnfill (100 * 1024, '#');
  const char *const texts[] = { "[customer]\ncompany=店\nthis is no setting\nphone=1\n",
                                "company=店\n", "[customer]\ncompany=\x93\x58\n", huge };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      put ("customer.ini", texts[i], -1);
      type_phone ("2");
      g_autoptr (KaitsuCustomer) customer = kaitsu_customer_store_load ();
      g_assert_cmpstr (customer->phone, ==, "2");
      g_autofree char *aside = get ("customer.ini.unreadable");
      g_assert_cmpstr (aside, ==, texts[i]);
      forget_all ();
    }

  put ("window.ini", "", 0);
  g_assert_true (kaitsu_preferences_set_language ("ja", NULL));
  g_autofree char *nothing_aside = get ("window.ini.unreadable");
  g_assert_null (nothing_aside);
  forget_all ();
}

/* Where it cannot be put aside, it stays, and the customer is told. */
static void
test_kept (void)
{
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_store_load ();
  g_autofree char *aside = path_of ("customer.ini.unreadable");
  g_autoptr (GError) error = NULL;

  put ("customer.ini", "no setting\n", -1);
  put ("customer.ini.unreadable/full", "", 0);
  g_assert_false (kaitsu_customer_store_save (customer, &error));
  g_assert_cmpint (error->domain, ==, G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, "customer.ini"));
  g_autofree char *text = get ("customer.ini");
  g_assert_cmpstr (text, ==, "no setting\n");

  g_autofree char *inside = path_of ("customer.ini.unreadable/full");
  g_unlink (inside);
  g_rmdir (aside);
  forget_all ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/settings/customer", test_customer);
  g_test_add_func ("/settings/preferences", test_preferences);
  g_test_add_func ("/settings/older", test_older);
  g_test_add_func ("/settings/newer", test_newer);
  g_test_add_func ("/settings/wrong-values", test_wrong_values);
  g_test_add_func ("/settings/unreadable", test_unreadable);
  g_test_add_func ("/settings/kept", test_kept);
  return g_test_run ();
}
