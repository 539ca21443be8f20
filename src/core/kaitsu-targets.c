/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-targets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-enums.h"
#include "kaitsu-host-name.h"
#include "kaitsu-json-fields.h"
#include "kaitsu-nick.h"

#define RESOURCE "/io/github/kaitsu/Kaitsu/data/targets.json"
#define BUILTIN "built-in"
#define FORMAT "kaitsu-targets"
#define VERSION 1

#define MAX_TARGETS 200
#define MAX_USES 8
#define MAX_PORTS 200
#define MAX_CONTROLS 16
#define MAX_PORTAL_CHECKS 20
#define MAX_PORT_CHARS 16
#define MAX_LINE_CHARS 200
#define MAX_URI_CHARS 500

struct _KaitsuTargets
{
  GObject parent_instance;

  char *source;
  GDateTime *fresh_until; /* nullable */
  GPtrArray *targets;
  GPtrArray *portal_checks;
};

G_DEFINE_FINAL_TYPE (KaitsuTargets, kaitsu_targets, G_TYPE_OBJECT)

/* Ports on which only one thing is to be expected. */
static const struct
{
  KaitsuPort port;
  KaitsuUse use;
} known_services[] = {
  { { KAITSU_PROTOCOL_TCP, 80 }, KAITSU_USE_HTTP },
  { { KAITSU_PROTOCOL_TCP, 443 }, KAITSU_USE_HTTPS },
  { { KAITSU_PROTOCOL_TCP, 465 }, KAITSU_USE_SMTPS },
  { { KAITSU_PROTOCOL_TCP, 587 }, KAITSU_USE_SUBMISSION },
  { { KAITSU_PROTOCOL_UDP, 123 }, KAITSU_USE_NTP },
};

static gboolean
has_use (const KaitsuTarget *self, KaitsuUse use)
{
  return (self->uses & (1u << use)) != 0;
}

static gboolean
covers (const KaitsuTarget *self, KaitsuPort port)
{
  gboolean all = port.protocol == KAITSU_PROTOCOL_TCP ? self->all_tcp : self->all_udp;

  return all || kaitsu_port_is_among (port, self->ports);
}

/* Whether a bare probe of @port fits. A server for any port speaks no mail
 * and no TLS, so "tcp" and every port at once do not mean the ports of known
 * services; one that the list names is meant. */
static gboolean
offers_bare (const KaitsuTarget *self, KaitsuPort port, gboolean known)
{
  KaitsuUse bare = port.protocol == KAITSU_PROTOCOL_TCP ? KAITSU_USE_TCP : KAITSU_USE_UDP;

  return has_use (self, bare) && (!known || kaitsu_port_is_among (port, self->ports));
}

/**
 * kaitsu_target_offers:
 * @self: a target
 * @port: a port
 * @use: (out): how to try it there; untouched if it cannot be tried
 *
 * Prefers the service that the port is known for, then a bare exchange, then
 * the path alone.
 *
 * Returns: whether @port may be tried on @self
 */
gboolean
kaitsu_target_offers (const KaitsuTarget *self, KaitsuPort port, KaitsuUse *use)
{
  gboolean known = FALSE;

  g_return_val_if_fail (self != NULL && use != NULL, FALSE);

  if (!covers (self, port))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (known_services); i++)
    if (kaitsu_port_equal (known_services[i].port, port))
      {
        known = TRUE;
        if (!has_use (self, known_services[i].use))
          break;
        *use = known_services[i].use;
        return TRUE;
      }
  if (offers_bare (self, port, known))
    *use = port.protocol == KAITSU_PROTOCOL_TCP ? KAITSU_USE_TCP : KAITSU_USE_UDP;
  else if (has_use (self, KAITSU_USE_PATH))
    *use = KAITSU_USE_PATH;
  else
    return FALSE;
  return TRUE;
}

/**
 * kaitsu_target_can_witness:
 * @self: a target
 * @port: a port that is silent at its own target
 *
 * Returns: whether @self lets every TCP port be tried, @port among them: if it is
 *   silent there as well, it is not one target's own network that stops it
 */
gboolean
kaitsu_target_can_witness (const KaitsuTarget *self, KaitsuPort port)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return port.protocol == KAITSU_PROTOCOL_TCP && has_use (self, KAITSU_USE_TCP)
         && covers (self, port) && self->controls->len > 0;
}

