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

/**
 * KaitsuLink: a place that leads to another one.
 * @page: from 0
 * @x, @y, @width, @height: what can be clicked, points from the top left
 *   corner of the page
 * @target: where it leads
 */
typedef struct
{
  guint page;
  double x, y, width, height;
  KaitsuEntry target;
} KaitsuLink;

/* (transfer full) (element-type KaitsuEntry): valid as long as the pages */
GArray *kaitsu_pages_list_entries (KaitsuPages *self);
/* (transfer full) (element-type KaitsuLink): the same */
GArray *kaitsu_pages_list_links (KaitsuPages *self);

G_END_DECLS
