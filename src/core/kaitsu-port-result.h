/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-finding.h"
#include "kaitsu-observation.h"

G_BEGIN_DECLS

/**
 * KaitsuPortResult: one port of a run or of a saved result; an object so
 * that a list can show it and follow it while the run goes on.
 *
 * Properties, all notified: "port" (string), "role", "state", "light",
 * "reason", "ipv6-light".
 */
#define KAITSU_TYPE_PORT_RESULT (kaitsu_port_result_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuPortResult, kaitsu_port_result, KAITSU, PORT_RESULT, GObject)

KaitsuPortResult *kaitsu_port_result_new (KaitsuPort port, KaitsuRole role, const char *const *services);

KaitsuPort kaitsu_port_result_get_port (KaitsuPortResult *self);
KaitsuRole kaitsu_port_result_get_role (KaitsuPortResult *self);
/* ids of the services that share it */
const char *const *kaitsu_port_result_get_services (KaitsuPortResult *self);

KaitsuPortState kaitsu_port_result_get_state (KaitsuPortResult *self);
void kaitsu_port_result_set_state (KaitsuPortResult *self, KaitsuPortState state);

/* what was judged, for the family that decides */
const KaitsuFinding *kaitsu_port_result_get_finding (KaitsuPortResult *self);
void kaitsu_port_result_set_finding (KaitsuPortResult *self, const KaitsuFinding *finding);
KaitsuLight kaitsu_port_result_get_light (KaitsuPortResult *self);
KaitsuReason kaitsu_port_result_get_reason (KaitsuPortResult *self);

KaitsuFamily kaitsu_port_result_get_family (KaitsuPortResult *self);
void kaitsu_port_result_set_family (KaitsuPortResult *self, KaitsuFamily family);

/* the light of IPv6 where IPv4 decides; NONE if it was not tried */
KaitsuLight kaitsu_port_result_get_ipv6_light (KaitsuPortResult *self);
KaitsuReason kaitsu_port_result_get_ipv6_reason (KaitsuPortResult *self);
void kaitsu_port_result_set_ipv6 (KaitsuPortResult *self, KaitsuLight light, KaitsuReason reason);

/* of KaitsuObservation, in the order of time */
GPtrArray *kaitsu_port_result_get_observations (KaitsuPortResult *self);
void kaitsu_port_result_add_observation (KaitsuPortResult *self, KaitsuObservation *observation);

/* a port that the run did not try again, but took over from an earlier one */
GDateTime *kaitsu_port_result_get_measured (KaitsuPortResult *self);
void kaitsu_port_result_set_measured (KaitsuPortResult *self, GDateTime *when);
void kaitsu_port_result_take_over (KaitsuPortResult *self,
                                   KaitsuPortResult *earlier,
                                   GDateTime *when);

G_END_DECLS
