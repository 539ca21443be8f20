/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-unit-private.h"

#include "kaitsu-i18n.h"

struct _KaitsuUnit
{
  GObject parent_instance;

  char *id;
  KaitsuText2 name;
  char *family;
  gboolean pro;
  GPtrArray *services; /* of KaitsuService, shared within the family */
  GPtrArray *ports;    /* of KaitsuUnitPort */
};

G_DEFINE_FINAL_TYPE (KaitsuUnit, kaitsu_unit, G_TYPE_OBJECT)

/**
 * kaitsu_text2_get:
 * @self: a text
 * @language: (nullable): "ja", or anything else for English
 *
 * Returns: (transfer none): the text in @language
 */
const char *
kaitsu_text2_get (const KaitsuText2 *self, const char *language)
{
  g_return_val_if_fail (self != NULL, "");

  return g_strcmp0 (language, "ja") == 0 ? self->ja : self->en;
}

/* (transfer full) */
KaitsuText2
kaitsu_text2_copy (const KaitsuText2 *self)
{
  return (KaitsuText2){ g_strdup (self->ja), g_strdup (self->en) };
}

void
kaitsu_text2_clear (KaitsuText2 *self)
{
  g_clear_pointer (&self->ja, g_free);
  g_clear_pointer (&self->en, g_free);
}

static void
replace_text2 (KaitsuText2 *self, const KaitsuText2 *other)
{
  kaitsu_text2_clear (self);
  *self = kaitsu_text2_copy (other);
}

static void
clear_service_port (gpointer data)
{
  KaitsuServicePort *self = data;

  kaitsu_text2_clear (&self->note);
}

/* A service with the texts of another one and no ports yet. */
KaitsuService *
kaitsu_service_new (const char *id, const KaitsuService *texts)
{
  KaitsuService *self = g_new0 (KaitsuService, 1);

  self->id = g_strdup (id);
  self->name = kaitsu_text2_copy (&texts->name);
  self->purpose = kaitsu_text2_copy (&texts->purpose);
  self->effect = kaitsu_text2_copy (&texts->effect);
  self->ports = g_array_new (FALSE, FALSE, sizeof (KaitsuServicePort));
  g_array_set_clear_func (self->ports, clear_service_port);
  return self;
}

/* (nullable) */
void
kaitsu_service_free (KaitsuService *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  kaitsu_text2_clear (&self->name);
  kaitsu_text2_clear (&self->purpose);
  kaitsu_text2_clear (&self->effect);
  g_clear_pointer (&self->ports, g_array_unref);
  g_free (self);
}

/* (transfer none) (nullable) */
KaitsuServicePort *
kaitsu_service_find_port (const KaitsuService *self, KaitsuPort port)
{
  for (guint i = 0; i < self->ports->len; i++)
    {
      KaitsuServicePort *candidate = &g_array_index (self->ports, KaitsuServicePort, i);

      if (kaitsu_port_equal (candidate->port, port))
        return candidate;
    }
  return NULL;
}

/* (transfer none) (nullable) */
KaitsuService *
kaitsu_services_find (GPtrArray *services, const char *id)
{
  for (guint i = 0; i < services->len; i++)
    {
      KaitsuService *service = g_ptr_array_index (services, i);

      if (g_strcmp0 (service->id, id) == 0)
        return service;
    }
  return NULL;
}

/* The stricter demand counts; of two notes the later family's. */
static void
merge_port (KaitsuService *service, const KaitsuServicePort *port)
{
  KaitsuServicePort *mine = kaitsu_service_find_port (service, port->port);
  KaitsuServicePort copy = *port;

  if (mine == NULL)
    {
      copy.note = kaitsu_text2_copy (&port->note);
      g_array_append_val (service->ports, copy);
      return;
    }
  if (port->role == KAITSU_ROLE_REQUIRED)
    mine->role = KAITSU_ROLE_REQUIRED;
  if (port->closed_means == KAITSU_CLOSED_MEANS_EFFECT)
    mine->closed_means = KAITSU_CLOSED_MEANS_EFFECT;
  if (*port->note.en != '\0')
    replace_text2 (&mine->note, &port->note);
  mine->lan |= port->lan;
  mine->often_open |= port->often_open;
}

/* What any of the families needs: services of the same id become one, with
 * the ports of all and the words of the last, which tell most. */
GPtrArray *
kaitsu_services_new_union (GPtrArray *tables)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_service_free);

  for (guint i = 0; i < tables->len; i++)
    {
      GPtrArray *services = g_ptr_array_index (tables, i);

      for (guint j = 0; j < services->len; j++)
        {
          const KaitsuService *service = g_ptr_array_index (services, j);
          KaitsuService *mine = kaitsu_services_find (all, service->id);

          if (mine == NULL)
            {
              mine = kaitsu_service_new (service->id, service);
              g_ptr_array_add (all, mine);
            }
          replace_text2 (&mine->name, &service->name);
          replace_text2 (&mine->purpose, &service->purpose);
          replace_text2 (&mine->effect, &service->effect);
          for (guint k = 0; k < service->ports->len; k++)
            merge_port (mine, &g_array_index (service->ports, KaitsuServicePort, k));
        }
    }
  return all;
}

