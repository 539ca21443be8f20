/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "kaitsu-netlink.h"
#include "kaitsu-nick.h"
#include "kaitsu-os.h"
#include "kaitsu-resolv-conf.h"
#include "spaces.h"

/* Netlink messages are laid out as the kernel's structs on this machine. */
typedef struct {
  guint32 bytes[32];
  gsize length;
} Datagram;

static void
add_message (Datagram *datagram, guint16 type, guint16 flags, guint32 sequence, guint32 length)
{
  struct nlmsghdr header = { length, type, flags, sequence, 0 };

  memcpy ((guint8 *) datagram->bytes + datagram->length, &header, sizeof header);
  datagram->length += sizeof header;
}

static void
add_attribute (Datagram *datagram, guint16 type, guint16 length, const char *value)
{
  struct rtattr header = { length, type };
  guint8 *at = (guint8 *) datagram->bytes + datagram->length;

  memcpy (at, &header, sizeof header);
  memcpy (at + sizeof header, value, strlen (value));
  datagram->length += RTA_ALIGN (sizeof header + strlen (value));
}

static void
count_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  guint *messages = user_data;

  (*messages)++;
}

static gboolean
parse (const Datagram *datagram, guint *messages)
{
  *messages = 0;
  return kaitsu_netlink_parse ((const guint8 *) datagram->bytes, datagram->length, 1, count_cb,
                               messages);
}

static void
test_netlink_messages (void)
{
  static const struct {
    guint32 length;
    guint16 type;
    guint16 flags;
    guint32 sequence;
    guint messages;
    gboolean more;
  } rows[] = {
    { 16, RTM_NEWADDR, NLM_F_MULTI, 1, 2, TRUE },
    { 16, RTM_NEWADDR, 0, 1, 2, FALSE },
    { 16, RTM_NEWADDR, NLM_F_MULTI, 9, 1, TRUE }, /* somebody else's */
    { 16, NLMSG_DONE, NLM_F_MULTI, 1, 1, FALSE },
    { 16, NLMSG_ERROR, 0, 1, 1, FALSE },
    { 0, RTM_NEWADDR, NLM_F_MULTI, 1, 1, FALSE },  /* would never end */
    { 15, RTM_NEWADDR, NLM_F_MULTI, 1, 1, FALSE }, /* shorter than itself */
    { 17, RTM_NEWADDR, NLM_F_MULTI, 1, 1, FALSE }, /* over the end */
    { G_MAXUINT32, RTM_NEWADDR, NLM_F_MULTI, 1, 1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Datagram datagram = { 0 };
      guint messages = 0;

      add_message (&datagram, RTM_NEWADDR, NLM_F_MULTI, 1, 16);
      add_message (&datagram, rows[i].type, rows[i].flags, rows[i].sequence, rows[i].length);
      g_assert_cmpint (parse (&datagram, &messages), ==, rows[i].more);
      g_assert_cmpuint (messages, ==, rows[i].messages);
    }
}

static void
test_netlink_attributes (void)
{
  Datagram datagram = { 0 };
  const guint8 *body = (const guint8 *) datagram.bytes;
  const guint8 *value;
  gsize size = 0;

  add_attribute (&datagram, 1, 8, "abcd");
  add_attribute (&datagram, 2 | NLA_F_NESTED, 7, "xyz");
  value = kaitsu_netlink_attribute (body, datagram.length, 0, 2, &size);
  g_assert_nonnull (value);
  g_assert_cmpmem (value, size, "xyz", 3);
  g_assert_null (kaitsu_netlink_attribute (body, datagram.length, 0, 3, &size));
  g_assert_null (kaitsu_netlink_attribute (body, 10, 0, 2, &size));
  g_assert_null (kaitsu_netlink_attribute (body, 0, 0, 1, &size));
  g_assert_null (kaitsu_netlink_attribute (body, 4, 100, 1, &size));

  for (guint length = 0; length < 4; length++)
    {
      Datagram bad = { 0 };
      const guint8 *start = (const guint8 *) bad.bytes;

      add_attribute (&bad, 1, (guint16) length, "abcd");
      add_attribute (&bad, 2, 8, "abcd");
      g_assert_null (kaitsu_netlink_attribute (start, bad.length, 0, 2, &size));
      g_assert_null (kaitsu_netlink_attribute (start, bad.length, 0, 1, &size));
    }
}

/* Every bit of a message of the kernel may be wrong: nothing breaks. */
static void
test_netlink_random (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      Datagram datagram = { 0 };
      guint messages = 0;
      gsize size = 0;
      g_autofree guint8 *exact = NULL;

      add_message (&datagram, RTM_NEWADDR, NLM_F_MULTI, 1, 40);
      add_attribute (&datagram, 1, 8, "abcd");
      add_attribute (&datagram, 2, 8, "abcd");
      add_attribute (&datagram, 3, 8, "abcd");
      add_message (&datagram, NLMSG_DONE, NLM_F_MULTI, 1, 16);
      ((guint8 *) datagram.bytes)[g_test_rand_int_range (0, (gint32) datagram.length)]
          = (guint8) g_test_rand_int ();
      datagram.length = (gsize) g_test_rand_int_range (0, (gint32) datagram.length + 1);
      exact = g_memdup2 (datagram.bytes, datagram.length);
      kaitsu_netlink_parse (exact, datagram.length, 1, count_cb, &messages);
      g_assert_cmpuint (messages, <=, 4);
      kaitsu_netlink_attribute (exact, datagram.length, 16, 3, &size);
      g_assert_cmpuint (size, <=, datagram.length);
    }
}

