/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-dhcp.h"

#include "wire-bytes.h"

#include <string.h>

#define ZEROS_8 "0000000000000000"
#define ZEROS_64 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8
/* chaddr is 16 bytes; sname and file, 64 and 128, were empty in all captures */
#define NAMES ZEROS_64 ZEROS_64 ZEROS_64
#define MAC "02005e10005000000000000000000000"
#define OTHER_MAC "02005e10009900000000000000000000"
#define COOKIE "63825363"

/* dnsmasq 2.90 answers a unicast DHCPINFORM from a high port, captured. */
#define INFORM_HEAD "020106004b61697400000000c000023200000000c000020100000000"
#define INFORM_ACK                                                                                 \
  INFORM_HEAD MAC NAMES COOKIE "3501053604c00002010104ffffff001c04c00002ff721a"                    \
                               "68747470733a2f2f706f7274616c2e6578616d706c652f617069"              \
                               "0608c0000201c00002020304c0000201ff"
/* The same server to a DISCOVER and to REQUESTs, captured. */
#define OFFER                                                                                      \
  "020106004b6169740000800000000000c0000279c000020100000000" OTHER_MAC NAMES COOKIE                \
  "3501023604c0000201330400000e103a04000007083b0400000c4e0104ffffff001c04c00002ff721a"             \
  "68747470733a2f2f706f7274616c2e6578616d706c652f6170690608c0000201c00002020304c0000201ff"
#define NAK                                                                                        \
  "020106004b6169740000800000000000000000000000000000000000" OTHER_MAC NAMES COOKIE                \
  "3501063604c0000201380d77726f6e67206e6574776f726bff000000"

static const KaitsuDhcpQuery query = {
  .xid = 0x4b616974,
  .hardware_type = 1,
  .hardware_length = 6,
  .hardware = { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x50 },
  .address = { 192, 0, 2, 50 },
};

static const KaitsuDhcpQuery other_query = {
  .xid = 0x4b616974,
  .hardware_type = 1,
  .hardware_length = 6,
  .hardware = { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x99 },
};

static void
test_inform (void)
{
  g_autoptr (GByteArray)
      expected = wire_bytes_from_hex ("010106004b61697400000000c0000232" ZEROS_8
                                      "00000000" MAC NAMES COOKIE "350108" /* a DHCPINFORM */
                                      "3706010306333672"
                                      "ff");
  guint8 packet[KAITSU_DHCP_INFORM_SIZE];

  memset (packet, 0xaa, sizeof packet);
  kaitsu_dhcp_build_inform (&query, packet);
  g_byte_array_set_size (expected, 252);
  g_assert_cmpmem (packet, 252, expected->data, expected->len);
  for (gsize i = 252; i < sizeof packet; i++)
    g_assert_cmpuint (packet[i], ==, 0);
}

static void
test_inform_ack (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (INFORM_ACK);
  g_auto (KaitsuDhcpReply) reply = { 0 };

  g_assert_cmpint (kaitsu_dhcp_parse_reply (bytes->data, bytes->len, &query, &reply), ==,
                   KAITSU_DHCP_VERDICT_OK);
  g_assert_cmpint (reply.type, ==, KAITSU_DHCP_TYPE_ACK);
  g_assert_cmpstr (reply.your_address, ==, "");
  g_assert_cmpstr (reply.server, ==, "192.0.2.1");
  g_assert_cmpstr (reply.router, ==, "192.0.2.1");
  g_assert_cmpstr (reply.netmask, ==, "255.255.255.0");
  g_assert_cmpuint (reply.n_dns, ==, 2);
  g_assert_cmpstr (reply.dns[0], ==, "192.0.2.1");
  g_assert_cmpstr (reply.dns[1], ==, "192.0.2.2");
  g_assert_cmpuint (reply.lease_s, ==, 0);
  g_assert_cmpstr (reply.portal, ==, "https://portal.example/api");
  g_assert_false (reply.no_portal);
}

static void
test_offer (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (OFFER);
  g_auto (KaitsuDhcpReply) reply = { 0 };

  g_assert_cmpint (kaitsu_dhcp_parse_reply (bytes->data, bytes->len, &other_query, &reply), ==,
                   KAITSU_DHCP_VERDICT_OK);
  g_assert_cmpint (reply.type, ==, KAITSU_DHCP_TYPE_OFFER);
  g_assert_cmpstr (reply.your_address, ==, "192.0.2.121");
  g_assert_cmpstr (reply.server, ==, "192.0.2.1");
  g_assert_cmpuint (reply.lease_s, ==, 3600);
}