static void
unit_port_free (gpointer data)
{
  KaitsuUnitPort *self = data;

  g_ptr_array_unref (self->services);
  g_free (self);
}

static KaitsuUnitPort *
obtain_unit_port (GPtrArray *ports, KaitsuPort port)
{
  KaitsuUnitPort *made;

  for (guint i = 0; i < ports->len; i++)
    {
      KaitsuUnitPort *candidate = g_ptr_array_index (ports, i);

      if (kaitsu_port_equal (candidate->port, port))
        return candidate;
    }
  made = g_new0 (KaitsuUnitPort, 1);
  made->port = port;
  made->role = KAITSU_ROLE_ADVISORY;
  made->services = g_ptr_array_new ();
  g_ptr_array_add (ports, made);
  return made;
}

static int
compare_unit_ports (gconstpointer a, gconstpointer b)
{
  const KaitsuUnitPort *one = *(const KaitsuUnitPort *const *) a;
  const KaitsuUnitPort *other = *(const KaitsuUnitPort *const *) b;

  if (one->role != other->role)
    return one->role == KAITSU_ROLE_REQUIRED ? -1 : 1;
  return kaitsu_port_compare (one->port, other->port);
}

static GPtrArray *
collect_ports (GPtrArray *services)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (unit_port_free);

  for (guint i = 0; i < services->len; i++)
    {
      KaitsuService *service = g_ptr_array_index (services, i);

      for (guint j = 0; j < service->ports->len; j++)
        {
          const KaitsuServicePort *part = &g_array_index (service->ports, KaitsuServicePort, j);
          KaitsuUnitPort *port = obtain_unit_port (ports, part->port);

          g_ptr_array_add (port->services, service);
          port->lan |= part->lan;
          if (part->role == KAITSU_ROLE_REQUIRED)
            port->role = KAITSU_ROLE_REQUIRED;
        }
    }
  g_ptr_array_sort (ports, compare_unit_ports);
  return ports;
}

static void
kaitsu_unit_finalize (GObject *object)
{
  KaitsuUnit *self = KAITSU_UNIT (object);

  g_clear_pointer (&self->id, g_free);
  kaitsu_text2_clear (&self->name);
  g_clear_pointer (&self->family, g_free);
  g_clear_pointer (&self->ports, g_ptr_array_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);

  G_OBJECT_CLASS (kaitsu_unit_parent_class)->finalize (object);
}

static void
kaitsu_unit_class_init (KaitsuUnitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kaitsu_unit_finalize;
}

static void
kaitsu_unit_init (KaitsuUnit *self)
{
}

/* @services: a reference is taken; not to be changed any more */
KaitsuUnit *
kaitsu_unit_new (
    const char *id, const KaitsuText2 *name, const char *family, gboolean pro, GPtrArray *services)
{
  KaitsuUnit *self = g_object_new (KAITSU_TYPE_UNIT, NULL);

  self->id = g_strdup (id);
  self->name = kaitsu_text2_copy (name);
  self->family = g_strdup (family);
  self->pro = pro;
  self->services = g_ptr_array_ref (services);
  self->ports = collect_ports (services);
  return self;
}

/**
 * kaitsu_unit_get_id:
 * @self: a unit
 *
 * Returns: (transfer none): its word in files and on command lines: "unit2pro"
 */
const char *
kaitsu_unit_get_id (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), "");

  return self->id;
}

/**
 * kaitsu_unit_get_name:
 * @self: a unit
 *
 * Returns: (transfer none): its name, "HOME-UNIT2 Pro". That of the made-up
 *   unit "any" is in the language that is in use now
 */
const char *
kaitsu_unit_get_name (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), "");

  return kaitsu_text2_get (&self->name, kaitsu_i18n_get_language ());
}

/**
 * kaitsu_unit_get_family:
 * @self: a unit
 *
 * Returns: (transfer none): the id of its family, "unit2" also for "unit2pro"
 */
const char *
kaitsu_unit_get_family (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), "");

  return self->family;
}

/**
 * kaitsu_unit_is_pro:
 * @self: a unit
 *
 * Returns: whether it is the Pro of its family
 */
gboolean
kaitsu_unit_is_pro (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), FALSE);

  return self->pro;
}

/**
 * kaitsu_unit_get_services:
 * @self: a unit
 *
 * Returns: (transfer none) (element-type KaitsuService): its services, in the
 *   order of the maker's sheet
 */
GPtrArray *
kaitsu_unit_get_services (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), NULL);

  return self->services;
}

/**
 * kaitsu_unit_find_service:
 * @self: a unit
 * @id: (nullable): a word, from anywhere
 *
 * Returns: (transfer none) (nullable): the service of this id, if it has one
 */
const KaitsuService *
kaitsu_unit_find_service (KaitsuUnit *self, const char *id)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), NULL);

  return kaitsu_services_find (self->services, id);
}

/**
 * kaitsu_unit_get_ports:
 * @self: a unit
 *
 * Returns: (transfer none) (element-type KaitsuUnitPort): every port once,
 *   however many services share it; required ones first, TCP before UDP, then
 *   by number
 */
GPtrArray *
kaitsu_unit_get_ports (KaitsuUnit *self)
{
  g_return_val_if_fail (KAITSU_IS_UNIT (self), NULL);

  return self->ports;
}
