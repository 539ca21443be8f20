/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gtk/gtk.h>

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/**
 * KaitsuPage: what the pages of the wizard have in common. Its content
 * scrolls as one; nothing inside may scroll by itself.
 *
 * Properties: "content" (what the page shows), "footer" (nullable: what is
 * below it and seen however far the content is scrolled, unless the text is so
 * large that it would leave no room).
 *
 * bind: the flow is there; connect to it and show its state
 * complain: the flow refused to go on; say what is missing, beside the
 *   thing that is missing, and put the focus there
 * get_first: what takes the focus when the page comes up
 * leave: the page is being left, in whatever direction
 */
#define KAITSU_TYPE_PAGE (kaitsu_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KaitsuPage, kaitsu_page, KAITSU, PAGE, GtkWidget)

struct _KaitsuPageClass
{
  GtkWidgetClass parent_class;

  void (*bind) (KaitsuPage *self, KaitsuFlow *flow);
  void (*complain) (KaitsuPage *self);
  GtkWidget *(*get_first) (KaitsuPage *self);
  void (*leave) (KaitsuPage *self);
};

/* once in the life of the page */
void kaitsu_page_set_flow (KaitsuPage *self, KaitsuFlow *flow);
/* (nullable) */
KaitsuFlow *kaitsu_page_get_flow (KaitsuPage *self);
/* Whether the page's content is there at all. Before GTK 4.18 a screen reader
 * sees the pages of a stack that are not shown, unless they are empty. */
void kaitsu_page_set_shown (KaitsuPage *self, gboolean shown);
void kaitsu_page_complain (KaitsuPage *self);
/* Scrolls to the top and moves the focus to where reading begins. */
void kaitsu_page_enter (KaitsuPage *self);
/* Scrolls as little as it takes to see @widget, which is on this page, once
 * it has its new size. */
void kaitsu_page_reveal (KaitsuPage *self, GtkWidget *widget);
void kaitsu_page_leave (KaitsuPage *self);

G_END_DECLS
