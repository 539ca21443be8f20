/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-wording.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-port-result.h"
#include "kaitsu-texts.h"

static gboolean
in_japanese (void)
{
  return g_str_equal (kaitsu_i18n_get_language (), "ja");
}

/**
 * kaitsu_wording_add_sentence:
 * @text: what there is already
 * @sentence: (nullable): one more sentence; nothing happens if it is empty
 *
 * Appends @sentence with the space that a Western sentence needs before it
 * and a Japanese one, ending in a full-width stop, does not.
 */
void
kaitsu_wording_add_sentence (GString *text, const char *sentence)
{
  if (sentence == NULL || *sentence == '\0')
    return;
  if (text->len > 0 && (guchar) text->str[text->len - 1] < 0x80)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

/**
 * kaitsu_wording_alternatives:
 * @words: (element-type utf8): at least one
 *
 * Returns: (transfer full): "a", "a or b", "a, b or c"
 */
char *
kaitsu_wording_alternatives (GPtrArray *words)
{
  g_autoptr (GString) head = g_string_new (NULL);

  g_return_val_if_fail (words->len > 0, g_strdup (""));

  for (guint i = 0; i + 1 < words->len; i++)
    {
      if (i > 0)
        g_string_append (head, C_ ("between the items of a list", ", "));
      g_string_append (head, g_ptr_array_index (words, i));
    }
  if (head->len == 0)
    return g_strdup (g_ptr_array_index (words, 0));

  return g_strdup_printf (C_ ("alternatives", "%s or %s"), head->str,
                          (const char *) g_ptr_array_index (words, words->len - 1));
}

/**
 * kaitsu_wording_ports:
 * @port_results: (element-type KaitsuPortResult): in the order to show
 *
 * Returns: (transfer full): "TCP 80, 443, 465, UDP 123": the protocol is said
 *   once for the ports that follow it
 */
char *
kaitsu_wording_ports (GPtrArray *port_results)
{
  g_autoptr (GString) list = g_string_new (NULL);
  KaitsuProtocol protocol = KAITSU_PROTOCOL_TCP;

  for (guint i = 0; i < port_results->len; i++)
    {
      KaitsuPort port = kaitsu_port_result_get_port (g_ptr_array_index (port_results, i));
      g_autofree char *label = kaitsu_port_to_label (port);

      if (i > 0)
        g_string_append (list, C_ ("between the items of a list", ", "));
      if (i > 0 && port.protocol == protocol)
        g_string_append_printf (list, "%u", port.number);
      else
        g_string_append (list, label);
      protocol = port.protocol;
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

/**
 * kaitsu_wording_milliseconds:
 * @microseconds: a duration, 0 or more
 *
 * Returns: (transfer full): "31.7 ms", with a point in every locale; what is
 *   too short to be measured is said to be short, not to be nothing
 */
char *
kaitsu_wording_milliseconds (gint64 microseconds)
{
  gint64 tenths = (MAX (microseconds, 0) + 50) / 100;

  if (tenths == 0)
    return g_strdup (C_ ("duration", "under 0.1 ms"));
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " ms", tenths / 10, tenths % 10);
}

/* Takes both; one of them is enough if they are the same. */
static char *
join_span (char *from, char *to)
{
  g_autofree char *first = from;
  g_autofree char *last = to;

  if (g_str_equal (first, last))
    return g_steal_pointer (&first);
  return g_strdup_printf (C_ ("from a number to a number", "%s to %s"), first, last);
}

/**
 * kaitsu_wording_milliseconds_span:
 * @least: the shortest of several durations, 0 or more
 * @most: the longest
 *
 * Returns: (transfer full): "31.7 ms to 45.0 ms"
 */
char *
kaitsu_wording_milliseconds_span (gint64 least, gint64 most)
{
  return join_span (kaitsu_wording_milliseconds (least), kaitsu_wording_milliseconds (most));
}

/**
 * kaitsu_wording_offset:
 * @microseconds: since the run began
 *
 * Returns: (transfer full): "+3.25 s"
 */
char *
kaitsu_wording_offset (gint64 microseconds)
{
  gint64 hundredths = (MAX (microseconds, 0) + 5000) / 10000;

  return g_strdup_printf ("+%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT " s", hundredths / 100,
                          hundredths % 100);
}

/**
 * kaitsu_wording_offset_span:
 * @first: since the run began
 * @last: the same, later
 *
 * Returns: (transfer full): "+0.17 s to +5.13 s"
 */
char *
kaitsu_wording_offset_span (gint64 first, gint64 last)
{
  return join_span (kaitsu_wording_offset (first), kaitsu_wording_offset (last));
}

/**
 * kaitsu_wording_minute:
 * @when: a point in time
 *
 * Returns: (transfer full): date and time for people, in the zone of @when
 */
char *
kaitsu_wording_minute (GDateTime *when)
{
  static const char *const japanese_days[] = { "月", "火", "水", "木", "金", "土", "日" };

  if (!in_japanese ())
    return g_date_time_format (when, "%Y-%m-%d %H:%M");

  return g_strdup_printf ("%d年%d月%d日（%s）%d:%02d", g_date_time_get_year (when),
                          g_date_time_get_month (when), g_date_time_get_day_of_month (when),
                          japanese_days[g_date_time_get_day_of_week (when) - 1],
                          g_date_time_get_hour (when), g_date_time_get_minute (when));
}

/**
 * kaitsu_wording_second:
 * @when: a point in time
 *
 * Returns: (transfer full): date, time and zone for whoever compares logs
 */
char *
kaitsu_wording_second (GDateTime *when)
{
  return g_date_time_format (when, "%Y-%m-%d %H:%M:%S %:z");
}

/**
 * kaitsu_wording_verdict:
 * @verdict: a verdict
 *
 * Returns: (transfer full): its phrase; in quotation marks if it is one of the
 *   two that the maker words
 */
char *
kaitsu_wording_verdict (KaitsuVerdict verdict)
{
  const char *phrase = kaitsu_verdict_phrase (verdict);

  if (verdict != KAITSU_VERDICT_USABLE && verdict != KAITSU_VERDICT_NOT_USABLE)
    return g_strdup (phrase);
  return g_strdup_printf (C_ ("quoted verdict", "“%s”"), phrase);
}

/**
 * kaitsu_wording_field:
 * @label: name of a field
 * @value: what is in it
 *
 * Returns: (transfer full): "name: value" as the language writes it
 */
char *
kaitsu_wording_field (const char *label, const char *value)
{
  return g_strdup_printf (C_ ("field and value", "%s: %s"), label, value);
}
