/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/* Shared by kaitsu-result.c and kaitsu-result-json.c, nobody else. */
struct _KaitsuResult
{
  GObject parent_instance;

  char *id;
  char *program_name;
  char *program_version;
  char *program; /* name and version in one line */
  gboolean practice;
  char *unit_id;
  char *unit_name;
  KaitsuUnit *unit;
  GDateTime *started;
  GDateTime *finished;
  KaitsuVerdict verdict;
  KaitsuNetwork *network;
  KaitsuCustomer *customer;
  KaitsuPrevious *previous;
  GListStore *ports;
  GPtrArray *services;
  GPtrArray *notices;
  GPtrArray *path;
  KaitsuSent sent;
  char *targets_source;
  char *targets_fresh_until;
  JsonNode *origin; /* what was read, for the keys that a later version added */
};

void kaitsu_result_set_identity (KaitsuResult *self, const char *unit_id, const char *unit_name);
void kaitsu_result_set_program (KaitsuResult *self, const char *name, const char *version);
void kaitsu_result_take_notice (KaitsuResult *self, char *id, char *detail);
void kaitsu_previous_free (KaitsuPrevious *self);

G_END_DECLS
