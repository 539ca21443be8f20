/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-advice.h"
#include "kaitsu-result.h"

G_BEGIN_DECLS

/*
 * One port of a result in words, for the wizard's detail pane and for the
 * reports alike; in the current language. Everything is clean plain text,
 * never markup.
 */

/* what the port is for in a few words: the names of its services */
char *kaitsu_explain_use (KaitsuResult *result, KaitsuPortResult *port);
/* what the port is for: the purposes of its services, joined */
char *kaitsu_explain_purpose (KaitsuResult *result, KaitsuPortResult *port);
/* what stops working when it is closed: effects, or notes; in the future
 * tense of a warning, whatever the light */
char *kaitsu_explain_effect (KaitsuResult *result, KaitsuPortResult *port);
/* the same for several ports, each thing said once */
char *kaitsu_explain_effect_of_ports (KaitsuResult *result, GPtrArray *ports);
/* why in a few words, for a table */
const char *kaitsu_explain_reason (KaitsuPortResult *port);
/* why we think so: one to four plain sentences, conclusion first */
char *kaitsu_explain_why (KaitsuResult *result, KaitsuPortResult *port);
/* who stops it, in words; NULL if nobody is suspected */
char *kaitsu_explain_suspects (KaitsuPortResult *port);
/* what to do: one to three sentences; NULL if there is nothing to do */
char *kaitsu_explain_remedy (KaitsuResult *result, KaitsuPortResult *port);
/* the same for ports that are explained alike */
char *kaitsu_explain_remedy_of_ports (KaitsuResult *result, GPtrArray *ports);
/* the parts of an observation: the host, with and without the port, and what was seen */
char *kaitsu_explain_host (const KaitsuObservation *observation);
char *kaitsu_explain_target (const KaitsuObservation *observation);
char *kaitsu_explain_seen (const KaitsuObservation *observation);
/* all hop-limited packets of a port and family together in one line; NULL if there were none */
char *kaitsu_explain_hops (KaitsuPortResult *port, KaitsuFamily family);
/* whom to ask, in a few words: a heading */
const char *kaitsu_explain_addressee (KaitsuParty party);
/* whom to ask, about what; one or two sentences */
char *kaitsu_explain_advice (const KaitsuAdvice *advice);
/* how many ports a retest took over, and of when they are; NULL if it took none */
char *kaitsu_explain_taken_over (KaitsuResult *result);
/* a notice: what was noticed, its detail, what to do about it */
char *kaitsu_explain_notice (const KaitsuNotice *notice);

G_END_DECLS
