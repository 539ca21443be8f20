/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-hop-rule.h"

G_BEGIN_DECLS

/*
 * Small worlds without chance for the hop rule: what each place does is written
 * down, and time is a number. Whatever is sent is watched for what must never
 * happen.
 */

#define HOP_WORLD_RTT_MS 50
#define BIT(hop) (1u << (hop))
#define ALL_HOPS 0xfffffffeu

/* What happens to a port. STOP_* need @at: the place that stops it. */
typedef enum {
  FATE_SILENT,       /* arrives, nobody answers */
  FATE_STOP_PC,      /* never leaves */
  FATE_STOP_FORWARD, /* dropped where the hop limit was looked at before */
  FATE_STOP_INGRESS, /* dropped before that */
  FATE_STOP_ICMP,    /* rejected when forwarded */
  FATE_STOP_NO_WAY,  /* "no way on" when forwarded */
  FATE_STOP_TURNS,   /* rejected when forwarded, every second packet */
  FATE_STOP_RESET,   /* reset when forwarded */
  FATE_STOP_HALF,    /* dropped on one leg of the fork */
  FATE_NEAR,         /* answered by the place itself, quickly */
  FATE_NEAR_OUTAGE,  /* as hop 1 would, but lost in the first @at slots */
  FATE_NORMALISED,   /* gets a new hop limit there, and the target answers */
  FATE_SHORT_LEG,    /* the target answers one hop limit earlier */
  FATE_OUTAGE,       /* silent, and lost altogether in the first @at slots */
  FATE_UNSENT,       /* this PC refuses to send */
} Fate;

/* @silent, @fork: bits of hops; @bucket: every router has six tokens and gets
 * one a second. */
typedef struct {
  guint routers;
  guint silent;
  guint fork;
  gboolean bucket;
  gboolean mute;      /* the target never answers the control */
  gboolean dries_up;  /* nobody answers anything after the sweep */
  guint control_near; /* somebody there answers the control */
  guint normaliser;   /* somebody there writes a new hop limit */
  guint late_hop;     /* answers nothing during the sweep */
  guint flaky_hop;    /* answers nothing in slots of odd number */
  guint unsent_hop;   /* controls for that hop are not sent */
} World;

/* A reply on its way. */
typedef struct {
  gint64 due_ms;
  guint id;
  KaitsuHopReply reply;
  guint32 offender;
  gint64 rtt_us;
} Coming;

/* One run of the rule: @sent by hop, @sweeps and @slots as bursts. */
typedef struct {
  const World *world;
  guint32 salt;
  Fate fate;
  guint at;
  guint n_ports;
  KaitsuHopRule *rule;
  GArray *coming;
  double tokens[KAITSU_HOP_MAX + 1];
  gint64 last_ms[KAITSU_HOP_MAX + 1];
  guint sent[KAITSU_HOP_MAX + 1];
  guint farthest_sent;
  guint sweeps;
  guint slots;
  gint64 last_burst_ms;
  gint64 now_ms;
} Run;

void hop_world_start (Run *run, const World *world, Fate fate, guint at, guint n_ports);
void hop_world_stop (Run *run);
void hop_world_admit_all (Run *run);
gboolean hop_world_step (Run *run);
void hop_world_sweep (Run *run, gint64 ms);
void hop_world_go (Run *run);
void hop_world_watch (Run *run, const KaitsuHopSlot *slot);
void hop_world_send (Run *run, const KaitsuHopSlot *slot);
void hop_world_deliver (Run *run);

G_END_DECLS
