/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>

#include "kaitsu-error.h"
#include "kaitsu-port.h"

G_BEGIN_DECLS

/**
 * KaitsuText2: a text in both languages of the product, never NULL.
 */
typedef struct {
  char *ja;
  char *en;
} KaitsuText2;

const char *kaitsu_text2_get (const KaitsuText2 *self, const char *language);

/**
 * KaitsuServicePort: one port of a service, read only.
 *
 * @lan: its packets stay on the LAN; those of all others go outward, from the
 *   unit through the router to the Internet
 * @often_open: a general-purpose port that is often open already
 */
typedef struct {
  KaitsuPort port;
  KaitsuRole role;
  KaitsuClosedMeans closed_means;
  KaitsuText2 note; /* empty strings if there is none */
  gboolean lan;
  gboolean often_open;
} KaitsuServicePort;

/**
 * KaitsuService: a purpose with its ports and the effect when closed, read
 * only, owned by its unit.
 */
typedef struct {
  char *id;
  KaitsuText2 name;    /* short: "アラートメール" */
  KaitsuText2 purpose; /* what it is for, a sentence */
  KaitsuText2 effect;  /* what stops working when closed, a sentence */
  GArray *ports;       /* of KaitsuServicePort, in the catalogue's order */
} KaitsuService;

/**
 * KaitsuUnitPort: one port of a unit, however many services share it.
 */
typedef struct {
  KaitsuPort port;
  KaitsuRole role;      /* required if any of its services requires it */
  GPtrArray *services;  /* of KaitsuService, not owned */
  gboolean lan;         /* see KaitsuServicePort */
} KaitsuUnitPort;

#define KAITSU_TYPE_UNIT (kaitsu_unit_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuUnit, kaitsu_unit, KAITSU, UNIT, GObject)

const char *kaitsu_unit_get_id (KaitsuUnit *self);
const char *kaitsu_unit_get_name (KaitsuUnit *self);
const char *kaitsu_unit_get_family (KaitsuUnit *self);
gboolean kaitsu_unit_is_pro (KaitsuUnit *self);
/* of KaitsuService, in the order of the sheet */
GPtrArray *kaitsu_unit_get_services (KaitsuUnit *self);
const KaitsuService *kaitsu_unit_find_service (KaitsuUnit *self, const char *id);
/* of KaitsuUnitPort: every port once; required ones first, then advisory;
 * TCP before UDP, then by number */
GPtrArray *kaitsu_unit_get_ports (KaitsuUnit *self);

#define KAITSU_TYPE_CATALOGUE (kaitsu_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuCatalogue, kaitsu_catalogue, KAITSU, CATALOGUE, GObject)

/* The id of the made-up unit that needs what any unit needs, for a customer
 * who cannot find the label. Not listed among the units. */
#define KAITSU_UNIT_ANY "any"

KaitsuCatalogue *kaitsu_catalogue_new_builtin (void);
KaitsuCatalogue *kaitsu_catalogue_new_from_bytes (GBytes *bytes,
                                                  const char *file_name,
                                                  GError **error);
GListModel *kaitsu_catalogue_get_units (KaitsuCatalogue *self);
KaitsuUnit *kaitsu_catalogue_lookup (KaitsuCatalogue *self, const char *id);

G_END_DECLS
