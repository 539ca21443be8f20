/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-os.h"

#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <string.h>
#include <sys/socket.h>

#include "kaitsu-netlink.h"
#include "kaitsu-resolv-conf.h"
#include "kaitsu-text.h"

#define MAX_OWN_ADDRESSES 256
#define MAX_INTERFACE_CHARS 32
#define MARK_CHARS 6
#define INFINITE_LIFETIME 0xFFFFFFFFu

/* Somewhere on the Internet: nothing is sent there, the kernel only says
 * which way it would take. So policy routes and the two halves of a default
 * route that VPN clients like to set are seen as they act. RFC 5737, RFC 3849 */
static const char *const far_away[] = { "203.0.113.1", "2001:db8::1" };

/* What leaves by one of these is wrapped up first. */
static const char *const tunnel_kinds[]
    = { "tun", "wireguard", "ipip", "ip6tnl", "gre", "ip6gre", "sit", "vti", "vti6", "xfrm", NULL };

typedef struct {
  guint interface;
  guint protocol;
  char *gateway;
  char *source;
} Way;

typedef struct {
  KaitsuNetwork *network;
  guint interface;
  GPtrArray *own;
} Addresses;

/* The router among this PC's neighbours. */
typedef struct {
  guint interface;
  const char *address;
  gboolean found;
  guint state;
  GBytes *hardware;
} Neighbour;

typedef struct {
  guint interface;
  guint type;
  guint flags;
  char *name;
  char *kind;
  GBytes *hardware;
} Link;

static void
way_clear (Way *way)
{
  g_clear_pointer (&way->gateway, g_free);
  g_clear_pointer (&way->source, g_free);
}

