/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"

G_BEGIN_DECLS

/**
 * KaitsuPcAnswer: what becomes of packets before they leave this PC.
 *
 * UNKNOWN  the system does not tell, or the figures do not fit
 * LEAVES   they leave it: whoever drops them is somebody else
 * DROPS    this PC drops them itself
 */
typedef enum {
  KAITSU_PC_ANSWER_UNKNOWN,
  KAITSU_PC_ANSWER_LEAVES,
  KAITSU_PC_ANSWER_DROPS,
} KaitsuPcAnswer;

void kaitsu_pc_test_async (KaitsuNet *net,
                           GInetAddress *destination,
                           KaitsuPort port,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean kaitsu_pc_test_finish (KaitsuNet *net,
                                GAsyncResult *result,
                                KaitsuPcAnswer *answer,
                                GError **error);

G_END_DECLS
