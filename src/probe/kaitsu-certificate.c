/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-certificate.h"

#include "kaitsu-text.h"

#define MAX_ISSUER_CHARS 120

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
 *   the nicks of #GTlsCertificateFlags first, so that no certificate can
 *   smuggle in a word: evidence for people
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
  g_string_append_printf (out, "; %s", issuer);
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
