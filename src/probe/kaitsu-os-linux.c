/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-os.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A queue holds what came back for our own packets, which are few. */
#define MAX_QUEUE_READS 16

/**
 * kaitsu_os_set_error_queue:
 * @socket: a TCP or UDP socket
 * @enabled: whether ICMP errors shall be kept for kaitsu_os_take_icmp()
 *
 * ip(7) IP_RECVERR, ipv6(7) IPV6_RECVERR; and socket(7) SO_TIMESTAMPNS, so that the
 * kernel notes when they came: this PC may be busy with other things by then.
 *
 * Returns: whether the system took the option
 */
gboolean
kaitsu_os_set_error_queue (GSocket *socket, gboolean enabled)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  g_socket_set_option (socket, SOL_SOCKET, SO_TIMESTAMPNS, enabled, NULL);
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6)
    return g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVERR, enabled, NULL);
  return g_socket_set_option (socket, IPPROTO_IP, IP_RECVERR, enabled, NULL);
}

/**
 * kaitsu_os_take_socket_error:
 * @socket: a socket
 *
 * Reads and clears the pending error. Must come before kaitsu_os_take_icmp(),
 * which clears it too, so that a dead socket would look connected.
 *
 * Returns: the raw errno, 0 if there is none
 */
int
kaitsu_os_take_socket_error (GSocket *socket)
{
  int value = 0;

  g_return_val_if_fail (G_IS_SOCKET (socket), EINVAL);

  return g_socket_get_option (socket, SOL_SOCKET, SO_ERROR, &value, NULL) ? value : EBADF;
}

/**
 * kaitsu_os_is_connected:
 * @socket: a TCP socket
 *
 * Returns: whether its handshake was completed. The kernel knows no peer
 *   before that, even where a poll says that the socket is writable
 */
gboolean
kaitsu_os_is_connected (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  /* GSocket would tell the address that it was once asked to connect to. */
  struct sockaddr_storage peer;
  socklen_t size = sizeof peer;

  return getpeername (g_socket_get_fd (socket), (struct sockaddr *) &peer, &size) == 0;
}

/**
 * kaitsu_os_has_received:
 * @socket: a TCP socket, also one whose connection is over
 *
 * Returns: whether the peer ever sent data; the end of the stream and a reset
 *   are none (tcp(7) TCP_INFO, RFC 4898 tcpEStatsDataSegsIn)
 */
gboolean
kaitsu_os_has_received (GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  return getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) == 0
         && info.tcpi_data_segs_in > 0;
}

/**
 * kaitsu_os_get_handshake_us:
 * @socket: a TCP socket whose handshake was just completed
 *
 * The kernel measures from the SYN that was answered to the answer, so neither
 * a busy main loop nor a repeated SYN makes it longer (tcp(7) TCP_INFO, RFC
 * 6298 §3). Ask before data are sent: then it becomes a mean.
 *
 * Returns: the round trip in microseconds, -1 if the kernel has none
 */
gint64
kaitsu_os_get_handshake_us (GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  g_return_val_if_fail (G_IS_SOCKET (socket), -1);

  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) != 0
      || info.tcpi_rtt == 0)
    return -1;
  return info.tcpi_rtt;
}

/**
 * kaitsu_os_dup_socket:
 * @socket: a socket
 *
 * Returns: (transfer full) (nullable): another handle of it, which can still
 *   be asked when a library has closed its own; the connection lives until
 *   both are closed
 */
GSocket *
kaitsu_os_dup_socket (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  int fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 0);
  GSocket *twin = fd >= 0 ? g_socket_new_from_fd (fd, NULL) : NULL;

  if (twin == NULL && fd >= 0)
    close (fd);
  return twin;
}