static void
link_clear (Link *link)
{
  g_clear_pointer (&link->name, g_free);
  g_clear_pointer (&link->kind, g_free);
  g_clear_pointer (&link->hardware, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Way, way_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Link, link_clear)

static char *
address_text (guint family, const guint8 *bytes, gsize size)
{
  gsize wanted = family == AF_INET ? 4 : 16;
  g_autoptr (GInetAddress) address = NULL;

  if (bytes == NULL || size != wanted || (family != AF_INET && family != AF_INET6))
    return NULL;
  address = g_inet_address_new_from_bytes (
      bytes, family == AF_INET ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static gboolean
attribute_u32 (const guint8 *body, gsize length, gsize header, guint16 type, guint32 *value)
{
  gsize size = 0;
  const guint8 *bytes = kaitsu_netlink_attribute (body, length, header, type, &size);

  if (bytes == NULL || size != sizeof *value)
    return FALSE;
  memcpy (value, bytes, sizeof *value);
  return TRUE;
}

static void
way_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  Way *way = user_data;
  const struct rtmsg *route = (const struct rtmsg *) body;
  guint32 interface = 0;
  const guint8 *bytes;
  gsize size = 0;

  if (type != RTM_NEWROUTE || length < sizeof *route || route->rtm_type != RTN_UNICAST
      || !attribute_u32 (body, length, sizeof *route, RTA_OIF, &interface))
    return;
  way->interface = interface;
  way->protocol = route->rtm_protocol;
  bytes = kaitsu_netlink_attribute (body, length, sizeof *route, RTA_GATEWAY, &size);
  g_free (way->gateway);
  way->gateway = address_text (route->rtm_family, bytes, size);
  bytes = kaitsu_netlink_attribute (body, length, sizeof *route, RTA_PREFSRC, &size);
  g_free (way->source);
  way->source = address_text (route->rtm_family, bytes, size);
}

static void
ask_way (const char *destination, guint flags, Way *way)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (destination);
  gsize size = g_inet_address_get_native_size (address);
  struct {
    struct rtmsg route;
    struct rtattr attribute;
    guint8 address[16];
  } question = { 0 };

  question.route.rtm_family = size == 4 ? AF_INET : AF_INET6;
  question.route.rtm_dst_len = (guchar) (size * 8);
  question.route.rtm_flags = flags;
  question.attribute.rta_type = RTA_DST;
  question.attribute.rta_len = (gushort) RTA_LENGTH (size);
  memcpy (question.address, g_inet_address_to_bytes (address), size);
  kaitsu_netlink_ask (RTM_GETROUTE, 0, (const guint8 *) &question,
                      sizeof question - sizeof question.address + size, way_cb, way);
}

/* The way as it acts has the source address; the entry of the table behind
 * it tells who set it. */
static void
find_way (const char *destination, Way *way)
{
  g_auto (Way) entry = { 0 };

  ask_way (destination, 0, way);
  ask_way (destination, RTM_F_LOOKUP_TABLE | RTM_F_FIB_MATCH, &entry);
  way->protocol = entry.protocol;
}

static void
note_lifetime (KaitsuNetwork *network,
               const struct ifaddrmsg *header,
               const guint8 *body,
               gsize length)
{
  guint32 flags = header->ifa_flags;
  gsize size = 0;
  const guint8 *bytes
      = kaitsu_netlink_attribute (body, length, sizeof *header, IFA_CACHEINFO, &size);
  struct ifa_cacheinfo times;

  attribute_u32 (body, length, sizeof *header, IFA_FLAGS, &flags);
  network->dhcp_address = (flags & IFA_F_PERMANENT) == 0;
  if (bytes == NULL || size < sizeof times || !network->dhcp_address)
    return;
  memcpy (&times, bytes, sizeof times);
  if (times.ifa_valid != INFINITE_LIFETIME)
    network->lease_seconds = times.ifa_valid;
}

static void
address_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  Addresses *addresses = user_data;
  const struct ifaddrmsg *header = (const struct ifaddrmsg *) body;
  gsize size = 0;

  if (type != RTM_NEWADDR || length < sizeof *header
      || addresses->own->len >= MAX_OWN_ADDRESSES)
    return;

  const guint8 *bytes
      = kaitsu_netlink_attribute (body, length, sizeof *header, IFA_LOCAL, &size);

  /* IPv6 has only IFA_ADDRESS; for IPv4 that is the other end of a line. */
  if (bytes == NULL)
    bytes = kaitsu_netlink_attribute (body, length, sizeof *header, IFA_ADDRESS, &size);

  g_autofree char *text = address_text (header->ifa_family, bytes, size);

  if (text == NULL)
    return;
  if (header->ifa_family == AF_INET && header->ifa_index == addresses->interface
      && g_strcmp0 (text, addresses->network->address) == 0)
    note_lifetime (addresses->network, header, body, length);
  g_ptr_array_add (addresses->own, g_steal_pointer (&text));
}

static void
find_addresses (KaitsuNetwork *network, guint interface)
{
  struct ifaddrmsg question = { .ifa_family = AF_UNSPEC };
  Addresses addresses = { network, interface, g_ptr_array_new () };

  kaitsu_netlink_ask (RTM_GETADDR, NLM_F_DUMP, (const guint8 *) &question, sizeof question,
                      address_cb, &addresses);
  g_ptr_array_add (addresses.own, NULL);
  g_strfreev (network->own_addresses);
  network->own_addresses = (GStrv) g_ptr_array_free (addresses.own, FALSE);
}

static char *
attribute_text (const guint8 *body, gsize length, gsize header, guint16 type)
{
  gsize size = 0;
  const guint8 *bytes = kaitsu_netlink_attribute (body, length, header, type, &size);

  return bytes != NULL ? g_strndup ((const char *) bytes, size) : NULL;
}

