/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kaitsu-address.h"
#include "kaitsu-file.h"
#include "kaitsu-nick.h"
#include "kaitsu-port.h"
#include "kaitsu-text.h"

static void
test_port (void)
{
  static const char *const good[] = { "tcp/1", "tcp/443", "udp/514", "udp/65535" };
  static const char *const bad[]
      = { "",        "443",     "tcp",      "tcp/",      "tcp/0",   "tcp/00443", "tcp/65536", "TCP/443",
          "tcp/ 43", "tcp/+43", "tcp/443 ", "tcp/44.3", "sctp/80", "tcp/-1",    "tcp/100000", "udp/٤٤" };
  KaitsuPort port = { KAITSU_PROTOCOL_UDP, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (kaitsu_port_parse (good[i], &port));
      g_autofree char *back = kaitsu_port_to_string (port);
      g_assert_cmpstr (back, ==, good[i]);
    }
  port = (KaitsuPort){ KAITSU_PROTOCOL_UDP, 7 };
  g_assert_false (kaitsu_port_parse (NULL, &port));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (kaitsu_port_parse (bad[i], &port));
  g_assert_cmpint (port.number, ==, 7);

  KaitsuPort tcp = { KAITSU_PROTOCOL_TCP, 9999 };
  g_autofree char *label = kaitsu_port_to_label (tcp);
  g_assert_cmpstr (label, ==, "TCP 9999");
  g_assert_cmpint (kaitsu_port_compare (tcp, port), <, 0);
  g_assert_false (kaitsu_port_equal (tcp, port));
}

