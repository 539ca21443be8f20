/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-report.h"
#include "sample-results.h"

/* What is inside stays inside, and what the receiver needs is there. */

static const char *const inside[] = {
  "192.168.1.1", "192.168.1.23", "enp3s0", "fe80::1", "/home/hanako", "printer.lan", "squid",
  "aterm/",      "Kassen-PC",    "レジ.", NULL,
};

/* all of it: the file as well as the report */
static char *
dup_everything (KaitsuResult *result)
{
  g_autoptr (GBytes) bytes = kaitsu_result_to_bytes (result);
  g_autofree char *text = kaitsu_report_make_plain_text (result);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *file = g_strndup (data, size);

  return g_strconcat (file, text, NULL);
}

static char *
dup_masked (KaitsuResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dup_everything (result);
  g_autoptr (KaitsuResult) masked = kaitsu_report_mask (result, &error);
  g_autofree char *after = dup_everything (result);

  g_assert_no_error (error);
  g_assert_cmpstr (before, ==, after);
  return dup_everything (masked);
}

static void
assert_nothing_inside (const char *text)
{
  for (gsize i = 0; inside[i] != NULL; i++)
    if (strstr (text, inside[i]) != NULL)
      g_error ("%s is shown in:\n%s", inside[i], text);
  g_assert_nonnull (strstr (text, "伏せました"));
  g_assert_nonnull (strstr (text, "この報告書では伏せてあります"));
}

static void
test_samples (gconstpointer data)
{
  g_autoptr (KaitsuResult) result = sample_new ((SampleKind) GPOINTER_TO_UINT (data));
  g_autofree char *text = dup_masked (result);

  assert_nothing_inside (text);
  g_assert_nonnull (strstr (text, "203.0.113.77"));
}

/* The provider's desk finds its own devices, private addresses or not. */
static void
test_provider_stays (void)
{
  const KaitsuHop hop = { 7, (char *) "10.20.0.1", KAITSU_PARTY_PROVIDER, 8300 };
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PROVIDER);

  kaitsu_result_add_hop (result, &hop);
  g_autofree char *text = dup_masked (result);

  g_assert_nonnull (strstr (text, "10.20.0.1"));
  g_assert_nonnull (strstr (text, "192.0.2.80"));
  g_assert_nonnull (strstr (text, "portquiz.net"));
}

/* What the customer wrote himself is his to show. */
static void
test_customer_stays (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_OPEN);
  g_autoptr (KaitsuCustomer) customer = kaitsu_customer_new ();

  g_free (customer->memo);
  customer->memo = g_strdup ("ルーターは 192.168.7.7 です。");
  kaitsu_result_set_customer (result, customer);
  g_autofree char *text = dup_masked (result);
  g_assert_nonnull (strstr (text, "192.168.7.7"));
}

static KaitsuResult *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KaitsuResult *result = kaitsu_result_new_from_bytes (bytes, "test", &error);

  g_assert_no_error (error);
  return result;
}

#define HEAD \
  "{\"format\":\"kaitsu-result\",\"version\":1,\"id\":\"x\",\"practice\":false," \
  "\"started\":\"2026-11-23T10:00:00+09:00\",\"finished\":\"2026-11-23T10:01:00+09:00\"," \
  "\"unit\":{\"id\":\"unit2\",\"name\":\"HOME-UNIT2\"},\"verdict\":\"usable\","

/* In free text, in members of later versions, in names and in paths. */
static void
test_hidden_places (void)
{
  g_autoptr (KaitsuResult) result = parse (
      HEAD
      "\"network\":{\"interface\":\"enp3s0\",\"kind\":\"wired\",\"address\":\"198.51.100.9\","
      "\"gateway\":\"198.51.100.1\",\"dns\":[\"192.168.1.1\",\"9.9.9.9\"],"
      "\"public_address\":null,\"later\":\"at fe80::1%enp3s0, or 192.168.1.23:8080\"},"
      "\"targets\":{\"source\":\"/home/hanako/targets.json\",\"fresh_until\":null},"
      "\"notices\":[{\"id\":\"proxy\",\"detail\":\"http://squid:3128\"}],"
      "\"path\":[{\"hop\":1,\"address\":\"198.51.100.1\",\"party\":\"router\"},"
      "{\"hop\":2,\"address\":\"172.16.0.1\",\"party\":\"provider\"}],"
      "\"ports\":[{\"port\":\"tcp/443\",\"role\":\"required\",\"services\":[],"
      "\"light\":\"red\",\"reason\":\"rejected\",\"suspects\":[\"provider\"],"
      "\"offender\":\"10.9.9.9\",\"observations\":["
      "{\"probe\":\"tcp\",\"outcome\":\"icmp\",\"host\":\"printer.lan\",\"address\":\"10.1.1.1\","
      "\"icmp\":{\"type\":3,\"code\":13,\"offender\":\"10.9.9.9\"},"
      "\"detail\":\"DHCP server 192.168.1.1, router 192.168.1.1. Version 1.2.3.4.5, at 10:05:12\"},"
      "{\"probe\":\"http\",\"outcome\":\"other-content\",\"host\":\"www.example.com\","
      "\"address\":\"192.0.2.1\",\"detail\":\"302 Found http://aterm.home.arpa/login\"},"
      "{\"probe\":\"smtp\",\"outcome\":\"answered\",\"host\":\"mail.local.example.com\","
      "\"address\":\"192.0.2.1\",\"detail\":\"220 Kassen-PC.shop.LOCAL via ::ffff:192.168.1.23\"},"
      "{\"probe\":\"tcp\",\"outcome\":\"unresolved\",\"host\":\"レジ.local\",\"address\":null}]}]}");
  g_autofree char *text = dup_masked (result);

  assert_nothing_inside (text);
  g_assert_null (strstr (text, "198.51.100."));
  g_assert_null (strstr (text, "10.1.1.1"));
  g_assert_nonnull (strstr (text, "10.9.9.9"));
  g_assert_nonnull (strstr (text, "172.16.0.1"));
  g_assert_nonnull (strstr (text, "9.9.9.9"));
  g_assert_nonnull (strstr (text, "targets.json"));
  g_assert_nonnull (strstr (text, "Version 1.2.3.4.5, at 10:05:12"));
  g_assert_nonnull (strstr (text, "伏せました:8080"));
  g_assert_nonnull (strstr (text, "http://伏せました/login"));
  g_assert_nonnull (strstr (text, "mail.local.example.com"));
}

