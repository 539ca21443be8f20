/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-result-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kaitsu-json-reader.h"
#include "kaitsu-nick.h"
#include "kaitsu-text.h"

/*
 * Reading the result file of the contract, section 6. Nothing in it is
 * trusted: every value is bounded and checked, every text is cleaned. What
 * the contract marks as open for later words ("…") is taken as it comes.
 */

#define MAX_ID 128
#define MAX_TEXT 400
#define MAX_MEMO 4000
#define MAX_PORTS 200
#define MAX_LIST 200
#define MAX_OBSERVATIONS 2000

/* A line of text; NULL if it is null or not there. */
static char *
dup_text (KaitsuJsonReader *r, const char *name)
{
  g_autofree char *raw = kaitsu_json_reader_dup_optional_string (r, name, MAX_TEXT);

  return raw != NULL ? kaitsu_text_clean (raw, -1, MAX_TEXT) : NULL;
}

static char *
dup_text_or_empty (KaitsuJsonReader *r, const char *name)
{
  char *text = dup_text (r, name);

  return text != NULL ? text : g_strdup ("");
}

static KaitsuPort
read_port (KaitsuJsonReader *r, const char *name)
{
  g_autofree char *text = kaitsu_json_reader_dup_string (r, name, MAX_ID);
  KaitsuPort port = { KAITSU_PROTOCOL_TCP, 0 };

  if (!kaitsu_json_reader_failed (r) && !kaitsu_port_parse (text, &port))
    kaitsu_json_reader_fail_member (r, name, _("not a port such as tcp/443"));
  return port;
}

static GStrv
read_strings (KaitsuJsonReader *r, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (kaitsu_json_reader_has (r, name))
    {
      guint n = kaitsu_json_reader_enter_array (r, name, MAX_LIST);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *raw = kaitsu_json_reader_dup_element_string (r, i, MAX_TEXT);
          g_autofree char *clean = kaitsu_text_clean (raw, -1, MAX_TEXT);
          g_strv_builder_add (builder, clean);
        }
      kaitsu_json_reader_leave (r);
    }
  return g_strv_builder_end (builder);
}

static gint64
read_ms (KaitsuJsonReader *r, const char *name)
{
  double ms = kaitsu_json_reader_get_double (r, name, -1);

  return ms >= 0 && ms < 1e9 ? (gint64) llround (ms * 1000) : -1;
}

/* A word that the contract leaves open; one of a later version is read as
 * @fallback, and kept as it is in the file. */
static int
read_open_word (KaitsuJsonReader *r, const char *name, GType type, int fallback)
{
  g_autofree char *word = kaitsu_json_reader_dup_optional_string (r, name, MAX_ID);
  int value = fallback;

  kaitsu_from_nick (type, word, &value);
  return value;
}

static void
read_network (KaitsuJsonReader *r, KaitsuNetwork *network)
{
  if (!kaitsu_json_reader_enter_optional (r, "network"))
    return;
  network->interface = dup_text (r, "interface");
  network->kind = (KaitsuLinkKind) read_open_word (r, "kind", KAITSU_TYPE_LINK_KIND,
                                                   KAITSU_LINK_KIND_UNKNOWN);
  network->address = dup_text (r, "address");
  network->gateway = dup_text (r, "gateway");
  network->gateway_ipv6 = dup_text (r, "gateway_ipv6");
  network->gateway_mark = dup_text (r, "gateway_mark");
  network->public_address = dup_text (r, "public_address");
  g_strfreev (network->dns);
  network->dns = read_strings (r, "dns");
  g_auto (GStrv) families = read_strings (r, "families");
  network->has_ipv4 = g_strv_contains ((const char *const *) families, "ipv4");
  network->has_ipv6 = g_strv_contains ((const char *const *) families, "ipv6");
  kaitsu_json_reader_leave (r);
}

/* Later versions may say more than a line. */
static char *
dup_notice_detail (KaitsuJsonReader *r)
{
  return kaitsu_json_reader_holds_string (r, "detail") ? dup_text (r, "detail") : NULL;
}

