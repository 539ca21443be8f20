/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuFact: one line of a report, "label: value"; both clean. What the text
 * report writes line by line and the PDF sets in columns, so that both say
 * the same.
 * @label: (nullable): %NULL for a line of its own
 */
typedef struct
{
  char *label;
  char *value;
} KaitsuFact;

/* a value to be filled in by hand; a low line that every font has */
#define KAITSU_FACT_BLANK "＿＿＿＿＿＿＿＿＿＿＿＿"

GPtrArray *kaitsu_facts_new (void);
void kaitsu_facts_add (GPtrArray *facts, const char *label, const char *value);
void kaitsu_facts_take (GPtrArray *facts, const char *label, char *value);

char *kaitsu_facts_join (GPtrArray *items);
char *kaitsu_facts_dup_number (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_run (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_customer (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_network (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_path (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_targets (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_previous (KaitsuResult *result);
GPtrArray *kaitsu_facts_of_origin (KaitsuResult *result);

char *kaitsu_facts_dup_name (const char *names, KaitsuPortResult *port);
char *kaitsu_facts_dup_port_label (KaitsuPortResult *port);
char *kaitsu_facts_dup_light (KaitsuLight light);

/* ports that are alike, side by side: of arrays of KaitsuPortResult */
GPtrArray *kaitsu_facts_group_ports (KaitsuResult *result);

G_END_DECLS
