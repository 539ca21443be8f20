/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-json-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "kaitsu-nick.h"
#include "kaitsu-text.h"

#define MAX_WORD_CHARS 400
#define MAX_SHOWN_CHARS 40

/* One level that was entered; @place_length is how long the place was
 * before. The node belongs to the document. */
typedef struct
{
  JsonNode *node;
  gsize place_length;
} Level;

struct _KaitsuJsonReader
{
  char *file_name;
  JsonNode *root;
  GArray *levels;
  GString *place;
  GError *error;
};

/**
 * kaitsu_json_reader_new:
 * @file_name: what messages call the document
 * @root: the document; a reference is taken
 *
 * Returns: (transfer full): a reader that stands at the root
 */
KaitsuJsonReader *
kaitsu_json_reader_new (const char *file_name, JsonNode *root)
{
  KaitsuJsonReader *self;
  Level level = { root, 0 };

  g_return_val_if_fail (file_name != NULL, NULL);
  g_return_val_if_fail (root != NULL, NULL);

  self = g_new0 (KaitsuJsonReader, 1);
  self->file_name = kaitsu_json_dup_shown_name (file_name);
  self->root = json_node_ref (root);
  self->place = g_string_new (NULL);
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_append_val (self->levels, level);
  return self;
}

/**
 * kaitsu_json_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
kaitsu_json_reader_free (KaitsuJsonReader *self)
{
  if (self == NULL)
    return;
  g_free (self->file_name);
  json_node_unref (self->root);
  g_array_unref (self->levels);
  g_string_free (self->place, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * kaitsu_json_reader_finish:
 * @self: a reader
 * @error: return location for the first fault, a #KaitsuDataError
 *
 * Asked once, at the end. The fault stays in the reader, too.
 *
 * Returns: whether there was no fault
 */
gboolean
kaitsu_json_reader_finish (KaitsuJsonReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

/**
 * kaitsu_json_reader_failed:
 * @self: a reader
 *
 * Returns: whether there was a fault already
 */
gboolean
kaitsu_json_reader_failed (KaitsuJsonReader *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->error != NULL;
}

/* @name: a member of the current place, or NULL for the place itself */
static G_GNUC_PRINTF (3, 0) void fail_at (KaitsuJsonReader *self,
                                          const char *name,
                                          const char *format,
                                          va_list arguments)
{
  g_autofree char *reason = NULL;
  g_autofree char *place = NULL;
  const char *colon = C_ ("between file, place and reason", ": ");

  if (self->error != NULL)
    return;
  reason = g_strdup_vprintf (format, arguments);
  place = g_strconcat (self->place->str, name != NULL && self->place->len > 0 ? "." : "",
                       name != NULL ? name : "", NULL);
  self->error = g_error_new (KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID, "%s%s%s%s%s",
                             self->file_name, colon, place, *place != '\0' ? colon : "", reason);
}

/**
 * kaitsu_json_reader_fail:
 * @self: a reader
 * @format: the reason, in the current language; printf-like
 *
 * Notes a fault of the current place, unless there is one already. Text from
 * the document must be made clean by the caller.
 */
void
kaitsu_json_reader_fail (KaitsuJsonReader *self, const char *format, ...)
{
  va_list arguments;

  g_return_if_fail (self != NULL);

  va_start (arguments, format);
  fail_at (self, NULL, format, arguments);
  va_end (arguments);
}

/**
 * kaitsu_json_reader_fail_member:
 * @self: a reader
 * @name: a member of the current object; it need not be there
 * @format: the reason, in the current language; printf-like
 *
 * Notes a fault of a member, unless there is one already.
 */
void
kaitsu_json_reader_fail_member (KaitsuJsonReader *self, const char *name, const char *format, ...)
{
  va_list arguments;

  g_return_if_fail (self != NULL);

  va_start (arguments, format);
  fail_at (self, name, format, arguments);
  va_end (arguments);
}

static JsonNode *
current (KaitsuJsonReader *self)
{
  return g_array_index (self->levels, Level, self->levels->len - 1).node;
}

/* (nullable): the member; null counts as not being there. NULL after a fault. */
static JsonNode *
find_member (KaitsuJsonReader *self, const char *name)
{
  JsonNode *node;

  if (self->error != NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (current (self)))
    {
      kaitsu_json_reader_fail (self, _ ("must be an object, { … }"));
      return NULL;
    }
  node = json_object_get_member (json_node_get_object (current (self)), name);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static JsonNode *
need_member (KaitsuJsonReader *self, const char *name)
{
  JsonNode *node = find_member (self, name);

  if (node == NULL)
    kaitsu_json_reader_fail_member (self, name, _ ("is missing"));
  return node;
}

/* (nullable): NULL after a fault */
static JsonNode *
find_element (KaitsuJsonReader *self, guint index)
{
  if (self->error != NULL)
    return NULL;
  g_return_val_if_fail (JSON_NODE_HOLDS_ARRAY (current (self)), NULL);
  g_return_val_if_fail (index < json_array_get_length (json_node_get_array (current (self))), NULL);
  return json_array_get_element (json_node_get_array (current (self)), index);
}

static void
push_member (KaitsuJsonReader *self, const char *name, JsonNode *node)
{
  Level level = { node, self->place->len };

  if (self->place->len > 0)
    g_string_append_c (self->place, '.');
  g_string_append (self->place, name);
  g_array_append_val (self->levels, level);
}

static void
push_element (KaitsuJsonReader *self, guint index, JsonNode *node)
{
  Level level = { node, self->place->len };

  g_string_append_printf (self->place, "[%u]", index);
  g_array_append_val (self->levels, level);
}

/**
 * kaitsu_json_reader_allow_only:
 * @self: a reader in an object
 * @names: (array zero-terminated=1): every name that has a meaning here
 *
 * Makes any other name a fault. For files that people write: a misspelt
 * "contols" would otherwise be passed over in silence.
 */
void
kaitsu_json_reader_allow_only (KaitsuJsonReader *self, const char *const *names)
{
  JsonObjectIter iter;
  const char *name;

  g_return_if_fail (self != NULL);

  if (self->error != NULL || !JSON_NODE_HOLDS_OBJECT (current (self)))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (current (self)));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (names, name))
      {
        g_autofree char *shown = kaitsu_text_clean (name, -1, MAX_SHOWN_CHARS);

        /* Translators: a name in a data file */
        kaitsu_json_reader_fail (self, _ ("“%s” has no meaning here"), shown);
      }
}

