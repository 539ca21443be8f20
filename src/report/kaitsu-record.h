/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-result.h"

G_BEGIN_DECLS

/**
 * KaitsuRecordLine: attempts that saw the same.
 *
 * @control: whether they were controls
 * @target: host and address; with its port, if it is not the record's own
 * @seen: what was seen, with the raw errno and ICMP error
 * @measures: how often for each port, when, and after how long
 */
typedef struct
{
  gboolean control;
  char *target;
  char *seen;
  char *measures;
} KaitsuRecordLine;

/**
 * KaitsuRecord: all that is known about a port, or about several of which the
 * same is known; in the current language. Everything is clean.
 *
 * @ports: (element-type KaitsuPortResult): which, at least one
 * @names: the same as "TCP 9124, 9127"
 * @facts: (element-type KaitsuFact): why, who, what to do, IPv6, the rule that
 *   decided
 * @lines: (element-type KaitsuRecordLine): what was seen: the ports, then the
 *   controls
 * @more: how many kinds of attempts are not in @lines, because they are too many
 * @hops: (element-type utf8): all hop-limited packets of a family in one line
 */
typedef struct
{
  GPtrArray *ports;
  char *names;
  GPtrArray *facts;
  GPtrArray *lines;
  guint more;
  GPtrArray *hops;
} KaitsuRecord;

char *kaitsu_record_line_dup_text (const KaitsuRecordLine *line);

KaitsuRecord *kaitsu_record_new (KaitsuResult *result, KaitsuPortResult *port);
void kaitsu_record_free (KaitsuRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuRecord, kaitsu_record_free)

/* (transfer full) (element-type KaitsuRecord): every port is in one of them */
GPtrArray *kaitsu_records_new (KaitsuResult *result);

G_END_DECLS