/**
 * kaitsu_target_get_control:
 * @self: a target
 * @port: a port that is to be tried on it
 * @control: (out): a TCP port of @self that is known to answer and is not
 *   @port; untouched if there is none
 *
 * Returns: whether there is one; without, @port cannot be called blocked
 */
gboolean
kaitsu_target_get_control (const KaitsuTarget *self, KaitsuPort port, KaitsuPort *control)
{
  g_return_val_if_fail (self != NULL && control != NULL, FALSE);

  for (guint i = 0; i < self->controls->len; i++)
    {
      KaitsuPort candidate = g_array_index (self->controls, KaitsuPort, i);

      if (kaitsu_port_equal (candidate, port))
        continue;
      *control = candidate;
      return TRUE;
    }
  return FALSE;
}

static void
target_free (gpointer data)
{
  KaitsuTarget *self = data;

  g_free (self->host);
  g_array_unref (self->ports);
  g_array_unref (self->controls);
  g_free (self->expect);
  g_free (self);
}

static void
portal_check_free (gpointer data)
{
  KaitsuPortalCheck *self = data;

  g_free (self->uri);
  g_free (self->body);
  g_free (self);
}

static char *
read_host (KaitsuJsonReader *r)
{
  g_autofree char *text = kaitsu_json_reader_dup_string (r, "host", KAITSU_HOST_NAME_MAX);
  const char *reason = NULL;
  char *host;

  if (kaitsu_json_reader_failed (r))
    return NULL;
  host = kaitsu_host_name_normalize (text, &reason);
  if (host == NULL)
    kaitsu_json_reader_fail_member (r, "host", "%s", reason);
  return host;
}

/* A fault of an element of the array that the reader is in. */
static void
fail_element (KaitsuJsonReader *r, const char *array, guint index, const char *reason)
{
  g_autofree char *place = g_strdup_printf ("%s[%u]", array, index);

  kaitsu_json_reader_leave (r);
  kaitsu_json_reader_fail_member (r, place, "%s", reason);
}

static void
read_uses (KaitsuJsonReader *r, KaitsuTarget *target)
{
  guint n = kaitsu_json_reader_enter_array (r, "uses", MAX_USES);

  if (n == 0)
    kaitsu_json_reader_fail (r, _ ("must not be empty"));
  for (guint i = 0; i < n && !kaitsu_json_reader_failed (r); i++)
    {
      KaitsuUse use = (KaitsuUse) kaitsu_json_reader_get_element_nick (r, i, KAITSU_TYPE_USE);

      if (has_use (target, use))
        fail_element (r, "uses", i, _ ("is there twice"));
      target->uses |= 1u << use;
    }
  kaitsu_json_reader_leave (r);
}

/* (nullable): the member that "tcp/<any>" or "udp/<any>" sets */
static gboolean *
find_wildcard (KaitsuTarget *target, const char *text)
{
  if (g_strcmp0 (text, "tcp/*") == 0)
    return &target->all_tcp;
  return g_strcmp0 (text, "udp/*") == 0 ? &target->all_udp : NULL;
}