/**
 * kaitsu_json_reader_has:
 * @self: a reader
 * @name: a member
 *
 * Returns: whether the current object has it; null counts as not
 */
gboolean
kaitsu_json_reader_has (KaitsuJsonReader *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return find_member (self, name) != NULL;
}

/**
 * kaitsu_json_reader_holds_string:
 * @self: a reader in an object
 * @name: a member
 *
 * Returns: whether the current object has it, and it is a text
 */
gboolean
kaitsu_json_reader_holds_string (KaitsuJsonReader *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);

  JsonNode *node = find_member (self, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
}

/**
 * kaitsu_json_reader_enter:
 * @self: a reader
 * @name: a member that must be there and be an object
 *
 * Goes into it; come back with kaitsu_json_reader_leave(), which does nothing
 * after a fault.
 *
 * Returns: whether the reader is in it; if not, there is a fault
 */
gboolean
kaitsu_json_reader_enter (KaitsuJsonReader *self, const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, FALSE);

  node = need_member (self, name);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      kaitsu_json_reader_fail_member (self, name, _ ("must be an object, { … }"));
      return FALSE;
    }
  push_member (self, name, node);
  return TRUE;
}

/**
 * kaitsu_json_reader_enter_optional:
 * @self: a reader
 * @name: a member that may be missing or null, else must be an object
 *
 * Returns: whether the reader is in it; if not, there is nothing to leave
 */
gboolean
kaitsu_json_reader_enter_optional (KaitsuJsonReader *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return find_member (self, name) != NULL && kaitsu_json_reader_enter (self, name);
}

/**
 * kaitsu_json_reader_enter_array:
 * @self: a reader
 * @name: a member that must be there and be an array
 * @max_elements: more than these are a fault
 *
 * Goes into it, an empty one too: always come back with
 * kaitsu_json_reader_leave(), which does nothing after a fault.
 *
 * Returns: the number of elements, 0 after a fault
 */