static void
link_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  Link *link = user_data;
  const struct ifinfomsg *header = (const struct ifinfomsg *) body;
  gsize size = 0;
  const guint8 *info;

  if (type != RTM_NEWLINK || length < sizeof *header || link->name != NULL
      || header->ifi_index != (int) link->interface)
    return;
  link->type = header->ifi_type;
  link->flags = header->ifi_flags;
  link->name = attribute_text (body, length, sizeof *header, IFLA_IFNAME);
  info = kaitsu_netlink_attribute (body, length, sizeof *header, IFLA_LINKINFO, &size);
  if (info != NULL)
    link->kind = attribute_text (info, size, 0, IFLA_INFO_KIND);
  info = kaitsu_netlink_attribute (body, length, sizeof *header, IFLA_ADDRESS, &size);
  if (info != NULL)
    link->hardware = g_bytes_new (info, size);
}

static void
find_link (guint interface, Link *link)
{
  struct ifinfomsg question = { .ifi_family = AF_UNSPEC, .ifi_index = (int) interface };

  link->interface = interface;
  kaitsu_netlink_ask (RTM_GETLINK, 0, (const guint8 *) &question, sizeof question, link_cb, link);
}

static void
any_link_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  gboolean *up = user_data;
  const struct ifinfomsg *header = (const struct ifinfomsg *) body;

  if (type == RTM_NEWLINK && length >= sizeof *header && header->ifi_type != ARPHRD_LOOPBACK
      && (header->ifi_flags & IFF_LOWER_UP) != 0)
    *up = TRUE;
}

/* Where no way leads to the Internet: whether there is any connection at all. */
static gboolean
has_any_link (void)
{
  struct ifinfomsg question = { .ifi_family = AF_UNSPEC };
  gboolean up = FALSE;

  kaitsu_netlink_ask (RTM_GETLINK, NLM_F_DUMP, (const guint8 *) &question, sizeof question,
                      any_link_cb, &up);
  return up;
}

static void
neighbour_cb (guint16 type, const guint8 *body, gsize length, gpointer user_data)
{
  Neighbour *neighbour = user_data;
  const struct ndmsg *header = (const struct ndmsg *) body;
  gsize size = 0;
  const guint8 *bytes;

  if (type != RTM_NEWNEIGH || length < sizeof *header || neighbour->found
      || header->ndm_ifindex != (int) neighbour->interface)
    return;
  bytes = kaitsu_netlink_attribute (body, length, sizeof *header, NDA_DST, &size);

  g_autofree char *text = address_text (header->ndm_family, bytes, size);

  if (g_strcmp0 (text, neighbour->address) != 0)
    return;
  neighbour->found = TRUE;
  neighbour->state = header->ndm_state;
  bytes = kaitsu_netlink_attribute (body, length, sizeof *header, NDA_LLADDR, &size);
  if (bytes != NULL && size > 0)
    neighbour->hardware = g_bytes_new (bytes, size);
}

/* So few digits of the digest fit many hardware addresses. */
static char *
make_mark (GBytes *hardware)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, hardware);

  return g_strndup (digest, MARK_CHARS);
}

/* rtnetlink(7), RTM_GETNEIGH; the states are those of RFC 4861 §7.3.2, which
 * Linux uses for ARP as well. Who is stale was simply not needed of late. */
static void
find_router (KaitsuNetwork *network, guint interface)
{
  struct ndmsg question = { .ndm_family = network->has_ipv4 ? AF_INET : AF_INET6 };
  Neighbour neighbour = { .interface = interface,
                          .address = network->has_ipv4 ? network->gateway
                                                       : network->gateway_ipv6 };

  if (neighbour.address == NULL)
    return;
  kaitsu_netlink_ask (RTM_GETNEIGH, NLM_F_DUMP, (const guint8 *) &question, sizeof question,
                      neighbour_cb, &neighbour);
  if ((neighbour.state & (NUD_REACHABLE | NUD_PERMANENT)) != 0)
    network->gateway_state = KAITSU_GATEWAY_STATE_ALIVE;
  else if ((neighbour.state & (NUD_INCOMPLETE | NUD_PROBE | NUD_FAILED)) != 0)
    network->gateway_state = KAITSU_GATEWAY_STATE_SILENT;
  if (neighbour.hardware != NULL)
    network->gateway_mark = make_mark (neighbour.hardware);
  g_clear_pointer (&neighbour.hardware, g_bytes_unref);
}