static void
read_ports (KaitsuJsonReader *r, KaitsuTarget *target)
{
  guint n = kaitsu_json_reader_enter_array (r, "ports", MAX_PORTS);

  if (n == 0)
    kaitsu_json_reader_fail (r, _ ("must not be empty"));
  for (guint i = 0; i < n && !kaitsu_json_reader_failed (r); i++)
    {
      g_autofree char *text = kaitsu_json_reader_dup_element_string (r, i, MAX_PORT_CHARS);
      gboolean *all = find_wildcard (target, text);
      KaitsuPort port;

      if (kaitsu_json_reader_failed (r))
        break;
      if (all != NULL && *all)
        fail_element (r, "ports", i, _ ("is there twice"));
      else if (all != NULL)
        *all = TRUE;
      else if (!kaitsu_port_parse (text, &port))
        fail_element (r, "ports", i, _ ("must be a port such as tcp/443, or tcp/* or udp/*"));
      else if (kaitsu_port_is_among (port, target->ports))
        fail_element (r, "ports", i, _ ("is there twice"));
      else
        g_array_append_val (target->ports, port);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_controls (KaitsuJsonReader *r, KaitsuTarget *target)
{
  guint n = kaitsu_json_reader_enter_array (r, "controls", MAX_CONTROLS);

  for (guint i = 0; i < n && !kaitsu_json_reader_failed (r); i++)
    {
      g_autofree char *text = kaitsu_json_reader_dup_element_string (r, i, MAX_PORT_CHARS);
      KaitsuPort port;

      if (kaitsu_json_reader_failed (r))
        break;
      /* UDP has no handshake: silence of a control would say nothing */
      if (!kaitsu_port_parse (text, &port) || port.protocol != KAITSU_PROTOCOL_TCP)
        fail_element (r, "controls", i, _ ("must be a TCP port such as tcp/443"));
      else if (kaitsu_port_is_among (port, target->controls))
        fail_element (r, "controls", i, _ ("is there twice"));
      else
        g_array_append_val (target->controls, port);
    }
  kaitsu_json_reader_leave (r);
}

static gboolean
has_protocol (const KaitsuTarget *target, KaitsuProtocol protocol)
{
  if (protocol == KAITSU_PROTOCOL_TCP ? target->all_tcp : target->all_udp)
    return TRUE;
  for (guint i = 0; i < target->ports->len; i++)
    if (g_array_index (target->ports, KaitsuPort, i).protocol == protocol)
      return TRUE;
  return FALSE;
}

/* A use without its port would never happen, and its author wonder. */
static void
check_uses (KaitsuJsonReader *r, const KaitsuTarget *target)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_services); i++)
    {
      g_autofree char *port = kaitsu_port_to_string (known_services[i].port);

      if (has_use (target, known_services[i].use) && !covers (target, known_services[i].port))
        /* Translators: a use such as "smtps", a port such as "tcp/465" */
        kaitsu_json_reader_fail_member (r, "uses", _ ("“%s” needs %s among the ports"),
                                        kaitsu_nick (KAITSU_TYPE_USE, (int) known_services[i].use),
                                        port);
    }
  if (has_use (target, KAITSU_USE_TCP) && !has_protocol (target, KAITSU_PROTOCOL_TCP))
    kaitsu_json_reader_fail_member (r, "uses", _ ("“%s” needs %s among the ports"), "tcp", "tcp/*");
  if (has_use (target, KAITSU_USE_UDP) && !has_protocol (target, KAITSU_PROTOCOL_UDP))
    kaitsu_json_reader_fail_member (r, "uses", _ ("“%s” needs %s among the ports"), "udp", "udp/*");
  if (target->expect != NULL && !has_use (target, KAITSU_USE_TCP))
    kaitsu_json_reader_fail_member (r, "expect", _ ("has a meaning only beside the use “tcp”"));
}

static void
read_target (KaitsuJsonReader *r, GPtrArray *targets)
{
  static const char *const names[] = { "host",     "operator", "uses", "ports",
                                       "controls", "expect",   NULL };
  KaitsuTarget *target = g_new0 (KaitsuTarget, 1);

  g_ptr_array_add (targets, target);
  target->ports = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  target->controls = g_array_new (FALSE, FALSE, sizeof (KaitsuPort));
  kaitsu_json_reader_allow_only (r, names);
  target->host = read_host (r);
  target->operated_by = (KaitsuOperator) kaitsu_json_reader_get_nick (r, "operator",
                                                                      KAITSU_TYPE_OPERATOR);
  read_uses (r, target);
  read_ports (r, target);
  read_controls (r, target);
  if (kaitsu_json_reader_has (r, "expect"))
    target->expect = kaitsu_json_fields_dup_line (r, "expect", MAX_LINE_CHARS);
  check_uses (r, target);
}

static void
read_targets (KaitsuJsonReader *r, GPtrArray *targets)
{
  guint n = kaitsu_json_reader_enter_array (r, "targets", MAX_TARGETS);

  if (n == 0)
    kaitsu_json_reader_fail (r, _ ("must not be empty"));
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      read_target (r, targets);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

/* Only what a captive portal answers in place of: plain HTTP on port 80. */
static char *
read_uri (KaitsuJsonReader *r)
{
  g_autofree char *text = kaitsu_json_reader_dup_string (r, "uri", MAX_URI_CHARS);
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;
  const char *reason = NULL;

  if (kaitsu_json_reader_failed (r))
    return NULL;
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 || g_uri_get_host (uri) == NULL
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL
      || (g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != 80))
    {
      kaitsu_json_reader_fail_member (
          r, "uri", _ ("must be an http address on port 80, without credentials and fragment"));
      return NULL;
    }
  host = kaitsu_host_name_normalize (g_uri_get_host (uri), &reason);
  if (host == NULL)
    {
      /* Translators: the reason why a host name is refused */
      kaitsu_json_reader_fail_member (r, "uri", _ ("its host %s"), reason);
      return NULL;
    }
  return g_uri_join (G_URI_FLAGS_NONE, "http", NULL, host, -1,
                     *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/",
                     g_uri_get_query (uri), NULL);
}

