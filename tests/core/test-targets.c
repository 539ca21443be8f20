/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-targets.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kaitsu-enums.h"
#include "kaitsu-error.h"
#include "kaitsu-host-name.h"
#include "kaitsu-nick.h"

static KaitsuTargets *
load (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kaitsu_targets_new_from_bytes (bytes, "F", error);
}

static KaitsuPort
port_of (const char *text)
{
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (text, &port));
  return port;
}

/* "http>tcp/443": how @target is used for @port, and with which control. */
static char *
describe (const KaitsuTarget *target, const char *port)
{
  KaitsuPort control;
  KaitsuUse use;
  g_autofree char *name = NULL;

  if (!kaitsu_target_offers (target, port_of (port), &use))
    return g_strdup ("-");
  if (kaitsu_target_get_control (target, port_of (port), &control))
    name = kaitsu_port_to_string (control);
  return g_strconcat (kaitsu_nick (KAITSU_TYPE_USE, (int) use), ">", name != NULL ? name : "none",
                      NULL);
}

/* The contract's section 7, written down a second time: for every port of
 * every unit and every host, how it is used. */
static const char *const ports[] = { "tcp/80",   "tcp/443", "tcp/465", "tcp/587",
                                     "tcp/9124", "udp/123", "udp/514" };

static const struct
{
  const char *host;
  KaitsuOperator operated_by;
  const char *expect;
  const char *used[G_N_ELEMENTS (ports)];
} builtin[] = {
  { "hmbx.canon.jp",
    KAITSU_OPERATOR_MAKER,
    NULL,
    { "http>tcp/443", "https>tcp/80", "path>tcp/443", "path>tcp/443", "path>tcp/443",
      "path>tcp/443", "path>tcp/443" } },
  { "portquiz.net",
    KAITSU_OPERATOR_PUBLIC,
    "test successful!",
    { "-", "-", "-", "-", "tcp>tcp/80", "-", "-" } },
  { "time.cloudflare.com",
    KAITSU_OPERATOR_PUBLIC,
    NULL,
    { "-", "-", "-", "-", "-", "ntp>none", "-" } },
  { "time.google.com", KAITSU_OPERATOR_PUBLIC, NULL, { "-", "-", "-", "-", "-", "ntp>none", "-" } },
  { "smtp.gmail.com",
    KAITSU_OPERATOR_PUBLIC,
    NULL,
    { "-", "-", "smtps>tcp/587", "submission>tcp/465", "-", "-", "-" } },
  { "smtp.mail.yahoo.co.jp",
    KAITSU_OPERATOR_PUBLIC,
    NULL,
    { "-", "-", "smtps>tcp/587", "submission>tcp/465", "-", "-", "-" } },
};

static void
test_builtin (void)
{
  g_autoptr (KaitsuTargets) list = kaitsu_targets_new_builtin ();
  GPtrArray *targets = kaitsu_targets_get_targets (list);

  g_assert_cmpstr (kaitsu_targets_get_source (list), ==, "built-in");
  g_assert_cmpuint (targets->len, ==, G_N_ELEMENTS (builtin));
  for (guint i = 0; i < targets->len; i++)
    {
      const KaitsuTarget *target = g_ptr_array_index (targets, i);

      g_assert_cmpstr (target->host, ==, builtin[i].host);
      g_assert_cmpint (target->operated_by, ==, builtin[i].operated_by);
      g_assert_cmpstr (target->expect, ==, builtin[i].expect);
      for (guint j = 0; j < G_N_ELEMENTS (ports); j++)
        {
          g_autofree char *used = describe (target, ports[j]);

          g_test_message ("%s %s", target->host, ports[j]);
          g_assert_cmpstr (used, ==, builtin[i].used[j]);
        }
    }
}

static void
test_builtin_portal_checks (void)
{
  g_autoptr (KaitsuTargets) list = kaitsu_targets_new_builtin ();
  GPtrArray *checks = kaitsu_targets_get_portal_checks (list);
  const KaitsuPortalCheck *first = g_ptr_array_index (checks, 0);
  const KaitsuPortalCheck *second = g_ptr_array_index (checks, 1);

  g_assert_cmpuint (checks->len, ==, 2);
  g_assert_cmpstr (first->uri, ==, "http://detectportal.firefox.com/success.txt");
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (first->body, ==, "success");
  g_assert_cmpstr (second->uri, ==, "http://www.msftconnecttest.com/connecttest.txt");
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (second->body, ==, "Microsoft Connect Test");
}