static void
assert_servers (const char *text, const char *wanted)
{
  g_auto (GStrv) servers = kaitsu_resolv_conf_parse (text, strlen (text));
  g_autofree char *joined = g_strjoinv (" ", servers);

  g_assert_cmpstr (joined, ==, wanted);
}

static void
test_resolv_conf (void)
{
  assert_servers ("", "");
  assert_servers ("# nameserver 192.0.2.1\nnameserver 192.0.2.2\n", "192.0.2.2");
  assert_servers ("nameserver 192.0.2.2\r\nnameserver\t2001:DB8::1", "192.0.2.2 2001:db8::1");
  assert_servers ("nameserver fe80::1%eth0\n", "fe80::1");
  assert_servers ("nameserver\nnameserver dns.example\nnameservers 192.0.2.1\n;x\n", "");
  assert_servers ("nameserver 192.0.2.2 trailing words\n", "192.0.2.2");
  assert_servers ("nameserver ::1\nnameserver ::2\nnameserver ::3\nnameserver ::4\n"
                  "nameserver ::5\nnameserver ::6\nnameserver ::7\nnameserver ::8\n"
                  "nameserver ::9\n",
                  "::1 ::2 ::3 ::4 ::5 ::6 ::7 ::8");
}

static void
test_resolv_conf_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) servers = NULL;

  while (text->len < 100 * 1024)
    g_string_append (text, "# filling\n");
  g_string_append (text, "nameserver 192.0.2.2\n");
  servers = kaitsu_resolv_conf_parse (text->str, text->len);
  g_assert_cmpuint (g_strv_length (servers), ==, 0);
}

