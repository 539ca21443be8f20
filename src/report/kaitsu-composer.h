/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-block.h"
#include "kaitsu-fonts.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

/* the width between the margins, in points */
#define KAITSU_COMPOSER_WIDTH 499.0

/**
 * KaitsuComposer: turns a result into blocks, one after the other, without
 * knowing of pages. The parts of the report are in a file each.
 *
 * @result: what the report is about
 * @context: the fonts
 * @layouts: text that was laid out before: a part that is set again has the
 *   same, and so has the appendix of many ports
 * @blocks: (element-type KaitsuBlock): what there is so far
 * @tables: how many tables there are so far
 * @page_turned: the next block begins a page
 * @tightness: 0 for plenty of room, 1 for what is set closely and in brief,
 *   2 for what leaves out what the appendix can have
 * @moved: the first page had no room for notices and the comparison
 * @cut: somewhere not all is said that the customer wrote
 */
typedef struct
{
  KaitsuResult *result;
  PangoContext *context;
  GHashTable *layouts;
  GPtrArray *blocks;
  guint tables;
  gboolean page_turned;
  guint tightness;
  gboolean moved;
  gboolean cut;
} KaitsuComposer;

/* Adds a part of the report. */
typedef void (*KaitsuPart) (KaitsuComposer *self);

KaitsuComposer *kaitsu_composer_new (KaitsuResult *result, PangoContext *context);
void kaitsu_composer_free (KaitsuComposer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuComposer, kaitsu_composer_free)

KaitsuBlock *kaitsu_composer_add_block (KaitsuComposer *self, double space_before);
void kaitsu_composer_turn_page (KaitsuComposer *self);
void kaitsu_composer_fit (KaitsuComposer *self, KaitsuPart add, double room);
double kaitsu_composer_set_text (KaitsuComposer *self,
                                 KaitsuBlock *block,
                                 double x,
                                 double y,
                                 double width,
                                 KaitsuStyle style,
                                 KaitsuInk ink,
                                 const char *tag,
                                 const char *text);
double kaitsu_composer_set_centred (KaitsuComposer *self,
                                    KaitsuBlock *block,
                                    double x,
                                    double y,
                                    double width,
                                    KaitsuStyle style,
                                    KaitsuInk ink,
                                    const char *text);
double kaitsu_composer_set_light (
    KaitsuComposer *self, KaitsuBlock *block, double x, double y, double width, KaitsuLight light);
void kaitsu_composer_add_heading (KaitsuComposer *self, const char *title);
void kaitsu_composer_add_page_title (KaitsuComposer *self, const char *title);
void kaitsu_composer_add_paragraph (KaitsuComposer *self,
                                    double space_before,
                                    KaitsuStyle style,
                                    const char *text);
void kaitsu_composer_add_link (KaitsuComposer *self, const char *text, const char *title);
double kaitsu_composer_set_facts (KaitsuComposer *self,
                                  KaitsuBlock *block,
                                  double x,
                                  double width,
                                  double label_width,
                                  KaitsuStyle style,
                                  GPtrArray *facts);
void kaitsu_composer_add_facts (KaitsuComposer *self, GPtrArray *facts);
void kaitsu_composer_add_small_facts (KaitsuComposer *self, double label_width, GPtrArray *facts);
void kaitsu_composer_add_fact_columns (KaitsuComposer *self, KaitsuStyle style, GPtrArray *facts);

/* the parts, in the order of the report */
void kaitsu_composer_add_summary (KaitsuComposer *self);
void kaitsu_composer_add_letter (KaitsuComposer *self);
void kaitsu_composer_add_appendix (KaitsuComposer *self);

/* pieces of the summary */
void kaitsu_composer_add_notices (KaitsuComposer *self);
void kaitsu_composer_add_previous (KaitsuComposer *self);
void kaitsu_composer_add_table (KaitsuComposer *self);

G_END_DECLS
