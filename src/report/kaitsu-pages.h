/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "kaitsu-report.h"

G_BEGIN_DECLS

/**
 * KaitsuPages: the report laid out on A4 pages, to be drawn on any cairo
 * context (the PDF surface, a printer).
 */
typedef struct _KaitsuPages KaitsuPages;

/* A4 in points */
#define KAITSU_PAGE_WIDTH 595.276
#define KAITSU_PAGE_HEIGHT 841.890

KaitsuPages *kaitsu_pages_new (KaitsuResult *result, GError **error);
KaitsuPages *kaitsu_pages_new_letter (KaitsuResult *result, GError **error);
void kaitsu_pages_free (KaitsuPages *self);
guint kaitsu_pages_get_count (KaitsuPages *self);
/* @page: from 0 */
void kaitsu_pages_draw (KaitsuPages *self, guint page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuPages, kaitsu_pages_free)

G_END_DECLS
