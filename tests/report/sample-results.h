/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * SampleKind: results as runs leave them, made without a network.
 */
typedef enum
{
  SAMPLE_OPEN,     /* unit 4: all green */
  SAMPLE_ROUTER,   /* unit 2: the router turns the maintenance ports away */
  SAMPLE_ALL_RED,  /* unit not known: every port of every unit is red */
  SAMPLE_PROVIDER, /* unit 3 pro: the provider drops 465, second run */
  SAMPLE_YELLOW,   /* unit 3: silence, interception, partial */
  SAMPLE_PORTAL,   /* unit 5: a sign-in page */
  SAMPLE_OFFLINE,  /* unit 4L: no line */
  SAMPLE_STOPPED,  /* unit 2: stopped half-way */
  SAMPLE_PRACTICE, /* like SAMPLE_ROUTER, in practice */
  SAMPLE_LONG,     /* unit 5 pro: long names everywhere */
  SAMPLE_LARGEST,  /* unit not known: every port red for a reason of its own, long names */
  SAMPLE_HOSTILE,  /* controls, markup, direction marks, endless lines */
  N_SAMPLES,
} SampleKind;

const char *sample_get_name (SampleKind kind);
KaitsuResult *sample_new (SampleKind kind);
/* (transfer none): one that must be there, "tcp/443" */
KaitsuPortResult *sample_get_port (KaitsuResult *result, const char *name);

G_END_DECLS