static void
test_fresh (void)
{
  static const struct
  {
    const char *now;
    gboolean stale;
  } days[] = {
    { "2026-11-23T09:30:00+09:00", FALSE }, { "2027-06-30T00:00:00+09:00", FALSE },
    { "2027-06-30T23:59:59+09:00", FALSE }, { "2027-06-30T23:59:59-11:00", FALSE },
    { "2027-07-01T00:00:00+09:00", TRUE },  { "2027-07-01T00:00:00Z", TRUE },
    { "2099-01-01T00:00:00Z", TRUE },
  };
  g_autoptr (KaitsuTargets) list = kaitsu_targets_new_builtin ();
  g_autofree char *date = g_date_time_format (kaitsu_targets_get_fresh_until (list), "%F");

  g_assert_cmpstr (date, ==, "2027-06-30");
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (days[i].now, NULL);

      g_test_message ("%s", days[i].now);
      g_assert_cmpint (kaitsu_targets_is_stale (list, now), ==, days[i].stale);
    }
}

/* Members of a target; how it is used for a port. */
static const struct
{
  const char *members;
  const char *port;
  const char *used;
} offers[] = {
  /* a responder of our own, on every port */
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": [\"tcp/9990\"]",
    "tcp/9124", "tcp>tcp/9990" },
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": [\"tcp/9990\"]",
    "tcp/9990", "tcp>none" },
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": []", "udp/514",
    "udp>none" },
  /* speaks neither mail nor TLS nor NTP there, unless a port is named */
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": []", "tcp/443",
    "-" },
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": []", "tcp/465",
    "-" },
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/*\", \"udp/*\"], \"controls\": []", "udp/123",
    "-" },
  { "\"uses\": [\"tcp\"], \"ports\": [\"tcp/*\", \"tcp/465\"], \"controls\": []", "tcp/465",
    "tcp>none" },
  { "\"uses\": [\"tcp\"], \"ports\": [\"tcp/*\", \"tcp/465\"], \"controls\": []", "tcp/587", "-" },
  { "\"uses\": [\"udp\"], \"ports\": [\"udp/123\"], \"controls\": []", "udp/123", "udp>none" },
  /* the path is the last resort */
  { "\"uses\": [\"tcp\", \"path\"], \"ports\": [\"tcp/*\"], \"controls\": [\"tcp/80\"]", "tcp/443",
    "path>tcp/80" },
  { "\"uses\": [\"tcp\", \"path\"], \"ports\": [\"tcp/*\"], \"controls\": [\"tcp/80\"]", "tcp/9124",
    "tcp>tcp/80" },
  { "\"uses\": [\"tcp\", \"path\"], \"ports\": [\"tcp/*\"], \"controls\": [\"tcp/80\"]", "udp/514",
    "-" },
  { "\"uses\": [\"http\", \"path\"], \"ports\": [\"tcp/80\", \"udp/514\"], \"controls\": []",
    "udp/514", "path>none" },
  { "\"uses\": [\"http\", \"path\"], \"ports\": [\"tcp/80\", \"udp/514\"], \"controls\": []",
    "tcp/443", "-" },
  /* the service of a port before the bare port */
  { "\"uses\": [\"tcp\", \"https\"], \"ports\": [\"tcp/443\"], \"controls\": [\"tcp/443\"]",
    "tcp/443", "https>none" },
  { "\"uses\": [\"tcp\", \"https\"], \"ports\": [\"tcp/443\", \"tcp/80\"],"
    " \"controls\": [\"tcp/443\"]",
    "tcp/80", "tcp>tcp/443" },
  /* UDP and TCP of one number are two ports */
  { "\"uses\": [\"tcp\", \"udp\"], \"ports\": [\"tcp/514\", \"udp/9\"], \"controls\": "
    "[\"tcp/514\"]",
    "udp/514", "-" },
  { "\"uses\": [\"udp\"], \"ports\": [\"udp/514\"], \"controls\": [\"tcp/514\"]", "udp/514",
    "udp>tcp/514" },
};

static void
test_offers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"format\": \"kaitsu-targets\", \"version\": 1,"
                                               " \"targets\": [{\"host\": \"h\", \"operator\": "
                                               "\"own\", %s}]}",
                                               offers[i].members);
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuTargets) list = load (text, &error);
      g_autofree char *used = NULL;

      g_assert_no_error (error);
      g_test_message ("%s for %s", offers[i].members, offers[i].port);
      used = describe (g_ptr_array_index (kaitsu_targets_get_targets (list), 0), offers[i].port);
      g_assert_cmpstr (used, ==, offers[i].used);
      g_assert_cmpuint (kaitsu_targets_get_portal_checks (list)->len, ==, 0);
      g_assert_null (kaitsu_targets_get_fresh_until (list));
    }
}

