/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-port-result.h"

#include "kaitsu-enums.h"

struct _KaitsuPortResult
{
  GObject parent_instance;

  KaitsuPort port;
  KaitsuRole role;
  GStrv services;
  KaitsuPortState state;
  KaitsuFinding finding;
  KaitsuFamily family;
  KaitsuLight ipv6_light;
  KaitsuReason ipv6_reason;
  GPtrArray *observations;
  GDateTime *measured; /* nullable: in this very run */
};

typedef enum {
  PROP_PORT = 1,
  PROP_ROLE,
  PROP_STATE,
  PROP_LIGHT,
  PROP_REASON,
  PROP_IPV6_LIGHT,
} KaitsuPortResultProperty;

static GParamSpec *properties[PROP_IPV6_LIGHT + 1];

G_DEFINE_FINAL_TYPE (KaitsuPortResult, kaitsu_port_result, G_TYPE_OBJECT)

static void
kaitsu_port_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KaitsuPortResult *self = KAITSU_PORT_RESULT (object);

  switch ((KaitsuPortResultProperty) id)
    {
    case PROP_PORT:
      g_value_take_string (value, kaitsu_port_to_string (self->port));
      break;
    case PROP_ROLE:
      g_value_set_enum (value, (int) self->role);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_LIGHT:
      g_value_set_enum (value, (int) self->finding.light);
      break;
    case PROP_REASON:
      g_value_set_enum (value, (int) self->finding.reason);
      break;
    case PROP_IPV6_LIGHT:
      g_value_set_enum (value, (int) self->ipv6_light);
      break;
    }
}

static void
kaitsu_port_result_finalize (GObject *object)
{
  KaitsuPortResult *self = KAITSU_PORT_RESULT (object);

  g_strfreev (self->services);
  kaitsu_finding_clear (&self->finding);
  g_ptr_array_unref (self->observations);
  g_clear_pointer (&self->measured, g_date_time_unref);
  G_OBJECT_CLASS (kaitsu_port_result_parent_class)->finalize (object);
}

static void
kaitsu_port_result_class_init (KaitsuPortResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kaitsu_port_result_get_property;
  object_class->finalize = kaitsu_port_result_finalize;

  properties[PROP_PORT] = g_param_spec_string ("port", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] = g_param_spec_enum ("role", NULL, NULL, KAITSU_TYPE_ROLE,
                                             KAITSU_ROLE_REQUIRED, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, KAITSU_TYPE_PORT_STATE,
                                              KAITSU_PORT_STATE_WAITING, flags);
  properties[PROP_LIGHT] = g_param_spec_enum ("light", NULL, NULL, KAITSU_TYPE_LIGHT,
                                              KAITSU_LIGHT_NONE, flags);
  properties[PROP_REASON] = g_param_spec_enum ("reason", NULL, NULL, KAITSU_TYPE_REASON,
                                               KAITSU_REASON_NOT_TESTED, flags);
  properties[PROP_IPV6_LIGHT] = g_param_spec_enum ("ipv6-light", NULL, NULL, KAITSU_TYPE_LIGHT,
                                                   KAITSU_LIGHT_NONE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kaitsu_port_result_init (KaitsuPortResult *self)
{
  self->finding = (KaitsuFinding) KAITSU_FINDING_INIT;
  self->observations = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_observation_unref);
}

/**
 * kaitsu_port_result_new:
 * @port: the port
 * @role: whether it makes the verdict
 * @services: ids of the services that share it
 *
 * Returns: (transfer full): a port of which nothing is known yet
 */
KaitsuPortResult *
kaitsu_port_result_new (KaitsuPort port, KaitsuRole role, const char *const *services)
{
  KaitsuPortResult *self = g_object_new (KAITSU_TYPE_PORT_RESULT, NULL);

  self->port = port;
  self->role = role;
  self->services = g_strdupv ((char **) services);
  return self;
}

/**
 * kaitsu_port_result_get_port:
 * @self: a port result
 *
 * Returns: the port
 */
KaitsuPort
kaitsu_port_result_get_port (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), (KaitsuPort){ 0 });
  return self->port;
}

/**
 * kaitsu_port_result_get_role:
 * @self: a port result
 *
 * Returns: whether the port makes the verdict or is only shown
 */
KaitsuRole
kaitsu_port_result_get_role (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_ROLE_REQUIRED);
  return self->role;
}

/**
 * kaitsu_port_result_get_services:
 * @self: a port result
 *
 * Returns: (transfer none): ids of the services that share the port
 */
const char *const *
kaitsu_port_result_get_services (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), NULL);
  return (const char *const *) self->services;
}

/**
 * kaitsu_port_result_get_state:
 * @self: a port result
 *
 * Returns: where the port is in a live run; done in a saved result
 */
KaitsuPortState
kaitsu_port_result_get_state (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_PORT_STATE_WAITING);
  return self->state;
}

/**
 * kaitsu_port_result_set_state:
 * @self: a port result
 * @state: where the port is now
 */
void
kaitsu_port_result_set_state (KaitsuPortResult *self, KaitsuPortState state)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * kaitsu_port_result_get_finding:
 * @self: a port result
 *
 * Returns: (transfer none): what was judged, valid until the next change
 */
const KaitsuFinding *
kaitsu_port_result_get_finding (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), NULL);
  return &self->finding;
}

