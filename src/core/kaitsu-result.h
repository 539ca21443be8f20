/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "kaitsu-catalogue.h"
#include "kaitsu-network.h"
#include "kaitsu-port-result.h"
#include "kaitsu-sent.h"

G_BEGIN_DECLS

#define KAITSU_RESULT_FORMAT "kaitsu-result"
#define KAITSU_RESULT_VERSION 1

/**
 * KaitsuNotice: something about the line as a whole.
 * @kind: which
 * @id: its word; the only trace of a kind that this version does not know
 * @detail: (nullable): one clean line, such as an issuer's name
 */
typedef struct {
  KaitsuNoticeKind kind;
  char *id;
  char *detail;
} KaitsuNotice;

/**
 * KaitsuServiceResult: the light of a service.
 * @id: id of the service in the catalogue
 * @note_only: yellow or red ports make only the note happen, not the effect
 * @ports: (element-type utf8): its ports, "tcp/443"
 */
typedef struct {
  char *id;
  KaitsuLight light;
  gboolean note_only;
  GStrv ports;
} KaitsuServiceResult;

/**
 * KaitsuHop: one place on the way, as far as it is known.
 */
typedef struct {
  guint hop;
  char *address; /* nullable: it does not answer */
  KaitsuParty party;
  gint64 rtt_us; /* -1 if not known */
} KaitsuHop;

/* characters of what the customer writes, and of his memo */
#define KAITSU_CUSTOMER_MAX_FIELD 200
#define KAITSU_CUSTOMER_MAX_MEMO 2000

/**
 * KaitsuCustomer: what the customer wrote about himself; all optional,
 * never NULL in a result: empty strings.
 */
typedef struct {
  char *company;
  char *person;
  char *phone;
  char *provider;
  char *line;
  char *memo;
} KaitsuCustomer;

KaitsuCustomer *kaitsu_customer_new (void);
KaitsuCustomer *kaitsu_customer_clean (const KaitsuCustomer *self);
void kaitsu_customer_free (KaitsuCustomer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuCustomer, kaitsu_customer_free)

/**
 * KaitsuChange: a port whose light differs from the run before.
 */
typedef struct {
  KaitsuPort port;
  KaitsuLight from;
  KaitsuLight to;
} KaitsuChange;

/**
 * KaitsuPrevious: the run before this one, for the same unit on the same
 * network within 30 days (contract section 3).
 * @changed: (element-type KaitsuChange): ports whose light differs; a port
 *   that is not listed is as it was
 */
typedef struct {
  char *id;
  GDateTime *finished;
  KaitsuVerdict verdict;
  GArray *changed;
} KaitsuPrevious;

gboolean kaitsu_previous_was_same (const KaitsuPrevious *self, KaitsuPort port);

/**
 * KaitsuResult: the one document that every view, report and saved file is
 * made from.
 */
#define KAITSU_TYPE_RESULT (kaitsu_result_get_type ())
G_DECLARE_FINAL_TYPE (KaitsuResult, kaitsu_result, KAITSU, RESULT, GObject)

KaitsuResult *kaitsu_result_new (KaitsuUnit *unit, gboolean practice);

/* saving and opening: kaitsu-result-json.c */
JsonNode *kaitsu_result_to_json (KaitsuResult *self);
GBytes *kaitsu_result_to_bytes (KaitsuResult *self);
KaitsuResult *kaitsu_result_new_from_bytes (GBytes *bytes, const char *file_name, GError **error);
KaitsuResult *kaitsu_result_load (const char *path, GError **error);

const char *kaitsu_result_get_id (KaitsuResult *self);
gboolean kaitsu_result_is_practice (KaitsuResult *self);
/* name and version of the program that measured */
const char *kaitsu_result_get_program (KaitsuResult *self);
const char *kaitsu_result_get_unit_id (KaitsuResult *self);
const char *kaitsu_result_get_unit_name (KaitsuResult *self);
/* (nullable): the unit in the built-in catalogue, if it is (still) there */
KaitsuUnit *kaitsu_result_get_unit (KaitsuResult *self);
GDateTime *kaitsu_result_get_started (KaitsuResult *self);
void kaitsu_result_set_started (KaitsuResult *self, GDateTime *when);
GDateTime *kaitsu_result_get_finished (KaitsuResult *self);
void kaitsu_result_set_finished (KaitsuResult *self, GDateTime *when);
KaitsuVerdict kaitsu_result_get_verdict (KaitsuResult *self);
void kaitsu_result_set_verdict (KaitsuResult *self, KaitsuVerdict verdict);

const KaitsuNetwork *kaitsu_result_get_network (KaitsuResult *self);
void kaitsu_result_set_network (KaitsuResult *self, const KaitsuNetwork *network);
const KaitsuCustomer *kaitsu_result_get_customer (KaitsuResult *self);
void kaitsu_result_set_customer (KaitsuResult *self, const KaitsuCustomer *customer);
/* (nullable) */
const KaitsuPrevious *kaitsu_result_get_previous (KaitsuResult *self);
/* (transfer full): of KaitsuChange */
GArray *kaitsu_result_list_changes (KaitsuResult *self, KaitsuResult *before);
void kaitsu_result_compare_with (KaitsuResult *self, KaitsuResult *before);

/* when the oldest of its ports was measured: its end, unless some were taken over */
GDateTime *kaitsu_result_get_oldest (KaitsuResult *self);
guint kaitsu_result_count_not_green (KaitsuResult *self);
/* whether some ports got through and others did not: only those are worth trying again */
gboolean kaitsu_result_can_retest (KaitsuResult *self);

/* of KaitsuPortResult: required first, as in kaitsu_unit_get_ports() */
GListModel *kaitsu_result_get_ports (KaitsuResult *self);
KaitsuPortResult *kaitsu_result_find_port (KaitsuResult *self, KaitsuPort port);
/* of KaitsuServiceResult; services_set takes ownership of the array */
GPtrArray *kaitsu_result_get_services (KaitsuResult *self);
void kaitsu_result_set_services (KaitsuResult *self, GPtrArray *services);
KaitsuServiceResult *kaitsu_service_result_new (const char *id);
/* of KaitsuNotice */
GPtrArray *kaitsu_result_get_notices (KaitsuResult *self);
void kaitsu_result_add_notice (KaitsuResult *self, KaitsuNoticeKind kind, const char *detail);
const KaitsuNotice *kaitsu_result_find_notice (KaitsuResult *self, KaitsuNoticeKind kind);
/* of KaitsuHop */
GPtrArray *kaitsu_result_get_path (KaitsuResult *self);
void kaitsu_result_add_hop (KaitsuResult *self, const KaitsuHop *hop);
/* source and freshness of the targets: "built-in" or a path; nullable date */
const char *kaitsu_result_get_targets_source (KaitsuResult *self);
const char *kaitsu_result_get_targets_fresh_until (KaitsuResult *self);
/* nothing if it is not known */
KaitsuSent kaitsu_result_get_sent (KaitsuResult *self);
void kaitsu_result_set_sent (KaitsuResult *self, const KaitsuSent *sent);
void kaitsu_result_set_targets (KaitsuResult *self, const char *source, const char *fresh_until);

G_END_DECLS
