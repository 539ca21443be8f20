/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-flow.h"

G_BEGIN_DECLS

/**
 * KaitsuButton: a button of the row at the bottom.
 * @label: translated, with a mnemonic; NULL: the button is not there
 * @action: name of the window's action
 */
typedef struct
{
  const char *label;
  const char *action;
} KaitsuButton;

/**
 * KaitsuButtons: the whole row. The main button is the one that Enter means.
 */
typedef struct
{
  KaitsuButton back;
  KaitsuButton other;
  KaitsuButton main;
} KaitsuButtons;

/* The one place that says which buttons there are and what they do. */
void kaitsu_buttons_derive (KaitsuFlow *flow, KaitsuButtons *buttons);

G_END_DECLS
