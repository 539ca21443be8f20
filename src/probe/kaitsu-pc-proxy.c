/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-pc-proxy.h"

#include "kaitsu-text.h"

/* A name of RFC 1035 section 2.3.4 at most, and a port. */
#define MAX_PROXY_CHARS 259

/* Without the name and password that some write into it. */
static char *
describe_proxy (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *host = parsed != NULL ? g_uri_get_host (parsed) : NULL;

  if (host == NULL || *host == '\0')
    return NULL;
  g_autofree char *text = g_uri_get_port (parsed) > 0
                              ? g_strdup_printf ("%s:%d", host, g_uri_get_port (parsed))
                              : g_strdup (host);
  return kaitsu_text_clean (text, -1, MAX_PROXY_CHARS);
}

static void
proxy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) uris
      = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (uris == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else /* the first is tried first; "direct://" has no host */
    g_task_return_pointer (task, uris[0] != NULL ? describe_proxy (uris[0]) : NULL, g_free);
}

/**
 * kaitsu_pc_proxy_async:
 * @source: on whose behalf; handed to @callback
 * @host: whose web is to be reached
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks GIO's own resolver, which knows the desktop's settings and the
 * environment. Nothing is sent through the proxy.
 */
void
kaitsu_pc_proxy_async (gpointer source,
                       const char *host,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  g_autofree char *uri = g_strdup_printf ("https://%s/", host);

  g_task_set_source_tag (task, kaitsu_pc_proxy_async);
  g_task_set_name (task, "[kaitsu] proxy");
  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, proxy_cb,
                                 task);
}

/**
 * kaitsu_pc_proxy_finish:
 * @source: as at the beginning
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): host and port of the proxy; %NULL
 *   without an error if there is none
 */
char *
kaitsu_pc_proxy_finish (gpointer source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
