/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-syslog.h"

#include <string.h>

/* RFC 5424 §6.2.1: PRI = facility * 8 + severity */
#define FACILITY_USER 1
#define SEVERITY_INFORMATIONAL 6
#define MAX_FRACTION_DIGITS 6

/* Two digits between @least and @most, wherever they stand. */
static gboolean
is_pair (const char *at, int least, int most)
{
  if (!g_ascii_isdigit (at[0]) || !g_ascii_isdigit (at[1]))
    return FALSE;

  int value = (at[0] - '0') * 10 + (at[1] - '0');

  return value >= least && value <= most;
}

/* "Z", "+09:00" or "-03:30" */
static gboolean
is_zone (const char *at)
{
  if (strcmp (at, "Z") == 0)
    return TRUE;
  return strlen (at) == strlen ("+09:00") && (at[0] == '+' || at[0] == '-')
         && is_pair (at + 1, 0, 23) && at[3] == ':' && is_pair (at + 4, 0, 59);
}

/* RFC 5424 §6.2.3: RFC 3339 with upper case T and Z, no leap second, at most
 * six digits behind the point. */
static gboolean
is_timestamp (const char *text)
{
  static const char shape[] = "dddd-dd-ddTdd:dd:dd";

  for (gsize i = 0; i < strlen (shape); i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  if (!is_pair (text + 5, 1, 12) || !is_pair (text + 8, 1, 31) || !is_pair (text + 11, 0, 23)
      || !is_pair (text + 14, 0, 59) || !is_pair (text + 17, 0, 59))
    return FALSE;

  const char *rest = text + strlen (shape);

  if (*rest == '.')
    {
      gsize digits = strspn (rest + 1, "0123456789");

      if (digits < 1 || digits > MAX_FRACTION_DIGITS)
        return FALSE;
      rest += 1 + digits;
    }
  return is_zone (rest);
}

/**
 * kaitsu_syslog_build:
 * @timestamp: (nullable): RFC 3339, as RFC 5424 §6.2.3 narrows it
 *
 * The datagram that shows whether UDP 514 gets through: facility user,
 * severity informational, app-name "kaitsu", a fixed text. It carries no host
 * name, no process and nothing about a person. A @timestamp that is none is
 * sent as NILVALUE "-".
 *
 * Returns: (transfer full): the datagram, ASCII, under
 *   %KAITSU_SYSLOG_MAX_SIZE bytes, without a line end
 */
char *
kaitsu_syslog_build (const char *timestamp)
{
  gboolean usable = timestamp != NULL && is_timestamp (timestamp);

  return g_strdup_printf ("<%d>1 %s - kaitsu - portcheck - port check, please ignore",
                          FACILITY_USER * 8 + SEVERITY_INFORMATIONAL, usable ? timestamp : "-");
}
