/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-net.h"
#include "kaitsu-path-fact.h"

G_BEGIN_DECLS

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