static const struct
{
  const char *text;
  const char *name; /* NULL: refused */
} hosts[] = {
  { "hmbx.canon.jp", "hmbx.canon.jp" },
  { "HMBX.Canon.JP", "hmbx.canon.jp" },
  { "responder", "responder" },
  { "1.example", "1.example" },
  { "3com.example", "3com.example" },
  { "xn--eckwd4c7c.example", "xn--eckwd4c7c.example" },
  { "a--b.example", "a--b.example" },
  { "192.0.2.1", "192.0.2.1" },
  { "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
  { "::1", "::1" },
  { "", NULL },
  { ".", NULL },
  { "example.", NULL },
  { ".example", NULL },
  { "a..b", NULL },
  { "-a.example", NULL },
  { "a-.example", NULL },
  { "a_b.example", NULL },
  { "a b.example", NULL },
  { "a/b", NULL },
  { "host:80", NULL },
  { "http://host/", NULL },
  { "user@host", NULL },
  { "[::1]", NULL },
  { "fe80::1%eth0", NULL },
  { "fe80::1%lo", NULL },
  { "fe80::1%1", NULL },
  { "192.0.2.256", NULL },
  { "192.0.2", NULL },
  { "0x7f.0.0.1", NULL },
  { "2130706433", NULL },
  { "0.0.0.0", NULL },
  { "::", NULL },
  { "224.0.0.1", NULL },
  { "ff02::1", NULL },
  { "例え.jp", NULL },
};

static void
test_hosts (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.%.61s", label, label, label, label);
  g_autofree char *too_long = g_strdup_printf ("%sb", longest);
  g_autofree char *long_label = g_strdup_printf ("a%s.example", label);
  g_autofree char *same = NULL;
  const char *reason = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *name = kaitsu_host_name_normalize (hosts[i].text, &reason);

      g_test_message ("%s", hosts[i].text);
      g_assert_cmpstr (name, ==, hosts[i].name);
      g_assert_nonnull (reason);
    }
  g_assert_cmpuint (strlen (longest), ==, KAITSU_HOST_NAME_MAX);
  same = kaitsu_host_name_normalize (longest, &reason);
  g_assert_cmpstr (same, ==, longest);
  g_assert_null (kaitsu_host_name_normalize (too_long, &reason));
  g_assert_null (kaitsu_host_name_normalize (long_label, &reason));
  g_assert_null (kaitsu_host_name_normalize ("例え.jp", &reason));
  g_assert_nonnull (strstr (reason, "xn--"));
}

/* A small list in which everything occurs. */
static const char small[] =
    "{\"$schema\": \"s\", \"format\": \"kaitsu-targets\", \"version\": 1,"
    " \"fresh_until\": \"2027-06-30\", \"targets\": ["
    "{\"host\": \"a.example\", \"operator\": \"own\", \"uses\": [\"tcp\", \"http\"],"
    " \"ports\": [\"tcp/*\", \"tcp/80\"], \"controls\": [\"tcp/80\", \"tcp/443\"],"
    " \"expect\": \"yes\"},"
    "{\"host\": \"192.0.2.1\", \"operator\": \"public\", \"uses\": [\"udp\"],"
    " \"ports\": [\"udp/514\"], \"controls\": []}],"
    " \"portal_checks\": [{\"uri\": \"http://P.example\", \"status\": 200, \"body\": \"ok\"}]}";