static char *
address_to_text (const struct sockaddr *address, gsize available)
{
  g_autoptr (GInetAddress) inet = NULL;

  if (available >= sizeof (struct sockaddr_in) && address->sa_family == AF_INET)
    inet = g_inet_address_new_from_bytes (
        (const guint8 *) &((const struct sockaddr_in *) address)->sin_addr, G_SOCKET_FAMILY_IPV4);
  else if (available >= sizeof (struct sockaddr_in6) && address->sa_family == AF_INET6)
    inet = g_inet_address_new_from_bytes (
        (const guint8 *) &((const struct sockaddr_in6 *) address)->sin6_addr, G_SOCKET_FAMILY_IPV6);
  return inet != NULL ? g_inet_address_to_string (inet) : NULL;
}

/* ip(7): the offender's socket address follows the extended error. */
static gboolean
icmp_from_control (const struct cmsghdr *control, KaitsuIcmp *icmp)
{
  struct sock_extended_err error;
  gsize length = control->cmsg_len;

  if (!(control->cmsg_level == SOL_IP && control->cmsg_type == IP_RECVERR)
      && !(control->cmsg_level == SOL_IPV6 && control->cmsg_type == IPV6_RECVERR))
    return FALSE;
  if (length < CMSG_LEN (sizeof error))
    return FALSE;
  memcpy (&error, CMSG_DATA (control), sizeof error);
  if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6)
    return FALSE;

  union
  {
    struct sockaddr any;
    struct sockaddr_in6 ipv6;
  } offender = { 0 };
  gsize available = MIN (length - CMSG_LEN (sizeof error), sizeof offender);

  memcpy (&offender, CMSG_DATA (control) + sizeof error, available);
  g_free (icmp->offender);
  icmp->type = error.ee_type;
  icmp->code = error.ee_code;
  icmp->offender = address_to_text (&offender.any, available);
  return TRUE;
}

/* How long ago the kernel got it, by the clock that its stamp is of; 0 if that
 * makes no sense, since that clock may be set in between. */
static void
age_from_control (const struct cmsghdr *control, KaitsuIcmp *icmp)
{
  const gint64 longest = 60 * G_USEC_PER_SEC;
  struct timespec stamp;

  if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS
      || control->cmsg_len < CMSG_LEN (sizeof stamp))
    return;
  memcpy (&stamp, CMSG_DATA (control), sizeof stamp);
  icmp->age_us = g_get_real_time () - (stamp.tv_sec * G_USEC_PER_SEC + stamp.tv_nsec / 1000);
  if (icmp->age_us < 0 || icmp->age_us > longest)
    icmp->age_us = 0;
}

/* Returns whether something was read at all; @icmp changes if it was ICMP. */
static gboolean
read_queue (int fd, KaitsuIcmp *icmp)
{
  guint8 packet[256];
  union
  {
    struct cmsghdr header;
    guint8 bytes[512];
  } control;
  struct sockaddr_storage name;
  struct iovec part = { packet, sizeof packet };
  struct msghdr message = {
    .msg_name = &name,
    .msg_namelen = sizeof name,
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof control,
  };

  if (recvmsg (fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
    return FALSE;
  for (struct cmsghdr *c = CMSG_FIRSTHDR (&message); c != NULL; c = CMSG_NXTHDR (&message, c))
    {
      icmp_from_control (c, icmp);
      age_from_control (c, icmp);
    }
  return TRUE;
}

/**
 * kaitsu_os_take_icmp:
 * @socket: a socket with kaitsu_os_set_error_queue()
 * @icmp: (inout): set to the newest ICMP error; its offender is owned by the
 *   caller. Untouched if there is none
 *
 * Empties the queue of errors. GSocket cannot: it drops the control message
 * that carries type, code and offender.
 *
 * Returns: whether there was an ICMP error
 */
gboolean
kaitsu_os_take_icmp (GSocket *socket, KaitsuIcmp *icmp)
{
  KaitsuIcmp found = { -1, -1, NULL, 0 };

  g_return_val_if_fail (G_IS_SOCKET (socket) && icmp != NULL, FALSE);

  for (guint i = 0; i < MAX_QUEUE_READS; i++)
    {
      if (!read_queue (g_socket_get_fd (socket), &found))
        break;
    }
  if (found.type < 0)
    return FALSE;
  g_free (icmp->offender);
  *icmp = found;
  return TRUE;
}
