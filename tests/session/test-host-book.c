/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-host-book.h"

#include <string.h>

/* A network that gives every name the same addresses. */
#define SAME_TYPE_NET (same_net_get_type ())
G_DECLARE_FINAL_TYPE (SameNet, same_net, SAME, NET, KaitsuNet)

struct _SameNet {
  KaitsuNet parent_instance;

  const char *addresses; /* with spaces between */
};

G_DEFINE_FINAL_TYPE (SameNet, same_net, KAITSU_TYPE_NET)

static void
lookup_async (KaitsuNet *net,
              const char *host,
              KaitsuFamily family,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (net, cancellable, callback, user_data);
  g_auto (GStrv) words = g_strsplit (SAME_NET (net)->addresses, " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (list, g_inet_address_new_from_string (words[i]));
  g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
lookup_finish (KaitsuNet *net, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
same_net_class_init (SameNetClass *klass)
{
  KAITSU_NET_CLASS (klass)->lookup_async = lookup_async;
  KAITSU_NET_CLASS (klass)->lookup_finish = lookup_finish;
}

static void
same_net_init (SameNet *self)
{
}

#define LIST                                                                                       \
  "{ \"format\": \"kaitsu-targets\", \"version\": 1, \"targets\": ["                               \
  "  { \"host\": \"maker.example\", \"operator\": \"maker\", \"uses\": [\"http\"],"                \
  "    \"ports\": [\"tcp/80\"], \"controls\": [\"tcp/443\"] },"                                    \
  "  { \"host\": \"10.1.2.3\", \"operator\": \"public\", \"uses\": [\"http\"],"                    \
  "    \"ports\": [\"tcp/80\"], \"controls\": [\"tcp/443\"] },"                                    \
  "  { \"host\": \"both.example\", \"operator\": \"public\", \"uses\": [\"http\"],"                \
  "    \"ports\": [\"tcp/80\"], \"controls\": [\"tcp/443\"] },"                                    \
  "  { \"host\": \"both.example\", \"operator\": \"own\", \"uses\": [\"tcp\"],"                    \
  "    \"ports\": [\"tcp/9124\"], \"controls\": [\"tcp/443\"] },"                                  \
  "  { \"host\": \"dealer.example\", \"operator\": \"own\", \"uses\": [\"http\"],"                 \
  "    \"ports\": [\"tcp/80\"], \"controls\": [\"tcp/443\"] } ] }"

static const struct
{
  const char *name;
  const char *host;
  KaitsuFamily family;
  const char *given;
  const char *address;    /* nullable: of which the host is tried */
  const char *false_name; /* nullable */
} rows[] = {
  { "right", "maker.example", KAITSU_FAMILY_IPV4, "192.0.2.1 192.0.2.2", "192.0.2.1", NULL },
  { "private", "maker.example", KAITSU_FAMILY_IPV4, "10.99.99.99", NULL,
    "maker.example 10.99.99.99" },
  { "spelt-otherwise", "Maker.Example", KAITSU_FAMILY_IPV4, "0.0.0.0", NULL,
    "Maker.Example 0.0.0.0" },
  { "several", "maker.example", KAITSU_FAMILY_IPV4, "127.0.0.1 169.254.3.3", NULL,
    "maker.example 127.0.0.1" },
  { "one-that-can-be", "maker.example", KAITSU_FAMILY_IPV4, "10.0.0.1 192.0.2.2", "192.0.2.2",
    NULL },
  { "ipv6", "maker.example", KAITSU_FAMILY_IPV6, "fd00::1", NULL, "maker.example fd00::1" },
  { "nat64", "maker.example", KAITSU_FAMILY_IPV6, "64:ff9b::c633:6401", "64:ff9b::c633:6401",
    NULL },
  { "own-nat64", "maker.example", KAITSU_FAMILY_IPV6, "fd00:64::c633:6401", "fd00:64::c633:6401",
    NULL },
  { "own", "dealer.example", KAITSU_FAMILY_IPV4, "10.99.99.99", "10.99.99.99", NULL },
  { "own-as-well", "both.example", KAITSU_FAMILY_IPV4, "10.99.99.99", "10.99.99.99", NULL },
  { "an-address", "10.1.2.3", KAITSU_FAMILY_IPV4, "10.1.2.3", "10.1.2.3", NULL },
  /* the page of a captive portal */
  { "no-target", "page.example", KAITSU_FAMILY_IPV4, "192.168.1.1", "192.168.1.1", NULL },
};

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_lookup (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  KaitsuFamily other
      = rows[row].family == KAITSU_FAMILY_IPV4 ? KAITSU_FAMILY_IPV6 : KAITSU_FAMILY_IPV4;
  g_autoptr (GBytes) bytes = g_bytes_new_static (LIST, strlen (LIST));
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuTargets) targets = kaitsu_targets_new_from_bytes (bytes, "list", &error);
  g_assert_no_error (error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SameNet) net = g_object_new (SAME_TYPE_NET, NULL);
  g_autoptr (KaitsuHostBook) book
      = kaitsu_host_book_new (KAITSU_NET (net), targets, 0, cancellable);
  g_autoptr (GAsyncResult) result = NULL;

  net->addresses = rows[row].given;
  kaitsu_host_book_lookup_async (book, rows[row].host, rows[row].family, looked_up_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_autoptr (GInetAddress) address = kaitsu_host_book_lookup_finish (book, result, &error);
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;
  g_assert_cmpstr (text, ==, rows[row].address);
  if (address != NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpstr (kaitsu_host_book_get_false_name (book, rows[row].family), ==,
                   rows[row].false_name);
  g_assert_null (kaitsu_host_book_get_false_name (book, other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      g_autofree char *path = g_strdup_printf ("/session/host-book/%s", rows[row].name);
      g_test_add_data_func (path, GSIZE_TO_POINTER (row), test_lookup);
    }
  return g_test_run ();
}
