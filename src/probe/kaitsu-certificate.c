/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-certificate.h"

#include <string.h>

#include "kaitsu-text.h"

#define MAX_ISSUER_CHARS 120

/* The words stand before this, the issuer's own text after it, so that no
 * certificate can smuggle in a word. */
#define SEPARATOR "; "

/**
 * kaitsu_certificate_describe_issuer:
 * @certificate: (nullable): a certificate from outside
 *
 * Returns: (transfer full): "issuer CN=Example CA,O=Example" as one clean
 *   line, or "issuer unknown"
 */
char *
kaitsu_certificate_describe_issuer (GTlsCertificate *certificate)
{
  g_autofree char *issuer
      = certificate != NULL ? g_tls_certificate_get_issuer_name (certificate) : NULL;
  g_autofree char *clean = kaitsu_text_clean (issuer, -1, MAX_ISSUER_CHARS);

  return g_strdup_printf ("issuer %s", clean[0] != '\0' ? clean : "unknown");
}

/**
 * kaitsu_certificate_describe_verdict:
 * @certificate: (nullable): the certificate that did not verify
 * @flags: what is wrong with it
 *
 * Returns: (transfer full): "unknown-ca bad-identity; issuer CN=Example CA",
 *   the nicks of #GTlsCertificateFlags first. It is what the detail of an
 *   observation TLS_UNTRUSTED holds; kaitsu_certificate_parse_verdict()
 *   reads it.
 */
char *
kaitsu_certificate_describe_verdict (GTlsCertificate *certificate, GTlsCertificateFlags flags)
{
  g_autoptr (GFlagsClass) words = g_type_class_ref (G_TYPE_TLS_CERTIFICATE_FLAGS);
  g_autofree char *issuer = kaitsu_certificate_describe_issuer (certificate);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < words->n_values; i++)
    {
      const GFlagsValue *value = &words->values[i];

      if (value->value != G_TLS_CERTIFICATE_VALIDATE_ALL
          && (flags & value->value) != G_TLS_CERTIFICATE_NO_FLAGS)
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", value->value_nick);
    }
  if (out->len == 0)
    g_string_append (out, "rejected");
  g_string_append_printf (out, SEPARATOR "%s", issuer);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * kaitsu_certificate_get_error_word:
 * @error: why no TLS session came about
 *
 * Returns: (transfer none): "not-tls", "handshake", …: the nick of
 *   #GTlsError, because GIO's own message is in the language of the PC;
 *   "failed" for any other error
 */
const char *
kaitsu_certificate_get_error_word (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  g_autoptr (GEnumClass) words = g_type_class_ref (G_TYPE_TLS_ERROR);
  const GEnumValue *value
      = error->domain == G_TLS_ERROR ? g_enum_get_value (words, error->code) : NULL;

  return value != NULL ? value->value_nick : "failed";
}

/**
 * kaitsu_certificate_parse_verdict:
 * @observation: an observation
 * @flags: (out): what was wrong with the certificate
 *
 * Reads back what kaitsu_certificate_describe_verdict() wrote, for example
 * to learn whether every certificate of a run is "expired" or "not-activated"
 * because this PC's clock is wrong.
 *
 * Returns: whether @observation is TLS_UNTRUSTED and says why
 */
gboolean
kaitsu_certificate_parse_verdict (const KaitsuObservation *observation,
                                  GTlsCertificateFlags *flags)
{
  g_return_val_if_fail (observation != NULL, FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  const char *end
      = observation->detail != NULL ? strstr (observation->detail, SEPARATOR) : NULL;

  if (observation->outcome != KAITSU_OUTCOME_TLS_UNTRUSTED || end == NULL)
    return FALSE;

  g_autoptr (GFlagsClass) words = g_type_class_ref (G_TYPE_TLS_CERTIFICATE_FLAGS);
  g_autofree char *head
      = g_strndup (observation->detail, (gsize) (end - observation->detail));
  g_auto (GStrv) nicks = g_strsplit (head, " ", -1);

  *flags = G_TLS_CERTIFICATE_NO_FLAGS;
  for (guint i = 0; nicks[i] != NULL; i++)
    {
      const GFlagsValue *value = g_flags_get_value_by_nick (words, nicks[i]);

      if (value != NULL)
        *flags |= value->value;
    }
  return *flags != G_TLS_CERTIFICATE_NO_FLAGS;
}
