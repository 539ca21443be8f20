/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-catalogue.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-enums.h"
#include "kaitsu-json-fields.h"
#include "kaitsu-unit-private.h"

#define RESOURCE "/io/github/kaitsu/Kaitsu/data/units.json"
#define FORMAT "kaitsu-units"
#define VERSION 1

/* The explanations cut what is longer. */
#define MAX_TEXT_CHARS 200
#define MAX_UNITS 100
#define MAX_TEXTS 100
#define MAX_FAMILIES 50
#define MAX_SERVICES 30
#define MAX_PORTS 100

struct _KaitsuCatalogue
{
  GObject parent_instance;

  GListStore *units; /* of KaitsuUnit */
  KaitsuUnit *any;
};

G_DEFINE_FINAL_TYPE (KaitsuCatalogue, kaitsu_catalogue, G_TYPE_OBJECT)

/* What is known while a file is read. */
typedef struct
{
  KaitsuJsonReader *reader;
  GHashTable *texts;    /* id -> KaitsuService without ports */
  GHashTable *families; /* id -> GPtrArray of KaitsuService */
  GPtrArray *tables;    /* the same arrays in the order of the file */
} Loader;

static void
read_text (KaitsuJsonReader *r, const char *name, KaitsuText2 *text)
{
  static const char *const names[] = { "ja", "en", NULL };

  if (!kaitsu_json_reader_enter (r, name))
    return;
  kaitsu_json_reader_allow_only (r, names);
  kaitsu_text2_clear (text);
  text->ja = kaitsu_json_fields_dup_line (r, "ja", MAX_TEXT_CHARS);
  text->en = kaitsu_json_fields_dup_line (r, "en", MAX_TEXT_CHARS);
  kaitsu_json_reader_leave (r);
}

static void
read_texts (Loader *self)
{
  static const char *const names[] = { "id", "name", "purpose", "effect", NULL };
  KaitsuJsonReader *r = self->reader;
  guint n = kaitsu_json_reader_enter_array (r, "texts", MAX_TEXTS);

  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      g_autoptr (KaitsuService) texts = g_new0 (KaitsuService, 1);
      const char *id;

      kaitsu_json_reader_allow_only (r, names);
      id = texts->id = kaitsu_json_fields_dup_id (r, "id");
      read_text (r, "name", &texts->name);
      read_text (r, "purpose", &texts->purpose);
      read_text (r, "effect", &texts->effect);
      if (g_hash_table_contains (self->texts, id))
        kaitsu_json_reader_fail_member (r, "id", _ ("“%s” is there twice"), texts->id);
      kaitsu_json_reader_leave (r);
      if (!kaitsu_json_reader_failed (r))
        g_hash_table_insert (self->texts, (gpointer) id, g_steal_pointer (&texts));
    }
  kaitsu_json_reader_leave (r);
}

static void
read_port (KaitsuJsonReader *r, KaitsuService *service)
{
  static const char *const names[] = { "port",       "role", "closed_means", "note", "lan",
                                       "often_open", NULL };
  KaitsuServicePort port = { { KAITSU_PROTOCOL_TCP, 0 } };

  kaitsu_json_reader_allow_only (r, names);
  port.port = kaitsu_json_fields_get_port (r, "port");
  port.role = (KaitsuRole) kaitsu_json_reader_get_nick (r, "role", KAITSU_TYPE_ROLE);
  port.closed_means = (KaitsuClosedMeans) kaitsu_json_reader_get_nick (r, "closed_means",
                                                                       KAITSU_TYPE_CLOSED_MEANS);
  port.lan = kaitsu_json_reader_get_boolean (r, "lan", FALSE);
  port.often_open = kaitsu_json_reader_get_boolean (r, "often_open", FALSE);
  port.note = (KaitsuText2){ g_strdup (""), g_strdup ("") };
  if (kaitsu_json_reader_has (r, "note"))
    read_text (r, "note", &port.note);
  else if (port.closed_means == KAITSU_CLOSED_MEANS_NOTE)
    kaitsu_json_reader_fail_member (r, "note", _ ("is missing"));

  /* Advisory ports never change the verdict, so they cannot break anything. */
  if (port.role == KAITSU_ROLE_ADVISORY && port.closed_means == KAITSU_CLOSED_MEANS_EFFECT)
    kaitsu_json_reader_fail_member (r, "closed_means", _ ("must be “note” for an advisory port"));
  if (kaitsu_service_find_port (service, port.port) != NULL)
    kaitsu_json_reader_fail_member (r, "port", _ ("this port is there twice"));
  g_array_append_val (service->ports, port);
}

static void
read_ports (KaitsuJsonReader *r, KaitsuService *service)
{
  guint n = kaitsu_json_reader_enter_array (r, "ports", MAX_PORTS);
  gboolean required = FALSE;

  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      read_port (r, service);
      required |= g_array_index (service->ports, KaitsuServicePort, i).role == KAITSU_ROLE_REQUIRED;
      kaitsu_json_reader_leave (r);
    }
  if (!required)
    kaitsu_json_reader_fail (r, _ ("at least one port must be required"));
  kaitsu_json_reader_leave (r);
}

