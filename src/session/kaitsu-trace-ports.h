/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-host-book.h"
#include "kaitsu-path-trace.h"
#include "kaitsu-trial.h"

G_BEGIN_DECLS

/* Which ports are followed hop by hop, and when: between a run's trials and its
 * trace. */

GPtrArray *kaitsu_trace_ports_collect_heard (GPtrArray *trials,
                                             KaitsuHostBook *book,
                                             KaitsuFamily family);
void kaitsu_trace_ports_add (KaitsuPathTrace *trace, GPtrArray *trials, KaitsuFamily family);
void kaitsu_trace_ports_settle (KaitsuPathTrace *trace,
                                GPtrArray *trials,
                                KaitsuHostBook *book,
                                KaitsuFamily family,
                                gboolean all);

G_END_DECLS