static void
read_notices (KaitsuJsonReader *r, KaitsuResult *self)
{
  if (!kaitsu_json_reader_has (r, "notices"))
    return;
  guint n = kaitsu_json_reader_enter_array (r, "notices", MAX_LIST);
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      g_autofree char *id = kaitsu_json_reader_dup_string (r, "id", MAX_ID);
      kaitsu_result_take_notice (self, kaitsu_text_clean (id, -1, MAX_ID), dup_notice_detail (r));
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

/* An error without its type and code says nothing. */
static void
read_icmp (KaitsuJsonReader *r, KaitsuIcmp *icmp)
{
  if (!kaitsu_json_reader_enter_optional (r, "icmp"))
    return;
  if (kaitsu_json_reader_has (r, "type") && kaitsu_json_reader_has (r, "code"))
    {
      icmp->type = (int) kaitsu_json_reader_get_int (r, "type", 0, 255, -1);
      icmp->code = (int) kaitsu_json_reader_get_int (r, "code", 0, 255, -1);
      icmp->offender = dup_text (r, "offender");
    }
  kaitsu_json_reader_leave (r);
}

static KaitsuObservation *
read_observation (KaitsuJsonReader *r, KaitsuPort port)
{
  int probe = read_open_word (r, "probe", KAITSU_TYPE_PROBE_KIND, KAITSU_PROBE_KIND_TCP);
  int outcome = read_open_word (r, "outcome", KAITSU_TYPE_OUTCOME, KAITSU_OUTCOME_ERROR);
  KaitsuObservation *o
      = kaitsu_observation_new ((KaitsuProbeKind) probe, (KaitsuOutcome) outcome);

  o->family = (KaitsuFamily) kaitsu_json_reader_get_optional_nick (r, "family", KAITSU_TYPE_FAMILY,
                                                                   KAITSU_FAMILY_IPV4);
  o->port = kaitsu_json_reader_has (r, "port") ? read_port (r, "port") : port;
  o->control = kaitsu_json_reader_get_boolean (r, "control", FALSE);
  o->host = dup_text (r, "host");
  o->address = dup_text (r, "address");
  o->at_us = MAX (read_ms (r, "at_ms"), 0);
  o->rtt_us = read_ms (r, "rtt_ms");
  o->took_us = read_ms (r, "took_ms");
  o->hop_limit = (guint) kaitsu_json_reader_get_int (r, "hop_limit", 0, 255, 0);
  o->error_number = (int) kaitsu_json_reader_get_int (r, "errno", 0, 4095, 0);
  o->tls_errors = (guint) kaitsu_json_reader_get_int (r, "tls_errors", 0, G_MAXINT, 0);
  read_icmp (r, &o->icmp);
  o->detail = dup_text (r, "detail");
  return o;
}

static void
read_suspects (KaitsuJsonReader *r, KaitsuFinding *finding)
{
  if (!kaitsu_json_reader_has (r, "suspects"))
    return;
  guint n = kaitsu_json_reader_enter_array (r, "suspects", KAITSU_MAX_SUSPECTS);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *nick = kaitsu_json_reader_dup_element_string (r, i, MAX_ID);
      int party = 0;
      if (nick != NULL && kaitsu_from_nick (KAITSU_TYPE_PARTY, nick, &party)
          && party <= KAITSU_PARTY_DESTINATION)
        kaitsu_finding_add_suspect (finding, (KaitsuParty) party);
      else
        kaitsu_json_reader_fail (r, _("unknown suspect"));
    }
  kaitsu_json_reader_leave (r);
}

static void
read_verified_hops (KaitsuJsonReader *r, KaitsuFinding *finding)
{
  if (!kaitsu_json_reader_has (r, "verified_hops"))
    return;
  if (kaitsu_json_reader_enter_array (r, "verified_hops", 2) == 2)
    {
      finding->verified_hop = (guint) kaitsu_json_reader_get_element_int (r, 0, 0, 255, 0);
      finding->total_hops = (guint) kaitsu_json_reader_get_element_int (r, 1, 0, 255, 0);
    }
  kaitsu_json_reader_leave (r);
}

