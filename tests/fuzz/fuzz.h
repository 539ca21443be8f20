/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

/* What every target has; libFuzzer and fuzz-driver.c call it. It ends the
 * process when a promise of the codec is broken. */
int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size);
