/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuLoopFigures: how long the main loop let nothing else happen.
 * @n_turns: from one poll to the next
 * @n_long: of these, how many worked for longer than a frame
 * @longest_us: the longest one
 * @longest_work_us: the longest time that this thread was at work in one: on a
 *   busy PC a turn is longer because others have the processor
 */
typedef struct {
  guint n_turns;
  guint n_long;
  gint64 longest_us;
  gint64 longest_work_us;
} KaitsuLoopFigures;

void kaitsu_loop_meter_start (void);
void kaitsu_loop_meter_enter (guint step);
KaitsuLoopFigures kaitsu_loop_meter_take (void);
void kaitsu_loop_meter_print (void);

G_END_DECLS
