/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-dhcp.h"

#include "fuzz.h"

/* Who asked in the captures of the corpus. */
static const KaitsuDhcpQuery query = {
  .xid = 0x4b616974,
  .hardware_type = 1,
  .hardware_length = 6,
  .hardware = { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x50 },
};

static void
check_address (const char *text)
{
  g_assert_true (text[0] == '\0' || g_hostname_is_ip_address (text));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_auto (KaitsuDhcpReply) reply = { 0 };
  KaitsuDhcpVerdict verdict = kaitsu_dhcp_parse_reply (bytes, size, &query, &reply);

  g_assert_nonnull (kaitsu_dhcp_verdict_to_string (verdict));
  g_assert_cmpuint (reply.n_dns, <=, KAITSU_DHCP_MAX_DNS);
  for (guint i = 0; i < reply.n_dns; i++)
    check_address (reply.dns[i]);
  check_address (reply.your_address);
  check_address (reply.server);
  check_address (reply.router);
  check_address (reply.netmask);
  if (reply.portal != NULL)
    g_assert_true (g_str_has_prefix (reply.portal, "http")
                   && g_utf8_validate (reply.portal, -1, NULL));
  g_assert_true ((verdict == KAITSU_DHCP_VERDICT_OK) == (reply.type != KAITSU_DHCP_TYPE_NONE));
  return 0;
}