/* The errno first, the queue after it; once read, both are empty. */
static void
test_error_queue (void)
{
  g_autoptr (GSocket) peer = spaces_open (SPACE_PC, G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", 0);
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (peer, NULL);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  KaitsuIcmp icmp = { -1, -1, NULL, 0 };

  g_socket_close (peer, NULL);
  g_assert_true (kaitsu_os_set_error_queue (socket, TRUE));
  g_assert_true (g_socket_connect (socket, where, NULL, NULL));
  g_assert_false (kaitsu_os_take_icmp (socket, &icmp));
  g_assert_cmpint (icmp.type, ==, -1);
  g_assert_cmpint (g_socket_send (socket, "?", 1, NULL, NULL), ==, 1);
  g_assert_true (g_socket_condition_wait (socket, G_IO_ERR, NULL, NULL));
  g_assert_cmpint (kaitsu_os_take_socket_error (socket), ==, ECONNREFUSED);
  g_assert_true (kaitsu_os_take_icmp (socket, &icmp));
  g_assert_cmpint (icmp.type, ==, 3);
  g_assert_cmpint (icmp.code, ==, 3);
  g_assert_cmpstr (icmp.offender, ==, "127.0.0.1");
  g_assert_cmpint (kaitsu_os_take_socket_error (socket), ==, 0);
  g_assert_false (kaitsu_os_take_icmp (socket, &icmp));
  g_free (icmp.offender);
}

/* Whoever reads late knows how late. (The kernel begins to note times a moment
 * after the first socket asked for it.) */
static void
test_error_age (void)
{
  const gint64 late_us = 30000;
  g_autoptr (GSocket) peer = spaces_open (SPACE_PC, G_SOCKET_TYPE_DATAGRAM, "127.0.0.1", 0);
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (peer, NULL);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  KaitsuIcmp icmp = { -1, -1, NULL, 0 };

  g_socket_close (peer, NULL);
  g_assert_true (kaitsu_os_set_error_queue (socket, TRUE));
  g_assert_true (g_socket_connect (socket, where, NULL, NULL));
  for (guint i = 0; i < 20 && icmp.age_us < late_us; i++)
    {
      g_assert_cmpint (g_socket_send (socket, "?", 1, NULL, NULL), ==, 1);
      g_assert_true (g_socket_condition_wait (socket, G_IO_ERR, NULL, NULL));
      g_usleep (late_us);
      kaitsu_os_take_socket_error (socket);
      g_assert_true (kaitsu_os_take_icmp (socket, &icmp));
      g_assert_cmpint (icmp.age_us, >=, 0);
    }
  g_assert_cmpint (icmp.age_us, >=, late_us);
  g_free (icmp.offender);
}

static void
test_is_connected (void)
{
  g_autoptr (GSocket) listener = spaces_open (SPACE_PC, G_SOCKET_TYPE_STREAM, "127.0.0.1", 0);
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (listener, NULL);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_false (kaitsu_os_is_connected (socket));
  g_assert_true (g_socket_connect (socket, where, NULL, NULL));
  g_assert_true (kaitsu_os_is_connected (socket));
}

/* Asked to connect is not connected. */
static void
test_is_connecting (void)
{
  g_autoptr (GSocketAddress) where = g_inet_socket_address_new_from_string (SPACES_DESTINATION, 9);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  if (!spaces_require ())
    return;
  spaces_run (SPACE_ROUTER, "nft add table inet t;"
                            "nft 'add chain inet t f { type filter hook forward priority 0; }';"
                            "nft add rule inet t f drop");
  g_socket_set_blocking (socket, FALSE);
  g_assert_false (g_socket_connect (socket, where, NULL, NULL));
  g_assert_false (kaitsu_os_is_connected (socket));
}

/* What the PC of the lab is told to be, and what is then known of it. */
typedef struct {
  const char *name;
  const char *command;
  const char *interface;
  const char *address;
  const char *gateway;
  const char *gateway_ipv6;
  gboolean has_ipv4;
  gboolean has_ipv6;
  gboolean dhcp_address;
  gboolean dhcp_route;
  gboolean lease;
  gboolean vpn;
} Attached;

static const Attached attached[] = {
  { "by-hand", "true", "lan0", SPACES_PC, SPACES_ROUTER, SPACES_ROUTER_IPV6, TRUE, TRUE, FALSE,
    FALSE, FALSE, FALSE },
  { "by-dhcp",
    "ip addr change " SPACES_PC "/24 dev lan0 valid_lft 600 preferred_lft 600;"
    "ip route replace default via " SPACES_ROUTER " proto dhcp",
    "lan0", SPACES_PC, SPACES_ROUTER, SPACES_ROUTER_IPV6, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE },
  { "route-only", "ip route del default; ip route add default via " SPACES_ROUTER " proto dhcp",
    "lan0", SPACES_PC, SPACES_ROUTER, SPACES_ROUTER_IPV6, TRUE, TRUE, FALSE, TRUE, FALSE, FALSE },
  { "best-of-two",
    "ip route replace default via " SPACES_ROUTER " metric 50;"
    "ip route add default via 192.168.77.9 metric 700",
    "lan0", SPACES_PC, SPACES_ROUTER, SPACES_ROUTER_IPV6, TRUE, TRUE, FALSE, FALSE, FALSE, FALSE },
  { "no-ipv6", "ip -6 route del default", "lan0", SPACES_PC, SPACES_ROUTER, NULL, TRUE, FALSE,
    FALSE, FALSE, FALSE, FALSE },
  { "no-ipv4", "ip route del default", "lan0", SPACES_PC_IPV6, NULL, SPACES_ROUTER_IPV6, FALSE,
    TRUE, FALSE, FALSE, FALSE, FALSE },
  { "offline", "ip route del default; ip -6 route del default", NULL, NULL, NULL, NULL, FALSE,
    FALSE, FALSE, FALSE, FALSE, FALSE },
  { "blackhole", "ip route replace blackhole default; ip -6 route del default", NULL, NULL, NULL,
    NULL, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
};

static void
test_attached (gconstpointer data)
{
  const Attached *row = data;
  g_autoptr (KaitsuNetwork) network = NULL;

  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "%s", row->command);
  network = kaitsu_os_dup_network ();
  g_assert_cmpstr (network->interface, ==, row->interface);
  g_assert_cmpstr (network->address, ==, row->address);
  g_assert_cmpstr (network->gateway, ==, row->gateway);
  g_assert_cmpstr (network->gateway_ipv6, ==, row->gateway_ipv6);
  g_assert_cmpint (network->has_ipv4, ==, row->has_ipv4);
  g_assert_cmpint (network->has_ipv6, ==, row->has_ipv6);
  g_assert_cmpint (network->dhcp_address, ==, row->dhcp_address);
  g_assert_cmpint (network->dhcp_route, ==, row->dhcp_route);
  g_assert_cmpint (network->lease_seconds, >=, row->lease ? 590 : -1);
  g_assert_cmpint (network->lease_seconds, <=, row->lease ? 600 : -1);
  g_assert_cmpint (network->vpn, ==, row->vpn);
  g_assert_cmpint (network->kind, ==,
                   row->interface != NULL ? KAITSU_LINK_KIND_OTHER : KAITSU_LINK_KIND_UNKNOWN);
  g_assert_true (network->has_link);
  g_assert_true (network->has_address);
  g_assert_true (kaitsu_network_is_own (network, SPACES_PC));
  g_assert_true (kaitsu_network_is_own (network, SPACES_PC_IPV6));
  g_assert_true (kaitsu_network_is_own (network, "127.0.0.1"));
  g_assert_false (kaitsu_network_is_own (network, SPACES_ROUTER));
}

/* A tunnel takes all packets although the default route is still there: two
 * halves are more special than the whole. */
static void
test_vpn (void)
{
  static const char *const tunnels[] = {
    "ip link add vpn0 type wireguard",
    "ip tuntap add vpn0 mode tun",
    "ip link add vpn0 type ipip local " SPACES_PC " remote " SPACES_ROUTER,
    "ip link add vpn0 type gre local " SPACES_PC " remote " SPACES_ROUTER,
  };
  gboolean made = FALSE;
  g_autoptr (KaitsuNetwork) network = NULL;

  if (!spaces_require ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (tunnels) && !made; i++)
    made = spaces_try_run (SPACE_PC, tunnels[i]);
  if (!made)
    {
      g_test_skip ("NO TUNNEL OF ANY KIND IN THIS KERNEL");
      return;
    }
  spaces_run (SPACE_PC, "ip addr add 10.9.9.2/24 dev vpn0; ip link set vpn0 up;"
                        "ip route add 0.0.0.0/1 dev vpn0; ip route add 128.0.0.0/1 dev vpn0");
  network = kaitsu_os_dup_network ();
  spaces_run (SPACE_PC, "ip link del vpn0");
  g_assert_true (network->vpn);
  g_assert_cmpstr (network->interface, ==, "vpn0");
  g_assert_cmpstr (network->address, ==, "10.9.9.2");
}

/* What the table of neighbours says of the router, and what is made of it. */
static void
test_router (void)
{
  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "ip neigh flush dev lan0");
  g_autoptr (KaitsuNetwork) unknown = kaitsu_os_dup_network ();
  g_assert_cmpint (unknown->gateway_state, ==, KAITSU_GATEWAY_STATE_UNKNOWN);
  g_assert_null (unknown->gateway_mark);

  spaces_run (SPACE_PC, "ip neigh replace " SPACES_ROUTER " lladdr 02:00:5e:10:00:01 dev lan0"
                        " nud reachable");
  g_autoptr (KaitsuNetwork) alive = kaitsu_os_dup_network ();
  g_assert_cmpint (alive->gateway_state, ==, KAITSU_GATEWAY_STATE_ALIVE);
  g_assert_cmpuint (strlen (alive->gateway_mark), ==, 6);
  g_assert_null (strchr (alive->gateway_mark, ':'));

  spaces_run (SPACE_PC, "ip neigh replace " SPACES_ROUTER " lladdr 02:00:5e:10:00:02 dev lan0"
                        " nud stale");
  g_autoptr (KaitsuNetwork) other = kaitsu_os_dup_network ();
  g_assert_cmpint (other->gateway_state, ==, KAITSU_GATEWAY_STATE_UNKNOWN);
  g_assert_cmpstr (other->gateway_mark, !=, alive->gateway_mark);

  spaces_run (SPACE_PC, "ip neigh replace " SPACES_ROUTER " dev lan0 nud failed");
  g_autoptr (KaitsuNetwork) silent = kaitsu_os_dup_network ();
  g_assert_cmpint (silent->gateway_state, ==, KAITSU_GATEWAY_STATE_SILENT);
  spaces_run (SPACE_PC, "ip neigh flush dev lan0");
}

