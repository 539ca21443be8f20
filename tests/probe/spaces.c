/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "spaces.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static gboolean separate;
static pid_t holders[SPACE_CABLE + 1]; /* 0: none; that of the PC is this process */

static gboolean
write_file (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean good = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return good;
}

static gboolean
become_root_of_own_space (void)
{
  g_autofree char *uid = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *gid = g_strdup_printf ("0 %u 1", getgid ());

  return unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0
         && write_file ("/proc/self/setgroups", "deny")
         && write_file ("/proc/self/uid_map", uid) && write_file ("/proc/self/gid_map", gid);
}

/* Call first in main(): no thread may be running yet. Where namespaces are
 * not to be had the tests on loopback run on the machine's own. */
void
spaces_init (void)
{
  separate = become_root_of_own_space () && spaces_try_run (SPACE_PC, "ip link set lo up");
}

static pid_t
hold_space (void)
{
  int ready[2];
  pid_t pid;
  char byte = '-';

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      byte = unshare (CLONE_NEWNET) == 0 ? '+' : '-';
      if (write (ready[1], &byte, 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  close (ready[1]);
  return byte == '+' ? pid : -1;
}

int
spaces_add (Space space)
{
  holders[space] = hold_space ();
  return holders[space];
}

int
spaces_get_process (Space space)
{
  return holders[space];
}

gboolean
spaces_try_run (Space space, const char *command)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) holders[space]);
  const char *inside[] = { "sh", "-ec", command, NULL };
  const char *outside[] = { "nsenter", "-n", "-t", pid, "sh", "-ec", command, NULL };
  int status = -1;

  return g_spawn_sync (NULL, (char **) (holders[space] > 0 ? outside : inside), NULL,
                       G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

void
spaces_run (Space space, const char *format, ...)
{
  g_autofree char *command = NULL;
  va_list arguments;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!spaces_try_run (space, command))
    g_error ("failed in space %d: %s", space, command);
}

static gboolean
build (void)
{
  static const char *const quiet = "echo 0 > /proc/sys/net/ipv4/icmp_ratelimit;"
                                   "echo 0 > /proc/sys/net/ipv6/icmp/ratelimit;"
                                   "ip link set lo up;";
  g_autofree char *links = NULL;

  holders[SPACE_ROUTER] = hold_space ();
  holders[SPACE_DESTINATION] = hold_space ();
  if (holders[SPACE_ROUTER] < 0 || holders[SPACE_DESTINATION] < 0)
    return FALSE;
  links = g_strdup_printf ("ip link add lan0 type veth peer name lan1 netns %d",
                           (int) holders[SPACE_ROUTER]);
  if (!spaces_try_run (SPACE_PC, links) || !spaces_try_run (SPACE_ROUTER, quiet)
      || !spaces_try_run (SPACE_DESTINATION, quiet)
      || !spaces_try_run (SPACE_PC, "nft list ruleset"))
    return FALSE;
  spaces_run (SPACE_ROUTER,
              "ip link add wan0 type veth peer name dst0 netns %d;"
              "ip addr add " SPACES_ROUTER "/24 dev lan1;"
              "ip addr add " SPACES_ROUTER_IPV6 "/64 dev lan1 nodad;"
              "ip addr add 203.0.113.1/24 dev wan0; ip addr add 2001:db8::1/64 dev wan0 nodad;"
              "ip link set lan1 up; ip link set wan0 up;"
              "echo 1 > /proc/sys/net/ipv4/ip_forward;"
              "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding",
              (int) holders[SPACE_DESTINATION]);
  spaces_run (SPACE_DESTINATION,
              "ip addr add " SPACES_DESTINATION "/24 dev dst0;"
              "ip addr add " SPACES_DESTINATION_IPV6 "/64 dev dst0 nodad;"
              "ip link set dst0 up; ip route add default via 203.0.113.1;"
              "ip -6 route add default via 2001:db8::1");
  spaces_run (SPACE_PC, "ip link set lan0 up");
  return TRUE;
}

/* Back to a line that works: no firewall, addresses and routes set by hand. */
void
spaces_reset (void)
{
  spaces_run (SPACE_PC, "nft flush ruleset; ip addr flush dev lan0; ip neigh flush dev lan0;"
                        "for f in -4 -6; do ip $f route flush table main; done;"
                        "ip addr add " SPACES_PC "/24 dev lan0;"
                        "ip addr add " SPACES_PC_IPV6 "/64 dev lan0 nodad;"
                        "ip route add default via " SPACES_ROUTER ";"
                        "ip -6 route replace " SPACES_ROUTER_IPV6 " dev lan0;"
                        "ip -6 route add default via " SPACES_ROUTER_IPV6);
  spaces_run (SPACE_ROUTER, "nft flush ruleset; ip link set lan1 up");
}