static void
read_portal_checks (KaitsuJsonReader *r, GPtrArray *checks)
{
  static const char *const names[] = { "uri", "status", "body", NULL };
  guint n;

  if (!kaitsu_json_reader_has (r, "portal_checks"))
    return;
  n = kaitsu_json_reader_enter_array (r, "portal_checks", MAX_PORTAL_CHECKS);
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      KaitsuPortalCheck *check = g_new0 (KaitsuPortalCheck, 1);

      g_ptr_array_add (checks, check);
      kaitsu_json_reader_allow_only (r, names);
      check->uri = read_uri (r);
      if (!kaitsu_json_reader_has (r, "status"))
        kaitsu_json_reader_fail_member (r, "status", _ ("is missing"));
      check->status = (guint) kaitsu_json_reader_get_int (r, "status", 100, 599, 200);
      check->body = kaitsu_json_fields_dup_line (r, "body", MAX_LINE_CHARS);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static GDateTime *
read_date (KaitsuJsonReader *r, const char *name)
{
  g_autofree char *text = kaitsu_json_reader_dup_optional_string (r, name, MAX_LINE_CHARS);
  int year = 0, month = 0, day = 0;
  gboolean shaped;

  if (text == NULL)
    return NULL;
  shaped = strlen (text) == 10 && text[4] == '-' && text[7] == '-';
  for (int i = 0; shaped && i < 10; i++)
    shaped = i == 4 || i == 7 || g_ascii_isdigit (text[i]);
  if (shaped)
    {
      year = (int) g_ascii_strtoll (text, NULL, 10);
      month = (int) g_ascii_strtoll (text + 5, NULL, 10);
      day = (int) g_ascii_strtoll (text + 8, NULL, 10);
      shaped = g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
    }
  if (shaped)
    return g_date_time_new_utc (year, month, day, 0, 0, 0);
  kaitsu_json_reader_fail_member (r, name, _ ("must be a date such as 2027-06-30"));
  return NULL;
}

static void
read_list (KaitsuTargets *self, KaitsuJsonReader *r)
{
  static const char *const names[] = { "$schema", "format",        "version", "fresh_until",
                                       "targets", "portal_checks", NULL };

  if (!kaitsu_json_fields_check_format (r, FORMAT, VERSION))
    return;
  kaitsu_json_reader_allow_only (r, names);
  self->fresh_until = read_date (r, "fresh_until");
  read_targets (r, self->targets);
  read_portal_checks (r, self->portal_checks);
}

static void
kaitsu_targets_finalize (GObject *object)
{
  KaitsuTargets *self = KAITSU_TARGETS (object);

  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->fresh_until, g_date_time_unref);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->portal_checks, g_ptr_array_unref);

  G_OBJECT_CLASS (kaitsu_targets_parent_class)->finalize (object);
}

static void
kaitsu_targets_class_init (KaitsuTargetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_targets_finalize;
}

static void
kaitsu_targets_init (KaitsuTargets *self)
{
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->portal_checks = g_ptr_array_new_with_free_func (portal_check_free);
}

/**
 * kaitsu_targets_new_from_bytes:
 * @bytes: a list of targets; data/schemas/targets.schema.json describes it
 * @file_name: what messages and reports call it
 * @error: return location for a #KaitsuDataError that names file, place and
 *   reason
 *
 * Returns: (transfer full) (nullable): the list, checked all over
 */