static const struct
{
  const char *find;
  const char *replacement;
  const char *message;
} faults[] = {
  { "kaitsu-targets", "kaitsu-result", "F: format: must be “kaitsu-targets”" },
  { "\"version\": 1,", "", "F: version: is missing" },
  { "\"version\": 1", "\"version\": 2", "F: version: is newer" },
  { "\"fresh_until\"", "\"fresh\"", "F: “fresh” has no meaning here" },
  { "2027-06-30", "2027-6-30", "F: fresh_until: must be a date" },
  { "2027-06-30", "2027-02-29", "F: fresh_until: must be a date" },
  { "2027-06-30", "0000-01-01", "F: fresh_until: must be a date" },
  { "2027-06-30", "2027-06-30T00:00:00Z", "F: fresh_until: must be a date" },
  { "\"2027-06-30\"", "20270630", "F: fresh_until: must be a text" },
  { "\"targets\": [", "\"targets\": [3, ", "F: targets[0]: must be an object" },
  { "\"targets\": [", "\"targets\": {}, \"portal_checks\": [",
    "F:1: “portal_checks” is there twice" },
  { "\"targets\"", "\"target\"", "F: “target” has no meaning here" },
  { "\"a.example\"", "\"a_b.example\"", "F: targets[0].host: must be a host name or an address" },
  { "\"a.example\"", "\"例え.jp\"", "F: targets[0].host: must be in ASCII" },
  { "192.0.2.1", "224.0.0.1", "F: targets[1].host: is not the address of one host" },
  { "\"a.example\"", "null", "F: targets[0].host: is missing" },
  { "\"own\"", "\"me\"", "F: targets[0].operator: “me” is none of: maker, public, own" },
  { "\"operator\": \"own\",", "", "F: targets[0].operator: is missing" },
  { "[\"tcp\", \"http\"]", "\"tcp\"", "F: targets[0].uses: must be a list" },
  { "[\"tcp\", \"http\"]", "[]", "F: targets[0].uses: must not be empty" },
  { "[\"tcp\", \"http\"]", "[\"tcp\", \"ftp\"]",
    "F: targets[0].uses[1]: “ftp” is none of: http, https, smtps, submission, ntp, tcp, udp, "
    "path" },
  { "[\"tcp\", \"http\"]", "[\"tcp\", \"tcp\"]", "F: targets[0].uses[1]: is there twice" },
  { "[\"tcp\", \"http\"]", "[\"tcp\", 1]", "F: targets[0].uses[1]: must be a text" },
  { "[\"tcp\", \"http\"]", "[\"tcp\", \"ntp\"]",
    "F: targets[0].uses: “ntp” needs udp/123 among the ports" },
  { "[\"udp\"]", "[\"tcp\"]", "F: targets[1].uses: “tcp” needs tcp/* among the ports" },
  { "[\"tcp\", \"http\"]", "[\"tcp\", \"udp\"]",
    "F: targets[0].uses: “udp” needs udp/* among the ports" },
  { "[\"tcp\", \"http\"]", "[\"http\"]", "F: targets[0].expect: has a meaning only beside" },
  { "[\"udp/514\"]", "[]", "F: targets[1].ports: must not be empty" },
  { "[\"udp/514\"]", "[\"udp/0\"]", "F: targets[1].ports[0]: must be a port such as" },
  { "[\"udp/514\"]", "[\"UDP/514\"]", "F: targets[1].ports[0]: must be a port such as" },
  { "[\"udp/514\"]", "[\"xp/*\"]", "F: targets[1].ports[0]: must be a port such as" },
  { "[\"udp/514\"]", "[514]", "F: targets[1].ports[0]: must be a text" },
  { "[\"udp/514\"]", "[\"udp/514\", \"udp/514\"]", "F: targets[1].ports[1]: is there twice" },
  { "[\"udp/514\"]", "[\"udp/*\", \"udp/*\"]", "F: targets[1].ports[1]: is there twice" },
  { "\"controls\": []", "\"controls\": [\"udp/514\"]",
    "F: targets[1].controls[0]: must be a TCP port" },
  { "\"controls\": []", "\"controls\": [\"tcp/*\"]",
    "F: targets[1].controls[0]: must be a TCP port" },
  { "\"tcp/80\", \"tcp/443\"", "\"tcp/80\", \"tcp/80\"",
    "F: targets[0].controls[1]: is there twice" },
  { ", \"controls\": []", "", "F: targets[1].controls: is missing" },
  { ", \"controls\": []", ", \"contols\": []", "F: targets[1]: “contols” has no meaning here" },
  { "\"yes\"", "\"\"", "F: targets[0].expect: must not be empty" },
  { "\"yes\"", "\"y\\nes\"", "F: targets[0].expect: must be one line" },
  { "http://P", "https://P", "F: portal_checks[0].uri: must be an http address" },
  { "http://P", "http://user:word@P", "F: portal_checks[0].uri: must be an http address" },
  { "http://P.example", "http://P.example:8080/",
    "F: portal_checks[0].uri: must be an http address" },
  { "http://P.example", "http://P.example/#a", "F: portal_checks[0].uri: must be an http address" },
  { "http://P.example", "/success.txt", "F: portal_checks[0].uri: must be an http address" },
  { "http://P.example", "http://a_b/", "F: portal_checks[0].uri: its host must be a host name" },
  { "\"status\": 200", "\"status\": 99",
    "F: portal_checks[0].status: must be a whole number from 100 to 599" },
  { "\"status\": 200", "\"state\": 200", "F: portal_checks[0]: “state” has no meaning here" },
  { "\"status\": 200,", "", "F: portal_checks[0].status: is missing" },
  { "\"body\": \"ok\"", "\"body\": \"\"", "F: portal_checks[0].body: must not be empty" },
  { "a.example", "b.example", NULL },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (GStrv) parts = g_strsplit (small, faults[i].find, 2);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuTargets) list = NULL;

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      text = g_strjoinv (faults[i].replacement, parts);
      g_test_message ("%s", text);
      list = load (text, &error);
      if (faults[i].message == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (list);
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, faults[i].message));
    }
}

