/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-host-name.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LABEL 63

/* RFC 952 as amended by RFC 1123 section 2.1: letters, digits and hyphens,
 * no hyphen at either end. */
static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length < 1 || length > MAX_LABEL || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return FALSE;
  return TRUE;
}

static gboolean
is_number (const char *label)
{
  return strspn (label, "0123456789") == strlen (label);
}

/* A name that ends in a number would be taken for an address by some and for
 * a name by others: "10.1", "1.2.3.256". */
static gboolean
is_name (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);
  guint n = g_strv_length (labels);

  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return n > 0 && !is_number (labels[n - 1]);
}

static char *
normalize_address (GInetAddress *address, const char **reason)
{
  if (!g_inet_address_get_is_any (address) && !g_inet_address_get_is_multicast (address))
    return g_inet_address_to_string (address);
  *reason = _ ("is not the address of one host");
  return NULL;
}

/**
 * kaitsu_host_name_normalize:
 * @text: a host from a file, valid UTF-8
 * @reason: (out): on failure why, in the current language
 *
 * Takes a host name of RFC 1123 section 2.1, in ASCII (an international name
 * in the "xn--" form of RFC 5890), or an IPv4 or IPv6 address without zone
 * and brackets.
 *
 * Returns: (transfer full) (nullable): the name in small letters, or the
 *   address in its canonical form
 */
char *
kaitsu_host_name_normalize (const char *text, const char **reason)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (text != NULL && reason != NULL, NULL);

  *reason = _ ("must be a host name or an address");
  if (!g_str_is_ascii (text))
    {
      *reason = _ ("must be in ASCII; write an international name in its “xn--” form");
      return NULL;
    }
  /* the zone of an address means something on one PC only; newer versions of
   * GLib take it */
  if (*text == '\0' || strlen (text) > KAITSU_HOST_NAME_MAX || strchr (text, '%') != NULL)
    return NULL;
  address = g_inet_address_new_from_string (text);
  if (address != NULL)
    return normalize_address (address, reason);
  return is_name (text) ? g_ascii_strdown (text, -1) : NULL;
}
