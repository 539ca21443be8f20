/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-trust.h"
#include "loopback.h"

static GTlsDatabase *
new_trust (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_BUILT, "probe", "certificates", "trusted.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) system = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  return kaitsu_trust_new (system);
}

static void
assert_faults (const char *certificate, const char *host, GTlsCertificateFlags expected)
{
  g_autoptr (GTlsDatabase) trust = new_trust ();
  g_autoptr (GTlsCertificate) chain = loopback_load_certificate (certificate);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 443);
  g_autoptr (GError) error = NULL;
  GTlsCertificateFlags faults;

  faults = g_tls_database_verify_chain (trust, chain, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                        identity, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (faults, ==, expected);
}

/* Trusts what the system does, and distrusts what it does not. */
static void
test_same_as_the_system (void)
{
  assert_faults ("good", LOOPBACK_HOST, G_TLS_CERTIFICATE_NO_FLAGS);
  assert_faults ("good", "other.example", G_TLS_CERTIFICATE_BAD_IDENTITY);
  assert_faults ("expired", LOOPBACK_HOST, G_TLS_CERTIFICATE_EXPIRED);
  assert_faults ("unknown", LOOPBACK_HOST, G_TLS_CERTIFICATE_UNKNOWN_CA);
}

/* What is prepared is what new connections have, servers' as well. */
static void
test_prepared (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsCertificate) certificate = loopback_load_certificate ("good");
  g_autoptr (GIOStream) base = g_simple_io_stream_new (g_memory_input_stream_new (),
                                                       g_memory_output_stream_new_resizable ());
  g_autoptr (GIOStream) server = NULL;
  g_autoptr (GTlsDatabase) now = NULL;
  g_autoptr (GError) error = NULL;

  kaitsu_trust_prepare ();
  kaitsu_trust_prepare ();
  while (!KAITSU_IS_TRUST (now))
    {
      g_clear_object (&now);
      g_usleep (1000);
      now = g_tls_backend_get_default_database (backend);
    }
  server = g_tls_server_connection_new (base, certificate, &error);
  g_assert_no_error (error);
  g_assert_true (g_tls_connection_get_database (G_TLS_CONNECTION (server)) == now);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/same-as-the-system", test_same_as_the_system);
  g_test_add_func ("/trust/prepared", test_prepared);
  return g_test_run ();
}
