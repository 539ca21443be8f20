/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-words.h"

G_BEGIN_DECLS

/*
 * The words that people read, keyed by the words of the contract; in the
 * current language. Every view and every report takes them from here.
 */

const char *kaitsu_light_symbol (KaitsuLight light);
const char *kaitsu_light_text (KaitsuLight light);
const char *kaitsu_reason_text (KaitsuReason reason);
const char *kaitsu_verdict_phrase (KaitsuVerdict verdict);
const char *kaitsu_verdict_sentence (KaitsuVerdict verdict);
const char *kaitsu_party_text (KaitsuParty party);
const char *kaitsu_role_text (KaitsuRole role);
const char *kaitsu_notice_sentence (KaitsuNoticeKind kind);
char *kaitsu_notice_dup_detail (KaitsuNoticeKind kind, const char *detail);
const char *kaitsu_notice_remedy (KaitsuNoticeKind kind);
const char *kaitsu_outcome_text (KaitsuOutcome outcome);
const char *kaitsu_operator_text (KaitsuOperator who);
const char *kaitsu_link_kind_text (KaitsuLinkKind kind);

G_END_DECLS
