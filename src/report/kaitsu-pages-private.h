/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-pages.h"

G_BEGIN_DECLS

/**
 * KaitsuEntry: a line of the list of contents.
 * @title: what is there
 * @page: from 0
 * @y: points from the top of the page
 */
typedef struct
{
  const char *title;
  guint page;
  double y;
} KaitsuEntry;

/* (transfer full) (element-type KaitsuEntry): valid as long as the pages */
GArray *kaitsu_pages_list_entries (KaitsuPages *self);

G_END_DECLS
