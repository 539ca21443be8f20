/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-counters.h"

#include <string.h>

#include "kaitsu-os.h"

/* Not /proc/self/net: a container may have the one and not the other, and
 * this is the one that everybody reads. */
#define IPV4_FILE "/proc/net/snmp"
#define IPV6_FILE "/proc/net/snmp6"
#define TCP_FILE "/proc/net/netstat"

static gboolean
to_number (const char *word, guint64 *value)
{
  return g_ascii_string_to_unsigned (word, 10, 0, G_MAXUINT64, value, NULL);
}

/* Whether @line is "table: ..."; @words are then what follows. */
static gboolean
split_line (const char *line, const char *table, char ***words)
{
  gsize length = strlen (table);

  if (strncmp (line, table, length) != 0 || line[length] != ':')
    return FALSE;
  *words = g_strsplit (g_strchug ((char *) line + length + 1), " ", -1);
  return TRUE;
}

static gboolean
find_word (char **names, char **values, const char *name, guint64 *value)
{
  for (gsize i = 0; names[i] != NULL && values[i] != NULL; i++)
    {
      if (g_str_equal (names[i], name))
        return to_number (values[i], value);
    }
  return FALSE;
}

/**
 * kaitsu_counters_find_in_table:
 * @text: a file like /proc/net/snmp: for every table a line "Ip: name name",
 *   and after it a line "Ip: value value" (proc(5))
 * @table: the table, without the colon
 * @name: the counter
 * @value: (out): its value
 *
 * Returns: whether it is there
 */
gboolean
kaitsu_counters_find_in_table (const char *text,
                               const char *table,
                               const char *name,
                               guint64 *value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) names = NULL;
      g_auto (GStrv) values = NULL;

      if (split_line (lines[i], table, &names))
        return split_line (lines[i + 1], table, &values)
               && find_word (names, values, name, value);
    }
  return FALSE;
}

/**
 * kaitsu_counters_find_in_list:
 * @text: a file like /proc/net/snmp6: a line "name value" for every counter
 * @name: the counter
 * @value: (out): its value
 *
 * Returns: whether it is there
 */
gboolean
kaitsu_counters_find_in_list (const char *text, const char *name, guint64 *value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gsize length = strlen (name);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (strncmp (lines[i], name, length) == 0 && g_ascii_isspace (lines[i][length]))
        return to_number (g_strstrip (lines[i] + length), value);
    }
  return FALSE;
}

static gboolean
read_ipv4 (KaitsuOsOutCounters *counters)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (IPV4_FILE, &text, NULL, NULL)
      || !kaitsu_counters_find_in_table (text, "Ip", "OutRequests", &counters->requests)
      || !kaitsu_counters_find_in_table (text, "Ip", "ForwDatagrams", &counters->forwarded))
    return FALSE;
  counters->has_transmits
      = kaitsu_counters_find_in_table (text, "Ip", "OutTransmits", &counters->transmits);
  return TRUE;
}

static gboolean
read_ipv6 (KaitsuOsOutCounters *counters)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (IPV6_FILE, &text, NULL, NULL)
      || !kaitsu_counters_find_in_list (text, "Ip6OutRequests", &counters->requests)
      || !kaitsu_counters_find_in_list (text, "Ip6OutForwDatagrams", &counters->forwarded))
    return FALSE;
  counters->has_transmits
      = kaitsu_counters_find_in_list (text, "Ip6OutTransmits", &counters->transmits);
  return TRUE;
}

/**
 * kaitsu_os_read_out_counters:
 * @family: whose packets
 * @counters: (out): what became of them so far
 *
 * Linux counts a packet as requested before and as transmitted after the
 * rules of the PC's own firewall, which drops TCP without telling the program
 * (IPSTATS_MIB_OUTREQUESTS in __ip_local_out(), IPSTATS_MIB_OUTPKTS in
 * ip_finish_output2(), LINUX_MIB_TCPRETRANSFAIL in tcp_retransmit_skb()).
 * Anybody may read it.
 *
 * Returns: whether the kernel says it
 */
gboolean
kaitsu_os_read_out_counters (KaitsuFamily family, KaitsuOsOutCounters *counters)
{
  KaitsuOsOutCounters found = { 0 };
  g_autofree char *text = NULL;

  g_return_val_if_fail (counters != NULL, FALSE);

  if (!(family == KAITSU_FAMILY_IPV4 ? read_ipv4 (&found) : read_ipv6 (&found)))
    return FALSE;
  found.has_failed_repeats
      = g_file_get_contents (TCP_FILE, &text, NULL, NULL)
        && kaitsu_counters_find_in_table (text, "TcpExt", "TCPRetransFail", &found.failed_repeats);
  *counters = found;
  return TRUE;
}
