/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuDataError: why a file of data could not be used. The message names
 * the file, the place in it ("units[2].services[0].ports[1]") and the reason.
 *
 * NOT_READABLE  the file is not there or cannot be read (exit code 66)
 * INVALID       the file is there and its data is bad (exit code 65)
 */
typedef enum {
  KAITSU_DATA_ERROR_NOT_READABLE,
  KAITSU_DATA_ERROR_INVALID,
} KaitsuDataError;

#define KAITSU_DATA_ERROR (kaitsu_data_error_quark ())
GQuark kaitsu_data_error_quark (void);

G_END_DECLS