KaitsuTargets *
kaitsu_targets_new_from_bytes (GBytes *bytes, const char *file_name, GError **error)
{
  g_autoptr (KaitsuTargets) self = NULL;
  g_autoptr (KaitsuJsonReader) reader = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  root = kaitsu_json_parse (bytes, file_name, error);
  if (root == NULL)
    return NULL;
  self = g_object_new (KAITSU_TYPE_TARGETS, NULL);
  self->source = kaitsu_json_dup_shown_name (file_name);
  reader = kaitsu_json_reader_new (file_name, root);
  read_list (self, reader);
  return kaitsu_json_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * kaitsu_targets_new_builtin:
 *
 * Returns: (transfer full): the list that the program carries
 */
KaitsuTargets *
kaitsu_targets_new_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      bytes = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  KaitsuTargets *self = bytes != NULL ? kaitsu_targets_new_from_bytes (bytes, BUILTIN, &error)
                                      : NULL;

  /* our own data: the tests load it */
  if (self == NULL)
    g_error ("%s", error->message);
  return self;
}

/**
 * kaitsu_targets_load:
 * @path: a file of targets, in the encoding of file names
 * @error: return location for a #KaitsuDataError that names file, place and
 *   reason
 *
 * Returns: (transfer full) (nullable): the list
 */
KaitsuTargets *
kaitsu_targets_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  bytes = kaitsu_json_load_file (path, error);
  return bytes != NULL ? kaitsu_targets_new_from_bytes (bytes, path, error) : NULL;
}

/**
 * kaitsu_targets_get_source:
 * @self: a list
 *
 * Returns: (transfer none): "built-in", or the file's path in one clean line
 */
const char *
kaitsu_targets_get_source (KaitsuTargets *self)
{
  g_return_val_if_fail (KAITSU_IS_TARGETS (self), "");

  return self->source;
}

/**
 * kaitsu_targets_get_fresh_until:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): midnight in UTC at the beginning of
 *   the last day on which the list is considered fresh; only its date counts
 */
GDateTime *
kaitsu_targets_get_fresh_until (KaitsuTargets *self)
{
  g_return_val_if_fail (KAITSU_IS_TARGETS (self), NULL);

  return self->fresh_until;
}

/**
 * kaitsu_targets_is_stale:
 * @self: a list
 * @now: a time; its date in its own time zone counts
 *
 * Returns: whether that date is past the last fresh day; a list without one
 *   never is stale
 */
gboolean
kaitsu_targets_is_stale (KaitsuTargets *self, GDateTime *now)
{
  g_autoptr (GDateTime) today = NULL;
  int year, month, day;

  g_return_val_if_fail (KAITSU_IS_TARGETS (self), FALSE);
  g_return_val_if_fail (now != NULL, FALSE);

  if (self->fresh_until == NULL)
    return FALSE;
  g_date_time_get_ymd (now, &year, &month, &day);
  today = g_date_time_new_utc (year, month, day, 0, 0, 0);
  return g_date_time_compare (today, self->fresh_until) > 0;
}

/**
 * kaitsu_targets_get_targets:
 * @self: a list
 *
 * Returns: (transfer none) (element-type KaitsuTarget): the targets, in the
 *   order of the file
 */
GPtrArray *
kaitsu_targets_get_targets (KaitsuTargets *self)
{
  g_return_val_if_fail (KAITSU_IS_TARGETS (self), NULL);

  return self->targets;
}

/**
 * kaitsu_targets_get_portal_checks:
 * @self: a list
 *
 * Returns: (transfer none) (element-type KaitsuPortalCheck): pages with known
 *   bodies, possibly none
 */
GPtrArray *
kaitsu_targets_get_portal_checks (KaitsuTargets *self)
{
  g_return_val_if_fail (KAITSU_IS_TARGETS (self), NULL);

  return self->portal_checks;
}

/**
 * kaitsu_targets_is_public_name:
 * @self: a list
 * @host: a host
 *
 * Returns: whether @host is the name of targets of the Internet. A dealer's own
 *   may stand inside a network of private addresses, and whoever writes an
 *   address into the list means it.
 */
gboolean
kaitsu_targets_is_public_name (KaitsuTargets *self, const char *host)
{
  gboolean found = FALSE;

  g_return_val_if_fail (KAITSU_IS_TARGETS (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  for (guint i = 0; i < self->targets->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (self->targets, i);
      if (g_ascii_strcasecmp (target->host, host) != 0)
        continue;
      if (target->operated_by == KAITSU_OPERATOR_OWN)
        return FALSE;
      found = TRUE;
    }
  return found && !g_hostname_is_ip_address (host);
}
