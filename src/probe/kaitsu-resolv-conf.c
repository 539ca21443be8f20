/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-resolv-conf.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_SIZE (64 * 1024)
#define MAX_SERVERS 8

/* What stands in resolv.conf when systemd-resolved answers itself, and where
 * it writes whom it asks; systemd-resolved.service(8). */
#define STUB_SERVER "127.0.0.53"
#define UPLINK_PATH "/run/systemd/resolve/resolv.conf"

/* A zone ("%eth0") says only which interface the address belongs to. */
static char *
server_from_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", 3);
  g_autoptr (GInetAddress) address = NULL;

  if (words[0] == NULL || words[1] == NULL || !g_str_equal (words[0], "nameserver"))
    return NULL;
  words[1][strcspn (words[1], "%")] = '\0';
  address = g_inet_address_new_from_string (words[1]);
  return address != NULL ? g_inet_address_to_string (address) : NULL;
}

/**
 * kaitsu_resolv_conf_parse:
 * @text: (array length=length): a resolv.conf(5)
 * @length: its length in bytes
 *
 * Returns: (transfer full): the addresses of its name servers, up to eight;
 *   lines that are not understood are passed over
 */
GStrv
kaitsu_resolv_conf_parse (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, MIN (length, MAX_SIZE));
  g_auto (GStrv) lines = g_strsplit_set (copy, "\r\n", -1);
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL && servers->len < MAX_SERVERS; i++)
    {
      char *server = server_from_line (lines[i]);

      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  g_ptr_array_add (servers, NULL);
  return (GStrv) g_ptr_array_steal (servers, NULL);
}

static GStrv
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *text = g_malloc (MAX_SIZE);
  gsize length = 0;

  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_SIZE, &length, NULL, NULL);
  return kaitsu_resolv_conf_parse (text, length);
}

/**
 * kaitsu_resolv_conf_dup_servers:
 *
 * Returns: (transfer full): the name servers that this PC asks
 */
GStrv
kaitsu_resolv_conf_dup_servers (void)
{
  g_auto (GStrv) servers = load ("/etc/resolv.conf");
  g_auto (GStrv) behind = NULL;

  if (g_strv_length (servers) == 1 && g_str_equal (servers[0], STUB_SERVER))
    behind = load (UPLINK_PATH);
  return behind != NULL && behind[0] != NULL ? g_steal_pointer (&behind)
                                             : g_steal_pointer (&servers);
}
