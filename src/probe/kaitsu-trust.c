/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-trust.h"

/* Until its version 2.80, glib-networking reads and parses all certificates of
 * the system for each new connection that has the system's own database, be it
 * a server's: 15 ms on the main loop every time. It does so for its own type
 * of database alone. This one is of another type, and asks the system's, which
 * was read once. */
struct _KaitsuTrust
{
  GTlsDatabase parent_instance;
  GTlsDatabase *system;
};

G_DEFINE_FINAL_TYPE (KaitsuTrust, kaitsu_trust, G_TYPE_TLS_DATABASE)

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
  return g_tls_database_verify_chain (KAITSU_TRUST (database)->system, chain, purpose, identity,
                                      interaction, flags, cancellable, error);
}

static void
kaitsu_trust_finalize (GObject *object)
{
  g_clear_object (&KAITSU_TRUST (object)->system);
  G_OBJECT_CLASS (kaitsu_trust_parent_class)->finalize (object);
}

static void
kaitsu_trust_class_init (KaitsuTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = verify_chain;
}

static void
kaitsu_trust_init (KaitsuTrust *self)
{
}

/**
 * kaitsu_trust_new:
 * @system: what is trusted
 *
 * Returns: (transfer full): a database that trusts exactly what @system does
 */
GTlsDatabase *
kaitsu_trust_new (GTlsDatabase *system)
{
  KaitsuTrust *self;

  g_return_val_if_fail (G_IS_TLS_DATABASE (system), NULL);

  self = g_object_new (KAITSU_TYPE_TRUST, NULL);
  self->system = g_object_ref (system);
  return G_TLS_DATABASE (self);
}

static gpointer
prepare (gpointer data)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) system = g_tls_backend_get_default_database (backend);

  /* without TLS in GIO there is none */
  if (system != NULL)
    {
      g_autoptr (GTlsDatabase) trust = kaitsu_trust_new (system);

      g_tls_backend_set_default_database (backend, trust);
    }
  return NULL;
}

/**
 * kaitsu_trust_prepare:
 *
 * Reads the system's certificates, in a thread, and lets every connection of
 * this program that begins later trust them by this one reading. Sends nothing.
 * Only the first call does anything.
 */
void
kaitsu_trust_prepare (void)
{
  static gsize prepared = 0;

  if (!g_once_init_enter (&prepared))
    return;
  g_thread_unref (g_thread_new ("kaitsu-trust", prepare, NULL));
  g_once_init_leave (&prepared, 1);
}