/* A reason of a later version is shown as "no evidence"; its light counts. */
static void
read_finding (KaitsuJsonReader *r, KaitsuFinding *finding)
{
  finding->light = (KaitsuLight) kaitsu_json_reader_get_nick (r, "light", KAITSU_TYPE_LIGHT);
  finding->reason = (KaitsuReason) read_open_word (r, "reason", KAITSU_TYPE_REASON,
                                                   KAITSU_REASON_NO_EVIDENCE);
  read_suspects (r, finding);
  finding->hop = kaitsu_json_reader_has (r, "hop")
                     ? (guint) kaitsu_json_reader_get_int (r, "hop", 0, 255, 0)
                     : 0;
  finding->offender = dup_text (r, "offender");
  read_verified_hops (r, finding);
  finding->rtt_us = read_ms (r, "rtt_ms");
  finding->rule = dup_text (r, "rule");
}

static void
read_port_result (KaitsuJsonReader *r, KaitsuResult *self)
{
  KaitsuPort port = read_port (r, "port");
  KaitsuRole role = (KaitsuRole) kaitsu_json_reader_get_nick (r, "role", KAITSU_TYPE_ROLE);
  g_auto (GStrv) services = read_strings (r, "services");
  g_autoptr (KaitsuPortResult) row
      = kaitsu_port_result_new (port, role, (const char *const *) services);
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

  read_finding (r, &finding);
  kaitsu_port_result_set_finding (row, &finding);
  kaitsu_port_result_set_state (row, KAITSU_PORT_STATE_DONE);
  kaitsu_port_result_set_family (row, (KaitsuFamily) kaitsu_json_reader_get_optional_nick (
                                          r, "family", KAITSU_TYPE_FAMILY, KAITSU_FAMILY_IPV4));
  if (kaitsu_json_reader_has (r, "measured"))
    {
      g_autoptr (GDateTime) measured = kaitsu_json_reader_dup_time (r, "measured");
      kaitsu_port_result_set_measured (row, measured);
    }
  if (kaitsu_json_reader_enter_optional (r, "ipv6"))
    {
      int light = kaitsu_json_reader_get_optional_nick (r, "light", KAITSU_TYPE_LIGHT,
                                                        KAITSU_LIGHT_NONE);
      int reason = kaitsu_json_reader_get_optional_nick (r, "reason", KAITSU_TYPE_REASON,
                                                         KAITSU_REASON_NOT_TESTED);
      kaitsu_port_result_set_ipv6 (row, (KaitsuLight) light, (KaitsuReason) reason);
      kaitsu_json_reader_leave (r);
    }
  if (kaitsu_json_reader_has (r, "observations"))
    {
      guint n = kaitsu_json_reader_enter_array (r, "observations", MAX_OBSERVATIONS);
      for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
        {
          g_autoptr (KaitsuObservation) o = read_observation (r, port);
          kaitsu_port_result_add_observation (row, o);
          kaitsu_json_reader_leave (r);
        }
      kaitsu_json_reader_leave (r);
    }
  if (kaitsu_result_find_port (self, port) != NULL)
    kaitsu_json_reader_fail_member (r, "port", _("this port is listed twice"));
  else
    g_list_store_append (self->ports, row);
}