/* (nullable): after a fault */
static KaitsuService *
read_service (Loader *self)
{
  static const char *const names[] = { "id", "text", "ports", NULL };
  KaitsuJsonReader *r = self->reader;
  const char *reference = kaitsu_json_reader_has (r, "text") ? "text" : "id";
  g_autofree char *id = kaitsu_json_fields_dup_id (r, "id");
  g_autofree char *key = kaitsu_json_fields_dup_id (r, reference);
  const KaitsuService *texts = g_hash_table_lookup (self->texts, key);
  g_autoptr (KaitsuService) service = NULL;

  kaitsu_json_reader_allow_only (r, names);
  if (texts == NULL)
    {
      kaitsu_json_reader_fail_member (r, reference, _ ("there are no texts “%s”"), key);
      return NULL;
    }
  service = kaitsu_service_new (id, texts);
  read_ports (r, service);
  return kaitsu_json_reader_failed (r) ? NULL : g_steal_pointer (&service);
}

static GPtrArray *
read_services (Loader *self)
{
  KaitsuJsonReader *r = self->reader;
  GPtrArray *services = g_ptr_array_new_with_free_func ((GDestroyNotify) kaitsu_service_free);
  guint n = kaitsu_json_reader_enter_array (r, "services", MAX_SERVICES);

  if (n == 0)
    kaitsu_json_reader_fail (r, _ ("must not be empty"));
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      KaitsuService *service = read_service (self);

      if (service == NULL)
        break;
      if (kaitsu_services_find (services, service->id) != NULL)
        kaitsu_json_reader_fail_member (r, "id", _ ("“%s” is there twice"), service->id);
      g_ptr_array_add (services, service);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
  return services;
}

/* Returns: (transfer full): the table of the family that the reader is in */
static GPtrArray *
read_table (Loader *self)
{
  KaitsuJsonReader *r = self->reader;
  g_autofree char *other = NULL;
  GPtrArray *services;

  if (!kaitsu_json_reader_has (r, "same_as"))
    return read_services (self);
  if (kaitsu_json_reader_has (r, "services"))
    kaitsu_json_reader_fail_member (r, "same_as", _ ("cannot stand beside “services”"));
  other = kaitsu_json_fields_dup_id (r, "same_as");
  services = g_hash_table_lookup (self->families, other);
  if (services != NULL)
    return g_ptr_array_ref (services);
  kaitsu_json_reader_fail_member (r, "same_as", _ ("there is no family “%s” before it"), other);
  return g_ptr_array_new ();
}

static void
read_families (Loader *self)
{
  static const char *const names[] = { "id", "same_as", "services", NULL };
  KaitsuJsonReader *r = self->reader;
  guint n = kaitsu_json_reader_enter_array (r, "families", MAX_FAMILIES);

  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      g_autofree char *id = kaitsu_json_fields_dup_id (r, "id");
      GPtrArray *services = NULL;

      kaitsu_json_reader_allow_only (r, names);
      if (g_hash_table_contains (self->families, id))
        kaitsu_json_reader_fail_member (r, "id", _ ("“%s” is there twice"), id);
      services = read_table (self);
      g_ptr_array_add (self->tables, g_ptr_array_ref (services));
      g_hash_table_insert (self->families, g_steal_pointer (&id), services);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_unit (Loader *self, KaitsuCatalogue *catalogue)
{
  static const char *const names[] = { "id", "name", "family", "pro", NULL };
  KaitsuJsonReader *r = self->reader;
  g_autofree char *id = kaitsu_json_fields_dup_id (r, "id");
  g_autofree char *name = kaitsu_json_fields_dup_line (r, "name", MAX_TEXT_CHARS);
  g_autofree char *family = kaitsu_json_fields_dup_id (r, "family");
  GPtrArray *services = g_hash_table_lookup (self->families, family);
  KaitsuText2 both = { name, name };
  g_autoptr (KaitsuUnit) unit = NULL;

  kaitsu_json_reader_allow_only (r, names);
  if (g_strcmp0 (id, KAITSU_UNIT_ANY) == 0)
    kaitsu_json_reader_fail_member (r, "id", _ ("“%s” has a meaning of its own"), id);
  if (kaitsu_catalogue_lookup (catalogue, id) != NULL)
    kaitsu_json_reader_fail_member (r, "id", _ ("“%s” is there twice"), id);
  if (services == NULL)
    kaitsu_json_reader_fail_member (r, "family", _ ("there is no family “%s”"), family);
  if (!kaitsu_json_reader_has (r, "pro"))
    kaitsu_json_reader_fail_member (r, "pro", _ ("is missing"));
  if (kaitsu_json_reader_failed (r))
    return;
  unit = kaitsu_unit_new (id, &both, family, kaitsu_json_reader_get_boolean (r, "pro", FALSE),
                          services);
  g_list_store_append (catalogue->units, unit);
}

static void
read_units (Loader *self, KaitsuCatalogue *catalogue)
{
  KaitsuJsonReader *r = self->reader;
  guint n = kaitsu_json_reader_enter_array (r, "units", MAX_UNITS);

  if (n == 0)
    kaitsu_json_reader_fail (r, _ ("must not be empty"));
  for (guint i = 0; i < n && kaitsu_json_reader_enter_element (r, i); i++)
    {
      read_unit (self, catalogue);
      kaitsu_json_reader_leave (r);
    }
  kaitsu_json_reader_leave (r);
}

static void
read_any (Loader *self, KaitsuCatalogue *catalogue)
{
  static const char *const names[] = { "name", NULL };
  KaitsuJsonReader *r = self->reader;
  g_autoptr (GPtrArray) services = NULL;
  g_auto (KaitsuText2) name = { NULL, NULL };

  if (!kaitsu_json_reader_enter (r, "any"))
    return;
  kaitsu_json_reader_allow_only (r, names);
  read_text (r, "name", &name);
  kaitsu_json_reader_leave (r);
  if (kaitsu_json_reader_failed (r))
    return;
  services = kaitsu_services_new_union (self->tables);
  catalogue->any = kaitsu_unit_new (KAITSU_UNIT_ANY, &name, KAITSU_UNIT_ANY, FALSE, services);
}

static void
read_catalogue (KaitsuCatalogue *self, KaitsuJsonReader *reader)
{
  static const char *const names[] = { "$schema", "format", "version",  "any",
                                       "units",   "texts",  "families", NULL };
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                        (GDestroyNotify) kaitsu_service_free);
  g_autoptr (GHashTable) families = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                           (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray)
      tables = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  Loader loader = { reader, texts, families, tables };

  if (!kaitsu_json_fields_check_format (reader, FORMAT, VERSION))
    return;
  kaitsu_json_reader_allow_only (reader, names);
  read_texts (&loader);
  read_families (&loader);
  read_units (&loader, self);
  read_any (&loader, self);
}

