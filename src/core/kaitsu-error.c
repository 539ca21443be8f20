/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-error.h"

/**
 * kaitsu_data_error_quark:
 *
 * Returns: the error domain of files of data
 */
G_DEFINE_QUARK (kaitsu-data-error-quark, kaitsu_data_error)
