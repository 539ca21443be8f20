/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-port-words.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-i18n.h"

char *
kaitsu_port_words_dup_names (KaitsuResult *result, KaitsuPortResult *port)
{
  KaitsuUnit *unit = kaitsu_result_get_unit (result);
  const char *const *ids = kaitsu_port_result_get_services (port);
  GString *text = g_string_new (NULL);

  for (guint i = 0; unit != NULL && ids != NULL && ids[i] != NULL; i++)
    {
      const KaitsuService *service = kaitsu_unit_find_service (unit, ids[i]);

      if (service == NULL)
        continue;
      g_string_append (text, text->len > 0 ? C_ ("between services", ", ") : "");
      g_string_append (text, kaitsu_text2_get (&service->name, kaitsu_i18n_get_language ()));
    }
  return g_string_free (text, FALSE);
}

char *
kaitsu_port_words_dup_label (KaitsuPortResult *port)
{
  return kaitsu_port_to_label (kaitsu_port_result_get_port (port));
}