/* The router's own name server in IPv6, in every spelling; not one beyond. */
static void
test_name_servers (void)
{
  g_autoptr (KaitsuResult) result = parse (
      HEAD
      "\"network\":{\"interface\":\"enp3s0\",\"address\":\"192.168.1.23\","
      "\"gateway\":\"192.168.1.1\",\"dns\":[\"2001:db8:1:2::1\",\"2001:db8:ff::53\",\"9.9.9.9\"]},"
      "\"path\":[{\"hop\":2,\"address\":\"2001:db8:ff::53\",\"party\":\"provider\"}],"
      "\"notices\":[{\"id\":\"later\",\"detail\":\"asked 2001:0DB8:1:2:0:0:0:1 in vain\"}],"
      "\"ports\":[]}");
  g_autofree char *text = dup_masked (result);

  assert_nothing_inside (text);
  g_assert_null (strstr (text, "2001:db8:1:2"));
  g_assert_null (strstr (text, "2001:0DB8"));
  g_assert_nonnull (strstr (text, "asked 伏せました in vain"));
  g_assert_nonnull (strstr (text, "2001:db8:ff::53"));
  g_assert_nonnull (strstr (text, "9.9.9.9"));
}

/* Names without a dot, where a host stands, and wherever they come again. The
 * words of the contract stay what they are, whatever a host is called. */
static void
test_dotless_names (void)
{
  g_autoptr (KaitsuResult) result = parse (
      HEAD
      "\"network\":{\"interface\":\"enp3s0\"},"
      "\"notices\":[{\"id\":\"captive-portal\",\"detail\":\"http://aterm/login\"},"
      "{\"id\":\"later\",\"detail\":\"the box ATERM, not aterms\"}],"
      "\"ports\":[{\"port\":\"tcp/443\",\"role\":\"required\",\"services\":[],"
      "\"light\":\"red\",\"reason\":\"rejected\",\"suspects\":[\"router\"],\"observations\":["
      "{\"probe\":\"smtps\",\"outcome\":\"unexpected\",\"host\":\"smtp.example.com\","
      "\"detail\":\"220 Kassen-PC ESMTP; issuer O=Kassen-PC\"},"
      "{\"probe\":\"http\",\"outcome\":\"unexpected\",\"host\":\"www.example.com\","
      "\"detail\":\"302 Found http://hanako@squid:3128/x, https://router/ and //tcp/ of www.example.com\"},"
      "{\"probe\":\"https\",\"outcome\":\"answered\",\"host\":\"www.example.com\","
      "\"detail\":\"200 OK\"}]}]}");
  g_autofree char *text = dup_masked (result);

  assert_nothing_inside (text);
  g_assert_null (strstr (text, "ATERM,"));
  g_assert_nonnull (strstr (text, "伏せました, not aterms"));
  g_assert_nonnull (strstr (text, "220 伏せました ESMTP; issuer O=伏せました"));
  g_assert_nonnull (strstr (text, "https://伏せました/ and //伏せました/ of www.example.com"));
  g_assert_nonnull (strstr (text, "200 OK"));
  g_assert_nonnull (strstr (text, "\"tcp/443\""));
}

/* Without a router in between, the PC's own address is the public one. */
static void
test_public_stays (void)
{
  g_autoptr (KaitsuResult) result = parse (
      HEAD "\"network\":{\"address\":\"203.0.113.5\",\"public_address\":\"203.0.113.5\"},"
           "\"ports\":[]}");
  g_autofree char *text = dup_masked (result);

  g_assert_nonnull (strstr (text, "203.0.113.5"));
}

int
main (int argc, char **argv)
{
  static const SampleKind kinds[] = { SAMPLE_OPEN,  SAMPLE_ROUTER,   SAMPLE_ALL_RED, SAMPLE_PROVIDER,
                                      SAMPLE_YELLOW, SAMPLE_PRACTICE, SAMPLE_LONG };

  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mask/samples/%s", sample_get_name (kinds[i]));
      g_test_add_data_func (path, GUINT_TO_POINTER (kinds[i]), test_samples);
    }
  g_test_add_func ("/mask/provider-stays", test_provider_stays);
  g_test_add_func ("/mask/customer-stays", test_customer_stays);
  g_test_add_func ("/mask/hidden-places", test_hidden_places);
  g_test_add_func ("/mask/name-servers", test_name_servers);
  g_test_add_func ("/mask/dotless-names", test_dotless_names);
  g_test_add_func ("/mask/public-stays", test_public_stays);
  return g_test_run ();
}
