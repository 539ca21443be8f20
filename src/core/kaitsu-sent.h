/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KaitsuSent: what a run sent to other machines, as a measure of politeness.
 * Plain value. Repetitions by the kernel and what belongs to a connection once
 * it is made do not count; nor do names that were looked up.
 *
 * @connections: connections that were begun
 * @datagrams: single datagrams
 * @hop_limited: how many of both were to end on the way
 */
typedef struct {
  guint connections;
  guint datagrams;
  guint hop_limited;
} KaitsuSent;

G_END_DECLS
