/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>
#include <linux/rtnetlink.h>

G_BEGIN_DECLS

/**
 * KaitsuNetlinkFunc: called for every message of an answer.
 * @type: RTM_NEWROUTE and so on
 * @body: what follows the netlink header, aligned for its structs
 * @length: how many bytes that is; nothing about them was checked
 */
typedef void (*KaitsuNetlinkFunc) (guint16 type,
                                   const guint8 *body,
                                   gsize length,
                                   gpointer user_data);

gboolean kaitsu_netlink_parse (const guint8 *bytes,
                               gsize length,
                               guint32 sequence,
                               KaitsuNetlinkFunc each,
                               gpointer user_data);
const guint8 *kaitsu_netlink_attribute (const guint8 *body,
                                        gsize length,
                                        gsize header,
                                        guint16 type,
                                        gsize *size);
gboolean kaitsu_netlink_ask (guint16 type,
                             guint16 flags,
                             const guint8 *body,
                             gsize length,
                             KaitsuNetlinkFunc each,
                             gpointer user_data);

G_END_DECLS
