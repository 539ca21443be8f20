/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-composer.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-advice.h"
#include "kaitsu-explain.h"
#include "kaitsu-facts.h"
#include "kaitsu-path-drawing.h"
#include "kaitsu-request.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

#define HALF 240.0
#define HALF_LABEL 78.0
#define VERDICT_GAP 5.0

/* The first page is the owner's: what is the matter, whom to turn to. */

static KaitsuStyle
get_style (KaitsuComposer *self)
{
  return self->tightness > 0 ? KAITSU_STYLE_SMALL : KAITSU_STYLE_BODY;
}

static void
add_title (KaitsuComposer *self)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, 0);
  double height = kaitsu_composer_set_text (self, block, 0, 0, KAITSU_COMPOSER_WIDTH,
                                            KAITSU_STYLE_TITLE, KAITSU_INK_TEXT, NULL,
                                            _ ("HOME-UNIT port check: report"));

  if (self->tightness == 0)
    height += 4
              + kaitsu_composer_set_text (self, block, 0, height + 4, KAITSU_COMPOSER_WIDTH,
                                          KAITSU_STYLE_SMALL, KAITSU_INK_SOFT, NULL,
                                          _ ("Whether the connections that the unit makes from the "
                                             "shop to the Internet get through."));
  block->height = height + 4;
  block->tag = "H1";
}

static void
add_verdict (KaitsuComposer *self)
{
  const KaitsuVerdict verdict = kaitsu_result_get_verdict (self->result);
  const KaitsuLight light = kaitsu_ink_light_of_verdict (verdict);
  const KaitsuInk ink = kaitsu_ink_of_light (light);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 8);
  const double x = 74;
  const double width = KAITSU_COMPOSER_WIDTH - x - 14;
  g_autofree char *phrase = kaitsu_wording_verdict (verdict);
  KaitsuBlock *measure = kaitsu_block_new ();
  const double padding = self->tightness > 0 ? 8 : 15;
  double y = padding;

  /* The background comes first, but is as high as the text: measure. */
  y += kaitsu_composer_set_text (self, measure, x, y, width, KAITSU_STYLE_VERDICT, ink, NULL,
                                 phrase)
       + VERDICT_GAP;
  y += kaitsu_composer_set_text (self, measure, x, y, width, KAITSU_STYLE_BODY, ink, NULL,
                                 kaitsu_verdict_sentence (verdict));
  kaitsu_block_free (measure);
  block->height = y + padding;

  kaitsu_block_add_fill (block, 0, 0, KAITSU_COMPOSER_WIDTH, block->height,
                         kaitsu_ink_tint_of_light (light));
  kaitsu_block_add_fill (block, 0, 0, 7, block->height, ink);
  kaitsu_composer_set_centred (self, block, 12, block->height / 2 - 20, 56, KAITSU_STYLE_SYMBOL,
                               ink, kaitsu_light_symbol (light));
  y = padding;
  y += kaitsu_composer_set_text (self, block, x, y, width, KAITSU_STYLE_VERDICT, ink, NULL, phrase)
       + VERDICT_GAP;
  kaitsu_composer_set_text (self, block, x, y, width, KAITSU_STYLE_BODY, KAITSU_INK_TEXT, NULL,
                            kaitsu_verdict_sentence (verdict));
}

/* The memo is set in the full width; it is the last of the facts. */
static GPtrArray *
split_memo (GPtrArray *customer)
{
  GPtrArray *notes = kaitsu_facts_new ();
  const KaitsuFact *last = customer->len > 0 ? g_ptr_array_index (customer, customer->len - 1)
                                             : NULL;

  if (last != NULL && g_str_equal (last->label, C_ ("field", "Memo")))
    g_ptr_array_add (notes, g_ptr_array_steal_index (customer, customer->len - 1));
  return notes;
}

static void
add_run (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) run = kaitsu_facts_of_run (self->result);
  g_autoptr (GPtrArray) customer = kaitsu_facts_of_customer (self->result);
  const KaitsuStyle style = get_style (self);
  KaitsuBlock *block = kaitsu_composer_add_block (self, 12);
  double left = kaitsu_composer_set_facts (self, block, 0, HALF, HALF_LABEL, style, run);
  g_autoptr (GPtrArray) notes = split_memo (customer);
  double right = kaitsu_composer_set_facts (self, block, KAITSU_COMPOSER_WIDTH - HALF, HALF,
                                            HALF_LABEL, style, customer);

  block->height = MAX (left, right);
  if (self->tightness > 1)
    self->cut = self->cut || notes->len > 0;
  else if (notes->len > 0)
    {
      block = kaitsu_composer_add_block (self, 5);
      block->height = kaitsu_composer_set_facts (self, block, 0, KAITSU_COMPOSER_WIDTH, HALF_LABEL,
                                                 KAITSU_STYLE_BODY, notes);
    }
}