static void
read_ports (KaitsuJsonReader *r, KaitsuResult *self)
{
  guint n = kaitsu_json_reader_enter_array (r, "ports", MAX_PORTS);

  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      read_port_result (r, self);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_services (KaitsuJsonReader *r, KaitsuResult *self)
{
  if (!kaitsu_json_reader_has (r, "services"))
    return;
  guint n = kaitsu_json_reader_enter_array (r, "services", MAX_LIST);
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      g_autofree char *id = kaitsu_json_reader_dup_string (r, "id", MAX_ID);
      g_autofree char *clean = kaitsu_text_clean (id, -1, MAX_ID);
      KaitsuServiceResult *service = kaitsu_service_result_new (clean);

      service->light = (KaitsuLight) kaitsu_json_reader_get_nick (r, "light", KAITSU_TYPE_LIGHT);
      service->note_only = kaitsu_json_reader_get_boolean (r, "note_only", FALSE);
      g_strfreev (service->ports);
      service->ports = read_strings (r, "ports");
      g_ptr_array_add (self->services, service);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_path (KaitsuJsonReader *r, KaitsuResult *self)
{
  if (!kaitsu_json_reader_has (r, "path"))
    return;
  guint n = kaitsu_json_reader_enter_array (r, "path", MAX_LIST);
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      g_autofree char *address = dup_text (r, "address");
      KaitsuHop hop = { .address = address };

      hop.hop = (guint) kaitsu_json_reader_get_int (r, "hop", 0, 255, 0);
      hop.party = (KaitsuParty) kaitsu_json_reader_get_optional_nick (r, "party", KAITSU_TYPE_PARTY,
                                                                      KAITSU_PARTY_UNKNOWN);
      hop.rtt_us = read_ms (r, "rtt_ms");
      kaitsu_result_add_hop (self, &hop);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_customer (KaitsuJsonReader *r, KaitsuResult *self)
{
  if (!kaitsu_json_reader_enter_optional (r, "customer"))
    return;
  KaitsuCustomer *customer = g_new0 (KaitsuCustomer, 1);
  customer->company = dup_text_or_empty (r, "company");
  customer->person = dup_text_or_empty (r, "person");
  customer->phone = dup_text_or_empty (r, "phone");
  customer->provider = dup_text_or_empty (r, "provider");
  customer->line = dup_text_or_empty (r, "line");
  g_autofree char *memo = kaitsu_json_reader_dup_optional_string (r, "memo", MAX_MEMO);
  customer->memo = kaitsu_text_clean_lines (memo, MAX_MEMO);
  kaitsu_customer_free (self->customer);
  self->customer = customer;
  kaitsu_json_reader_leave (r);
}

static void
read_previous (KaitsuJsonReader *r, KaitsuResult *self)
{
  if (!kaitsu_json_reader_enter_optional (r, "previous"))
    return;
  KaitsuPrevious *previous = g_new0 (KaitsuPrevious, 1);
  previous->changed = g_array_new (FALSE, FALSE, sizeof (KaitsuChange));
  previous->id = dup_text_or_empty (r, "id");
  previous->finished = kaitsu_json_reader_dup_time (r, "finished");
  previous->verdict
      = (KaitsuVerdict) kaitsu_json_reader_get_nick (r, "verdict", KAITSU_TYPE_VERDICT);
  guint n = kaitsu_json_reader_enter_array (r, "changed", MAX_PORTS);
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      KaitsuChange change = { .port = read_port (r, "port") };
      change.from = (KaitsuLight) kaitsu_json_reader_get_nick (r, "from", KAITSU_TYPE_LIGHT);
      change.to = (KaitsuLight) kaitsu_json_reader_get_nick (r, "to", KAITSU_TYPE_LIGHT);
      g_array_append_val (previous->changed, change);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
  kaitsu_json_reader_leave (r);
  self->previous = previous;
}

static void
read_time (KaitsuJsonReader *r, const char *name, GDateTime **member)
{
  GDateTime *when = kaitsu_json_reader_dup_time (r, name);

  if (when == NULL)
    return;
  g_date_time_unref (*member);
  *member = when;
}

static guint
read_count (KaitsuJsonReader *r, const char *name)
{
  return (guint) kaitsu_json_reader_get_int (r, name, 0, G_MAXINT, 0);
}

/* A UUID of version 8 (RFC 9562, section 5.8): the same file has the same
 * number each time, and so the same reports. */
static char *
derive_id (GBytes *bytes)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", sum, sum + 8, sum + 12, sum + 15,
                          sum + 18);
}

static void
read_id (KaitsuJsonReader *r, KaitsuResult *self, GBytes *bytes)
{
  g_autofree char *id = dup_text_or_empty (r, "id");

  g_free (self->id);
  self->id = *id != '\0' ? g_steal_pointer (&id) : derive_id (bytes);
}

static void
read_head (KaitsuJsonReader *r, KaitsuResult *self)
{
  self->practice = kaitsu_json_reader_get_boolean (r, "practice", FALSE);
  read_time (r, "started", &self->started);
  read_time (r, "finished", &self->finished);
  self->verdict = (KaitsuVerdict) kaitsu_json_reader_get_nick (r, "verdict", KAITSU_TYPE_VERDICT);
  kaitsu_result_set_program (self, "kaitsu", "?");
  if (kaitsu_json_reader_enter_optional (r, "program"))
    {
      g_autofree char *name = dup_text_or_empty (r, "name");
      g_autofree char *version = dup_text_or_empty (r, "version");
      kaitsu_result_set_program (self, name, version);
      kaitsu_json_reader_leave (r);
    }
  if (kaitsu_json_reader_enter (r, "unit"))
    {
      g_autofree char *unit_id = dup_text_or_empty (r, "id");
      g_autofree char *unit_name = dup_text_or_empty (r, "name");
      kaitsu_result_set_identity (self, unit_id, *unit_name != '\0' ? unit_name : unit_id);
      kaitsu_json_reader_leave (r);
    }
  if (kaitsu_json_reader_enter_optional (r, "sent"))
    {
      self->sent.connections = read_count (r, "connections");
      self->sent.datagrams = read_count (r, "datagrams");
      self->sent.hop_limited = read_count (r, "hop_limited");
      kaitsu_json_reader_leave (r);
    }
  if (kaitsu_json_reader_enter_optional (r, "targets"))
    {
      g_autofree char *source = dup_text_or_empty (r, "source");
      g_autofree char *fresh_until = dup_text (r, "fresh_until");
      kaitsu_result_set_targets (self, source, fresh_until);
      kaitsu_json_reader_leave (r);
    }
}

/* Says what is wrong with a file that is no result of ours before anything
 * else in it is looked at. */
static gboolean
is_readable_version (KaitsuJsonReader *r)
{
  g_autofree char *format = kaitsu_json_reader_dup_string (r, "format", MAX_ID);
  gint64 version = kaitsu_json_reader_get_int (r, "version", 1, G_MAXINT, 1);

  if (kaitsu_json_reader_failed (r))
    return FALSE;
  if (g_strcmp0 (format, KAITSU_RESULT_FORMAT) != 0)
    kaitsu_json_reader_fail_member (r, "format", _("this is not a saved result of Kaitsu"));
  else if (version > KAITSU_RESULT_VERSION)
    kaitsu_json_reader_fail_member (
        r, "version", _("a newer Kaitsu has written this file; please update Kaitsu to open it"));
  return !kaitsu_json_reader_failed (r);
}

/**
 * kaitsu_result_new_from_bytes:
 * @bytes: a saved result, from anywhere
 * @file_name: how messages name it
 * @error: an error of KAITSU_DATA_ERROR that names file, place and reason
 *
 * Returns: (transfer full) (nullable): the result
 */
KaitsuResult *
kaitsu_result_new_from_bytes (GBytes *bytes, const char *file_name, GError **error)
{
  g_autoptr (JsonNode) root = kaitsu_json_parse (bytes, file_name, error);
  if (root == NULL)
    return NULL;

  g_autoptr (KaitsuResult) self = g_object_new (KAITSU_TYPE_RESULT, NULL);
  g_autoptr (KaitsuJsonReader) r = kaitsu_json_reader_new (file_name, root);
  if (is_readable_version (r))
    {
      read_id (r, self, bytes);
      read_head (r, self);
      read_network (r, self->network);
      read_notices (r, self);
      read_ports (r, self);
      read_services (r, self);
      read_path (r, self);
      read_customer (r, self);
      read_previous (r, self);
    }
  if (!kaitsu_json_reader_finish (r, error))
    return NULL;
  self->origin = json_node_ref (root);
  return g_steal_pointer (&self);
}

/**
 * kaitsu_result_load:
 * @path: path of a saved result
 * @error: an error of KAITSU_DATA_ERROR that names file, place and reason
 *
 * Returns: (transfer full) (nullable): the result
 */
KaitsuResult *
kaitsu_result_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = kaitsu_json_load_file (path, error);

  return bytes != NULL ? kaitsu_result_new_from_bytes (bytes, path, error) : NULL;
}
