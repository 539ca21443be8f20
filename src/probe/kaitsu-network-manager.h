/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-observation.h"

G_BEGIN_DECLS

void kaitsu_network_manager_lease_async (GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KaitsuObservation *kaitsu_network_manager_lease_finish (GAsyncResult *result, GError **error);

G_END_DECLS