/* Whether the three machines are there, with a working line; skips the test
 * otherwise. */
gboolean
spaces_require (void)
{
  static gsize built = 0;

  if (g_once_init_enter (&built))
    g_once_init_leave (&built, separate && build () ? 1 : 2);
  if (built == 1)
    {
      spaces_reset ();
      return TRUE;
    }
  g_test_skip ("NO NETWORK NAMESPACES HERE: needs unprivileged unshare, ip, nft, nsenter");
  return FALSE;
}

static void
enter (int fd)
{
  g_assert_cmpint (setns (fd, CLONE_NEWNET), ==, 0);
}

/* A socket bound inside @space; @port 0 takes a free one. A stream socket
 * listens. */
GSocket *
spaces_open (Space space, GSocketType type, const char *address, guint16 port)
{
  g_autoptr (GSocketAddress) where = g_inet_socket_address_new_from_string (address, port);
  g_autofree char *path = g_strdup_printf ("/proc/%d/ns/net", (int) holders[space]);
  int own = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  int there = holders[space] > 0 ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (there >= 0)
    enter (there);
  socket = g_socket_new (g_socket_address_get_family (where), type, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  g_assert_no_error (error);
  g_socket_bind (socket, where, TRUE, &error);
  g_assert_no_error (error);
  if (type == G_SOCKET_TYPE_STREAM)
    g_socket_listen (socket, &error);
  g_assert_no_error (error);
  if (there >= 0)
    {
      enter (own);
      close (there);
    }
  close (own);
  return g_steal_pointer (&socket);
}

guint16
spaces_get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (where));
}

KaitsuProbeRequest *
spaces_request (KaitsuProbeKind kind, const char *address, guint16 port, guint timeout_ms)
{
  KaitsuPort where = { KAITSU_PROTOCOL_TCP, port };
  KaitsuProbeRequest *request;

  if (kind == KAITSU_PROBE_KIND_UDP || kind == KAITSU_PROBE_KIND_DHCP)
    where.protocol = KAITSU_PROTOCOL_UDP;
  request = kaitsu_probe_request_new (kind, where);
  request->host = g_strdup ("target.example");
  request->timeout_ms = timeout_ms;
  if (address == NULL)
    return request;
  request->address = g_inet_address_new_from_string (address);
  if (g_inet_address_get_family (request->address) == G_SOCKET_FAMILY_IPV6)
    request->family = KAITSU_FAMILY_IPV6;
  return request;
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **seen = user_data;
  g_autoptr (GError) error = NULL;

  *seen = kaitsu_probe_finish (KAITSU_NET (source), result, &error);
  g_assert_no_error (error);
}

/* Runs one attempt to its end and checks what holds for all of them. */
GPtrArray *
spaces_try_all (KaitsuNet *net, KaitsuProbeRequest *request)
{
  GPtrArray *seen = NULL;

  kaitsu_probe_async (net, request, g_get_monotonic_time (), NULL, tried_cb, &seen);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen->len, >, 0);
  for (guint i = 0; i < seen->len; i++)
    {
      KaitsuObservation *one = seen->pdata[i];

      g_assert_cmpint (one->probe, ==, request->kind);
      g_assert_true (kaitsu_port_equal (one->port, request->port));
      g_assert_cmpint (one->family, ==, request->family);
      g_assert_cmpint (one->control, ==, request->control);
      g_assert_cmpint (one->at_us, >, 0);
    }
  g_assert_cmpuint (kaitsu_net_get_open (net), ==, 0);
  return seen;
}

/* The same for kinds that see one thing. */
KaitsuObservation *
spaces_try (KaitsuNet *net, KaitsuProbeRequest *request)
{
  g_autoptr (GPtrArray) seen = spaces_try_all (net, request);

  g_assert_cmpuint (seen->len, ==, 1);
  return kaitsu_observation_ref (seen->pdata[0]);
}

/* How many Internet sockets this process has open, as the kernel counts. */
guint
spaces_count_sockets (void)
{
  g_autoptr (GDir) files = g_dir_open ("/proc/self/fd", 0, NULL);
  guint sockets = 0;
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      int domain = 0;
      socklen_t size = sizeof domain;

      if (getsockopt (atoi (name), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0
          && (domain == AF_INET || domain == AF_INET6))
        sockets++;
    }
  return sockets;
}