guint
kaitsu_json_reader_enter_array (KaitsuJsonReader *self, const char *name, guint max_elements)
{
  g_return_val_if_fail (self != NULL, 0);

  JsonNode *node = need_member (self, name);
  if (node == NULL)
    return 0;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      kaitsu_json_reader_fail_member (self, name, _ ("must be a list, [ … ]"));
      return 0;
    }
  guint length = json_array_get_length (json_node_get_array (node));
  if (length > max_elements)
    {
      kaitsu_json_reader_fail_member (self, name, _ ("has more than %u entries"), max_elements);
      return 0;
    }
  push_member (self, name, node);
  return length;
}

/**
 * kaitsu_json_reader_enter_element:
 * @self: a reader in an array
 * @index: less than what kaitsu_json_reader_enter_array() returned
 *
 * Goes into an element that must be an object; come back with
 * kaitsu_json_reader_leave().
 *
 * Returns: whether the reader is in it; if not, there is a fault
 */
gboolean
kaitsu_json_reader_enter_element (KaitsuJsonReader *self, guint index)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, FALSE);

  node = find_element (self, index);
  if (node == NULL)
    return FALSE;
  push_element (self, index, node);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    kaitsu_json_reader_fail (self, _ ("must be an object, { … }"));
  return self->error == NULL;
}

/**
 * kaitsu_json_reader_leave:
 * @self: a reader
 *
 * Goes back to where the last thing was entered. Does nothing after a fault.
 */
void
kaitsu_json_reader_leave (KaitsuJsonReader *self)
{
  g_return_if_fail (self != NULL);

  if (self->error != NULL)
    return;
  g_return_if_fail (self->levels->len > 1);
  g_string_truncate (self->place,
                     g_array_index (self->levels, Level, self->levels->len - 1).place_length);
  g_array_set_size (self->levels, self->levels->len - 1);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) && *p != '\n' && *p != '\t')
      return TRUE;
  return FALSE;
}

/* Checks the string of @node, a fault is one of @name or of the place. */
static char *
take_string (KaitsuJsonReader *self, JsonNode *node, const char *name, gsize max_chars)
{
  const char *text;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    {
      kaitsu_json_reader_fail_member (self, name, _ ("must be a text"));
      return NULL;
    }
  text = json_node_get_string (node);
  if (!g_utf8_validate (text, -1, NULL) || has_control_character (text))
    {
      kaitsu_json_reader_fail_member (self, name, _ ("has a control character"));
      return NULL;
    }
  if (g_utf8_strlen (text, -1) > (glong) max_chars)
    {
      kaitsu_json_reader_fail_member (self, name, _ ("is longer than %u characters"),
                                      (guint) max_chars);
      return NULL;
    }
  return g_strdup (text);
}

/**
 * kaitsu_json_reader_dup_string:
 * @self: a reader
 * @name: a member that must be there and be a text
 * @max_chars: a longer one is a fault, and so are control characters other
 *   than line feed and tab; an empty one is not
 *
 * The text is from outside still: clean it before it is shown as one line.
 *
 * Returns: (transfer full): the text, "" after a fault
 */
char *
kaitsu_json_reader_dup_string (KaitsuJsonReader *self, const char *name, gsize max_chars)
{
  JsonNode *node;
  char *text = NULL;

  g_return_val_if_fail (self != NULL, g_strdup (""));

  node = need_member (self, name);
  if (node != NULL)
    text = take_string (self, node, name, max_chars);
  return text != NULL ? text : g_strdup ("");
}

/**
 * kaitsu_json_reader_dup_optional_string:
 * @self: a reader
 * @name: a member that may be missing or null, else must be a text
 * @max_chars: a longer one is a fault
 *
 * Returns: (transfer full) (nullable): the text; %NULL if there is none and
 *   after a fault
 */
char *
kaitsu_json_reader_dup_optional_string (KaitsuJsonReader *self, const char *name, gsize max_chars)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = find_member (self, name);
  return node != NULL ? take_string (self, node, name, max_chars) : NULL;
}

/**
 * kaitsu_json_reader_dup_element_string:
 * @self: a reader in an array
 * @index: less than what kaitsu_json_reader_enter_array() returned
 * @max_chars: a longer one is a fault
 *
 * Returns: (transfer full): the text that the element must be, "" after a
 *   fault
 */
