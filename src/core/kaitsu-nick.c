/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-nick.h"

/**
 * kaitsu_nick:
 * @enum_type: a GType of kaitsu-enums.h
 * @value: a value of it
 *
 * Returns: (transfer none): the word of the contract for @value, for example
 *   "refused-by-destination"; "unknown" for a value that the enum lacks
 */
const char *
kaitsu_nick (GType enum_type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (enum_type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "unknown";
}

/**
 * kaitsu_from_nick:
 * @enum_type: a GType of kaitsu-enums.h
 * @nick: (nullable): a word, from anywhere
 * @value: (out): the value, untouched on failure
 *
 * Returns: whether @nick is a word of the enum
 */
gboolean
kaitsu_from_nick (GType enum_type, const char *nick, int *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (enum_type);
  GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  /* GLib 2.90 takes capital letters for small ones; the contract does not. */
  if (found == NULL || !g_str_equal (found->value_nick, nick))
    return FALSE;
  *value = found->value;
  return TRUE;
}
