/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-pages.h"

#include <libsoup/soup.h>
#include <string.h>

#define LOGIN_PAGE "http://login.practice.invalid/"

/**
 * kaitsu_practice_pages_is_complete:
 * @request: the bytes of an HTTP/1.1 request so far
 * @length: how many
 *
 * Returns: whether its header section is complete (RFC 9112 section 2.1).
 *   No request of a probe has a body.
 */
gboolean
kaitsu_practice_pages_is_complete (const char *request, gsize length)
{
  return g_strstr_len (request, (gssize) length, "\r\n\r\n") != NULL;
}

/* the host of a "Host: name:port" field (RFC 9110 section 7.2), lower-cased */
static char *
host_of (const char *const *lines)
{
  for (; *lines != NULL; lines++)
    if (g_ascii_strncasecmp (*lines, "host:", 5) == 0)
      {
        g_autofree char *value = g_strstrip (g_ascii_strdown (*lines + 5, -1));
        char *colon = strrchr (value, ':');

        if (colon != NULL && strchr (colon, ']') == NULL)
          *colon = '\0';
        return g_steal_pointer (&value);
      }

  return g_strdup ("");
}

/* the second word of "GET /path HTTP/1.1" */
static char *
path_of (const char *request_line)
{
  g_auto (GStrv) words = g_strsplit (request_line, " ", 3);

  return g_strdup (g_strv_length (words) == 3 ? words[1] : "");
}

static gboolean
is_check (const KaitsuPortalCheck *check, const char *host, const char *path)
{
  g_autoptr (GUri) uri = g_uri_parse (check->uri, G_URI_FLAGS_NONE, NULL);
  const char *wanted;

  if (uri == NULL || g_strcmp0 (g_uri_get_host (uri), host) != 0)
    return FALSE;
  wanted = g_uri_get_path (uri);
  return g_str_equal (*wanted != '\0' ? wanted : "/", path);
}

static const KaitsuPortalCheck *
find_check (KaitsuTargets *targets, const char *host, const char *path)
{
  GPtrArray *checks = kaitsu_targets_get_portal_checks (targets);

  for (guint i = 0; i < checks->len; i++)
    if (is_check (checks->pdata[i], host, path))
      return checks->pdata[i];

  return NULL;
}

/* One page that says what any of the targets is expected to say. */
static char *
build_page (KaitsuTargets *targets)
{
  GPtrArray *all = kaitsu_targets_get_targets (targets);
  g_autoptr (GString) page = g_string_new ("Kaitsu practice network\n");

  for (guint i = 0; i < all->len; i++)
    {
      const KaitsuTarget *target = all->pdata[i];

      if (target->expect != NULL && strstr (page->str, target->expect) == NULL)
        g_string_append_printf (page, "%s\n", target->expect);
    }

  return g_string_free (g_steal_pointer (&page), FALSE);
}

static char *
build_answer (guint status, const char *fields, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "Server: Kaitsu practice network\r\n"
                          "%s"
                          "Content-Type: text/plain; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Connection: close\r\n"
                          "\r\n"
                          "%s",
                          status, soup_status_get_phrase (status), fields, strlen (body), body);
}

/**
 * kaitsu_practice_pages_answer:
 * @play: WEB or LOGIN
 * @targets: who is practised with: their portal checks get the known bodies
 * @request: a complete request; anything at all is answered
 *
 * Returns: (transfer full): the answer, after which the connection is closed
 */
char *
kaitsu_practice_pages_answer (KaitsuPracticePlay play, KaitsuTargets *targets, const char *request)
{
  g_auto (GStrv) lines = g_strsplit (request, "\r\n", 0);
  g_autofree char *host = host_of ((const char *const *) lines);
  g_autofree char *path = path_of (lines[0] != NULL ? lines[0] : "");
  const KaitsuPortalCheck *check = find_check (targets, host, path);
  g_autofree char *body = NULL;

  if (play == KAITSU_PRACTICE_PLAY_LOGIN)
    return build_answer (302, "Location: " LOGIN_PAGE "\r\n", "Please log in.\n");

  if (check != NULL)
    {
      body = g_strdup_printf ("%s\n", check->body);
      return build_answer (check->status, "", body);
    }

  body = build_page (targets);
  return build_answer (200, "", body);
}