static void
test_nak (void)
{
  g_autoptr (GByteArray) bytes = wire_bytes_from_hex (NAK);
  g_auto (KaitsuDhcpReply) reply = { 0 };

  g_assert_cmpint (kaitsu_dhcp_parse_reply (bytes->data, bytes->len, &other_query, &reply), ==,
                   KAITSU_DHCP_VERDICT_OK);
  g_assert_cmpint (reply.type, ==, KAITSU_DHCP_TYPE_NAK);
  g_assert_cmpstr (reply.your_address, ==, "");
  g_assert_cmpstr (reply.server, ==, "192.0.2.1");
}

/* One byte of the captured ACK changed, and the test that it must fail. */
static const struct
{
  const char *name;
  guint at;
  guint8 byte;
  KaitsuDhcpVerdict verdict;
} changes[] = {
  { "as captured", 0, 2, KAITSU_DHCP_VERDICT_OK },
  { "our own request", 0, 1, KAITSU_DHCP_VERDICT_NOT_A_REPLY },
  { "another hardware type", 1, 6, KAITSU_DHCP_VERDICT_OTHER_CLIENT },
  { "another hardware length", 2, 5, KAITSU_DHCP_VERDICT_OTHER_CLIENT },
  { "a hardware length out of range", 2, 255, KAITSU_DHCP_VERDICT_OTHER_CLIENT },
  { "another exchange", 7, 0x75, KAITSU_DHCP_VERDICT_OTHER_EXCHANGE },
  { "another client", 33, 0x51, KAITSU_DHCP_VERDICT_OTHER_CLIENT },
  { "bytes behind the hardware address", 34, 0x51, KAITSU_DHCP_VERDICT_OK },
  { "plain BOOTP", 236, 0, KAITSU_DHCP_VERDICT_NO_COOKIE },
  { "DISCOVER from a server", 242, 1, KAITSU_DHCP_VERDICT_NOT_A_SERVER },
  { "INFORM from a server", 242, 8, KAITSU_DHCP_VERDICT_NOT_A_SERVER },
  { "an unknown type", 242, 99, KAITSU_DHCP_VERDICT_NOT_A_SERVER },
  { "no type", 240, 100, KAITSU_DHCP_VERDICT_NOT_A_SERVER },
  { "the options end at once", 240, 255, KAITSU_DHCP_VERDICT_NOT_A_SERVER },
  { "an option over the end", 244, 255, KAITSU_DHCP_VERDICT_BAD_OPTIONS },
};

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GByteArray) bytes = wire_bytes_from_hex (INFORM_ACK);
      g_auto (KaitsuDhcpReply) reply = { 0 };

      bytes->data[changes[i].at] = changes[i].byte;
      g_test_message ("%s", changes[i].name);
      g_assert_cmpstr (kaitsu_dhcp_verdict_to_string (
                           kaitsu_dhcp_parse_reply (bytes->data, bytes->len, &query, &reply)),
                       ==, kaitsu_dhcp_verdict_to_string (changes[i].verdict));
      if (changes[i].verdict != KAITSU_DHCP_VERDICT_OK)
        {
          g_assert_cmpint (reply.type, ==, KAITSU_DHCP_TYPE_NONE);
          g_assert_cmpstr (reply.server, ==, "");
          g_assert_null (reply.portal);
        }
    }
}

/* Every shorter packet is judged without reading beyond it. */
static void
test_truncations (void)
{
  g_autoptr (GByteArray) whole = wire_bytes_from_hex (INFORM_ACK);

  for (guint length = 0; length < whole->len; length++)
    {
      g_autofree guint8 *bytes = g_memdup2 (whole->data, length);
      g_auto (KaitsuDhcpReply) reply = { 0 };
      KaitsuDhcpVerdict verdict = kaitsu_dhcp_parse_reply (bytes, length, &query, &reply);

      if (length < 240)
        g_assert_cmpint (verdict, ==, KAITSU_DHCP_VERDICT_TOO_SHORT);
      else if (length == 240)
        g_assert_cmpint (verdict, ==, KAITSU_DHCP_VERDICT_NOT_A_SERVER);
    }
}