static void
kaitsu_catalogue_dispose (GObject *object)
{
  KaitsuCatalogue *self = KAITSU_CATALOGUE (object);

  g_clear_object (&self->units);
  g_clear_object (&self->any);

  G_OBJECT_CLASS (kaitsu_catalogue_parent_class)->dispose (object);
}

static void
kaitsu_catalogue_class_init (KaitsuCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaitsu_catalogue_dispose;
}

static void
kaitsu_catalogue_init (KaitsuCatalogue *self)
{
  self->units = g_list_store_new (KAITSU_TYPE_UNIT);
}

/**
 * kaitsu_catalogue_new_from_bytes:
 * @bytes: a catalogue; data/schemas/units.schema.json describes it
 * @file_name: what messages call it
 * @error: return location for a #KaitsuDataError that names file, place and
 *   reason
 *
 * Returns: (transfer full) (nullable): the catalogue, checked all over
 */
KaitsuCatalogue *
kaitsu_catalogue_new_from_bytes (GBytes *bytes, const char *file_name, GError **error)
{
  g_autoptr (KaitsuCatalogue) self = NULL;
  g_autoptr (KaitsuJsonReader) reader = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  root = kaitsu_json_parse (bytes, file_name, error);
  if (root == NULL)
    return NULL;
  self = g_object_new (KAITSU_TYPE_CATALOGUE, NULL);
  reader = kaitsu_json_reader_new (file_name, root);
  read_catalogue (self, reader);
  return kaitsu_json_reader_finish (reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * kaitsu_catalogue_new_builtin:
 *
 * Returns: (transfer full): the catalogue that the program carries
 */
KaitsuCatalogue *
kaitsu_catalogue_new_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      bytes = g_resources_lookup_data (RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  KaitsuCatalogue *self = bytes != NULL
                              ? kaitsu_catalogue_new_from_bytes (bytes, "units.json", &error)
                              : NULL;

  /* our own data: the tests load it */
  if (self == NULL)
    g_error ("%s", error->message);
  return self;
}

/**
 * kaitsu_catalogue_get_units:
 * @self: a catalogue
 *
 * Returns: (transfer none): of #KaitsuUnit, in the order in which they are
 *   shown, without the made-up unit %KAITSU_UNIT_ANY
 */
GListModel *
kaitsu_catalogue_get_units (KaitsuCatalogue *self)
{
  g_return_val_if_fail (KAITSU_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->units);
}

/**
 * kaitsu_catalogue_lookup:
 * @self: a catalogue
 * @id: (nullable): a word, from anywhere
 *
 * Returns: (transfer none) (nullable): the unit of this id, %KAITSU_UNIT_ANY
 *   among them
 */
KaitsuUnit *
kaitsu_catalogue_lookup (KaitsuCatalogue *self, const char *id)
{
  g_return_val_if_fail (KAITSU_IS_CATALOGUE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->units)); i++)
    {
      /* the list keeps it alive */
      g_autoptr (KaitsuUnit) unit = g_list_model_get_item (G_LIST_MODEL (self->units), i);

      if (g_strcmp0 (kaitsu_unit_get_id (unit), id) == 0)
        return unit;
    }
  return g_strcmp0 (id, KAITSU_UNIT_ANY) == 0 ? self->any : NULL;
}
