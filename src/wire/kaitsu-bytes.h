/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Network byte order, read and written byte by byte: a datagram need not be
 * aligned. The caller has made sure that the bytes are there.
 */

static inline guint16
kaitsu_bytes_get_u16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static inline guint32
kaitsu_bytes_get_u32 (const guint8 *bytes)
{
  return (guint32) kaitsu_bytes_get_u16 (bytes) << 16 | kaitsu_bytes_get_u16 (bytes + 2);
}

static inline guint64
kaitsu_bytes_get_u64 (const guint8 *bytes)
{
  return (guint64) kaitsu_bytes_get_u32 (bytes) << 32 | kaitsu_bytes_get_u32 (bytes + 4);
}

static inline void
kaitsu_bytes_put_u32 (guint8 *bytes, guint32 value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> (24 - 8 * i));
}

static inline void
kaitsu_bytes_put_u64 (guint8 *bytes, guint64 value)
{
  kaitsu_bytes_put_u32 (bytes, (guint32) (value >> 32));
  kaitsu_bytes_put_u32 (bytes + 4, (guint32) value);
}

G_END_DECLS