/* Options by themselves, behind a good header. The type ACK stands first. */
static const struct
{
  const char *name;
  const char *options;
  KaitsuDhcpVerdict verdict;
  const char *router;
  guint n_dns;
  guint32 lease;
  const char *portal;
  gboolean no_portal;
} options[] = {
  { "nothing more, no end", "", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "an empty address", "030400000000ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "pads around", "00000304c633640100ff", KAITSU_DHCP_VERDICT_OK, "198.51.100.1", 0, 0, NULL,
    FALSE },
  { "after the end nothing counts", "ff0304c6336401", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL,
    FALSE },
  { "two routers", "0308c6336401c6336402ff", KAITSU_DHCP_VERDICT_OK, "198.51.100.1", 0, 0, NULL,
    FALSE },
  { "a router too short", "0303c63364ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "an empty option", "0300ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "five name servers",
    "0614"
    "01010101"
    "02020202"
    "03030303"
    "04040404"
    "05050505"
    "ff",
    KAITSU_DHCP_VERDICT_OK, "", 4, 0, NULL, FALSE },
  { "a name server and a half",
    "0606"
    "010101010202"
    "ff",
    KAITSU_DHCP_VERDICT_OK, "", 1, 0, NULL, FALSE },
  { "a lease without end", "3304ffffffffff", KAITSU_DHCP_VERDICT_OK, "", 0, G_MAXUINT32, NULL,
    FALSE },
  { "a lease of three bytes", "3303ffffffff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "an option in two pieces, RFC 3396",
    "0302c6330302"
    "6401ff",
    KAITSU_DHCP_VERDICT_OK, "198.51.100.1", 0, 0, NULL, FALSE },
  { "http://a", "7208687474703a2f2f61ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, "http://a", FALSE },
  { "http://a and a NUL", "7209687474703a2f2f6100ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, "http://a",
    FALSE },
  { "http://a with an escape sequence", "720a687474703a2f2f611b07ff", KAITSU_DHCP_VERDICT_OK, "", 0,
    0, "http://a", FALSE },
  { "javascript:", "720b6a6176617363726970743aff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "no URI", "7202ffffff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
  { "no portal, RFC 8910",
    "722475726e3a696574663a706172616d733a636170706f72743a756e72657374726963746564ff",
    KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, TRUE },
  { "no length", "03", KAITSU_DHCP_VERDICT_BAD_OPTIONS, "", 0, 0, NULL, FALSE },
  { "no value", "0304", KAITSU_DHCP_VERDICT_BAD_OPTIONS, "", 0, 0, NULL, FALSE },
  { "one byte short", "0304c63364", KAITSU_DHCP_VERDICT_BAD_OPTIONS, "", 0, 0, NULL, FALSE },
  { "the type twice", "350105ff", KAITSU_DHCP_VERDICT_NOT_A_SERVER, "", 0, 0, NULL, FALSE },
  { "overload is not looked into", "340103ff", KAITSU_DHCP_VERDICT_OK, "", 0, 0, NULL, FALSE },
};

static void
test_options (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *hex = g_strconcat (INFORM_HEAD MAC NAMES COOKIE "350105", options[i].options,
                                          NULL);
      g_autoptr (GByteArray) bytes = wire_bytes_from_hex (hex);
      g_auto (KaitsuDhcpReply) reply = { 0 };

      g_test_message ("%s", options[i].name);
      g_assert_cmpstr (kaitsu_dhcp_verdict_to_string (
                           kaitsu_dhcp_parse_reply (bytes->data, bytes->len, &query, &reply)),
                       ==, kaitsu_dhcp_verdict_to_string (options[i].verdict));
      g_assert_cmpstr (reply.router, ==, options[i].router);
      g_assert_cmpuint (reply.n_dns, ==, options[i].n_dns);
      g_assert_cmpuint (reply.lease_s, ==, options[i].lease);
      g_assert_cmpstr (reply.portal, ==, options[i].portal);
      g_assert_cmpint (reply.no_portal, ==, options[i].no_portal);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dhcp/inform", test_inform);
  g_test_add_func ("/dhcp/inform-ack", test_inform_ack);
  g_test_add_func ("/dhcp/offer", test_offer);
  g_test_add_func ("/dhcp/nak", test_nak);
  g_test_add_func ("/dhcp/changes", test_changes);
  g_test_add_func ("/dhcp/truncations", test_truncations);
  g_test_add_func ("/dhcp/options", test_options);
  return g_test_run ();
}