char *
kaitsu_json_reader_dup_element_string (KaitsuJsonReader *self, guint index, gsize max_chars)
{
  g_return_val_if_fail (self != NULL, g_strdup (""));

  JsonNode *node = find_element (self, index);
  if (node == NULL)
    return g_strdup ("");
  push_element (self, index, node);
  char *text = take_string (self, node, NULL, max_chars);
  kaitsu_json_reader_leave (self);
  return text != NULL ? text : g_strdup ("");
}

/* JSON knows one kind of number: 5.0 and 5e0 are 5. */
static gboolean
to_integer (JsonNode *node, gint64 *value)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  if (type == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);

      /* beyond 2^53 neighbours look the same */
      if (isfinite (number) && fabs (number) <= 9007199254740992.0 && trunc (number) == number)
        {
          *value = (gint64) number;
          return TRUE;
        }
    }
  return FALSE;
}

static void
fail_range (KaitsuJsonReader *self, const char *name, gint64 min, gint64 max)
{
  g_autofree char *least = g_strdup_printf ("%" G_GINT64_FORMAT, min);
  g_autofree char *greatest = g_strdup_printf ("%" G_GINT64_FORMAT, max);

  /* Translators: two numbers */
  kaitsu_json_reader_fail_member (self, name, _ ("must be a whole number from %s to %s"), least,
                                  greatest);
}

/**
 * kaitsu_json_reader_get_int:
 * @self: a reader
 * @name: a member that may be missing or null, else must be a whole number
 * @min: least allowed value
 * @max: greatest allowed value
 * @fallback: for a member that is not there, and after a fault
 *
 * Returns: the number
 */
gint64
kaitsu_json_reader_get_int (
    KaitsuJsonReader *self, const char *name, gint64 min, gint64 max, gint64 fallback)
{
  gint64 value;

  g_return_val_if_fail (self != NULL, fallback);

  JsonNode *node = find_member (self, name);
  if (node == NULL)
    return fallback;
  if (to_integer (node, &value) && value >= min && value <= max)
    return value;
  fail_range (self, name, min, max);
  return fallback;
}

/**
 * kaitsu_json_reader_get_element_int:
 * @self: a reader in an array
 * @index: less than what kaitsu_json_reader_enter_array() returned
 * @min: least allowed value
 * @max: greatest allowed value
 * @fallback: after a fault
 *
 * Returns: the whole number that the element must be
 */
gint64
kaitsu_json_reader_get_element_int (
    KaitsuJsonReader *self, guint index, gint64 min, gint64 max, gint64 fallback)
{
  gint64 value;

  g_return_val_if_fail (self != NULL, fallback);

  JsonNode *node = find_element (self, index);
  if (node == NULL)
    return fallback;
  if (to_integer (node, &value) && value >= min && value <= max)
    return value;
  push_element (self, index, node);
  fail_range (self, NULL, min, max);
  kaitsu_json_reader_leave (self);
  return fallback;
}

/**
 * kaitsu_json_reader_get_double:
 * @self: a reader
 * @name: a member that may be missing or null, else must be a finite number
 * @fallback: for a member that is not there, and after a fault
 *
 * Returns: the number
 */
double
kaitsu_json_reader_get_double (KaitsuJsonReader *self, const char *name, double fallback)
{
  JsonNode *node;
  GType type;

  g_return_val_if_fail (self != NULL, fallback);

  node = find_member (self, name);
  if (node == NULL)
    return fallback;
  type = json_node_get_value_type (node);
  if ((type == G_TYPE_INT64 || type == G_TYPE_DOUBLE) && isfinite (json_node_get_double (node)))
    return json_node_get_double (node);
  kaitsu_json_reader_fail_member (self, name, _ ("must be a number"));
  return fallback;
}

/**
 * kaitsu_json_reader_get_boolean:
 * @self: a reader
 * @name: a member that may be missing or null, else must be true or false
 * @fallback: for a member that is not there, and after a fault
 *
 * Returns: the value
 */
gboolean
kaitsu_json_reader_get_boolean (KaitsuJsonReader *self, const char *name, gboolean fallback)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, fallback);

  node = find_member (self, name);
  if (node == NULL)
    return fallback;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  kaitsu_json_reader_fail_member (self, name, _ ("must be true or false"));
  return fallback;
}

