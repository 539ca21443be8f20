/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-netlink.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* netlink(7): the kernel never sends more than 32 KiB at once. */
#define READ_SIZE (32 * 1024)
/* A machine with more addresses than fit into this is not at a shop's desk. */
#define MAX_READS 256
#define MAX_BODY 256
/* The kernel answers at once; the limit is for a kernel that does not. */
#define WAIT_SECONDS 1

typedef union {
  struct nlmsghdr header;
  guint8 bytes[READ_SIZE];
} Buffer;

/**
 * kaitsu_netlink_parse:
 * @bytes: (array length=length): one datagram of the kernel, aligned to 4
 * @length: its length
 * @sequence: what the question was numbered with
 * @each: called for every message that belongs to it
 * @user_data: for @each
 *
 * Returns: whether more datagrams follow: %FALSE after the end of a list, an
 *   error, the only message of an answer, or bytes that do not hold together
 */
gboolean
kaitsu_netlink_parse (const guint8 *bytes,
                      gsize length,
                      guint32 sequence,
                      KaitsuNetlinkFunc each,
                      gpointer user_data)
{
  gboolean more = TRUE;

  while (length >= sizeof (struct nlmsghdr))
    {
      const struct nlmsghdr *header = (const struct nlmsghdr *) bytes;
      gsize size = header->nlmsg_len;

      if (size < sizeof *header || size > length)
        return FALSE;
      if (header->nlmsg_seq == sequence)
        {
          if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR)
            return FALSE;
          if (header->nlmsg_type >= NLMSG_MIN_TYPE)
            each (header->nlmsg_type, bytes + NLMSG_HDRLEN, size - NLMSG_HDRLEN, user_data);
          more = (header->nlmsg_flags & NLM_F_MULTI) != 0;
        }
      size = MIN (NLMSG_ALIGN (size), length);
      bytes += size;
      length -= size;
    }
  return more;
}

/**
 * kaitsu_netlink_attribute:
 * @body: (array length=length): a message's body, or a nested attribute
 * @length: its length
 * @header: bytes of the fixed header in front of the attributes
 * @type: the attribute, without flag bits
 * @size: (out): its length in bytes
 *
 * Returns: (transfer none) (nullable): the value inside @body
 */
const guint8 *
kaitsu_netlink_attribute (const guint8 *body, gsize length, gsize header, guint16 type, gsize *size)
{
  gsize at = NLMSG_ALIGN (header);

  while (at + sizeof (struct rtattr) <= length)
    {
      const struct rtattr *attribute = (const struct rtattr *) (body + at);

      if (attribute->rta_len < sizeof *attribute || attribute->rta_len > length - at)
        return NULL;
      if ((attribute->rta_type & NLA_TYPE_MASK) == type)
        {
          *size = attribute->rta_len - sizeof *attribute;
          return body + at + sizeof *attribute;
        }
      at += RTA_ALIGN (attribute->rta_len);
    }
  return NULL;
}

static int
open_socket (void)
{
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  struct timeval wait = { .tv_sec = WAIT_SECONDS };
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

  if (fd < 0)
    return -1;
  /* connected: then only the kernel's messages are delivered */
  if (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0
      && connect (fd, (struct sockaddr *) &kernel, sizeof kernel) == 0)
    return fd;
  close (fd);
  return -1;
}

static gboolean
send_question (int fd, guint16 type, guint16 flags, const guint8 *body, gsize length)
{
  struct {
    struct nlmsghdr header;
    guint8 body[MAX_BODY];
  } question = { 0 };

  g_assert (length <= sizeof question.body);
  question.header.nlmsg_len = NLMSG_LENGTH (length);
  question.header.nlmsg_type = type;
  question.header.nlmsg_flags = NLM_F_REQUEST | flags;
  question.header.nlmsg_seq = 1;
  memcpy (question.body, body, length);
  return send (fd, &question, question.header.nlmsg_len, 0) >= 0;
}

/**
 * kaitsu_netlink_ask:
 * @type: RTM_GETROUTE and so on
 * @flags: NLM_F_DUMP for a list, 0 for one thing
 * @body: (array length=length): the question
 * @length: its length, at most 256 bytes
 * @each: called for every message of the answer, before this returns
 * @user_data: for @each
 *
 * rtnetlink(7). The kernel answers without waiting for anybody, so this does
 * not block in practice; it ends after a second at the latest.
 *
 * Returns: whether the kernel could be asked
 */
gboolean
kaitsu_netlink_ask (guint16 type,
                    guint16 flags,
                    const guint8 *body,
                    gsize length,
                    KaitsuNetlinkFunc each,
                    gpointer user_data)
{
  int fd = open_socket ();
  g_autofree Buffer *buffer = NULL;
  gboolean asked = FALSE;

  if (fd < 0)
    return FALSE;
  buffer = g_new (Buffer, 1);
  asked = send_question (fd, type, flags, body, length);
  for (guint i = 0; asked && i < MAX_READS; i++)
    {
      gssize got = recv (fd, buffer, sizeof *buffer, 0);

      if (got <= 0 || !kaitsu_netlink_parse (buffer->bytes, (gsize) got, 1, each, user_data))
        break;
    }
  close (fd);
  return asked;
}
