/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit codes of the contract, section 5; 64..73 as in sysexits.h. */
typedef enum {
  KAITSU_EXIT_USABLE = 0,
  KAITSU_EXIT_NOT_USABLE = 1,
  KAITSU_EXIT_UNCONFIRMED = 2,
  KAITSU_EXIT_OFFLINE = 3,
  KAITSU_EXIT_USAGE = 64,
  KAITSU_EXIT_DATA = 65,
  KAITSU_EXIT_NO_INPUT = 66,
  KAITSU_EXIT_CANNOT_WRITE = 73,
  KAITSU_EXIT_STOPPED = 130,
} KaitsuExit;

/**
 * KaitsuCheckOptions: the command line of kaitsu-check, checked. Strings are
 * %NULL where an option was not given.
 */
typedef struct {
  char *unit;
  char *targets;
  char *practice; /* a scenario; "" for the default one */
  char *previous;
  char *from;
  char *json;
  char *text;
  char *pdf;
  char *lang;
  int max_time;
  gboolean quiet;
  gboolean list_units;
  gboolean list_targets;
  gboolean list_scenarios;
  gboolean version;
} KaitsuCheckOptions;

KaitsuCheckOptions *kaitsu_check_options_parse (char **arguments, GError **error);
void kaitsu_check_options_free (KaitsuCheckOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuCheckOptions, kaitsu_check_options_free)

G_END_DECLS