/* With a route, without an address that leads anywhere, without any link. */
static void
test_detached (void)
{
  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "ip link set lan0 down");
  g_autoptr (KaitsuNetwork) down = kaitsu_os_dup_network ();
  g_assert_false (down->has_link);
  g_assert_false (kaitsu_network_is_connected (down));
  spaces_run (SPACE_PC, "ip addr flush dev lan0; ip addr add 169.254.9.9/16 dev lan0;"
                        "ip link set lan0 up");
  g_autoptr (KaitsuNetwork) alone = kaitsu_os_dup_network ();
  spaces_reset ();
  g_assert_true (alone->has_link);
  g_assert_false (alone->has_address);
}

static void
test_hardware (void)
{
  guint8 type = 0;
  g_autoptr (GBytes) hardware = NULL;

  if (!spaces_require ())
    return;
  spaces_run (SPACE_PC, "ip link set lan0 address 02:00:5e:10:00:07");
  hardware = kaitsu_os_dup_hardware (&type);
  g_assert_nonnull (hardware);
  g_assert_cmpint (type, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (hardware, NULL), g_bytes_get_size (hardware),
                   "\x02\x00\x5e\x10\x00\x07", 6);
}

int
main (int argc, char **argv)
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/os-linux/netlink/messages", test_netlink_messages);
  g_test_add_func ("/os-linux/netlink/attributes", test_netlink_attributes);
  g_test_add_func ("/os-linux/netlink/random", test_netlink_random);
  g_test_add_func ("/os-linux/resolv-conf", test_resolv_conf);
  g_test_add_func ("/os-linux/resolv-conf/long", test_resolv_conf_long);
  g_test_add_func ("/os-linux/error-queue", test_error_queue);
  g_test_add_func ("/os-linux/error-age", test_error_age);
  g_test_add_func ("/os-linux/is-connected", test_is_connected);
  g_test_add_func ("/os-linux/is-connecting", test_is_connecting);
  for (gsize i = 0; i < G_N_ELEMENTS (attached); i++)
    {
      g_autofree char *path = g_strdup_printf ("/os-linux/attached/%s", attached[i].name);

      g_test_add_data_func (path, &attached[i], test_attached);
    }
  g_test_add_func ("/os-linux/vpn", test_vpn);
  g_test_add_func ("/os-linux/router", test_router);
  g_test_add_func ("/os-linux/detached", test_detached);
  g_test_add_func ("/os-linux/hardware", test_hardware);
  return g_test_run ();
}