static void
fail_nick (KaitsuJsonReader *self, const char *name, const char *word, GType enum_type)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (enum_type);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *shown = kaitsu_text_clean (word, -1, MAX_SHOWN_CHARS);

  for (guint i = 0; i < klass->n_values; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", klass->values[i].value_nick);
  /* Translators: the word found, the words that are allowed */
  kaitsu_json_reader_fail_member (self, name, _ ("“%s” is none of: %s"), shown, words->str);
}

/**
 * kaitsu_json_reader_get_nick:
 * @self: a reader
 * @name: a member that must be there and be a word of the enum
 * @enum_type: a GType of kaitsu-enums.h
 *
 * Returns: the value, 0 after a fault
 */
int
kaitsu_json_reader_get_nick (KaitsuJsonReader *self, const char *name, GType enum_type)
{
  g_return_val_if_fail (self != NULL, 0);

  if (need_member (self, name) == NULL)
    return 0;
  return kaitsu_json_reader_get_optional_nick (self, name, enum_type, 0);
}

/**
 * kaitsu_json_reader_get_optional_nick:
 * @self: a reader
 * @name: a member that may be missing or null, else must be a word of the enum
 * @enum_type: a GType of kaitsu-enums.h
 * @fallback: for a member that is not there, and after a fault
 *
 * Returns: the value
 */
int
kaitsu_json_reader_get_optional_nick (KaitsuJsonReader *self,
                                      const char *name,
                                      GType enum_type,
                                      int fallback)
{
  g_autofree char *word = NULL;
  int value;

  g_return_val_if_fail (self != NULL, fallback);

  word = kaitsu_json_reader_dup_optional_string (self, name, MAX_WORD_CHARS);
  if (word == NULL)
    return fallback;
  if (kaitsu_from_nick (enum_type, word, &value))
    return value;
  fail_nick (self, name, word, enum_type);
  return fallback;
}

/**
 * kaitsu_json_reader_get_element_nick:
 * @self: a reader in an array
 * @index: less than what kaitsu_json_reader_enter_array() returned
 * @enum_type: a GType of kaitsu-enums.h
 *
 * Returns: the value of the word that the element must be, 0 after a fault
 */
int
kaitsu_json_reader_get_element_nick (KaitsuJsonReader *self, guint index, GType enum_type)
{
  g_autofree char *word = NULL;
  int value = 0;

  g_return_val_if_fail (self != NULL, 0);

  word = kaitsu_json_reader_dup_element_string (self, index, MAX_WORD_CHARS);
  if (self->error != NULL || kaitsu_from_nick (enum_type, word, &value))
    return value;
  push_element (self, index, find_element (self, index));
  fail_nick (self, NULL, word, enum_type);
  return 0;
}

static const char *
match (const char *text, const char *shape)
{
  for (; *shape != '\0'; shape++, text++)
    if (*shape == '9' ? !g_ascii_isdigit (*text) : *text != *shape)
      return NULL;
  return text;
}

/* GLib takes all of ISO 8601, week dates and missing offsets among it; this
 * is the narrow shape of RFC 3339 section 5.6. */
static gboolean
is_rfc3339 (const char *text)
{
  const char *p = match (text, "9999-99-99T99:99:99");

  if (p != NULL && *p == '.')
    {
      p = match (p, ".9");
      while (p != NULL && g_ascii_isdigit (*p))
        p++;
    }
  if (p == NULL)
    return FALSE;
  if (*p == '+')
    p = match (p, "+99:99");
  else if (*p == '-')
    p = match (p, "-99:99");
  else
    p = match (p, "Z");
  return p != NULL && *p == '\0';
}

/**
 * kaitsu_json_reader_dup_time:
 * @self: a reader
 * @name: a member that must be there and be a time of RFC 3339 with offset
 *
 * Returns: (transfer full) (nullable): the time with its offset, %NULL only
 *   after a fault
 */
GDateTime *
kaitsu_json_reader_dup_time (KaitsuJsonReader *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autofree char *text = kaitsu_json_reader_dup_string (self, name, 40);
  if (self->error != NULL)
    return NULL;
  GDateTime *time = is_rfc3339 (text) ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  if (time == NULL)
    kaitsu_json_reader_fail_member (self, name,
                                    _ ("must be a time such as 2026-11-23T09:30:00+09:00"));
  return time;
}
