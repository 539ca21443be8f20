/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-window.h"

/* A window on the practice network, shown; the test owns nothing but the
 * pointer, and ends it with fixture_close(). */
KaitsuFlow *fixture_new_flow (const char *scenario);
KaitsuWindow *fixture_open (const char *scenario);
void fixture_close (KaitsuWindow *window);

/* what a customer does */
void fixture_choose_unit (KaitsuWindow *window, const char *id);
void fixture_act (KaitsuWindow *window, const char *action);
void fixture_settle (void);
/* until the wizard is at @step; fails the test if it never gets there */
void fixture_wait_for (KaitsuWindow *window, KaitsuStep step);
/* to @step, the whole way, with consent */
void fixture_walk (KaitsuWindow *window, KaitsuStep step);

/* first widget of @type below @parent, or NULL */
GtkWidget *fixture_find (GtkWidget *parent, GType type);
/* first button below @parent with just that label, mnemonic and all, or NULL */
GtkWidget *fixture_find_button (GtkWidget *parent, const char *label);
void fixture_press (GtkWidget *parent, const char *label);
/* whether a label that can be seen says just that */
gboolean fixture_says (GtkWidget *parent, const char *text);
/* i18n in English, GTK, the look; TRUE: go on with g_test_run() */
gboolean fixture_init (int *argc, char ***argv);
