/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-trust.h"

#define RESOURCE_FOLDER "/io/github/kaitsu/Kaitsu/practice/"

/* A GTlsFileDatabase would do the same, but reads from a file; these bytes
 * are part of the program. */
struct _KaitsuPracticeTrust {
  GTlsDatabase parent_instance;

  GTlsCertificate *authority;
};

G_DEFINE_FINAL_TYPE (KaitsuPracticeTrust, kaitsu_practice_trust, G_TYPE_TLS_DATABASE)

/* The certificate was made while Kaitsu was built. It names the built-in
 * targets; the ones of a provider's own list nobody could know then. So in
 * practice, and only there, a wrong name alone is no reason to distrust what
 * the practice's own authority signed. */
static GTlsCertificateFlags
verify_chain (GTlsDatabase *database,
              GTlsCertificate *chain,
              const char *purpose,
              GSocketConnectable *identity,
              GTlsInteraction *interaction,
              GTlsDatabaseVerifyFlags flags,
              GCancellable *cancellable,
              GError **error)
{
  KaitsuPracticeTrust *self = KAITSU_PRACTICE_TRUST (database);
  GTlsCertificateFlags faults = g_tls_certificate_verify (chain, identity, self->authority);

  if (faults == G_TLS_CERTIFICATE_BAD_IDENTITY)
    return G_TLS_CERTIFICATE_NO_FLAGS;
  return faults;
}

static void
kaitsu_practice_trust_finalize (GObject *object)
{
  KaitsuPracticeTrust *self = KAITSU_PRACTICE_TRUST (object);

  g_clear_object (&self->authority);
  G_OBJECT_CLASS (kaitsu_practice_trust_parent_class)->finalize (object);
}

static void
kaitsu_practice_trust_class_init (KaitsuPracticeTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_practice_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = verify_chain;
}

static void
kaitsu_practice_trust_init (KaitsuPracticeTrust *self)
{
}

/**
 * kaitsu_practice_trust_new:
 *
 * Returns: (transfer full): the trust of the practice network; %NULL with an
 *   error of G_TLS_ERROR if GIO has no TLS
 */
GTlsDatabase *
kaitsu_practice_trust_new (GError **error)
{
  g_autoptr (GTlsCertificate) authority
      = kaitsu_practice_trust_load_certificate ("practice-ca", error);
  KaitsuPracticeTrust *self;

  if (authority == NULL)
    return NULL;

  self = g_object_new (KAITSU_TYPE_PRACTICE_TRUST, NULL);
  self->authority = g_steal_pointer (&authority);
  return G_TLS_DATABASE (self);
}

/**
 * kaitsu_practice_trust_load_certificate:
 * @name: "practice-ca"; "practice-server" and "practice-proxy" have a key
 *
 * Returns: (transfer full): one of the certificates that were made while
 *   Kaitsu was built; %NULL with an error of G_TLS_ERROR if GIO has no TLS
 */
GTlsCertificate *
kaitsu_practice_trust_load_certificate (const char *name, GError **error)
{
  g_autofree char *path = g_strdup_printf (RESOURCE_FOLDER "%s.pem", name);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  gsize length;
  const char *pem;

  if (bytes == NULL)
    return NULL;

  pem = g_bytes_get_data (bytes, &length);
  return g_tls_certificate_new_from_pem (pem, (gssize) length, error);
}