/**
 * kaitsu_port_result_set_finding:
 * @self: a port result
 * @finding: what was judged; copied
 */
void
kaitsu_port_result_set_finding (KaitsuPortResult *self, const KaitsuFinding *finding)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));
  g_return_if_fail (finding != NULL && finding != &self->finding);

  gboolean light = self->finding.light != finding->light;
  gboolean reason = self->finding.reason != finding->reason;

  kaitsu_finding_copy (finding, &self->finding);
  if (light)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIGHT]);
  if (reason)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
}

/**
 * kaitsu_port_result_get_light:
 * @self: a port result
 *
 * Returns: the light of the family that decides
 */
KaitsuLight
kaitsu_port_result_get_light (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_LIGHT_NONE);
  return self->finding.light;
}

/**
 * kaitsu_port_result_get_reason:
 * @self: a port result
 *
 * Returns: why the light shows what it shows
 */
KaitsuReason
kaitsu_port_result_get_reason (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_REASON_NOT_TESTED);
  return self->finding.reason;
}

/**
 * kaitsu_port_result_get_family:
 * @self: a port result
 *
 * Returns: the family that decides
 */
KaitsuFamily
kaitsu_port_result_get_family (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_FAMILY_IPV4);
  return self->family;
}

/**
 * kaitsu_port_result_set_family:
 * @self: a port result
 * @family: IPv4, or IPv6 where there is no IPv4 at all (contract section 2)
 */
void
kaitsu_port_result_set_family (KaitsuPortResult *self, KaitsuFamily family)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));
  self->family = family;
}

/**
 * kaitsu_port_result_get_ipv6_light:
 * @self: a port result
 *
 * Returns: the light of IPv6, shown beside the one that decides; none if it
 *   was not tried
 */
KaitsuLight
kaitsu_port_result_get_ipv6_light (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_LIGHT_NONE);
  return self->ipv6_light;
}

/**
 * kaitsu_port_result_get_ipv6_reason:
 * @self: a port result
 *
 * Returns: why the light of IPv6 shows what it shows
 */
KaitsuReason
kaitsu_port_result_get_ipv6_reason (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), KAITSU_REASON_NOT_TESTED);
  return self->ipv6_reason;
}

/**
 * kaitsu_port_result_set_ipv6:
 * @self: a port result
 * @light: the light of IPv6
 * @reason: why
 */
void
kaitsu_port_result_set_ipv6 (KaitsuPortResult *self, KaitsuLight light, KaitsuReason reason)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));

  self->ipv6_reason = reason;
  if (self->ipv6_light == light)
    return;
  self->ipv6_light = light;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IPV6_LIGHT]);
}

/**
 * kaitsu_port_result_get_observations:
 * @self: a port result
 *
 * Returns: (transfer none) (element-type KaitsuObservation): what was seen
 */
GPtrArray *
kaitsu_port_result_get_observations (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), NULL);
  return self->observations;
}

/**
 * kaitsu_port_result_add_observation:
 * @self: a port result
 * @observation: what was seen last
 */
void
kaitsu_port_result_add_observation (KaitsuPortResult *self, KaitsuObservation *observation)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));
  g_ptr_array_add (self->observations, kaitsu_observation_ref (observation));
}

/**
 * kaitsu_port_result_get_measured:
 * @self: a port result
 *
 * Returns: (transfer none) (nullable): when the port was measured, if that was
 *   in an earlier run and the result's own run did not try it again
 */
GDateTime *
kaitsu_port_result_get_measured (KaitsuPortResult *self)
{
  g_return_val_if_fail (KAITSU_IS_PORT_RESULT (self), NULL);
  return self->measured;
}

/**
 * kaitsu_port_result_set_measured:
 * @self: a port result
 * @when: (nullable): when an earlier run measured it
 */
void
kaitsu_port_result_set_measured (KaitsuPortResult *self, GDateTime *when)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self));

  if (when != NULL)
    g_date_time_ref (when);
  g_clear_pointer (&self->measured, g_date_time_unref);
  self->measured = when;
}

/**
 * kaitsu_port_result_take_over:
 * @self: a port result of which nothing is known yet
 * @earlier: the same port in an earlier result
 * @when: when that result ended
 *
 * Takes over what was found and seen, marked with the time at which it was
 * measured: that of the first run if @earlier has been taken over itself.
 */
void
kaitsu_port_result_take_over (KaitsuPortResult *self, KaitsuPortResult *earlier, GDateTime *when)
{
  g_return_if_fail (KAITSU_IS_PORT_RESULT (self) && KAITSU_IS_PORT_RESULT (earlier));
  g_return_if_fail (self->observations->len == 0 && when != NULL);

  kaitsu_port_result_set_finding (self, &earlier->finding);
  kaitsu_port_result_set_family (self, earlier->family);
  kaitsu_port_result_set_ipv6 (self, earlier->ipv6_light, earlier->ipv6_reason);
  for (guint i = 0; i < earlier->observations->len; i++)
    kaitsu_port_result_add_observation (self, g_ptr_array_index (earlier->observations, i));
  kaitsu_port_result_set_measured (self, earlier->measured != NULL ? earlier->measured : when);
  kaitsu_port_result_set_state (self, KAITSU_PORT_STATE_DONE);
}