static void
test_text (void)
{
  static const struct
  {
    const char *bytes;
    gssize length;
    gsize max;
    const char *clean;
  } table[] = {
    { NULL, -1, 10, "" },
    { "", -1, 10, "" },
    { "220 mail ESMTP\r\n", -1, 100, "220 mail ESMTP" },
    { "  a \t\n b  ", -1, 100, "a b" },
    { "a\x1b[31mred\x07", -1, 100, "a[31mred" },
    { "abc\xff\xfe", 5, 100, "abc\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "pay\xE2\x80\xAEtxt.exe", -1, 100, "paytxt.exe" },    /* right-to-left override */
    { "a\xE2\x80\x8B" "b\xEF\xBB\xBF", -1, 100, "ab" },        /* zero width, BOM */
    { "a\xF3\xA0\x81\x81" "b", -1, 100, "ab" },                /* a tag character */
    { "<b>&amp;</b>", -1, 100, "<b>&amp;</b>" },
    { "日本語のバナー", -1, 3, "日本語…" },
    { "abcd", -1, 4, "abcd" },
    { "abcde", -1, 4, "abcd…" },
    { "a\0b", 3, 100, "a\xEF\xBF\xBD" "b" },
    { "line\xE2\x80\xA8two", -1, 100, "line two" },
    /* what nobody sees: soft hyphen, joiner, Hangul fillers, variation selectors */
    { "a\u00AD\u034F\u115F\u1160\u3164\uFFA0\uFE00\uFE0F" "b", -1, 100, "ab" },
    { "\uFDFF\uFE10\u3163\u3165", -1, 100, "\uFDFF\uFE10\u3163\u3165" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *clean = kaitsu_text_clean (table[i].bytes, table[i].length, table[i].max);
      g_assert_cmpstr (clean, ==, table[i].clean);
    }

  g_autofree char *huge = g_strnfill (1000000, 'x');
  g_autofree char *cut = kaitsu_text_clean (huge, -1, 200);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 201);
}

static void
test_text_lines (void)
{
  g_autofree char *clean = kaitsu_text_clean_lines (" a\x07 \r\nb\n\n c \n\n", 100);
  g_autofree char *empty = kaitsu_text_clean_lines (NULL, 100);

  g_assert_cmpstr (clean, ==, "a\nb\n\nc");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_address (void)
{
  static const struct
  {
    const char *address;
    KaitsuAddressScope scope;
  } table[] = {
    { "10.0.0.1", KAITSU_ADDRESS_SCOPE_PRIVATE },
    { "172.15.255.255", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "172.16.0.1", KAITSU_ADDRESS_SCOPE_PRIVATE },
    { "172.32.0.1", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "192.168.1.1", KAITSU_ADDRESS_SCOPE_PRIVATE },
    { "100.63.255.255", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "100.64.0.1", KAITSU_ADDRESS_SCOPE_CARRIER },
    { "100.127.255.255", KAITSU_ADDRESS_SCOPE_CARRIER },
    { "100.128.0.1", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "192.0.0.2", KAITSU_ADDRESS_SCOPE_CARRIER },
    { "192.0.0.8", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "fe80::1", KAITSU_ADDRESS_SCOPE_PRIVATE },
    { "fd00::1", KAITSU_ADDRESS_SCOPE_PRIVATE },
    { "2001:db8::1", KAITSU_ADDRESS_SCOPE_PUBLIC },
    { "router", KAITSU_ADDRESS_SCOPE_UNKNOWN },
    { NULL, KAITSU_ADDRESS_SCOPE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (kaitsu_address_get_scope (table[i].address), ==, table[i].scope);
}

static void
test_public_address (void)
{
  static const char *const can[] = { "192.0.2.1",   "203.0.113.9",      "8.8.8.8",
                                     "223.255.0.1", "1.0.0.1",          "198.18.0.1",
                                     "2001:db8::1", "64:ff9b::c000:20a", "fd00:64::c000:20a" };
  static const char *const cannot[]
      = { "10.99.99.99",     "172.16.0.1", "192.168.1.1", "169.254.3.3", "127.0.0.1",
          "0.0.0.0",         "0.1.2.3",    "100.64.0.1",  "224.0.0.1",   "239.1.1.1",
          "255.255.255.255", "240.0.0.1",  "::",          "::1",         "fe80::1",
          "fd00::1",         "ff02::1",    "fc00::c0a8:101",
          "fd00::1:c000:20a", "::ffff:192.0.2.1", "router", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (can); i++)
    g_assert_true (kaitsu_address_can_be_public (can[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (cannot); i++)
    g_assert_false (kaitsu_address_can_be_public (cannot[i]));
  g_assert_false (kaitsu_address_can_be_public (NULL));
}

static void
test_nick (void)
{
  int value = -1;

  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_REASON, KAITSU_REASON_REFUSED_BY_DESTINATION), ==,
                   "refused-by-destination");
  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_VERDICT, KAITSU_VERDICT_NOT_USABLE), ==, "not-usable");
  g_assert_cmpstr (kaitsu_nick (KAITSU_TYPE_LIGHT, 99), ==, "unknown");
  g_assert_true (kaitsu_from_nick (KAITSU_TYPE_PARTY, "provider", &value));
  g_assert_cmpint (value, ==, KAITSU_PARTY_PROVIDER);
  g_assert_false (kaitsu_from_nick (KAITSU_TYPE_PARTY, "nobody", &value));
  g_assert_false (kaitsu_from_nick (KAITSU_TYPE_PARTY, NULL, &value));
  g_assert_cmpint (value, ==, KAITSU_PARTY_PROVIDER);
}

static char *
read_all (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.txt", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.txt", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "file", NULL);
  g_autoptr (GBytes) old = g_bytes_new_static ("old", 3);
  g_autoptr (GBytes) new = g_bytes_new_static ("new!", 4);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (kaitsu_file_replace (path, old, &error));
  g_assert_true (kaitsu_file_replace (path, new, &error));
  g_autofree char *text = read_all (path);
  g_assert_cmpstr (text, ==, "new!");

  g_assert_cmpint (symlink (path, link_path), ==, 0);
  g_assert_true (kaitsu_file_replace (link_path, old, &error));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_autofree char *through = read_all (path);
  g_assert_cmpstr (through, ==, "old");

  g_assert_true (kaitsu_file_replace (path, empty, &error));
  g_autofree char *nothing = read_all (path);
  g_assert_cmpstr (nothing, ==, "");

  g_assert_false (kaitsu_file_replace (nowhere, new, &error));
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);

  /* a link to what is not there yet, a link to itself, a private file */
  g_autofree char *later = g_build_filename (folder, "later.txt", NULL);
  g_autofree char *dangling = g_build_filename (folder, "dangling", NULL);
  g_autofree char *loop = g_build_filename (folder, "loop", NULL);
  GStatBuf info;
  g_assert_cmpint (symlink ("later.txt", dangling), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_true (kaitsu_file_replace (dangling, new, &error));
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (later, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (g_chmod (later, 0600), ==, 0);
  g_assert_true (kaitsu_file_replace (later, new, &error));
  g_assert_cmpint (g_stat (later, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (kaitsu_file_replace (loop, new, &error));
  g_clear_error (&error);
  g_unlink (dangling);
  g_unlink (later);
  g_unlink (loop);

  /* a device stays a device, and says that it is full */
  g_assert_true (kaitsu_file_replace ("/dev/null", new, &error));
  g_assert_false (kaitsu_file_replace ("/dev/full", new, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_clear_error (&error);
  g_assert_false (kaitsu_file_replace (folder, new, &error));
  g_clear_error (&error);
  g_assert_false (g_file_test ("/dev/full", G_FILE_TEST_IS_REGULAR));

  g_unlink (link_path);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/port", test_port);
  g_test_add_func ("/value/text", test_text);
  g_test_add_func ("/value/text-lines", test_text_lines);
  g_test_add_func ("/value/address", test_address);
  g_test_add_func ("/value/public-address", test_public_address);
  g_test_add_func ("/value/nick", test_nick);
  g_test_add_func ("/value/file", test_file);
  return g_test_run ();
}