static void
test_holes (void)
{
  for (gsize from = 0; from < strlen (small); from++)
    for (gsize length = 1; length <= 30 && from + length <= strlen (small); length += 7)
      {
        g_autoptr (GString) text = g_string_new (small);
        g_autoptr (GError) error = NULL;
        g_autoptr (KaitsuTargets) list = NULL;

        g_string_erase (text, (gssize) from, (gssize) length);
        list = load (text->str, &error);
        g_assert_true ((list == NULL) == (error != NULL));
      }
}

static char *
many (const char *before, const char *each, guint n, const char *after)
{
  g_autoptr (GString) text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s%u\"", i > 0 ? ", " : "", each, i + 1);
  g_string_append (text, after);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_bounds (void)
{
  static const char before[] = "{\"format\": \"kaitsu-targets\", \"version\": 1, \"targets\": ["
                               "{\"host\": \"h\", \"operator\": \"own\", \"uses\": [\"tcp\"],"
                               " \"controls\": [], \"ports\": [";
  g_autofree char *most = many (before, "\"tcp/", 200, "]}]}");
  g_autofree char *more = many (before, "\"tcp/", 201, "]}]}");
  g_autofree char *hosts_too_many =
      many ("{\"format\": \"kaitsu-targets\", \"version\": 1, \"targets\": [", "\"", 201, "]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (KaitsuTargets) list = load (most, &error);
  const KaitsuTarget *target;

  g_assert_no_error (error);
  target = g_ptr_array_index (kaitsu_targets_get_targets (list), 0);
  g_assert_cmpuint (target->ports->len, ==, 200);
  g_assert_null (load (more, &error));
  g_assert_cmpstr (error->message, ==, "F: targets[0].ports: has more than 200 entries");
  g_clear_error (&error);
  g_assert_null (load (hosts_too_many, &error));
  g_assert_cmpstr (error->message, ==, "F: targets: has more than 200 entries");
}

static void
test_uris (void)
{
  static const struct
  {
    const char *given;
    const char *taken;
  } uris[] = {
    { "http://P.example", "http://p.example/" },
    { "http://p.example:80/a?b=c", "http://p.example/a?b=c" },
    { "http://[2001:DB8::1]/a", "http://[2001:db8::1]/a" },
    { "http://192.0.2.1/a%20b", "http://192.0.2.1/a%20b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_auto (GStrv) parts = g_strsplit (small, "http://P.example", 2);
      g_autofree char *text = g_strjoinv (uris[i].given, parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (KaitsuTargets) list = load (text, &error);
      const KaitsuPortalCheck *check;

      g_assert_no_error (error);
      check = g_ptr_array_index (kaitsu_targets_get_portal_checks (list), 0);
      g_assert_cmpstr (check->uri, ==, uris[i].taken);
    }
}

/* From a file: with the mark that Windows editors write, and the path in the
 * message. */
static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-targets-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "t.json", NULL);
  g_autofree char *marked = g_strconcat ("\xEF\xBB\xBF", small, NULL);
  g_autofree char *message = g_strdup_printf ("%s:1: there is nothing in it", path);
  g_autoptr (KaitsuTargets) list = NULL;

  g_assert_true (g_file_set_contents (path, marked, -1, &error));
  list = kaitsu_targets_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kaitsu_targets_get_source (list), ==, path);
  g_assert_finalize_object (g_steal_pointer (&list));

  g_assert_true (g_file_set_contents (path, "", 0, &error));
  g_assert_null (kaitsu_targets_load (path, &error));
  g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);

  g_unlink (path);
  g_assert_null (kaitsu_targets_load (path, &error));
  g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_NOT_READABLE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/targets/builtin", test_builtin);
  g_test_add_func ("/targets/builtin-portal-checks", test_builtin_portal_checks);
  g_test_add_func ("/targets/fresh", test_fresh);
  g_test_add_func ("/targets/offers", test_offers);
  g_test_add_func ("/targets/hosts", test_hosts);
  g_test_add_func ("/targets/faults", test_faults);
  g_test_add_func ("/targets/holes", test_holes);
  g_test_add_func ("/targets/bounds", test_bounds);
  g_test_add_func ("/targets/uris", test_uris);
  g_test_add_func ("/targets/load", test_load);

  return g_test_run ();
}