static void
add_advice (KaitsuComposer *self, guint number, const KaitsuAdvice *advice)
{
  KaitsuBlock *block = kaitsu_composer_add_block (self, number == 1           ? 0
                                                        : self->tightness > 0 ? 5
                                                                              : 9);
  g_autofree char *mark = g_strdup_printf ("%u", number);
  g_autofree char *sentence = kaitsu_explain_advice (advice);
  const double x = 26;
  double y = 0;

  kaitsu_block_add_fill (block, 0, 0.5, 16, 16, KAITSU_INK_TEXT);
  kaitsu_composer_set_centred (self, block, 0, 2, 16, KAITSU_STYLE_SUBHEADING, KAITSU_INK_PAPER,
                               mark);
  y += kaitsu_composer_set_text (self, block, x, 1, KAITSU_COMPOSER_WIDTH - x,
                                 KAITSU_STYLE_SUBHEADING, KAITSU_INK_TEXT, NULL,
                                 kaitsu_explain_addressee (advice->party))
       + (self->tightness > 0 ? 2 : 5);
  y += kaitsu_composer_set_text (self, block, x, y, KAITSU_COMPOSER_WIDTH - x, get_style (self),
                                 KAITSU_INK_TEXT, NULL, sentence);
  block->height = y;
}

static void
add_link_to_letter (KaitsuComposer *self)
{
  g_autoptr (KaitsuRequest) request = kaitsu_request_new (self->result);

  if (request != NULL)
    kaitsu_composer_add_link (self,
                              _ ("There is a page with the request, ready to be handed over."),
                              C_ ("section", "Request to let connections through"));
}

/* The way from the PC to the other side, and where it ends. */
static void
add_way (KaitsuComposer *self)
{
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (self->result);
  KaitsuBlock *block = kaitsu_path_drawing_lay_out (picture, self->context, KAITSU_COMPOSER_WIDTH);

  kaitsu_composer_add_heading (self, C_ ("section", "The way"));
  block->tag = "P";
  g_ptr_array_add (self->blocks, block);
}

/**
 * kaitsu_composer_add_notices:
 * @self: a composer
 *
 * Adds what is to be noted besides; nothing if there is nothing.
 */
void
kaitsu_composer_add_notices (KaitsuComposer *self)
{
  GPtrArray *notices = kaitsu_result_get_notices (self->result);

  if (notices->len == 0)
    return;
  kaitsu_composer_add_heading (self, C_ ("section", "Please note"));
  for (guint i = 0; i < notices->len; i++)
    {
      g_autofree char *sentence = kaitsu_explain_notice (g_ptr_array_index (notices, i));
      KaitsuBlock *block = kaitsu_composer_add_block (self, i > 0 ? 5 : 0);

      kaitsu_composer_set_text (self, block, 0, 0, 12, KAITSU_STYLE_BODY, KAITSU_INK_TEXT, NULL,
                                "■");
      block->height = kaitsu_composer_set_text (self, block, 16, 0, KAITSU_COMPOSER_WIDTH - 16,
                                                KAITSU_STYLE_BODY, KAITSU_INK_TEXT, NULL, sentence);
    }
}

static void
add_link_to_appendix (KaitsuComposer *self)
{
  kaitsu_composer_add_link (self, _ ("The appendix says why, and what exactly was seen."),
                            C_ ("section", "Appendix: the measurement"));
}

static void
add_rest (KaitsuComposer *self)
{
  kaitsu_composer_add_notices (self);
  kaitsu_composer_add_table (self);
  add_link_to_appendix (self);
  kaitsu_composer_add_previous (self);
}

/* The lights cannot be left out; the rest is in the appendix. */
static void
add_rest_tightly (KaitsuComposer *self)
{
  kaitsu_composer_add_table (self);
  if (kaitsu_result_get_notices (self->result)->len > 0)
    kaitsu_composer_add_link (
        self, _ ("The appendix says why, and what is to be noted: please read that in any case."),
        C_ ("section", "Please note"));
  else
    add_link_to_appendix (self);
}

/**
 * kaitsu_composer_add_summary:
 * @self: a composer
 *
 * Adds what the owner reads: verdict, run, customer, whom to ask, where it
 * ends, notices, the lights, what changed.
 */
void
kaitsu_composer_add_summary (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) advices = kaitsu_advice_new (self->result);

  self->moved = self->tightness > 1;
  self->cut = FALSE;
  add_title (self);
  add_verdict (self);
  add_run (self);
  if (advices->len > 0)
    {
      kaitsu_composer_add_heading (self, C_ ("section", "What to do"));
      for (guint i = 0; i < advices->len; i++)
        add_advice (self, i + 1, g_ptr_array_index (advices, i));
      add_link_to_letter (self);
    }
  add_way (self);
  if (self->tightness > 1)
    add_rest_tightly (self);
  else
    add_rest (self);
}

/**
 * kaitsu_composer_add_previous:
 * @self: a composer
 *
 * Adds what changed since the run before; nothing if there was none.
 */
void
kaitsu_composer_add_previous (KaitsuComposer *self)
{
  g_autoptr (GPtrArray) facts = kaitsu_facts_of_previous (self->result);

  if (facts->len == 0)
    return;
  kaitsu_composer_add_heading (self, C_ ("section", "Compared with last time"));
  kaitsu_composer_add_fact_columns (self, KAITSU_STYLE_SMALL, facts);
}
