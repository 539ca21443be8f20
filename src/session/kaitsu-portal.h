/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-clock-offset.h"
#include "kaitsu-host-book.h"
#include "kaitsu-targets.h"

G_BEGIN_DECLS

/**
 * KaitsuPortalAnswer: what became of the pages with known bodies.
 * @right, @wrong: how many gave the known body, and how many another answer
 * @portal: a captive portal answers for everybody
 * @detail: (nullable): what a wrong answer was
 * @clock: what the known pages say of this PC's clock
 */
typedef struct {
  guint right;
  guint wrong;
  gboolean portal;
  char *detail;
  KaitsuClockOpinion clock;
} KaitsuPortalAnswer;

void kaitsu_portal_answer_free (KaitsuPortalAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuPortalAnswer, kaitsu_portal_answer_free)

void kaitsu_portal_check_async (KaitsuNet *net,
                                KaitsuHostBook *book,
                                KaitsuTargets *targets,
                                const KaitsuTarget *path_target,
                                KaitsuFamily family,
                                gint64 started,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
KaitsuPortalAnswer *kaitsu_portal_check_finish (KaitsuNet *net, GAsyncResult *result);

G_END_DECLS
