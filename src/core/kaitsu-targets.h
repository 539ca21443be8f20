/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-error.h"
#include "kaitsu-port.h"

G_BEGIN_DECLS

/**
 * KaitsuTarget: a host on which ports are tried, read only.
 *
 * @host: host name or address literal, validated
 * @uses: bit mask, 1 << KaitsuUse
 * @ports: of KaitsuPort: the ports it may be tried on
 * @all_tcp: every TCP port as well ("tcp/<any>")
 * @all_udp: every UDP port as well
 * @controls: of KaitsuPort: ports known to answer, best first. The control
 *   of a port is the first that is another port (contract section 1)
 * @expect: (nullable): what a TCP answer must contain, so that a box that
 *   accepts everything is not taken for the destination
 * @operated_by: who runs it
 */
typedef struct {
  char *host;
  guint uses;
  GArray *ports;
  gboolean all_tcp;
  gboolean all_udp;
  GArray *controls;
  char *expect;
  KaitsuOperator operated_by;
} KaitsuTarget;

gboolean kaitsu_target_offers (const KaitsuTarget *self, KaitsuPort port, KaitsuUse *use);
gboolean kaitsu_target_can_witness (const KaitsuTarget *self, KaitsuPort port);
gboolean kaitsu_target_get_control (const KaitsuTarget *self, KaitsuPort port, KaitsuPort *control);

/**
 * KaitsuPortalCheck: a page with a known body, for finding captive portals.
 */
typedef struct {
  char *uri;  /* http://, no credentials, no fragment */
  guint status;
  char *body; /* the whole body without white space at its ends */
} KaitsuPortalCheck;

#define KAITSU_TYPE_TARGETS (kaitsu_targets_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuTargets, kaitsu_targets, KAITSU, TARGETS, GObject)

KaitsuTargets *kaitsu_targets_new_builtin (void);
KaitsuTargets *kaitsu_targets_new_from_bytes (GBytes *bytes, const char *file_name, GError **error);
KaitsuTargets *kaitsu_targets_load (const char *path, GError **error);
KaitsuTargets *kaitsu_targets_find (const char *path, GError **error);
/* "built-in", or the path of the file */
const char *kaitsu_targets_get_source (KaitsuTargets *self);
/* (nullable): the last day on which the list is considered fresh */
GDateTime *kaitsu_targets_get_fresh_until (KaitsuTargets *self);
gboolean kaitsu_targets_is_stale (KaitsuTargets *self, GDateTime *now);
/* of KaitsuTarget */
GPtrArray *kaitsu_targets_get_targets (KaitsuTargets *self);
gboolean kaitsu_targets_is_public_name (KaitsuTargets *self, const char *host);
/* of KaitsuPortalCheck */
GPtrArray *kaitsu_targets_get_portal_checks (KaitsuTargets *self);

G_END_DECLS