/* RFC 3927, RFC 4291: an address that one gives oneself leads nowhere. */
static gboolean
has_real_address (const KaitsuNetwork *network)
{
  for (guint i = 0; network->own_addresses[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) address
          = g_inet_address_new_from_string (network->own_addresses[i]);
      if (!g_inet_address_get_is_loopback (address)
          && !g_inet_address_get_is_link_local (address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
in_sysfs (const char *interface, const char *name)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", interface, name, NULL);

  return strchr (interface, '/') == NULL && g_file_test (path, G_FILE_TEST_EXISTS);
}

static KaitsuLinkKind
link_kind (const Link *link)
{
  if (link->name == NULL)
    return KAITSU_LINK_KIND_UNKNOWN;
  if (in_sysfs (link->name, "wireless") || in_sysfs (link->name, "phy80211"))
    return KAITSU_LINK_KIND_WIFI;
  if (link->type == ARPHRD_ETHER && in_sysfs (link->name, "device"))
    return KAITSU_LINK_KIND_WIRED;
  return KAITSU_LINK_KIND_OTHER;
}

/**
 * kaitsu_os_dup_network:
 *
 * How this PC is attached, from rtnetlink(7), sysfs and resolv.conf(5); all
 * readable by every user, and nothing is sent. Facts that cannot be had are
 * left out.
 *
 * Returns: (transfer full): the facts
 */
KaitsuNetwork *
kaitsu_os_dup_network (void)
{
  KaitsuNetwork *network = kaitsu_network_new ();
  g_auto (Way) ipv4 = { 0 };
  g_auto (Way) ipv6 = { 0 };
  g_auto (Link) link = { 0 };

  find_way (far_away[0], &ipv4);
  find_way (far_away[1], &ipv6);
  network->has_ipv4 = ipv4.source != NULL;
  network->has_ipv6 = ipv6.source != NULL;
  network->gateway = g_steal_pointer (&ipv4.gateway);
  network->gateway_ipv6 = g_steal_pointer (&ipv6.gateway);
  network->address
      = g_strdup (network->has_ipv4 ? ipv4.source : ipv6.source);
  network->dhcp_route = network->has_ipv4 && ipv4.protocol == RTPROT_DHCP;
  find_addresses (network, ipv4.interface);
  network->has_address = has_real_address (network);
  if (!network->has_ipv4 && !network->has_ipv6)
    network->has_link = has_any_link ();
  else
    {
      find_link (network->has_ipv4 ? ipv4.interface : ipv6.interface, &link);
      network->interface
          = link.name != NULL ? kaitsu_text_clean (link.name, -1, MAX_INTERFACE_CHARS) : NULL;
      network->kind = link_kind (&link);
      network->has_link = (link.flags & IFF_LOWER_UP) != 0;
      find_router (network, link.interface);
      network->vpn = link.kind != NULL && g_strv_contains (tunnel_kinds, link.kind);
    }
  g_strfreev (network->dns);
  network->dns = kaitsu_resolv_conf_dup_servers ();
  return network;
}

/**
 * kaitsu_os_dup_hardware:
 * @type: (out): its ARP hardware type
 *
 * Returns: (transfer full) (nullable): the hardware address of the interface
 *   of the IPv4 default route, 1 to 16 bytes; %NULL if it has none
 */
GBytes *
kaitsu_os_dup_hardware (guint8 *type)
{
  g_auto (Way) way = { 0 };
  g_auto (Link) link = { 0 };

  ask_way (far_away[0], 0, &way);
  if (way.interface == 0)
    return NULL;
  find_link (way.interface, &link);
  if (link.hardware == NULL || g_bytes_get_size (link.hardware) < 1
      || g_bytes_get_size (link.hardware) > 16 || link.type > G_MAXUINT8)
    return NULL;
  *type = (guint8) link.type;
  return g_bytes_ref (link.hardware);
}
